#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "cli/parse.h"

using namespace hallmark;
using namespace hallmark::cli;

namespace {

using Kind = Argument::Kind;
constexpr Argument table[] = {
    {Kind::positional, "NAME", "", "", "A name"},
    {Kind::optional_positional, "OTHER", "", "", "Another"},
    {Kind::text, "-C,--workspace", "DIR", ".", "Where"},
    {Kind::repeated, "--set", "KEY=VALUE", "", "An option"},
    {Kind::flag, "--json", "", "", "JSON"},
};
const Command sample = {"sample", "do something", "Description.", "hallmark sample x", table, nullptr};

Error refused(const std::vector<std::string>& words) {
  try {
    parse(sample, words);
  } catch (const Error& error) {
    return error;
  }
  FAIL("accepted");
  return Error(ExitCode::internal, "");
}

}  // namespace

TEST_CASE("arguments are read by the table") {
  const Arguments given = parse(sample, {"a", "--set", "k=1", "-C", "w", "b", "--set", "l=2", "--json"});
  CHECK(given.text("NAME") == "a");
  CHECK(given.text("OTHER") == "b");
  CHECK(given.text("workspace") == "w");
  CHECK(given.texts("set") == std::vector<std::string>{"k=1", "l=2"});
  CHECK(given.has("json"));
}

TEST_CASE("what is not given falls back") {
  const Arguments given = parse(sample, {"a"});
  CHECK(given.text("workspace") == ".");
  CHECK_FALSE(given.has("workspace"));
  CHECK_FALSE(given.has("OTHER"));
  CHECK(given.texts("set").empty());
  CHECK_FALSE(given.has("json"));
}

TEST_CASE("an option takes one value and leaves the next word alone") {
  const Arguments given = parse(sample, {"--set", "k=1", "a"});
  CHECK(given.text("NAME") == "a");
  CHECK(parse(sample, {"--set=k=v=w", "a"}).texts("set") == std::vector<std::string>{"k=v=w"});
  CHECK(parse(sample, {"--", "--json"}).text("NAME") == "--json");
}

TEST_CASE("wrong command lines are sentences with the way to help") {
  for (const auto& words : std::vector<std::vector<std::string>>{{},
                                                                 {"a", "--jsn"},
                                                                 {"a", "b", "c"},
                                                                 {"a", "-C"},
                                                                 {"a", "-C", "x", "-C", "y"},
                                                                 {"a", "--set"},
                                                                 {"a", "--json=3"}}) {
    CAPTURE(words.size());
    const Error error = refused(words);
    CHECK(error.code() == ExitCode::usage);
    CHECK(error.diagnostic().hints.back() == "`hallmark sample --help` shows what it takes.");
  }
  CHECK(refused({"a", "--jsn"}).diagnostic().hints.front() == "Did you mean “--json”?");
  CHECK(refused({}).diagnostic().sentence == "`hallmark sample` needs NAME: A name.");
}

TEST_CASE("help names every argument of every command and ends with an example that parses") {
  std::set<std::string_view> names;
  for (const Command& command : commands()) {
    CAPTURE(std::string(command.name));
    CHECK(names.insert(command.name).second);
    const std::string text = help(command);
    for (const Argument& argument : command.arguments) {
      CHECK(text.find(argument.names.substr(argument.names.rfind(',') + 1)) != std::string::npos);
      CHECK_FALSE(argument.help.empty());
    }
    CHECK(command.example.starts_with("hallmark " + std::string(command.name)));
    CHECK(help().find(command.summary) != std::string::npos);
  }
  CHECK(names.size() == 17);
}

TEST_CASE("tables align by what a reader sees, not by bytes") {
  const std::string text = to_text(TextTable{{"area", "n"}, {false, true}, {{"Ynys Môn", "1"}, {"Barnsley", "1,234"}}});
  CHECK(text ==
        "area          n\n"
        "Ynys Môn      1\n"
        "Barnsley  1,234\n");
}
