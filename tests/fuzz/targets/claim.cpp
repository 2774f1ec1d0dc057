#include <cstdio>

#include "../targets.h"
#include "base/text.h"
#include "cli/command.h"

// The words of a `hallmark claim`, one a line.
void hallmark::fuzz::claim(std::string_view input) {
  static std::FILE* const nowhere = std::fopen("/dev/null", "w");
  cli::Terminal terminal(nowhere, nowhere);
  std::vector<std::string> words{"claim"};
  for (const std::string_view word : split(input, '\n')) words.emplace_back(word.substr(0, word.find('\0')));
  const int code = cli::run(words, terminal);
  require(code != static_cast<int>(ExitCode::internal));
  ++(code == 0 || code == static_cast<int>(ExitCode::flagged) ? outcomes.read : outcomes.refused);
}
