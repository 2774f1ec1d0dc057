// WGS84 longitude and latitude <-> metres on the British National Grid (EPSG:27700).
//
// The transformation is the seven-parameter Helmert "OSGB36 to WGS 84 (6)" (EPSG:1314, accuracy 2 m) followed by the
// National Grid's transverse Mercator, evaluated by PROJ. It is pinned rather than chosen by PROJ at run time: with the
// optional OSTN15 grid file PROJ would answer up to a few metres differently on another machine, and the same records
// must give the same cells everywhere. Published crime points are moved by more than that before release.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "hallmark/data.h"

namespace hallmark::data {

struct GeographicPoint {
  double longitude = 0;  // degrees, east positive
  double latitude = 0;   // degrees, north positive
  friend bool operator==(const GeographicPoint&, const GeographicPoint&) = default;
};

// Forward conversion evaluates PROJ only on the nodes of a lattice 0.05 degrees apart, each cell when first touched,
// and interpolates biquadratically: within 0.001 m of PROJ (the tests bound it), a few nanoseconds a point. The answer
// for a point does not depend on what was asked before. Safe to use from several threads.
class GridProjection {
 public:
  // Nothing is loaded until the first point is converted; that call throws Error(ExitCode::configuration) where PROJ
  // is not installed.
  GridProjection();
  ~GridProjection();
  GridProjection(const GridProjection&) = delete;
  GridProjection& operator=(const GridProjection&) = delete;

  // Millionths of a degree, as data/ stores coordinates. A point outside longitude [-9, 3), latitude [49, 62) (Great
  // Britain, Northern Ireland and their waters) gives NaN for both; any value may stand for "no coordinates" there.
  void to_grid(const std::int32_t* longitude_microdegrees, const std::int32_t* latitude_microdegrees, std::size_t count,
               double* easting, double* northing) const;
  GridPoint to_grid(double longitude, double latitude) const;

  // PROJ itself, one point at a time: what the lattice approximates, in the same range.
  GridPoint to_grid_exactly(double longitude, double latitude) const;
  // PROJ itself, backwards; NaN outside eastings [-200 km, 800 km], northings [-200 km, 1400 km].
  GeographicPoint to_geographic(double easting, double northing) const;

 private:
  struct Lattice;
  std::unique_ptr<Lattice> lattice_;
};

// One for the process: its lattice is shared by everyone who converts.
const GridProjection& british_national_grid();

}  // namespace hallmark::data
