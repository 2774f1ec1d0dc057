#include "report/lint.h"

#include <charconv>

#include "base/diagnostic.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "DOCUMENT", "", "", "Markdown or plain text"},
    {Argument::Kind::text, "--reading-age", "N", "", "The age at which the text must be readable; 9 unless given"},
    {Argument::Kind::text, "-C,--workspace", "DIR", ".", "The workspace whose language.yaml is read as well"},
    json_argument,
};

constexpr int youngest = 5, oldest = 25;

std::optional<int> reading_age(const Arguments& given) {
  if (!given.has("reading-age")) return std::nullopt;
  const std::string text = given.text("reading-age");
  int age = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), age);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || age < youngest || age > oldest)
    throw Error(ExitCode::usage, fmt::format("“{}” is no reading age.", text),
                {fmt::format("Give a whole number of years from {} to {}.", youngest, oldest)});
  return age;
}

std::string_view severity_name(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

json::value to_json(const report::Lint& lint) {
  json::array findings;
  for (const report::Finding& finding : lint.findings) {
    const Diagnostic& diagnostic = finding.diagnostic;
    findings.push_back(json::object{{"rule", finding.rule},
                                    {"severity", json::string(severity_name(diagnostic.severity))},
                                    {"file", diagnostic.where.file},
                                    {"line", diagnostic.where.line},
                                    {"column", diagnostic.where.column},
                                    {"length", diagnostic.where.line > 0 ? diagnostic.caret_length : 0},
                                    {"sentence", diagnostic.sentence},
                                    {"instead", diagnostic.hints.empty() ? "" : diagnostic.hints.front()}});
  }
  const language::Readability& measures = lint.readability;
  return json::object{{"words", measures.counts.words},
                      {"sentences", measures.counts.sentences},
                      {"syllables", measures.counts.syllables},
                      {"words_per_sentence", measures.words_per_sentence},
                      {"reading_ease", measures.reading_ease},
                      {"grade", measures.grade},
                      {"smog", measures.smog},
                      {"smog_holds", measures.smog_holds},
                      {"reading_age", measures.reading_age},
                      {"target_age", lint.target_age},
                      {"findings", std::move(findings)},
                      {"notes", json::array(lint.notes.begin(), lint.notes.end())}};
}

std::string plural(std::size_t number, std::string_view word) {
  return fmt::format("{} {}{}", number, word, number == 1 ? "" : "s");
}

ExitCode run_lint(const Arguments& given, Terminal& terminal) {
  const report::Lint lint = report::lint(disk(), {given.text("DOCUMENT"), given.text("workspace"), reading_age(given)});
  if (given.has("json")) {
    terminal.print(write_json(to_json(lint), 2) + "\n");
  } else {
    for (const std::string& note : lint.notes) terminal.show({Severity::note, note, {}, {}, 1, {}, {}});
    for (const report::Finding& finding : lint.findings)
      terminal.print(render(finding.diagnostic, terminal.colour()) + "\n");
    terminal.print(to_text(lint));
    terminal.print(fmt::format("\n{}, {}, {}\n", plural(lint.count(Severity::error), "error"),
                               plural(lint.count(Severity::warning), "warning"),
                               plural(lint.count(Severity::note), "note")));
  }
  return lint.count(Severity::error) > 0 ? ExitCode::flagged : ExitCode::success;
}

}  // namespace

const Command lint_command = {
    "lint",
    "plain English, fear and framing, and unsupported numbers of any Markdown or text",
    "Measures how hard a text is to read, and names words that frighten, blame or claim more than the figures carry, "
    "each\n"
    "with what to write instead. Beside the ledger of a report, every number must be the ledger's; elsewhere a number "
    "needs\n"
    "a source nearby. The words are data: knowledge_base/language.yaml, and a workspace's own language.yaml beside "
    "its\n"
    "hallmark.yaml. The exit code is 8 where there are errors. Missing the target reading age is an error where\n"
    "--reading-age or the workspace sets the target, else a warning. Figures count as words of one syllable; headings\n"
    "and tables are not measured.",
    "hallmark lint press-release.md\nhallmark lint out/joint_strategic_assessment.md --reading-age 12",
    arguments,
    run_lint,
};

}  // namespace hallmark::cli
