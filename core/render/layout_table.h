// Sets a table: column widths from its content, cells wrapped, a header that comes back on every page.
#pragma once

#include <string>
#include <vector>

#include "render/layout_blocks.h"

namespace hallmark::render {

// "Source: …" once, whether or not the text brings it.
std::string sourced(const std::string& source);

// What a column asks for: no number broken, no word broken, nothing wrapped.
struct ColumnNeed {
  double numbers = 0, words = 0, natural = 0;
};
// Every column gets as much of that as `available` allows all of them, and an equal share of the way to the next.
std::vector<double> column_widths(const std::vector<ColumnNeed>& needs, double available);

class TableSetter {
 public:
  TableSetter(BlockSetter& blocks, const Table& table, const Setting& setting);
  void set(const std::string& caption);

 private:
  struct CellText {
    Prose prose;
    bool right = false;
    std::vector<Line> lines;
    int element = artifact;
  };
  using Row = std::vector<CellText>;

  CellText text_of(const Cell& cell, const Column& column, int element);
  Row header_row();
  Row body_row(const std::vector<Cell>& cells);
  std::vector<ColumnNeed> measure(double available) const;
  void choose_widths();
  void break_lines(Row& row) const;
  void place_line(const CellText& cell, std::size_t column, const Line& line, double baseline, Strip& strip) const;
  void set_row(const Row& row, bool header);
  void set_tall_row(const Row& row);
  void rule(Strip& strip, double y, double thickness, Colour colour) const;
  void repeat_header(const std::string& caption);
  void set_notes();
  double leading() const { return size_ * table_leading; }

  BlockSetter& blocks_;
  const Table& table_;
  Setting setting_;
  int element_;
  double size_ = table_size;
  std::vector<double> widths_, lefts_;
  Row header_;
  std::vector<Row> rows_;
  int repeated_ = -1;
};

}  // namespace hallmark::render
