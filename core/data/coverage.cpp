#include "data/coverage.h"

#include <algorithm>
#include <map>
#include <set>

#include "data/comparison.h"

namespace hallmark::data {

namespace {

// Counts of pairs of codes; a segment of constants is counted whole.
std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> count_pairs(const Table& table, std::size_t first,
                                                                             std::size_t second) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> counts;
  std::vector<std::uint32_t> a, b;
  for (const auto& segment : table.segments) {
    const auto read = [&](std::size_t column, std::vector<std::uint32_t>& codes) {
      codes.assign(segment.rows, 0);
      if (column != Table::npos) read_codes(segment, column, codes.data());
    };
    const auto constant = [&](std::size_t column) {
      return column == Table::npos || segment.columns[column].width == 0;
    };
    const auto value = [&](std::size_t column) { return column == Table::npos ? 0 : segment.columns[column].constant; };
    if (constant(first) && constant(second)) {
      counts[{value(first), value(second)}] += segment.rows;
      continue;
    }
    read(first, a);
    read(second, b);
    for (std::size_t r = 0; r < segment.rows; ++r) ++counts[{a[r], b[r]}];
  }
  return counts;
}

}  // namespace

void count_reasons(DatasetInfo& info) {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& row : info.quarantine) ++counts[row.reason];
  info.quarantined_by_reason.assign(counts.begin(), counts.end());
  std::stable_sort(info.quarantined_by_reason.begin(), info.quarantined_by_reason.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
}

void cover(DatasetInfo& info, Table& table) {
  info.coverage.dataset = info.schema.name;
  const SchemaColumn* month = info.schema.find(ColumnType::month);
  if (!month) return;
  const std::size_t months = table.find(month->name), suppliers = table.find(info.schema.supplier_column);
  std::map<std::string, std::map<std::string, std::uint64_t>> rows;  // supplier, month
  std::set<std::string> held;
  for (const auto& [codes, count] : count_pairs(table, suppliers, months)) {
    const std::string supplier =
        suppliers == Table::npos ? info.schema.supplier : table.columns[suppliers].dictionary->label(codes.first);
    const std::string& label = table.columns[months].dictionary->label(codes.second);
    if (label.empty()) continue;
    rows[supplier][label] += count;
    held.insert(label);
  }
  table.months.assign(held.begin(), held.end());
  if (held.empty()) return;
  info.coverage.months = months_of({*held.begin(), *held.rbegin()});
  for (const auto& [supplier, counts] : rows) {
    info.coverage.suppliers.push_back(supplier);
    auto& row = info.coverage.rows.emplace_back();
    for (const auto& label : info.coverage.months) {
      const auto found = counts.find(label);
      row.push_back(found == counts.end() ? 0 : found->second);
    }
  }
}

void report_unknown(DatasetInfo& info, const Table& table) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const auto& column = table.columns[c];
    if (!column.dictionary || info.schema.columns[column.schema_column].codes.empty()) continue;
    std::vector<std::string> unknown = column.dictionary->unknown();
    if (unknown.empty()) continue;
    // Labels of rows that went to quarantine are in the dictionary too.
    std::set<std::string> occurring;
    for (const auto& [codes, count] : count_pairs(table, c, Table::npos))
      occurring.insert(column.dictionary->label(codes.first));
    std::erase_if(unknown, [&](const std::string& label) { return !occurring.count(label); });
    if (!unknown.empty())
      info.unknown_categories.emplace_back(info.schema.columns[column.schema_column].name, std::move(unknown));
  }
}

}  // namespace hallmark::data
