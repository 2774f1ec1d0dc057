#include "document/tables.h"

#include <algorithm>

#include "base/text.h"
#include "base/yaml.h"
#include "document/document.h"
#include "document/inlines.h"

namespace hallmark::document {

namespace {

// The cells of a pipe row, outer pipes and "\|" resolved.
std::vector<std::string> split_row(std::string_view row) {
  row = trim(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  std::vector<std::string> cells(1);
  bool open = true;
  for (std::size_t i = 0; i < row.size(); ++i) {
    open = true;
    if (row[i] == '\\' && i + 1 < row.size()) {
      if (row[i + 1] != '|') cells.back() += row[i];
      cells.back() += row[++i];
    } else if (row[i] == '|') {
      cells.emplace_back();
      open = false;
    } else {
      cells.back() += row[i];
    }
  }
  if (!open) cells.pop_back();
  for (std::string& cell : cells) cell = std::string(trim(cell));
  return cells;
}

bool is_delimiter(std::string_view cell) {
  if (cell.starts_with(':')) cell.remove_prefix(1);
  if (cell.ends_with(':')) cell.remove_suffix(1);
  return !cell.empty() && cell.find_first_not_of('-') == std::string_view::npos;
}

bool is_delimiter_row(std::string_view row) {
  if (row.find('|') == std::string_view::npos || row.find('-') == std::string_view::npos) return false;
  const std::vector<std::string> cells = split_row(row);
  return std::all_of(cells.begin(), cells.end(), is_delimiter);
}

// Without the marks of the quotes and lists the line stands in.
std::string_view bare(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t>");
  return start == std::string_view::npos ? std::string_view() : line.substr(start);
}

Cell read_cell(const Source& source, std::string_view text, int line) {
  if (text == "[c]") return {Suppressed{"confidential"}};
  if (text == "[x]") return {NotAvailable{"not available"}};
  if (text == "[z]") return {NotAvailable{"not applicable"}};
  Inlines content = read_inline_text(source, text, line);
  if (content.size() == 1)
    if (auto* number = std::get_if<Number>(&content.front().node)) return {std::move(*number)};
  return {std::move(content)};
}

void read_row(const Source& source, std::string_view row, int line, Table& table) {
  const std::vector<std::string> cells = split_row(row);
  if (cells.size() != table.columns.size())
    source.fail(line,
                fmt::format("This row has {} cells; the table has {} columns.", cells.size(), table.columns.size()),
                {"Write \\| for a “|” inside a cell."}, trim(row));
  std::vector<Cell>& out = table.rows.emplace_back();
  for (const std::string& cell : cells) out.push_back(read_cell(source, cell, line));
}

void read_head(const Source& source, std::string_view headings, std::string_view delimiters, int line, Table& table) {
  const std::vector<std::string> names = split_row(headings), marks = split_row(delimiters);
  if (names.size() != marks.size())
    source.fail(
        line + 1,
        fmt::format("The row under the headings has {} cells; the headings are {}.", marks.size(), names.size()), {},
        trim(delimiters));
  for (std::size_t i = 0; i < names.size(); ++i) {
    Column column;
    column.heading = plain_text(read_inline_text(source, names[i], line));
    if (marks[i].ends_with(':') && !marks[i].starts_with(':')) column.kind = Column::Kind::number;
    table.columns.push_back(std::move(column));
  }
}

bool holds_number(const Cell& cell) {
  return std::holds_alternative<Number>(cell.content);
}
bool holds_words(const Cell& cell) {
  return std::holds_alternative<Inlines>(cell.content);
}

// A column that nobody described: numbers only (and gaps) make it a number column; a first column of text heads its
// rows.
void infer_kinds(Table& table) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    bool any_number = false, any_words = false;
    for (const std::vector<Cell>& row : table.rows) {
      any_number = any_number || holds_number(row[c]);
      any_words = any_words || holds_words(row[c]);
    }
    if (any_number && !any_words) table.columns[c].kind = Column::Kind::number;
  }
  if (!table.columns.empty() && table.columns.front().kind == Column::Kind::text)
    table.columns.front().row_header = true;
}

Column read_column(const Source& source, const Yaml& yaml) {
  Column column;
  if (yaml.kind() == Yaml::Kind::scalar) {
    column.heading = source.resolve(yaml.text(), "a column's heading");
    return column;
  }
  yaml.only({"heading", "kind", "unit", "row_header"});
  column.heading = source.resolve(yaml.required("heading").text(), "a column's heading");
  column.unit = source.resolve(yaml.text_or("unit", ""), "a unit");
  column.row_header = yaml.boolean_or("row_header", false);
  const std::string kind = yaml.text_or("kind", "text");
  if (kind == "number")
    column.kind = Column::Kind::number;
  else if (kind != "text")
    yaml.required("kind").fail(fmt::format("A column's kind is “text” or “number”, not “{}”.", kind));
  return column;
}

void read_table_header(const Source& source, const Yaml& yaml, Table& table) {
  yaml.only({"caption", "label", "columns", "footnotes", "source"});
  table.caption = source.resolve(yaml.text_or("caption", ""), "a caption");
  table.label = source.resolve(yaml.text_or("label", ""), "a label");
  table.source = source.resolve(yaml.text_or("source", ""), "a source");
  if (const Yaml* footnotes = yaml.find("footnotes"))
    for (const std::string& footnote : footnotes->texts())
      table.footnotes.push_back(source.resolve(footnote, "a footnote"));
  if (const Yaml* columns = yaml.find("columns"))
    for (const Yaml& column : columns->items()) table.columns.push_back(read_column(source, column));
}

}  // namespace

