#include "knowledge_base/area_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/csv.h"
#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::knowledge {

AreaTable AreaTable::read(const FileSystem& files, const std::string& path) {
  AreaTable table{path, parse_csv(files.read(path))};
  if (table.rows.size() < 2) throw Error(ExitCode::input, "This table of areas is empty.", {}, {path, 0, 0});
  return table;
}

bool AreaTable::has(std::string_view name) const {
  return std::find(rows[0].begin(), rows[0].end(), name) != rows[0].end();
}

std::size_t AreaTable::column(std::string_view name) const {
  if (!has(name))
    throw Error(ExitCode::configuration, fmt::format("The table of areas has no column “{}”.", name),
                {suggestion(name, rows[0])}, where(0));
  return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), name) - rows[0].begin());
}

const std::string& AreaTable::at(std::size_t row, std::size_t column) const {
  if (column >= rows[row].size())
    throw Error(ExitCode::input,
                fmt::format("This row has {} columns; {} are expected.", rows[row].size(), rows[0].size()), {},
                where(row));
  return rows[row][column];
}

double AreaTable::number(std::size_t row, std::size_t column) const {
  const std::string& text = at(row, column);
  if (text.empty()) return std::nan("");
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || !std::isfinite(value))
    throw Error(ExitCode::input, fmt::format("“{}” in column {} is no number.", text, rows[0][column]), {}, where(row));
  return value;
}

}  // namespace hallmark::knowledge
