#include "report/trace.h"

#include <cmath>
#include <set>

#include "base/number.h"
#include "base/text.h"
#include "data/query_text.h"
#include "report/evaluation.h"
#include "report/provenance.h"
#include "report/wording.h"
#include "script/formulas.h"

namespace hallmark::report {

namespace {

constexpr std::size_t most_steps = 40;  // of a formula, printed

std::string count(std::uint64_t value) {
  return format_number(static_cast<double>(value), NumberFormat::count());
}

// Fifteen digits are what two doubles that a person would call equal share.
std::string shown(double value) {
  return std::isfinite(value) ? fmt::format("{:.15g}", value) : std::string("not available");
}

std::vector<Evaluated> values_of(const Ledger& ledger, const std::vector<Formula>& formulas) {
  EvaluationSources sources;
  sources.group = [](const TraceTable&, const QueryNode& node) { return node.value; };
  sources.result = [](const TraceTable&, std::size_t) { return std::shared_ptr<const QueryResult>(); };
  sources.recorded_sums = true;
  sources.formula = [&](const std::string& name) { return script::find_formula(formulas, name); };
  return evaluate(ledger.traces, sources);
}

std::string shown_key(const std::vector<std::string>& key) {
  std::vector<std::string> labels;
  for (const std::string& label : key) labels.push_back(label.empty() ? "blank" : label);
  return join(labels, ", ");
}

std::string query_lines(const Query& query) {
  std::string out = fmt::format("       dataset   {}\n", query.dataset);
  std::string_view word = "where";
  for (const Filter& filter : query.where) {
    out += fmt::format("       {:<9} {}\n", word, words_for(filter));
    word = "and";
  }
  if (!query.by.empty()) out += fmt::format("       by        {}\n", join(query.by, ", "));
  return out + fmt::format("       measure   {}\n", words_for(query.measure));
}

std::string source_text(const Ledger& ledger, const NamedSource& source) {
  const TraceNode& node = ledger.traces.nodes[source.node];
  if (source.kind == NamedSource::Kind::constant) {
    const auto& constant = std::get<ConstantTrace>(node);
    return fmt::format("  {:<3}  {}: {}\n", source.name, shown(constant.value), constant.source);
  }
  const Query& query = ledger.traces.queries[source.query];
  if (source.kind == NamedSource::Kind::whole_query)
    return fmt::format("  {:<3}  the groups of a query{}\n", source.name,
                       source.rows == 0 ? "" : fmt::format(", {} rows", count(source.rows))) +
           query_lines(query);
  const double value = std::get<QueryNode>(node).value;
  std::string out = fmt::format("  {:<3}  {}{}\n", source.name, shown(value),
                                source.key.empty() ? "" : ", the group " + shown_key(source.key));
  return out + query_lines(query) + fmt::format("       rows      {}\n", count(source.rows));
}

// The formula step by step with the value of each, outermost first.
void add_steps(const Ledger& ledger, const std::vector<Evaluated>& values, TraceWords& words, std::size_t index,
               int depth, std::set<std::size_t>& seen, std::string& out) {
  constexpr int deepest = 6;
  const auto* call = std::get_if<CallNode>(&ledger.traces.nodes[index]);
  if (call == nullptr || depth > deepest || seen.size() >= most_steps || !seen.insert(index).second) return;
  const std::string value = values[index].problem.empty() ? shown(values[index].value) : std::string("…");
  out +=
      fmt::format("  {}{} = {}\n", std::string(static_cast<std::size_t>(depth) * 2, ' '), words.formula(index), value);
  for (const CallNode::Argument& argument : call->arguments)
    if (const auto* one = std::get_if<std::size_t>(&argument))
      add_steps(ledger, values, words, *one, depth + 1, seen, out);
}

}  // namespace

std::set<std::size_t> files_below(const Ledger& ledger, std::size_t root) {
  const TraceParts parts = parts_below(ledger.traces, root);
  std::set<std::size_t> files = files_of_facts(ledger, parts);
  for (const std::size_t query : parts.queries)
    for (const std::size_t file : files_of(ledger, ledger.traces.queries[query])) files.insert(file);
  return files;
}

const LedgerNumber& find_number(const Ledger& ledger, std::string_view id) {
  if (const LedgerNumber* number = ledger.find(id)) return *number;
  std::vector<std::string> hints;
  if (!ledger.numbers.empty())
    hints.push_back(fmt::format("They run from {} to {}; a number's id shows where it is opened in the HTML report.",
                                ledger.numbers.front().id, ledger.numbers.back().id));
  throw Error(ExitCode::usage, fmt::format("The report has no number “{}”.", id), std::move(hints));
}

std::string trace_text(const Ledger& ledger, const LedgerNumber& number, const std::vector<Formula>& formulas) {
  const std::vector<Evaluated> values = values_of(ledger, formulas);
  const NumberFormat& format = ledger.formats[number.format];
  std::string out = fmt::format("{} of {}: {}{}\n", number.id, ledger.title, number.text,
                                format.unit.empty() ? "" : " " + format.unit);
  if (const std::string whole = shown(number.value); ledger.formats[number.format].style != NumberFormat::Style::count)
    out += fmt::format("unrounded: {}\n", whole);
  TraceWords words(ledger.traces);
  const bool has_formula = !words.formula(number.trace).empty();
  if (has_formula) {
    out += "\nFormula\n";
    std::set<std::size_t> seen;
    add_steps(ledger, values, words, number.trace, 0, seen, out);
  }
  if (!words.sources().empty()) out += has_formula ? "\nWhere\n" : "\nSource\n";
  for (const NamedSource& source : words.sources()) out += source_text(ledger, source);
  const std::set<std::size_t> files = files_below(ledger, number.trace);
  if (!files.empty()) out += "\nFiles\n";
  for (const std::size_t file : files)
    out += fmt::format("  {}  {}\n", ledger.files[file].sha256, ledger.files[file].path);
  return out;
}

json::value trace_json(const Ledger& ledger, const LedgerNumber& number) {
  TraceWords words(ledger.traces);
  const std::string formula = words.formula(number.trace);
  json::array sources, files;
  for (const NamedSource& source : words.sources()) {
    json::object object{{"name", source.name}};
    if (source.kind == NamedSource::Kind::constant) {
      const auto& constant = std::get<ConstantTrace>(ledger.traces.nodes[source.node]);
      object["value"] = constant.value;
      object["source"] = constant.source;
    } else {
      if (source.kind == NamedSource::Kind::group)
        object["value"] = std::get<QueryNode>(ledger.traces.nodes[source.node]).value;
      object["query"] = data::to_json(ledger.traces.queries[source.query]);
      object["key"] = json::array(source.key.begin(), source.key.end());
      object["rows"] = source.rows;
    }
    sources.push_back(std::move(object));
  }
  for (const std::size_t file : files_below(ledger, number.trace))
    files.push_back(json::object{{"path", ledger.files[file].path}, {"sha256", ledger.files[file].sha256}});
  return json::object{{"report", ledger.report},  {"id", number.id},    {"text", number.text},
                      {"value", number.value},    {"formula", formula}, {"sources", std::move(sources)},
                      {"files", std::move(files)}};
}

}  // namespace hallmark::report
