// Area boundaries: GeoJSON polygons in WGS84, as the ONS publishes them, to rings on the British National Grid.
#pragma once

#include <string>
#include <string_view>

#include "hallmark/data.h"

namespace hallmark {

// Empty texts are inferred from the properties of the features: LSOA11CD, LSOA21CD, LAD22CD, ltla24_code, ... name
// the code, LSOA11NM, LAD22NM, ltla24_name, ... the name, and their prefix the level.
struct BoundarySource {
  std::string level;           // "lsoa", "local_authority", "partnership", ...: a dimension of queries
  std::string code_property;
  std::string name_property;
  std::string attribution;
  double tolerance = 0;        // metres; over 0 simplifies
};

// Throws Error(ExitCode::input) naming `file` and the feature for anything that is not a FeatureCollection of named
// Polygons and MultiPolygons inside the range of the projection. Areas are sorted by code.
Boundaries read_boundaries(std::string_view geojson, const std::string& file, const BoundarySource& source = {});

// Douglas–Peucker: no removed vertex lies further than `tolerance` metres from its simplified border. A border shared by
// neighbours stays shared, junctions of borders stay, rings stay closed. Parts and holes smaller than a square of the
// tolerance go, but never the largest part of an area.
Boundaries simplify(const Boundaries& boundaries, double tolerance);

}  // namespace hallmark
