#include "report/report.h"

#include "base/text.h"
#include "cli/command.h"
#include "report/workspace.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "NAME", "", "", "A template; `hallmark templates` lists them"},
    workspace_argument,
    {Argument::Kind::text, "--format", "LIST", "html,pdf,md",
     "What to write, with commas between, of html, pdf, md, txt and docx (by pandoc); html,pdf,md unless given"},
    {Argument::Kind::repeated, "--set", "KEY=VALUE", "", "An option of the template; may be given several times"},
    {Argument::Kind::flag, "--final", "", "", "To be published: refused while somebody's approval is missing"},
    {Argument::Kind::flag, "--strict", "", "",
     "An analysis that fails ends the report; else a warning stands in its place"},
    {Argument::Kind::text, "-o,--output", "DIR", "", "Where to write; out/ in the workspace unless given"},
    {Argument::Kind::flag, "--no-cache", "", "",
     "Read all records and make the report even if nothing changed; keep nothing in .hallmark/"},
    json_argument,
};

std::map<std::string, std::string> options_set(const Arguments& given) {
  std::map<std::string, std::string> set;
  for (const std::string& pair : given.texts("set")) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error(ExitCode::usage, fmt::format("“--set {}” has no value.", pair), {"Write --set key=value."});
    set[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return set;
}

ExitCode run_report(const Arguments& given, Terminal& terminal) {
  report::ReportRequest request;
  request.name = given.text("NAME");
  const std::string formats = given.text("format");  // outlives the views into it
  for (const std::string_view format : split(formats, ',')) request.formats.emplace_back(trim(format));
  request.set = options_set(given);
  request.final = given.has("final");
  request.output_folder = given.text("output");
  request.strict = given.has("strict");
  request.version = HALLMARK_VERSION;
  request.cache = !given.has("no-cache");
  request.progress = terminal.progress("Reading records");
  const report::Workspace workspace = report::read_workspace(disk(), given.text("workspace"));
  const report::ReportResult result = report::assemble(disk(), workspace, request);
  terminal.clear_progress();
  for (const std::string& note : result.notes) terminal.show({Severity::warning, note, {}, {}, 1, {}, {}});
  for (const Diagnostic& failure : result.failures) terminal.show(failure);
  const ExitCode code = result.failures.empty() ? ExitCode::success : ExitCode::incomplete;
  if (given.has("json")) {
    terminal.print(report::to_json_text(result));
    return code;
  }
  for (const std::string& path : result.written) terminal.print(path + "\n");
  if (result.unchanged) terminal.say("Nothing changed since it was made, so it is left as it is.");
  if (result.numbers > 0)
    terminal.say(fmt::format("{} number{}, each traceable: `hallmark trace {} {}`.", result.numbers,
                             result.numbers == 1 ? "" : "s", result.written.front(), result.first_number));
  return code;
}

}  // namespace

const Command report_command = {
    "report",
    "make a report from a template",
    "Reads the workspace's records, expands the template and writes the report with ledger.json beside it, which "
    "holds\n"
    "the source of every number. Either all of the files are written or none. Where an analysis fails, a warning "
    "stands in\n"
    "its place and the exit code is 10; with --strict nothing is written. A report that would be the same again is "
    "left\n"
    "as it is.",
    "hallmark report joint_strategic_assessment -C my-partnership\n"
    "hallmark report joint_strategic_assessment -C my-partnership --format html --set period=2020-10..2021-09 -o "
    "/tmp/out",
    arguments,
    run_report,
};

}  // namespace hallmark::cli
