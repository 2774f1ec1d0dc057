// Bytes of CSV to rows and fields: RFC 4180 with LF or CRLF, quotes anywhere, wherever a piece of the file may end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::data {

// A row longer than this is quarantined: a quote that is never closed would else swallow the rest of a file.
constexpr std::size_t longest_row = 64 << 10;

struct BrokenRow {
  std::uint64_t line = 0;  // counted from the first line of the range that is read
  std::string reason;
  std::string raw;  // without its line end, at most 4 KiB
};

// The raw text kept of a quarantined row.
std::string raw_excerpt(std::string_view row);

class RowSplitter {
 public:
  // Starts over, with rows of `fields` values.
  void reset(std::size_t fields);

  // Splits data[0, size), which starts where the last call ended, and returns how many bytes were used: whole rows, at
  // most `most_rows` of them (blank lines counted). `last`: nothing follows, so that an unfinished row is a row
  // (data[size] may be written). Rows already split are forgotten.
  std::size_t split(char* data, std::size_t size, bool last, std::size_t most_rows = ~std::size_t{0});

  // The rows of the last call that have the right number of fields.
  std::size_t rows() const { return rows_; }
  std::uint32_t begin(std::size_t row, std::size_t field) const { return places_[row * stride_ + field] + 1; }
  std::uint32_t end(std::size_t row, std::size_t field) const { return places_[row * stride_ + field + 1]; }
  // places()[row * stride() + field] + 1 is a field's begin, the next place its end.
  const std::uint32_t* places() const { return places_; }
  std::size_t stride() const { return stride_; }
  std::uint64_t line(std::size_t row) const { return lines_.empty() ? first_line_ + row : lines_[row]; }

  // The rows of the last call that have not.
  std::vector<BrokenRow>& broken() { return broken_; }
  std::uint64_t lines_read() const { return next_line_; }  // line feeds used since construction
  // Inside a row that is too long: what follows belongs to it up to the next line feed.
  bool skipping() const { return skipping_; }

 private:
  bool take_regular(const char* data, std::size_t start, std::size_t found, std::size_t line_feeds);
  std::size_t walk(const char* data, std::size_t start, std::size_t size, std::size_t found, bool last,
                   std::size_t most_rows);
  void take_row(std::string_view row, std::size_t width);
  std::size_t give_up(const char* data, std::size_t begin, std::size_t size, bool last);

  std::size_t fields_ = 1;
  std::vector<std::uint32_t> found_;   // one place before the first separator, then separators
  std::vector<std::uint32_t> picked_;  // places of the rows that walk() kept, and of the row it is in
  const std::uint32_t* places_ = nullptr;
  std::size_t stride_ = 0;
  std::size_t rows_ = 0;
  std::vector<std::uint64_t> lines_;
  std::vector<BrokenRow> broken_;
  std::uint64_t first_line_ = 0, next_line_ = 0;
  bool skipping_ = false;
};

}  // namespace hallmark::data
