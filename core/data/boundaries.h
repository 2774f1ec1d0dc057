// Area boundaries: GeoJSON polygons in WGS84, as the ONS publishes them, to rings on the British National Grid.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "hallmark/data.h"

namespace hallmark::data {

// Empty texts are inferred from the properties of the first feature: LSOA11CD, LSOA21CD, LAD22CD, ltla24_code, ... name
// the code; LSOA11NM, LAD22NM, ltla24_name, ... the name; their prefix the level.
struct BoundarySource {
  std::string level{};  // "lsoa", "local_authority", "partnership", ...: a dimension of queries
  std::string code_property{};
  std::string name_property{};
  std::string attribution{};
  double tolerance = 0;  // metres; over 0 simplifies
};

// Throws Error(ExitCode::input) naming `file` and the feature for anything that is not a FeatureCollection of named
// Polygons and MultiPolygons in WGS84 inside the range of the projection. Features without a geometry are left out;
// those with one code become one area. Areas are sorted by code. Rings have no closing point, as hallmark::Boundary
// asks.
Boundaries read_boundaries(std::string_view geojson, const std::string& file, const BoundarySource& source = {});

// Douglas–Peucker on borders rather than rings: no removed vertex lies further than `tolerance` metres from the border
// that replaces it, a border shared by neighbours stays shared (when published with equal coordinates), places where
// three areas meet stay, rings stay closed with three points or more. Islands and holes smaller than a square of the
// tolerance go, but never the largest part of an area.
Boundaries simplify(const Boundaries& boundaries, double tolerance);

// The areas joined to larger ones of `level`, sorted by code: borders between parts of one whole go. `whole_of` gives
// the code and name of an area's whole; an area with an empty code is left out. Rings smaller than a hectare
// are left out as slivers.
Boundaries dissolve(const Boundaries& boundaries, const std::string& level,
                    const std::function<std::pair<std::string, std::string>(const Boundary&)>& whole_of);

}  // namespace hallmark::data