bool read_caption(const Source& source, std::string_view line, int number, Table& table) {
  std::string_view words = trim(line);
  if (!words.starts_with("Table: ")) return false;
  words = trim(words.substr(7));
  const std::size_t label = words.rfind("{#");
  if (label != std::string_view::npos && words.ends_with('}')) {
    table.label = source.resolve(words.substr(label + 2, words.size() - label - 3), "a label");
    words = trim(words.substr(0, label));
  }
  table.caption = plain_text(read_inline_text(source, words, number));
  return true;
}

std::optional<Table> read_pipe_table(const Source& source, const LineRange& lines) {
  // The first line begins after the mark of the list it may stand in.
  const auto text = [&](int line) {
    const std::string_view all = source.line(line);
    return bare(line == lines.first ? all.substr(std::min(all.size(), lines.first_column - 1)) : all);
  };
  const int latest = std::min(lines.last, lines.first + 2);
  int delimiter = lines.first + 1;
  while (delimiter <= latest && !is_delimiter_row(text(delimiter))) ++delimiter;
  if (delimiter > latest) return std::nullopt;
  Table table;
  const auto caption = [&](int line) { return read_caption(source, text(line), line, table); };
  if (delimiter == lines.first + 2 && !caption(lines.first))
    source.fail(lines.first, "A table starts in the middle of this paragraph.",
                {"Leave an empty line above the table."});
  read_head(source, text(delimiter - 1), text(delimiter), delimiter - 1, table);
  for (int line = delimiter + 1; line <= lines.last; ++line)
    if (!caption(line)) read_row(source, text(line), line, table);
  infer_kinds(table);
  return table;
}

Table read_table_fence(const Source& source, std::string_view content, int first_line) {
  const std::vector<std::string_view> lines = split(content, '\n');
  std::size_t row = 0, header_size = 0;
  while (row < lines.size() && !trim(lines[row]).starts_with('|') && trim(lines[row]) != "---")
    header_size += lines[row++].size() + 1;
  Table table;
  source.with_positions([&] {
    const std::string_view header = content.substr(0, std::min(header_size, content.size()));
    read_table_header(source, Yaml::parse(header, "", first_line), table);
  });
  const auto line_of = [&](std::size_t index) { return first_line + static_cast<int>(index); };
  if (row < lines.size() && trim(lines[row]) == "---") ++row;
  const bool described = !table.columns.empty();
  if (!described) {
    if (row + 1 >= lines.size() || !is_delimiter_row(lines[row + 1]))
      source.fail(line_of(std::min(row, lines.size() - 1)), "This table does not say its columns.",
                  {"Give `columns:`, or a first row of headings with a |---| row below it."});
    read_head(source, lines[row], lines[row + 1], line_of(row), table);
    row += 2;
  }
  for (; row < lines.size(); ++row)
    if (!trim(lines[row]).empty()) read_row(source, lines[row], line_of(row), table);
  if (!described) infer_kinds(table);
  return table;
}

}  // namespace hallmark::document
