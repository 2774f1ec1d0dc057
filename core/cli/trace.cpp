#include "report/trace.h"

#include "base/text.h"
#include "cli/command.h"
#include "report/open_report.h"
#include "report/script_host.h"
#include "script/formulas.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "REPORT", "", "", "A report: .html, .pdf or .md, with its ledger.json beside it"},
    {Argument::Kind::positional, "NUMBER", "", "",
     "The number's id, such as n47; opening a number in the HTML report shows it"},
    json_argument,
};

ExitCode run_trace(const Arguments& given, Terminal& terminal) {
  const report::OpenReport open = report::open_report(disk(), given.text("REPORT"));
  if (open.report.empty() && open.book.reports.size() != 1)
    throw Error(ExitCode::usage, "The ledger is of several reports, which have numbers of the same names.",
                {"Name one of the reports instead of ledger.json."});
  const report::Ledger& ledger = open.report.empty() ? open.book.reports.front() : *open.book.find(open.report);
  const report::LedgerNumber& number = report::find_number(ledger, given.text("NUMBER"));
  if (given.has("json")) {
    terminal.print(write_json(report::trace_json(ledger, number), 2) + "\n");
    return ExitCode::success;
  }
  std::vector<Formula> formulas = script::builtin_formulas();
  const std::vector<Formula> native = report::find_plugins(disk()).formulas();
  formulas.insert(formulas.end(), native.begin(), native.end());
  terminal.print(report::trace_text(ledger, number, formulas));
  return ExitCode::success;
}

}  // namespace

const Command trace_command = {
    "trace",
    "say where a number of a report comes from",
    "Prints the number's formula with the value of each step, every query behind it with its dataset, filter, "
    "grouping\n"
    "and rows, and the files with their SHA-256, all from ledger.json beside the report.",
    "hallmark trace my-partnership/out/joint_strategic_assessment.html n47",
    arguments,
    run_trace,
};

}  // namespace hallmark::cli
