#include <doctest/doctest.h>

#include "base/process.h"

using namespace hallmark;

TEST_CASE("a program reads its input and gives its output, errors and exit code") {
  const std::string shell = find_program("sh");
  REQUIRE_FALSE(shell.empty());
  const ProcessResult result = run_program(shell, {"-c", "cat; echo \"$GREETING\" >&2; exit 3"},
                                           std::string(300'000, 'x'), {{"GREETING", "a b"}});
  CHECK(result.exit_code == 3);
  CHECK(result.output == std::string(300'000, 'x'));
  CHECK(result.errors == "a b\n");
  CHECK(find_program("no-such-program-anywhere").empty());
}

TEST_CASE("a program that reads nothing ends all the same") {
  CHECK(run_program(find_program("true"), {}, std::string(300'000, 'x')).exit_code == 0);
}
