#include "report/check.h"

#include "cli/column_cache.h"
#include "cli/command.h"
#include "report/brand_logo.h"
#include "report/initiatives.h"
#include "report/output.h"
#include "report/records.h"
#include "report/workspace.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {workspace_argument, no_cache_argument, json_argument};

ExitCode run_check(const Arguments& given, Terminal& terminal) {
  const report::Workspace workspace = report::read_workspace(disk(), given.text("workspace"));
  const std::vector<report::Initiative> initiatives = report::read_initiatives(disk(), workspace);
  for (const Diagnostic& warning : workspace.brand.warnings) terminal.show(warning);
  report::load_logo(disk(), workspace.brand, workspace.folder);
  for (const Diagnostic& lacking : report::warnings(initiatives)) terminal.show(lacking);
  report::ImportRequest import;
  import.options.hash_identifiers = true;
  import.cache = !given.has("no-cache");
  import.options.hash_files = given.has("json");
  import.options.progress = terminal.progress("Reading records");
  const data::Store store = report::import_records(disk(), workspace, import);
  terminal.clear_progress();
  std::vector<std::string> quarantine;
  {
    const report::Uninterrupted guard;
    quarantine = data::write_quarantine(disk(), store, workspace.path("quarantine"));
  }
  terminal.print(given.has("json") ? write_json(report::check_json(store, initiatives, quarantine), 2) + "\n"
                                   : report::check_text(store, quarantine));
  warn_if_not_kept(store, terminal);
  return ExitCode::success;
}

}  // namespace

const Command check_command = {
    "check",
    "say what was read, what was set aside and why, and which months are held",
    "Reads the workspace's records. Rows that break a dataset's rules go to quarantine/*.csv in the workspace, each "
    "with\n"
    "its file, line and reason; nothing is dropped silently. A month missing between others shows as GAP.\n"
    "Warns of initiatives (initiatives/*.yaml) that nobody is told of.",
    "hallmark check -C my-partnership",
    arguments,
    run_check,
};

}  // namespace hallmark::cli
