#include "data/table.h"

#include <algorithm>
#include <map>

namespace hallmark::data {

Storage storage_of(ColumnType type, bool hash_identifiers) {
  switch (type) {
    case ColumnType::category:
    case ColumnType::month:
      return Storage::codes;
    case ColumnType::longitude:
    case ColumnType::latitude:
      return Storage::coordinate;
    case ColumnType::number:
      return Storage::number;
    case ColumnType::identifier:
      return hash_identifiers ? Storage::hash : Storage::none;
    case ColumnType::text:
      break;
  }
  return Storage::none;
}

std::size_t Table::find(std::string_view dimension) const {
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (schema.columns[columns[c].schema_column].name == dimension) return c;
  return npos;
}

std::vector<IdentifierFacts> count_identifiers(const Table& table, const TableFile& file) {
  const SchemaColumn* schema_month = table.schema.find(ColumnType::month);
  const std::size_t month = schema_month ? table.find(schema_month->name) : Table::npos;
  std::vector<IdentifierFacts> all;
  std::vector<std::uint32_t> months;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].storage != Storage::hash) continue;
    std::map<std::uint32_t, std::pair<std::uint64_t, std::vector<std::uint64_t>>> by_month;  // blank, identifiers
    for (std::size_t s = file.first; s < file.end; ++s) {
      const Segment& segment = table.segments[s];
      months.assign(segment.rows, 0);
      if (month != Table::npos) read_codes(segment, month, months.data());
      const auto* hashes = static_cast<const std::uint64_t*>(segment.columns[c].data);
      for (std::size_t r = 0; r < segment.rows; ++r) {
        auto& [blank, identifiers] = by_month[months[r]];
        if (hashes[r] == 0)
          ++blank;
        else
          identifiers.push_back(hashes[r]);
      }
    }
    for (auto& [code, facts] : by_month) {
      auto& identifiers = facts.second;
      std::sort(identifiers.begin(), identifiers.end());
      const auto distinct = std::unique(identifiers.begin(), identifiers.end());
      all.push_back({table.schema.columns[table.columns[c].schema_column].name,
                     month == Table::npos ? std::string() : table.columns[month].dictionary->label(code), facts.first,
                     static_cast<std::uint64_t>(identifiers.end() - distinct)});
    }
  }
  return all;
}

void read_codes(const Segment& segment, std::size_t column, std::uint32_t* out) {
  const SegmentColumn& from = segment.columns[column];
  switch (from.width) {
    case 0:
      std::fill_n(out, segment.rows, from.constant);
      break;
    case 1:
      std::copy_n(static_cast<const std::uint8_t*>(from.data), segment.rows, out);
      break;
    case 2:
      std::copy_n(static_cast<const std::uint16_t*>(from.data), segment.rows, out);
      break;
    default:
      std::copy_n(static_cast<const std::uint32_t*>(from.data), segment.rows, out);
  }
}

}  // namespace hallmark::data
