#include "render/plain_table.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "render/marked_numbers.h"
#include "render/wrap.h"

namespace hallmark::render {
namespace {

constexpr std::size_t gap = 2;

using Rows = std::vector<std::vector<std::string>>;

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  for (const std::string_view word : split(text, ' ')) longest = std::max(longest, width_without_marks(word));
  return longest;
}

// The widest of heading and cells, column by column, as `measure` sees them.
template <class Measure>
std::vector<std::size_t> widths(const std::vector<PlainColumn>& columns, const Rows& rows, Measure measure) {
  std::vector<std::size_t> result;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    std::size_t widest = measure(columns[column].heading);
    for (const auto& row : rows)
      if (column < row.size()) widest = std::max(widest, measure(row[column]));
    result.push_back(std::max<std::size_t>(widest, 1));
  }
  return result;
}

std::size_t total(const std::vector<std::size_t>& columns) {
  return std::accumulate(columns.begin(), columns.end(), gap * (columns.size() - 1));
}

// Takes room from the widest column that can give some until the line fits or none can.
std::vector<std::size_t> narrowed(std::vector<std::size_t> wanted, const std::vector<std::size_t>& least,
                                  std::size_t width) {
  while (total(wanted) > width) {
    std::size_t widest = wanted.size();
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i] > least[i] && (widest == wanted.size() || wanted[i] > wanted[widest])) widest = i;
    if (widest == wanted.size()) break;
    --wanted[widest];
  }
  return wanted;
}

// Headings are broken before cells are, since one tall heading costs fewer lines than tall rows. Empty: the words alone
// are too wide.
std::vector<std::size_t> fitted(const std::vector<PlainColumn>& columns, const Rows& rows, std::size_t width) {
  const std::vector<std::size_t> words = widths(columns, rows, longest_word);
  std::vector<PlainColumn> no_headings(columns.size());
  std::vector<std::size_t> cells = widths(no_headings, rows, width_without_marks);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = std::max(cells[i], words[i]);
  const std::vector<std::size_t> room =
      narrowed(narrowed(widths(columns, rows, width_without_marks), cells, width), words, width);
  return total(room) > width ? std::vector<std::size_t>{} : room;
}

// One row of the table, as many lines as its tallest cell. Headings sit on the rule below them, cells at the top.
std::string row_lines(const std::vector<PlainColumn>& columns, const std::vector<std::string>& cells,
                      const std::vector<std::size_t>& room, bool at_bottom) {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 1;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    wrapped.push_back(wrap(i < cells.size() ? std::string_view(cells[i]) : std::string_view(), room[i]));
    height = std::max(height, wrapped.back().size());
  }
  std::string out;
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::size_t skipped = at_bottom ? height - wrapped[i].size() : 0;
      const bool blank = line < skipped || line - skipped >= wrapped[i].size();
      const std::string cell = blank ? std::string() : wrapped[i][line - skipped];
      const std::string pad(room[i] - std::min(room[i], width_without_marks(cell)), ' ');
      if (i > 0) text.append(gap, ' ');
      text += columns[i].right ? pad + cell : cell + pad;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

std::string side_by_side(const std::vector<PlainColumn>& columns, const Rows& rows,
                         const std::vector<std::size_t>& room) {
  std::vector<std::string> headings;
  for (const PlainColumn& column : columns) headings.push_back(column.heading);
  std::string out = row_lines(columns, headings, room, true);
  for (std::size_t i = 0; i < columns.size(); ++i) out += std::string(i > 0 ? gap : 0, ' ') + std::string(room[i], '-');
  out += '\n';
  for (const auto& row : rows) out += row_lines(columns, row, room, false);
  out.pop_back();
  return out;
}

std::string records(const std::vector<PlainColumn>& columns, const Rows& rows, std::size_t width) {
  std::vector<std::string> parts;
  for (const auto& row : rows) {
    std::string record = row.empty() ? std::string() : join(wrap(row.front(), width), "\n");
    for (std::size_t i = 1; i < std::min(columns.size(), row.size()); ++i)
      record += "\n" + prefixed(join(wrap(columns[i].heading + ": " + row[i], width - 4), "\n"), "  ", "    ");
    parts.push_back(std::move(record));
  }
  return join(parts, "\n\n");
}

}  // namespace

std::string plain_table(const std::vector<PlainColumn>& columns, const Rows& rows, std::size_t width) {
  if (columns.empty()) return {};
  const std::vector<std::size_t> room = fitted(columns, rows, width);
  return room.empty() ? records(columns, rows, width) : side_by_side(columns, rows, room);
}

}  // namespace hallmark::render
