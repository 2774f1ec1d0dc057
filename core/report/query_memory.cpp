#include "report/query_memory.h"

#include "base/json.h"
#include "data/query_text.h"

namespace hallmark::report {

namespace {

std::string name_of(const Query& query) {
  return write_json(data::to_json(query));
}

// Lengths keep ("a", "bc") apart from ("ab", "c").
void append_label(std::string& key, const std::string& label) {
  key += std::to_string(label.size());
  key += ':';
  key += label;
}

std::string key_of_row(const QueryResult& result, std::size_t row) {
  std::string key;
  for (std::size_t k = 0; k < result.keys.size(); ++k) append_label(key, result.label(k, row));
  return key;
}

}  // namespace

QueryMemory::Held& QueryMemory::held(const Query& query) const {
  if (const auto known = held_results_.find(&query); known != held_results_.end()) return *known->second;
  std::string name = name_of(query);
  const auto entry = held_.find(name);
  return entry != held_.end() ? entry->second : hold(std::move(name), executor_.run(query));
}

QueryMemory::Held& QueryMemory::hold(std::string name, QueryResult result) const {
  Held& held = held_[std::move(name)];
  held.result = std::make_shared<const QueryResult>(std::move(result));
  held_results_.emplace(held.result->query.get(), &held);
  return held;
}

QueryResult QueryMemory::run(const Query& query) const {
  return *held(query).result;
}

std::vector<QueryResult> QueryMemory::run(const std::vector<Query>& queries) const {
  std::vector<Query> unknown;
  std::vector<std::string> unknown_names;
  for (const Query& query : queries)
    if (std::string name = name_of(query); !held_.contains(name)) {
      unknown.push_back(query);
      unknown_names.push_back(std::move(name));
    }
  if (!unknown.empty()) {
    std::vector<QueryResult> results = executor_.run(unknown);
    for (std::size_t i = 0; i < results.size(); ++i)
      if (!held_.contains(unknown_names[i])) hold(unknown_names[i], std::move(results[i]));
  }
  std::vector<QueryResult> all;
  for (const Query& query : queries) all.push_back(run(query));
  return all;
}

std::shared_ptr<const QueryResult> QueryMemory::result(const Query& query) const {
  return held(query).result;
}

GroupValue QueryMemory::group(const Query& query, const std::vector<std::string>& key) const {
  Held& entry = held(query);
  const QueryResult& result = *entry.result;
  if (entry.rows_by_key.empty())
    for (std::size_t row = 0; row < result.size(); ++row) entry.rows_by_key.emplace(key_of_row(result, row), row);
  std::string wanted;
  for (const std::string& label : key) append_label(wanted, label);
  const auto row = entry.rows_by_key.find(wanted);
  if (row == entry.rows_by_key.end()) return {};
  return {result.values[row->second], result.rows[row->second]};
}

}  // namespace hallmark::report
