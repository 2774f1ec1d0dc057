// The outline of one neighbourhood as a GeoJSON file, from the longitude `west` to -1.3.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"

namespace hallmark::report {

inline std::string outline(std::string_view west) {
  return fmt::format(
      R"({{"type": "FeatureCollection", "features": [{{"type": "Feature", "properties": {{"LSOA11CD": "E01000001",
      "LSOA11NM": "Barnsley 001A"}}, "geometry": {{"type": "Polygon", "coordinates":
      [[[{0}, 53.5], [-1.3, 53.5], [-1.3, 53.6], [{0}, 53.6], [{0}, 53.5]]]}}}}]}})",
      west);
}

}  // namespace hallmark::report
