// Tables as they are typed: pipe rows in a paragraph, or a ```table fence.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document/source.h"
#include "hallmark/document.h"

namespace hallmark::document {

// The lines of a paragraph as a table, if the second of them (after any "Table: …" line) is a |---| row.
std::optional<Table> read_pipe_table(const Source& source, int first_line, int last_line);

// The content of a ```table fence; `first_line` is the line of its first character.
Table read_table_fence(const Source& source, std::string_view content, int first_line);

// "Table: Words {#tab:label}": sets caption and label; false if the text is no such line.
bool read_caption(std::string_view text, Table& table);

}  // namespace hallmark::document
