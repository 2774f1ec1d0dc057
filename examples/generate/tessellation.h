// An irregular tessellation of a plane: Voronoi cells of scattered sites, merged into areas, with borders that wander
// as real ones do. Neighbouring areas share every vertex of their border.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "random.h"

namespace hallmark::examples {

struct Metres {  // east and north of the middle
  double x = 0, y = 0;
};

inline double distance(Metres a, Metres b) {
  return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

// Longitude and latitude in hundred-thousandths of a degree, about a metre: vertices are equal or they are not.
using Vertex = std::pair<std::int32_t, std::int32_t>;
using VertexRing = std::vector<Vertex>;  // closed implicitly

std::pair<double, double> to_degrees(Metres point);  // longitude, latitude
Vertex to_vertex(Metres point);

struct Cell {
  Metres site;
  std::vector<Metres> corners;  // anticlockwise
};

// Cells of the sites within a box of the given half-width and half-height.
std::vector<Cell> voronoi_cells(const std::vector<Metres>& sites, double half_width, double half_height);

// Which cells touch, by index.
std::vector<std::vector<std::size_t>> neighbours(const std::vector<Cell>& cells);

// The outline of the cells that `members` names: rings anticlockwise, holes clockwise. Edges bend at points that
// depend on the edge alone, so that the outlines of neighbours meet.
std::vector<VertexRing> outline(const std::vector<Cell>& cells, const std::vector<std::size_t>& members);

double signed_area(const VertexRing& ring);

}  // namespace hallmark::examples
