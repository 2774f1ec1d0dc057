#include "report/verify.h"

#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/command.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "REPORT", "", "", "A report, or ledger.json for every report beside it"},
    {Argument::Kind::text, "-C,--workspace", "DIR", "",
     "The workspace; where it was when the report was made unless given"},
    json_argument,
};

json::value to_json(const report::Verification& result) {
  json::array differences;
  for (const report::Difference& difference : result.differences)
    differences.push_back(json::object{{"kind", json::string(report::name_of(difference.kind))},
                                       {"id", difference.id},
                                       {"file", difference.where.file},
                                       {"line", difference.where.line},
                                       {"expected", difference.expected},
                                       {"found", difference.found},
                                       {"sentence", difference.sentence}});
  return json::object{{"numbers", result.numbers},
                      {"differences", std::move(differences)},
                      {"notes", json::array(result.notes.begin(), result.notes.end())}};
}

std::string to_text(const report::Verification& result) {
  std::string out;
  for (const report::Difference& difference : result.differences) {
    const SourceLocation& where = difference.where;
    if (where.line > 0) out += fmt::format("{}:{}: ", where.file, where.line);
    out += difference.sentence + "\n";
  }
  const std::string numbers = format_number(static_cast<double>(result.numbers), NumberFormat::count());
  if (result.differences.empty()) return fmt::format("{} numbers recomputed, all equal\n", numbers);
  const std::size_t found = result.differences.size();
  return out + (result.numbers == 0
                    ? fmt::format("{} difference{}\n", found, found == 1 ? "" : "s")
                    : fmt::format("{} numbers recomputed, {} difference{}\n", numbers, found, found == 1 ? "" : "s"));
}

ExitCode run_verify(const Arguments& given, Terminal& terminal) {
  const report::Verification result =
      report::verify(disk(), {given.text("REPORT"), given.text("workspace"), terminal.progress("Reading records")});
  terminal.clear_progress();
  for (const std::string& note : result.notes) terminal.show({Severity::note, note, {}, {}, 1, {}, {}});
  terminal.print(given.has("json") ? write_json(to_json(result), 2) + "\n" : to_text(result));
  return result.differences.empty() ? ExitCode::success : ExitCode::differs;
}

}  // namespace

const Command verify_command = {
    "verify",
    "recompute every number of a report from its sources",
    "Reads the records again, repeats every query and formula of ledger.json and compares them with what the report "
    "says,\n"
    "number for number and word for word. What differs is named for what it is, and the exit code is 7: number, words "
    "or\n"
    "markup of a report edited; output gone or unreadable; ledger edited; source, schema, plugin or template changed;\n"
    "result, where a number recomputed is another although nothing else changed.",
    "hallmark verify my-partnership/out/joint_strategic_assessment.html",
    arguments,
    run_verify,
};

}  // namespace hallmark::cli
