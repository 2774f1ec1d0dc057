// The dimensions of a table: from a column's codes, or from a row's coordinates, to codes in the dimension's own order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/areas.h"
#include "data/table.h"

namespace hallmark::data {

struct Dimension {
  enum class Kind {
    mapped,      // ranks[code of column]
    cell,        // squares of `size` metres on the British National Grid, size 1 for points
    coordinate,  // millionths of a degree
  };
  std::string name;
  Kind kind = Kind::mapped;
  std::size_t column = Table::npos;         // mapped, coordinate; of cells that of longitude
  std::size_t second_column = Table::npos;  // of cells: latitude

  std::vector<std::uint32_t> ranks;  // mapped: per code of the column, the position in labels
  std::vector<std::string> labels;   // mapped: in order, the blank label first where there is one

  int size = 0;                                  // of cells, metres
  std::int64_t first_east = 0, first_north = 0;  // cell: indices of the south-west cell of the data
  std::int64_t lowest = 0;                       // coordinate: lowest in the data
  std::uint64_t norths = 0;                      // cell: cells from south to north
  std::uint64_t codes = 0;                       // how many codes there are; code 0 of cells and coordinates is blank

  std::string label(std::uint64_t code) const;
};

// Error(ExitCode::configuration) for a name the dataset has no such dimension of, with a suggestion;
// Error(ExitCode::internal) for one whose columns were not loaded.
Dimension make_dimension(const Table& table, const Areas& areas, const std::string& name);

// Codes of a segment's rows of a cell or coordinate dimension.
void computed_codes(const Dimension& dimension, const Segment& segment, std::vector<double>& room, std::uint64_t* out);

// The code of a label of a cell or coordinate dimension. A coordinate below or above those of the data gives 0 or
// `codes`, a cell outside them `codes`. Error(configuration) for text that is no such label.
std::uint64_t code_of_label(const Dimension& dimension, const std::string& label);

}  // namespace hallmark::data
