#include "report/provenance.h"

#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/number.h"
#include "base/text.h"
#include "data/comparison.h"
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
  if (!constants.empty()) entry.push_back(std::move(constants));
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
