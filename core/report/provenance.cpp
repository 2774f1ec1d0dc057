#include "report/provenance.h"

#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/number.h"
#include "base/text.h"
#include "data/comparison.h"
#include "report/practice_facts.h"
#include "report/wording.h"

namespace hallmark::report {

namespace {

bool leaves_out(const Filter& filter, std::string_view month) {
  if (filter.dimension != "month") return false;
  const auto& values = filter.values;
  if (filter.kind == Filter::Kind::range)
    return (!values[0].empty() && month < values[0]) || (!values[1].empty() && month > values[1]);
  const bool named = std::find(values.begin(), values.end(), month) != values.end();
  return named == (filter.kind == Filter::Kind::none_of);
}

bool leaves_out(const Query& query, std::string_view month) {
  return std::any_of(query.where.begin(), query.where.end(), [&](const Filter& f) { return leaves_out(f, month); });
}

json::array source(const NamedSource& source, const TraceTable& traces, bool alone) {
  json::array row{json::string(alone ? "" : source.name)};
  if (source.kind == NamedSource::Kind::constant) {
    const auto& constant = std::get<ConstantTrace>(traces.nodes[source.node]);
    row.emplace_back(round_trip(constant.value));
    row.emplace_back(constant.source);
    return row;
  }
  row.emplace_back(source.query);
  row.emplace_back(json::array(source.key.begin(), source.key.end()));
  row.emplace_back(source.rows);
  return row;
}

json::array number(const Ledger& ledger, const LedgerNumber& number) {
  TraceWords words(ledger.traces);
  const std::string formula = words.formula(number.trace);
  const bool alone = formula.empty();
  json::array queries, constants;
  for (const NamedSource& each : words.sources())
    (each.kind == NamedSource::Kind::constant ? constants : queries).push_back(source(each, ledger.traces, alone));
  json::array entry{json::string(formula), std::move(queries)};
  const std::set<std::size_t> files = files_of_facts(ledger, parts_below(ledger.traces, number.trace));
  if (!constants.empty() || !files.empty()) entry.push_back(std::move(constants));
  if (!files.empty()) entry.push_back(json::array(files.begin(), files.end()));
  return entry;
}

}  // namespace

std::vector<std::size_t> files_of(const Ledger& ledger, const Query& query) {
  const auto dataset = ledger.datasets.find(query.dataset);
  if (dataset == ledger.datasets.end()) return {};
  std::set<std::size_t> files;
  for (const LedgerPart& part : dataset->second.parts) {
    const std::string name = file_name(part.member.empty() ? ledger.files[part.file].path : part.member);
    const std::string_view month = std::string_view(name).substr(0, 7);
    if (!data::is_month(month) || !leaves_out(query, month)) files.insert(part.file);
  }
  return {files.begin(), files.end()};
}

TraceParts parts_below(const TraceTable& traces, std::size_t root) {
  TraceParts parts;
  std::vector<bool> seen(traces.nodes.size(), false);
  std::vector<std::size_t> open{root};
  while (!open.empty()) {
    const std::size_t index = open.back();
    open.pop_back();
    if (seen[index]) continue;
    seen[index] = true;
    if (const auto* group = std::get_if<QueryNode>(&traces.nodes[index])) parts.queries.insert(group->query);
    const auto* call = std::get_if<CallNode>(&traces.nodes[index]);
    if (call == nullptr) continue;
    parts.calls.push_back(call);
    for (const CallNode::Argument& argument : call->arguments) {
      if (const auto* one = std::get_if<std::size_t>(&argument)) open.push_back(*one);
      if (const auto* list = std::get_if<std::vector<std::size_t>>(&argument))
        open.insert(open.end(), list->begin(), list->end());
      if (const auto* whole = std::get_if<CallNode::WholeQuery>(&argument)) parts.queries.insert(whole->query);
    }
  }
  return parts;
}

std::set<std::size_t> files_of_facts(const Ledger& ledger, const TraceParts& parts) {
  std::set<std::size_t> files;
  PracticeSources practice;
  for (const CallNode* call : parts.calls) {
    add_sources(*call, practice);
    if (!call->function.starts_with("import.") || call->arguments.empty()) continue;
    if (const auto* name = std::get_if<std::string>(&call->arguments.front()))
      for (const std::size_t file : files_of(ledger, Query{*name, {}, {}, {}})) files.insert(file);
  }
  if (!practice.any()) return files;
  for (std::size_t i = 0; i < ledger.files.size(); ++i)
    if (is_source(practice, ledger.files[i].path)) files.insert(i);
  return files;
}

std::string provenance_json(const Ledger& ledger) {
  json::array files, queries;
  json::object numbers;
  for (const LedgerFile& file : ledger.files)
    files.push_back(json::array{json::string(file.path), json::string(file.sha256)});
  for (const Query& query : ledger.traces.queries) {
    json::array where;
    for (const Filter& filter : query.where) where.emplace_back(words_for(filter));
    const std::vector<std::size_t> of = files_of(ledger, query);
    queries.push_back(json::object{{"dataset", query.dataset},
                                   {"where", std::move(where)},
                                   {"by", json::array(query.by.begin(), query.by.end())},
                                   {"measure", words_for(query.measure)},
                                   {"files", json::array(of.begin(), of.end())}});
  }
  for (const LedgerNumber& each : ledger.numbers) numbers[each.id] = number(ledger, each);
  return write_json(
      json::object{{"files", std::move(files)}, {"queries", std::move(queries)}, {"numbers", std::move(numbers)}});
}

}  // namespace hallmark::report
