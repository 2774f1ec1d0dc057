// A dataset's rows as columns. Rows lie in segments of about a thousand, as they were read: each column of a segment is
// as narrow as its codes allow, and takes no room where it is constant (the month of a file that holds one month).
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "data/arena.h"
#include "data/coordinates.h"
#include "data/dictionary.h"
#include "data/schema.h"

namespace hallmark::data {

constexpr std::int32_t no_coordinate = std::numeric_limits<std::int32_t>::min();

enum class Storage {
  none,        // read past
  codes,       // of a dictionary: 0, 1, 2 or 4 bytes a row
  coordinate,  // millionths of a degree in 4 bytes; no_coordinate where blank
  number,      // 8 bytes, NaN where blank
  hash,        // of an identifier: 8 bytes, 0 where blank
};

Storage storage_of(ColumnType type, bool hash_identifiers);

struct SegmentColumn {
  const void* data = nullptr;
  std::uint32_t constant = 0;  // where width is 0
  std::uint8_t width = 0;      // bytes a row
};

struct Segment {
  std::uint32_t rows = 0;
  std::uint32_t file = 0;                  // into DatasetInfo::files
  const SegmentColumn* columns = nullptr;  // one per Table::columns
};

// What a file's identifiers tell of one month, without any of them.
struct IdentifierFacts {
  std::string column;
  std::string month;           // blank: of rows without one
  std::uint64_t blank = 0;     // rows
  std::uint64_t repeated = 0;  // rows whose identifier already stood in the file and month
};

// One of DatasetInfo::files.
struct TableFile {
  std::size_t first = 0, end = 0;  // its segments
  std::vector<IdentifierFacts> identifiers;
};

struct TableColumn {
  std::size_t schema_column = 0;
  Storage storage = Storage::none;
  std::shared_ptr<Dictionary> dictionary;  // of codes
  CoordinateRange range;                   // of coordinates; may be wider than they are
};

struct Table {
  DatasetSchema schema;
  std::vector<TableColumn> columns;                 // those loaded, in schema order
  std::vector<Segment> segments;                    // in file and row order
  std::vector<TableFile> files;                     // beside DatasetInfo::files
  std::vector<std::shared_ptr<const void>> memory;  // what segments point into
  std::uint64_t rows = 0;
  std::vector<std::string> months;  // held by any supplier, sorted; empty without a month column
  // Reads the records again, identifiers included, which no cache keeps; empty: they are here, or nobody asked.
  std::function<Table()> read_again;

  // Position in `columns`, or npos.
  static constexpr std::size_t npos = ~std::size_t{0};
  std::size_t find(std::string_view dimension) const;
};

// Bytes that hold a code up to `highest`.
inline std::uint8_t width_of(std::uint32_t highest) {
  return highest < 0x100 ? 1 : highest < 0x10000 ? 2 : 4;
}

// Of a file's segments whose identifiers are there.
std::vector<IdentifierFacts> count_identifiers(const Table& table, const TableFile& file);

// A segment's codes as 32 bits each, into `out` of segment.rows.
void read_codes(const Segment& segment, std::size_t column, std::uint32_t* out);

}  // namespace hallmark::data
