#include <algorithm>
#include <array>
#include <exception>

#include "base/text.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/parse.h"
#include "document/document.h"

namespace hallmark::cli {

namespace {

bool asks_for_help(const std::string& word) {
  return word == "--help" || word == "-h";
}

const Command& find_command(const std::string& word) {
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    if (command.name == word) return command;
    names.emplace_back(command.name);
  }
  throw Error(ExitCode::usage,
              word.starts_with('-') ? fmt::format("hallmark has no option “{}”.", word)
                                    : fmt::format("hallmark has no command “{}”.", word),
              {suggestion(word, names), "`hallmark --help` lists the commands."});
}

int dispatch(const std::vector<std::string>& words, Terminal& terminal) {
  if (words.empty() || asks_for_help(words[0]) || words[0] == "help") {
    const bool about_one = words.size() > 1 && words[0] == "help";
    terminal.print(about_one ? help(find_command(words[1])) : help());
    return static_cast<int>(words.empty() ? ExitCode::usage : ExitCode::success);
  }
  if (words[0] == "--version") {
    terminal.print(version());
    return static_cast<int>(ExitCode::success);
  }
  const Command& command = find_command(words[0]);
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (std::any_of(rest.begin(), std::find(rest.begin(), rest.end(), "--"), asks_for_help)) {
    terminal.print(help(command));
    return static_cast<int>(ExitCode::success);
  }
  const Arguments arguments = parse(command, rest);
  end_cleanly_when_interrupted();
  return static_cast<int>(command.run(arguments, terminal));
}

}  // namespace

std::span<const Command> commands() {
  static const std::array<Command, 17> all = {
      init_command,      check_command,  report_command, query_command,    lua_command,   trace_command,
      verify_command,    diff_command,   lint_command,   claims_command,   claim_command, plugins_command,
      templates_command, search_command, index_command,  practice_command, areas_command};
  return all;
}

int run(const std::vector<std::string>& words, Terminal& terminal) {
  try {
    const int code = dispatch(words, terminal);
    terminal.clear_progress();
    terminal.flush();
    return code;
  } catch (const document::DocumentError& error) {
    for (const Diagnostic& problem : error.problems()) terminal.show(problem);
    return static_cast<int>(error.code());
  } catch (const Error& error) {
    terminal.show(error.diagnostic());
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    terminal.show({Severity::error, "There is not enough memory for this.", {}, {}, 1, {}, {}});
  } catch (const std::exception& error) {
    terminal.show({Severity::error, fmt::format("A fault of Hallmark's own: {}.", error.what()), {}, {}, 1, {}, {}});
  }
  return static_cast<int>(ExitCode::internal);
}

}  // namespace hallmark::cli
