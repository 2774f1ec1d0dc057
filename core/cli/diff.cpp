#include "report/diff.h"

#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/command.h"
#include "report/open_report.h"

namespace hallmark::cli {

namespace {

using report::EditionDifference;
using report::Fate;
using report::Ledger;
using report::NumberChange;

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "OLD", "", "", "The earlier edition: a report, its ledger.json or their folder"},
    {Argument::Kind::positional, "NEW", "", "", "The later edition"},
    json_argument,
};

struct Edition {
  report::OpenReport open;
  std::vector<const Ledger*> reports;
};

Edition open_edition(const std::string& path) {
  const bool folder = disk().is_folder(path);
  Edition edition{report::open_report(disk(), folder ? join_path(path, report::ledger_file) : path), {}};
  for (const Ledger& ledger : edition.open.book.reports)
    if (edition.open.report.empty() || ledger.report == edition.open.report) edition.reports.push_back(&ledger);
  return edition;
}

struct Pair {
  const Ledger* before = nullptr;
  const Ledger* now = nullptr;
};

// Reports of one name; two that were named alone are one another's editions whatever they are called.
std::vector<Pair> pairs_of(const Edition& old, const Edition& fresh) {
  if (old.reports.size() == 1 && fresh.reports.size() == 1) return {{old.reports.front(), fresh.reports.front()}};
  std::vector<Pair> pairs;
  for (const Ledger* ledger : old.reports) {
    const bool asked = fresh.open.report.empty() || fresh.open.report == ledger->report;
    pairs.push_back({ledger, asked ? fresh.open.book.find(ledger->report) : nullptr});
  }
  for (const Ledger* ledger : fresh.reports)
    if (old.open.book.find(ledger->report) == nullptr) pairs.push_back({nullptr, ledger});
  return pairs;
}

std::string_view name_of(Fate fate) {
  return fate == Fate::changed ? "changed" : fate == Fate::appeared ? "appeared" : "vanished";
}

