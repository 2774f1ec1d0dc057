#include "base/text.h"
#include "cli/column_cache.h"
#include "cli/command.h"
#include "report/lint.h"
#include "report/practice_services.h"
#include "report/records.h"
#include "report/script_host.h"
#include "script/formulas.h"
#include "script/state.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::optional_positional, "SCRIPT", "", "", "A file of Lua"},
    {Argument::Kind::text, "-e,--execute", "CODE", "", "Lua code instead of a file"},
    {Argument::Kind::text, "-C,--workspace", "DIR", "",
     "A workspace, for data.*, report.* and the analyses of plugins"},
    no_cache_argument,
};

struct Source {
  std::string text;
  std::string name;
};

Source source_of(const Arguments& given) {
  if (given.has("execute") == given.has("SCRIPT"))
    throw Error(ExitCode::usage, "`hallmark lua` needs a script or -e with code, one of the two.",
                {"For example: hallmark lua -e 'return statistics.poisson_ratio(112, 14)'"});
  if (given.has("execute")) return {given.text("execute"), "-e"};
  return {disk().read(given.text("SCRIPT")), given.text("SCRIPT")};
}

void run_script(const Source& source, script::Services services, Terminal& terminal) {
  services.print = [&](const std::string& line) { terminal.print(line + "\n"); };
  script::State state(services);
  const Value result = state.run(source.text, source.name);
  if (!std::holds_alternative<std::monostate>(result.data)) terminal.print(script::describe(result) + "\n");
}

ExitCode run_lua(const Arguments& given, Terminal& terminal) {
  const Source source = source_of(given);
  if (!given.has("workspace")) {
    script::Services services;
    services.formulas = report::find_plugins(disk()).formulas();
    services.practice =
        report::practice_services(std::make_shared<const report::PracticeBase>(disk()), Marking::restricted);
    services.language = []() -> const language::Rules& {
      static const language::Rules rules = report::language_rules(disk(), ".");
      return rules;
    };
    run_script(source, std::move(services), terminal);
    return ExitCode::success;
  }
  const report::Workspace workspace = report::read_workspace(disk(), given.text("workspace"));
  report::ImportRequest import;
  import.options.hash_files = true;
  import.options.hash_identifiers = true;
  import.options.quarantined_rows = false;
  import.cache = !given.has("no-cache");
  import.options.progress = terminal.progress("Reading records");
  const data::Store store = report::import_records(disk(), workspace, import);
  terminal.clear_progress();
  const report::ScriptHost host(disk(), workspace, store, report::find_plugins(disk(), workspace), {});
  run_script(source, host.services(), terminal);
  warn_if_not_kept(store, terminal);
  return ExitCode::success;
}

}  // namespace

const Command lua_command = {
    "lua",
    "run Lua in the sandbox of templates and plugins",
    "Prints what the code returns. Nothing of it reaches the disk or the network; memory, instructions and time are\n"
    "bounded. `hallmark plugins --api` prints what may be called.",
    "hallmark lua -e 'return statistics.poisson_ratio(112, 14)'\n"
    "hallmark lua count.lua -C my-partnership",
    arguments,
    run_lua,
};

}  // namespace hallmark::cli
