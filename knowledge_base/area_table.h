// A CSV with a heading line whose cells are read one by one, each fault named with its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "hallmark/error.h"

namespace hallmark::knowledge {

struct AreaTable {
  std::string path;
  std::vector<std::vector<std::string>> rows;  // the first holds the headings

  // Error(ExitCode::input) where there is no row below the headings.
  static AreaTable read(const FileSystem& files, const std::string& path);

  bool has(std::string_view name) const;
  // Error(ExitCode::configuration) with a suggestion where there is no such heading.
  std::size_t column(std::string_view name) const;
  // Error(ExitCode::input) in a row that is too short.
  const std::string& at(std::size_t row, std::size_t column) const;
  // NaN for a blank cell; Error(ExitCode::input) for what is no number.
  double number(std::size_t row, std::size_t column) const;
  SourceLocation where(std::size_t row) const { return {path, static_cast<int>(row) + 1, 0}; }
};

}  // namespace hallmark::knowledge
