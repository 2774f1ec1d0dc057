#include "data/table.h"

#include <algorithm>

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
