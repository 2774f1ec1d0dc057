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

std::string path_of(const Workspace& workspace, const std::string& recorded) {
  constexpr std::string_view shipped = "hallmark:";
  return recorded.starts_with(shipped) ? join_path(hallmark_home(), recorded.substr(shipped.size()))
                                       : workspace.path(recorded);
}

Difference source_difference(std::string sentence, const std::string& path) {
  return {Kind::source, std::move(sentence), {path, 0, 0}, "", "", ""};
}

std::vector<Difference> missing_sources(const FileSystem& files, const Workspace& workspace,
                                        const std::vector<const Ledger*>& reports) {
  std::vector<Difference> differences;
  std::set<std::string> named;
  for (const Ledger* ledger : reports)
    for (const LedgerFile& file : ledger->files)
      if (const std::string path = path_of(workspace, file.path); !files.exists(path) && named.insert(path).second)
        differences.push_back(source_difference(fmt::format("The source “{}” is not there any more.", path), path));
  return differences;
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
    const std::string path = path_of(workspace, file.path);
    if (!named.insert(path).second) continue;
    differences.push_back(source_difference(
        known == before.end() ? fmt::format("The source “{}” was not there when the report was made.", path)
                              : fmt::format("The source “{}” was changed since the report was made.", path),
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
  Recomputation(const data::Store& store, std::vector<Formula> formulas)
      : queries_(store.executor()), formulas_(std::move(formulas)) {}

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
    for (const LedgerNumber& number : ledger.numbers) compare(ledger, number, values[number.trace], where, differences);
  }

 private:
  static void compare(const Ledger& ledger, const LedgerNumber& number, const Evaluated& again,
                      const std::string& where, std::vector<Difference>& differences) {
    if (!again.problem.empty()) {
      differences.push_back({Kind::number,
                             fmt::format("{}, “{}”, cannot be recomputed: {}", number.id, number.text, again.problem),
                             {where, 0, 0},
                             number.id,
                             "",
                             number.text});
      return;
    }
    const std::string text = format_number(again.value, ledger.formats[number.format]);
    if (equal(again.value, number.value) && text == number.text) return;
    differences.push_back({Kind::number,
                           fmt::format("{} is “{}” ({}) in the ledger, but its sources give “{}” ({}).", number.id,
                                       number.text, round_trip(number.value), text, round_trip(again.value)),
                           {where, 0, 0},
                           number.id,
                           text,
                           number.text});
  }

  QueryMemory queries_;
  std::vector<Formula> formulas_;
};

// ---- Outputs --------------------------------------------------------------------------------------------------------

void compare_output(const FileSystem& files, const OpenReport& open, const Ledger& ledger, const std::string& format,
                    Verification& result) {
  const LedgerOutput& output = ledger.outputs.at(format);
  const std::string path = join_path(open.folder, output.file);
  if (!files.exists(path)) {
    result.differences.push_back(
        {Kind::output, fmt::format("“{}” is not there any more.", path), {path, 0, 0}, "", "", ""});
    return;
  }
  const std::string content = files.read(path);
  std::vector<Difference> found;
  if (format == "html") found = compare_html(ledger, content, path);
  if (format == "md" || format == "txt") found = compare_text(ledger, output, content, path);
  const bool unchanged = sha256(content) == output.sha256;
  if (found.empty() && !unchanged && (format == "pdf" || format == "docx"))
    found.push_back({Kind::output,
                     fmt::format("“{}” is not the file that was made: it was changed since.", path),
                     {path, 0, 0},
                     "",
                     output.sha256,
                     sha256(content)});
  if (found.empty() && !unchanged)
    result.notes.push_back(
        fmt::format("“{}” was changed since it was made; its marked numbers are the ledger's, but its "
                    "words and pictures were not compared.",
                    path));
  result.differences.insert(result.differences.end(), found.begin(), found.end());
  for (const auto& [name, hash] : output.others) {
    const std::string other = join_path(open.folder, name);
    if (!files.exists(other) || sha256(files.read(other)) != hash)
      result.differences.push_back(
          {Kind::output, fmt::format("“{}” is not the file that was made.", other), {other, 0, 0}, "", hash, ""});
  }
}

}  // namespace

Verification verify(FileSystem& files, const VerifyRequest& request) {
  const OpenReport open = open_report(files, request.path);
  const Workspace workspace = workspace_of(files, open, request.workspace);
  const std::vector<const Ledger*> reports = reports_asked(open);
  Verification result;
  for (const Ledger* ledger : reports)
    for (const auto& [format, output] : ledger->outputs)
      if (open.format.empty() || open.format == format) compare_output(files, open, *ledger, format, result);

  const std::vector<Difference> missing = missing_sources(files, workspace, reports);
  result.differences.insert(result.differences.end(), missing.begin(), missing.end());
  try {
    const data::Store store = import_again(files, workspace, reports, request);
    std::vector<Formula> formulas = script::builtin_formulas();
    for (auto& more : {find_plugins(files, workspace).formulas(), import_formulas(store)})
      formulas.insert(formulas.end(), more.begin(), more.end());
    Recomputation recomputation(store, std::move(formulas));
    Ledger now;
    record_files(now, files, workspace, store);
    std::set<std::string> named;
    for (const Ledger* ledger : reports) {
      compare_sources(*ledger, now, workspace, named, result.differences);
      recomputation.compare(*ledger, open.ledger_path, result.differences);
      result.numbers += ledger->numbers.size();
    }
  } catch (const Error& error) {
    if (missing.empty()) throw;
    result.notes.push_back(fmt::format("No number was recomputed: {}", error.diagnostic().sentence));
  }
  return result;
}

}  // namespace hallmark::report
