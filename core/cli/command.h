// A command of `hallmark`: its words, its arguments as a table, and what it does.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.h"

namespace hallmark::cli {

struct Argument {
  enum class Kind { positional, optional_positional, flag, text, repeated };
  Kind kind;
  std::string_view names;     // "REPORT" or "-C,--workspace"
  std::string_view value;     // placeholder of an option's value: "DIR"
  std::string_view fallback;  // what an option is without being given
  std::string_view help;
};

// What the user typed, by the last of an argument's names: "workspace", "REPORT".
class Arguments {
 public:
  bool has(std::string_view name) const { return values_.contains(name); }
  std::string text(std::string_view name) const;                // the value given, else the fallback
  std::vector<std::string> texts(std::string_view name) const;  // every value given, in order

  void add(std::string_view name, std::string value) { values_[std::string(name)].push_back(std::move(value)); }
  void set_fallback(std::string_view name, std::string_view value) { fallbacks_[std::string(name)] = value; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> fallbacks_;
};

struct Command {
  std::string_view name;
  std::string_view summary;      // one line
  std::string_view description;  // what it reads and writes
  std::string_view example;      // lines as typed
  std::span<const Argument> arguments;
  ExitCode (*run)(const Arguments& arguments, Terminal& terminal);
};

// In the order in which they are used.
std::span<const Command> commands();

extern const Command init_command, check_command, report_command, query_command, lua_command, trace_command,
    verify_command, diff_command, lint_command, claims_command, claim_command, plugins_command, templates_command,
    search_command, index_command, practice_command, areas_command;

// The whole program but main(): parses, runs, prints errors. Returns the exit code.
int run(const std::vector<std::string>& words, Terminal& terminal);

inline constexpr Argument workspace_argument = {Argument::Kind::text, "-C,--workspace", "DIR", ".",
                                                "The workspace; this folder unless given"};
inline constexpr Argument json_argument = {Argument::Kind::flag, "--json", "", "", "Write JSON, for scripts"};

}  // namespace hallmark::cli
