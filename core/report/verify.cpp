#include "report/verify.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "report/evaluation.h"
#include "report/import_facts.h"
#include "report/ledger_of.h"
#include "report/method.h"
#include "report/own_files.h"
#include "report/practice_facts.h"
#include "report/query_memory.h"
#include "report/records.h"
#include "report/script_host.h"
#include "script/formulas.h"

namespace hallmark::report {

namespace {

using Kind = Difference::Kind;

std::vector<const Ledger*> reports_asked(const OpenReport& open) {
  std::vector<const Ledger*> reports;
  for (const Ledger& ledger : open.book.reports)
    if (open.report.empty() || ledger.report == open.report) reports.push_back(&ledger);
  return reports;
}

// ---- Sources --------------------------------------------------------------------------------------------------------

Difference source_difference(std::string sentence, const std::string& path) {
  return {Kind::source, std::move(sentence), {path, 0, 0}, "", "", ""};
}

std::string changed_source(const std::string& path) {
  return fmt::format("The source “{}” was changed since the report was made.", path);
}

// Those that went, or, where the records could not be read again, those that changed too.
void compare_recorded_sources(const FileSystem& files, const Workspace& workspace,
                              const std::vector<const Ledger*>& reports, bool compare_content,
                              std::set<std::string>& named, std::vector<Difference>& differences) {
  for (const Ledger* ledger : reports)
    for (const LedgerFile& file : ledger->files) {
      const std::string path = recorded_path(workspace, file.path);
      const bool gone = !files.exists(path);
      if (!gone && !(compare_content && sha256(files.read(path)) != file.sha256)) continue;
      if (named.insert(path).second)
        differences.push_back(source_difference(
            gone ? fmt::format("The source “{}” is not there any more.", path) : changed_source(path), path));
    }
}

// Of several reports verified together, one need not have read what another did.
std::set<std::size_t> files_of_other_datasets(const Ledger& ledger, const Ledger& now) {
  std::set<std::size_t> others;
  for (const auto& [name, dataset] : now.datasets)
    if (!ledger.datasets.contains(name))
      for (const LedgerPart& part : dataset.parts) others.insert(part.file);
  return others;
}

// Files whose content is another than when the report was made, and files that were not there.
void compare_sources(const Ledger& ledger, const Ledger& now, const Workspace& workspace, std::set<std::string>& named,
                     std::vector<Difference>& differences) {
  std::map<std::string, std::string> before;
  for (const LedgerFile& file : ledger.files) before.emplace(file.path, file.sha256);
  const std::set<std::size_t> of_others = files_of_other_datasets(ledger, now);
  for (std::size_t index = 0; index < now.files.size(); ++index) {
    const LedgerFile& file = now.files[index];
    const auto known = before.find(file.path);
    if (known == before.end() && of_others.contains(index)) continue;
    if (known != before.end() && known->second == file.sha256) continue;
    const std::string path = recorded_path(workspace, file.path);
    if (!named.insert(path).second) continue;
    differences.push_back(source_difference(
        known == before.end() ? fmt::format("The source “{}” was not there when the report was made.", path)
                              : changed_source(path),
        path));
  }
}

data::Store import_again(const FileSystem& files, const Workspace& workspace, const std::vector<const Ledger*>& reports,
                         const VerifyRequest& request) {
  std::set<std::string> datasets;
  for (const Ledger* ledger : reports)
    for (const auto& [name, dataset] : ledger->datasets) datasets.insert(name);
  ImportRequest import;
  import.datasets.assign(datasets.begin(), datasets.end());
  import.options.hash_files = true;
  import.options.hash_identifiers = true;
  import.options.progress = request.progress;
  return import_records(files, workspace, import);
}

// ---- Numbers --------------------------------------------------------------------------------------------------------

// The same operations give the same bits on one machine; another's mathematics library may differ in the last.
bool equal(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b || std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

class Recomputation {
 public:
  Recomputation(const data::Store& store, const plugin::Registry& plugins, const PracticeBase& practice)
      : queries_(store.executor()), formulas_(script::builtin_formulas()) {
    for (const std::vector<Formula>& more : {plugins.formulas(), import_formulas(store), practice_formulas(practice)})
      formulas_.insert(formulas_.end(), more.begin(), more.end());
  }

  void compare(const Ledger& ledger, const std::string& where, std::vector<Difference>& differences) {
    queries_.run(ledger.traces.queries);  // together, so that the rows are read once
    EvaluationSources sources;
    sources.group = [this](const TraceTable& table, const QueryNode& node) {
      return queries_.group(table.queries[node.query], node.key).value;
    };
    sources.result = [this](const TraceTable& table, std::size_t query) {
      return queries_.result(table.queries[query]);
    };
    sources.formula = [this](const std::string& name) { return script::find_formula(formulas_, name); };
    const std::vector<Evaluated> values = evaluate(ledger.traces, sources);
    // What an edited ledger says is no result.
    const Kind kind = ledger.seal == seal_of(ledger) ? Kind::result : Kind::ledger;
    for (const LedgerNumber& number : ledger.numbers)
      compare(ledger, number, values[number.trace], {kind, {}, {where, 0, 0}, number.id, {}, number.text}, differences);
  }

 private:
  static void compare(const Ledger& ledger, const LedgerNumber& number, const Evaluated& again, Difference difference,
                      std::vector<Difference>& differences) {
    if (!again.problem.empty()) {
      difference.sentence = fmt::format("{}, “{}”, cannot be recomputed: {}", number.id, number.text, again.problem);
      differences.push_back(std::move(difference));
      return;
    }
    difference.expected = format_number(again.value, ledger.formats[number.format]);
    if (equal(again.value, number.value) && difference.expected == number.text) return;
    difference.sentence =
        fmt::format("{} is “{}” ({}) in the ledger, but its sources give “{}” ({}).", number.id, number.text,
                    round_trip(number.value), difference.expected, round_trip(again.value));
    differences.push_back(std::move(difference));
  }

  QueryMemory queries_;
  std::vector<Formula> formulas_;
};

// ---- Outputs, ledger and method -------------------------------------------------------------------------------------

void compare_output(const FileSystem& files, const OpenReport& open, const Ledger& ledger, const std::string& format,
                    std::vector<Difference>& differences) {
  const LedgerOutput& output = ledger.outputs.at(format);
  const auto add = [&](std::string_view form, const std::string& path) {
    differences.push_back({Kind::output, fmt::format(fmt::runtime(form), path), {path, 0, 0}, "", "", ""});
  };
  const std::string path = join_path(open.folder, output.file);
  if (files.exists(path)) {
    for (Difference& difference : compare_document(ledger, format, files.read(path), path))
      differences.push_back(std::move(difference));
  } else {
    add("“{}” is not there any more.", path);
  }
  for (const auto& [name, hash] : output.others) {
    const std::string other = join_path(open.folder, name);
    if (!files.exists(other) || sha256(files.read(other)) != hash) add("“{}” is not the file that was made.", other);
  }
}

// A seal tells that a record says another thing than was written. An edit that means the same, such as the seventeenth
// digit of a number, shows because a ledger read back is written as the same bytes.
void compare_ledger(const FileSystem& files, const OpenReport& open, const std::vector<const Ledger*>& reports,
                    std::vector<Difference>& differences) {
  const auto add = [&](std::string sentence) {
    differences.push_back({Kind::ledger, std::move(sentence), {open.ledger_path, 0, 0}, "", "", ""});
  };
  bool edited = false;
  for (const Ledger* ledger : reports) {
    if (ledger->seal == seal_of(*ledger)) continue;
    edited = true;
    add(fmt::format("The record of {} in “{}” was edited since it was written.", ledger->report, open.ledger_path));
  }
  if (!edited && to_text(open.book) != files.read(open.ledger_path))
    add(fmt::format("“{}” was edited since it was written, though its records of these reports say the same.",
                    open.ledger_path));
}

void compare_method(const FileSystem& files, const Workspace& workspace, const plugin::Registry& plugins,
                    const Ledger& ledger, std::set<std::string>& named, std::vector<Difference>& differences) {
  const auto kind_of = [](LedgerMethod::Kind kind) {
    return kind == LedgerMethod::Kind::schema   ? Kind::schema
           : kind == LedgerMethod::Kind::plugin ? Kind::plugin
                                                : Kind::report_template;
  };
  for (const MethodChange& change : method_changes(ledger, files, workspace, plugins)) {
    if (!named.insert(change.path).second) continue;
    differences.push_back({kind_of(change.kind),
                           fmt::format("The {} {} {} since the report was made: “{}”.", name_of(change.kind),
                                       change.name, change.gone ? "went" : "was changed", change.path),
                           {change.path, 0, 0},
                           "",
                           "",
                           ""});
  }
}

constexpr std::pair<Kind, std::string_view> kind_names[] = {
    {Kind::number, "number"}, {Kind::words, "words"},   {Kind::markup, "markup"},
    {Kind::output, "output"}, {Kind::ledger, "ledger"}, {Kind::source, "source"},
    {Kind::schema, "schema"}, {Kind::plugin, "plugin"}, {Kind::report_template, "template"},
    {Kind::result, "result"},
};

}  // namespace

std::string_view name_of(Difference::Kind kind) {
  return std::find_if(std::begin(kind_names), std::end(kind_names), [&](const auto& k) { return k.first == kind; })
      ->second;
}

Verification verify(FileSystem& files, const VerifyRequest& request) {
  const OpenReport open = open_report(files, request.path);
  const Workspace workspace = workspace_of(files, open, request.workspace);
  const std::vector<const Ledger*> reports = reports_asked(open);
  const plugin::Registry plugins = find_plugins(files, workspace);
  Verification result;
  std::vector<Difference>& differences = result.differences;
  std::set<std::string> named;
  compare_ledger(files, open, reports, differences);
  for (const Ledger* ledger : reports)
    for (const auto& [format, output] : ledger->outputs)
      if (open.format.empty() || open.format == format) compare_output(files, open, *ledger, format, differences);
  for (const Ledger* ledger : reports) compare_method(files, workspace, plugins, *ledger, named, differences);
  compare_recorded_sources(files, workspace, reports, false, named, differences);
  try {
    const data::Store store = import_again(files, workspace, reports, request);
    const PracticeBase practice(files, &workspace);
    Recomputation recomputation(store, plugins, practice);
    for (const Ledger* ledger : reports) {
      Ledger now;
      std::vector<std::string> more = source_paths(practice, ledger->traces.nodes);
      for (std::string& path : own_files_recorded(files, workspace, *ledger)) more.push_back(std::move(path));
      record_files(now, files, workspace, store, more);
      compare_sources(*ledger, now, workspace, named, differences);
      recomputation.compare(*ledger, open.ledger_path, differences);
      result.numbers += ledger->numbers.size();
    }
  } catch (const Error& error) {
    // A source or ledger that was broken is what verify is asked about; anything else it cannot answer for.
    compare_recorded_sources(files, workspace, reports, true, named, differences);
    const auto explains = [](const Difference& d) { return d.kind == Kind::source || d.kind == Kind::ledger; };
    if (std::none_of(differences.begin(), differences.end(), explains)) throw;
    result.notes.push_back(fmt::format("No number was recomputed: {}", error.diagnostic().sentence));
  }
  return result;
}

}  // namespace hallmark::report
