#include "../targets.h"
#include "data/boundaries.h"

void hallmark::fuzz::geojson(std::string_view input) {
  reads_or_refuses([&] {
    for (const double tolerance : {0.0, 50.0}) {
      data::BoundarySource source;
      source.tolerance = tolerance;
      for (const Boundary& area : data::read_boundaries(input, "x.geojson", source).areas) require(!area.code.empty());
    }
  });
}
