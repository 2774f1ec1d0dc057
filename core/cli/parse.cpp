#include "cli/parse.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>

#include "base/text.h"

namespace hallmark::cli {

namespace {

using Kind = Argument::Kind;

bool is_positional(const Argument& argument) {
  return argument.kind == Kind::positional || argument.kind == Kind::optional_positional;
}

// "-C,--workspace" -> "workspace"; "REPORT" -> "REPORT".
std::string key_of(const Argument& argument) {
  const std::string_view last = split(argument.names, ',').back();
  return std::string(last.substr(std::min(last.find_first_not_of('-'), last.size())));
}

std::vector<std::string> option_names(const Command& command) {
  std::vector<std::string> names{"--help"};
  for (const Argument& argument : command.arguments)
    if (!is_positional(argument))
      for (const std::string_view name : split(argument.names, ',')) names.emplace_back(name);
  return names;
}

// What CLI11 fills in; deques, because it keeps references.
struct Targets {
  std::deque<std::pair<const Argument*, std::vector<std::string>>> texts;
  std::deque<std::pair<const Argument*, bool>> flags;
};

void declare(CLI::App& app, const Argument& argument, Targets& targets) {
  const std::string names(argument.names);
  if (argument.kind == Kind::flag) {
    targets.flags.emplace_back(&argument, false);
    app.add_flag(names, targets.flags.back().second)->disable_flag_override();
    return;
  }
  targets.texts.emplace_back(&argument, std::vector<std::string>{});
  CLI::Option* option = app.add_option(names, targets.texts.back().second)->expected(1)->allow_extra_args(false);
  option->multi_option_policy(argument.kind == Kind::repeated ? CLI::MultiOptionPolicy::TakeAll
                                                              : CLI::MultiOptionPolicy::Throw);
  if (argument.kind == Kind::positional) option->required();
}

Error usage_error(const Command& command, std::string sentence, std::string hint = {}) {
  std::vector<std::string> hints;
  if (!hint.empty()) hints.push_back(std::move(hint));
  hints.push_back(fmt::format("`hallmark {} --help` shows what it takes.", command.name));
  return Error(ExitCode::usage, std::move(sentence), std::move(hints));
}

// CLI11 says "--set: 1 required TEXT missing"; a reader wants to know what to type.
[[noreturn]] void refuse(const Command& command, const CLI::ParseError& error, const CLI::App& app) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const std::vector<std::string> extra = app.remaining();
    const std::string word = extra.empty() ? std::string() : extra.front();
    if (word.starts_with('-'))
      throw usage_error(command, fmt::format("`hallmark {}` has no option “{}”.", command.name, word),
                        suggestion(word.substr(0, word.find('=')), option_names(command)));
    throw usage_error(command, fmt::format("`hallmark {}` does not know what to do with “{}”.", command.name, word));
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
    for (const Argument& argument : command.arguments)
      if (argument.kind == Kind::positional && app[std::string(argument.names)]->empty())
        throw usage_error(command,
                          fmt::format("`hallmark {}` needs {}: {}.", command.name, argument.names, argument.help));
  throw usage_error(command, fmt::format("{}.", error.what()));
}

std::string usage_line(const Command& command) {
  std::string line = fmt::format("hallmark {}", command.name);
  for (const Argument& argument : command.arguments)
    if (argument.kind == Kind::positional) line += fmt::format(" {}", argument.names);
  for (const Argument& argument : command.arguments)
    if (argument.kind == Kind::optional_positional) line += fmt::format(" [{}]", argument.names);
  return line + " [options]";
}

std::string described(const Argument& argument) {
  std::string words = join({std::string(argument.names)}, "");
  for (std::size_t at = 0; (at = words.find(',', at)) != std::string::npos; at += 2) words.replace(at, 1, ", ");
  if (!argument.value.empty()) words += fmt::format(" {}", argument.value);
  if (argument.kind == Kind::repeated) words += " …";
  return words;
}

constexpr std::string_view exit_codes = R"(Exit codes:
    0  done
    1  a fault of Hallmark's own; please report it
    2  the command line is wrong
    3  a data file is missing, unreadable or malformed
    4  the workspace, a schema, a template, a plugin or a script is wrong
    5  there is no data to report on
    6  the result could not be written
    7  verify or diff found a difference
    8  lint found words or numbers to change, or claim refused a statement
    9  a final report still waits for somebody's approval
   10  the report was written, but a part of it could not be made
  130  interrupted
)";

}  // namespace

std::string Arguments::text(std::string_view name) const {
  if (const auto given = values_.find(name); given != values_.end() && !given->second.empty())
    return given->second.back();
  const auto fallback = fallbacks_.find(name);
  return fallback == fallbacks_.end() ? std::string() : fallback->second;
}

std::vector<std::string> Arguments::texts(std::string_view name) const {
  const auto given = values_.find(name);
  return given == values_.end() ? std::vector<std::string>{} : given->second;
}

Arguments parse(const Command& command, const std::vector<std::string>& words) {
  CLI::App app;
  app.set_help_flag();
  Targets targets;
  for (const Argument& argument : command.arguments) declare(app, argument, targets);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    refuse(command, error, app);
  }
  Arguments arguments;
  for (auto& [argument, values] : targets.texts) {
    arguments.set_fallback(key_of(*argument), argument->fallback);
    for (std::string& value : values) arguments.add(key_of(*argument), std::move(value));
  }
  for (const auto& [argument, given] : targets.flags)
    if (given) arguments.add(key_of(*argument), "yes");
  return arguments;
}

std::string help(const Command& command) {
  std::string out = fmt::format("{}\n\nUsage: {}\n\n{}\n", command.summary, usage_line(command), command.description);
  std::size_t width = 10;
  for (const Argument& argument : command.arguments) width = std::max(width, count_code_points(described(argument)));
  if (!command.arguments.empty()) out += "\n";
  for (const Argument& argument : command.arguments) {
    const std::string words = described(argument);
    out += fmt::format("  {}{}  {}\n", words, std::string(width - count_code_points(words), ' '), argument.help);
  }
  out += "\nExample:\n";
  for (const std::string_view line : split(command.example, '\n')) out += fmt::format("  {}\n", line);
  return out;
}

std::string help() {
  std::string out =
      "Hallmark makes a Community Safety Partnership's documents from its records, and every number in them can be\n"
      "traced to its source.\n\nUsage: hallmark COMMAND …\n\n";
  for (const Command& command : commands()) out += fmt::format("  {:<10} {}\n", command.name, command.summary);
  out +=
      "\n`hallmark COMMAND --help` shows what a command takes, with an example; `hallmark --version` the version.\n\n";
  out +=
      "Start:\n  hallmark init my-partnership           # then drop a police.uk zip into my-partnership/data\n"
      "  hallmark check -C my-partnership\n  hallmark report joint_strategic_assessment -C my-partnership\n\n";
  return out + std::string(exit_codes);
}

std::string version() {
  return fmt::format("hallmark {}\n", HALLMARK_VERSION);
}

}  // namespace hallmark::cli
