// Tables as they are typed: pipe rows in a paragraph, or a ```table fence.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document/source.h"
#include "hallmark/document.h"

namespace hallmark::document {

// Where a paragraph stands in the source; 1-based, the column in bytes.
struct LineRange {
  int first = 1;
  int last = 1;
  std::size_t first_column = 1;
};

// The lines of a paragraph as a table, if the second of them (after any "Table: …" line) is a |---| row.
std::optional<Table> read_pipe_table(const Source& source, const LineRange& lines);

// The content of a ```table fence; `first_line` is the line of its first character.
Table read_table_fence(const Source& source, std::string_view content, int first_line);

// A line "Table: Words {#tab:label}" sets caption and label; false if the line is none.
bool read_caption(const Source& source, std::string_view line, int number, Table& table);

}  // namespace hallmark::document
