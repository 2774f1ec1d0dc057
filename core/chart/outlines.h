// Map shapes at the resolution they are drawn at.
#pragma once

#include <cstdint>
#include <vector>

#include "chart/canvas.h"

namespace hallmark::chart {

// Simplifies areas together: a border that two areas share stays shared, so no slivers open between them. Points move
// by at most `tolerance` plus half a tenth (they are rounded to tenths). Rings smaller than that vanish. Douglas &
// Peucker 1973 between the junctions of borders.
std::vector<Outlines> simplify(const std::vector<Outlines>& areas, double tolerance);

// The outline of a set of unit cells, each given by its column and row: closed rings along cell edges, holes included.
struct CellIndex {
  std::int64_t column = 0, row = 0;
  friend auto operator<=>(const CellIndex&, const CellIndex&) = default;
};
Outlines outline_of_cells(const std::vector<CellIndex>& cells);

}  // namespace hallmark::chart
