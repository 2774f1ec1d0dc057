// Rows of a file to segments of a table, and to quarantine.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/byte_window.h"
#include "data/header.h"
#include "data/row_splitter.h"
#include "data/table.h"

namespace hallmark::data {

// What reading a dataset looks at and keeps; shared by the threads.
struct ReadingPlan {
  struct Column {
    std::size_t schema_column = 0;
    Storage storage = Storage::none;
    bool kept = false;                       // else only checked
    std::shared_ptr<Dictionary> dictionary;  // of codes
    double lowest = 0, highest = 0;          // of coordinates (millionths) and numbers
  };
  DatasetSchema schema;
  std::vector<Column> columns;                                                       // in schema order
  std::size_t longitude = Table::npos, latitude = Table::npos, month = Table::npos;  // positions in columns

  // `wanted`: names of columns to keep besides those that coverage needs; every column that can break a row is checked.
  ReadingPlan(const DatasetSchema& schema, const std::vector<std::string>& wanted, bool hash_identifiers);
};

// A range of a file's bytes: the rows that start in [begin, end).
struct Slice {
  std::uint64_t begin = 0, end = 0;
  bool exact = false;  // begin is where a row starts; else the first row after the first line feed is the first
};

struct SliceRows {
  std::uint64_t begin = 0, end = 0;   // where its first row started, where its last row ended
  std::uint64_t lines = 0;            // line feeds from begin to end
  std::uint64_t rows = 0;             // kept and quarantined
  std::vector<Segment> segments;      // with columns as ReadingPlan's that are kept
  std::vector<BrokenRow> quarantine;  // lines counted from begin
};

// One thread's reader of one dataset.
class RowReader {
 public:
  RowReader(const ReadingPlan& plan, std::shared_ptr<Arena> arena, std::size_t piece_size);

  // `month`: that of the file's name, or empty.
  SliceRows read(ByteWindow& window, const Header& header, const std::string& month, Slice slice);

  // Of a plan's column, over all slices read so far.
  const CoordinateRange& range(std::size_t column) const { return ranges_[column]; }

 private:
  // Values of the rows of a block, one array of the kind the column's storage asks for.
  struct Values {
    std::vector<std::uint32_t> codes;
    std::vector<std::int32_t> coordinates;
    std::vector<double> numbers;
    std::vector<std::uint64_t> hashes;
  };

  bool find_start(ByteWindow& window, const Slice& slice);
  void finish_last_row(ByteWindow& window, SliceRows& out);
  void add_block(const char* data, SliceRows& out);
  // Rows [first, first + rows) of a block, and where their fields lie.
  struct Stretch {
    const char* data;
    std::size_t first, rows;
  };
  void make_room(std::size_t rows);
  bool read_column(std::size_t column, const Stretch& stretch);
  bool read_codes(std::size_t column, std::size_t field, const Stretch& stretch);
  bool read_coordinates(std::size_t column, std::size_t field, const Stretch& stretch);
  bool read_numbers(std::size_t column, std::size_t field, const Stretch& stretch);
  void read_hashes(std::size_t column, std::size_t field, const Stretch& stretch);
  void fill_blank(std::size_t column, const Stretch& stretch);
  std::string fault_of(std::size_t row) const;
  std::size_t drop_faulty(const char* data, SliceRows& out);
  void store(std::size_t rows, SliceRows& out);
  SegmentColumn stored_codes(const std::vector<std::uint32_t>& codes, std::size_t rows);

  const ReadingPlan& plan_;
  std::shared_ptr<Arena> arena_;
  std::size_t piece_size_;
  std::size_t kept_ = 0;
  std::vector<RawFields> fields_;              // per plan column; of codes
  std::vector<Values> values_;                 // per plan column
  std::vector<CoordinateRange> ranges_;        // per plan column; of coordinates kept
  std::vector<CoordinateRange> block_ranges_;  // and of those of the block
  RowSplitter splitter_;
  const Header* header_ = nullptr;
  std::uint32_t month_ = 0;  // code that every row must have; 0: any
  std::string month_label_;
};

}  // namespace hallmark::data