std::string_view name_of(report::Reason::Kind kind) {
  using Kind = report::Reason::Kind;
  return kind == Kind::data ? "data" : kind == Kind::method ? "method" : "text";
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

json::value to_json(const report::LedgerNumber* number) {
  if (number == nullptr) return nullptr;
  return json::object{{"id", number->id}, {"text", number->text}, {"value", number->value}};
}

json::value to_json(const NumberChange& change) {
  json::array reasons;
  for (const report::Reason& reason : change.reasons)
    reasons.push_back(json::object{{"kind", json::string(name_of(reason.kind))}, {"words", reason.words}});
  return json::object{{"change", json::string(name_of(change.fate))},
                      {"old", to_json(change.before)},
                      {"new", to_json(change.now)},
                      {"reasons", std::move(reasons)},
                      {"context", change.context}};
}

json::value to_json(const Ledger& ledger, const EditionDifference& difference) {
  json::array data, numbers, text;
  for (const report::DataChange& change : difference.data)
    data.push_back(json::object{{"change", json::string(name_of(change.fate))},
                                {"path", change.path},
                                {"old_rows", change.rows_before},
                                {"new_rows", change.rows_now}});
  for (const NumberChange& change : difference.numbers) numbers.push_back(to_json(change));
  for (const report::TextChange& change : difference.text)
    text.push_back(json::object{{"line", change.line}, {"old", change.before}, {"new", change.now}});
  return json::object{
      {"report", ledger.report},       {"equal", difference.equal()},
      {"data", std::move(data)},       {"method", json::array(difference.method.begin(), difference.method.end())},
      {"numbers", std::move(numbers)}, {"text_format", difference.text_format},
      {"text", std::move(text)}};
}

// ---- Words ----------------------------------------------------------------------------------------------------------

std::string count(std::uint64_t value) {
  return format_number(static_cast<double>(value), NumberFormat::count());
}

std::string data_line(const report::DataChange& change) {
  const std::string now = count(change.rows_now), before = count(change.rows_before);
  if (change.rows_now == 0 && change.rows_before == 0) return fmt::format("{} {}", change.path, name_of(change.fate));
  if (change.fate == Fate::appeared) return fmt::format("{} appeared: {} rows", change.path, now);
  if (change.fate == Fate::vanished) return fmt::format("{} vanished: {} rows", change.path, before);
  return fmt::format("{} changed: {} rows, then {}", change.path, before, now);
}

std::string number_line(const NumberChange& change) {
  const std::string was = change.before == nullptr ? std::string() : change.before->text;
  const std::string is = change.now == nullptr ? std::string() : change.now->text;
  std::string out = change.fate == Fate::changed    ? fmt::format("{}: {}, then {}", change.now->id, was, is)
                    : change.fate == Fate::appeared ? fmt::format("{}: {} appeared", change.now->id, is)
                                                    : fmt::format("{} (old): {} vanished", change.before->id, was);
  if (!change.context.empty()) out += fmt::format("  “{}”", change.context);
  for (const report::Reason& reason : change.reasons)
    out += fmt::format("\n    {}: {}", name_of(reason.kind), reason.words);
  return out;
}

std::string text_line(const report::TextChange& change) {
  if (change.before.empty()) return fmt::format("line {}: “{}” was added", change.line, change.now);
  if (change.now.empty()) return fmt::format("line {}: “{}” was taken out", change.line, change.before);
  return fmt::format("line {}: “{}”, then “{}”", change.line, change.before, change.now);
}

std::string section(std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  return fmt::format("{}\n  {}\n", title, join(lines, "\n  "));
}

std::string to_text(const Ledger& now, const EditionDifference& difference) {
  std::vector<std::string> data, numbers, text;
  for (const report::DataChange& change : difference.data) data.push_back(data_line(change));
  for (const NumberChange& change : difference.numbers) numbers.push_back(number_line(change));
  for (const report::TextChange& change : difference.text) text.push_back(text_line(change));
  const std::string verdict =
      difference.equal() ? fmt::format("{}: {} numbers, the same in both\n", now.report, count(now.numbers.size()))
                         : fmt::format("{}: of {} numbers {} differ, and {} passage{} of text\n", now.report,
                                       count(now.numbers.size()), count(numbers.size()), count(text.size()),
                                       text.size() == 1 ? "" : "s");
  return section("Data", data) + section("Method", difference.method) + section("Numbers", numbers) +
         section("Text", text) + verdict;
}

ExitCode run_diff(const Arguments& given, Terminal& terminal) {
  const Edition old = open_edition(given.text("OLD")), fresh = open_edition(given.text("NEW"));
  json::array all;
  bool equal = true;
  for (const Pair& pair : pairs_of(old, fresh)) {
    if (pair.before == nullptr || pair.now == nullptr) {
      equal = false;
      const Ledger& only = pair.now == nullptr ? *pair.before : *pair.now;
      const std::string_view fate = name_of(pair.now == nullptr ? Fate::vanished : Fate::appeared);
      all.push_back(json::object{{"report", only.report}, {"equal", false}, {"change", json::string(fate)}});
      if (!given.has("json")) terminal.print(fmt::format("{}: the report {}\n", only.report, fate));
      continue;
    }
    const EditionDifference difference = report::compare_editions(*pair.before, *pair.now);
    equal = equal && difference.equal();
    all.push_back(to_json(*pair.now, difference));
    if (!given.has("json")) terminal.print(to_text(*pair.now, difference));
  }
  if (given.has("json")) terminal.print(write_json(all, 2) + "\n");
  return equal ? ExitCode::success : ExitCode::differs;
}

}  // namespace

const Command diff_command = {
    "diff",
    "list what changed between two editions of a report, and why",
    "Compares the ledgers of two editions. Numbers are matched by the query and formula behind them and by their "
    "order,\n"
    "never by their ids alone. Each that changed, appeared or vanished is listed with the words around it and the\n"
    "reason: data (files and rows), method (filter, formula, option, plugin, template) or text (written another way).\n"
    "Words that changed are listed too. The exit code is 0 when numbers and words are the same, else 7.",
    "hallmark diff published/2024 my-partnership/out\n"
    "hallmark diff published/2024/joint_strategic_assessment.html my-partnership/out/joint_strategic_assessment.html",
    arguments,
    run_diff,
};

}  // namespace hallmark::cli
