#include "generate/geography.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

namespace hallmark::examples {
namespace {

const Geography& geography() {
  static const Geography made = make_geography();
  return made;
}

bool contains(const std::vector<VertexRing>& rings, double longitude, double latitude) {
  bool inside = false;
  for (const VertexRing& ring : rings)
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Vertex a = ring[i], b = ring[(i + 1) % ring.size()];
      if ((a.second > latitude) == (b.second > latitude)) continue;
      const double crossing = a.first + (latitude - a.second) / (b.second - a.second) * (b.first - a.first);
      if (longitude < crossing) inside = !inside;
    }
  return inside;
}

double area(const std::vector<VertexRing>& rings) {
  double total = 0;
  for (const VertexRing& ring : rings) total += signed_area(ring);
  return total;
}

TEST_CASE("every point of a street lies within its own LSOA") {
  std::size_t outside = 0, points = 0;
  const auto check = [&](const Street& street, const Lsoa& lsoa) {
    char* end = nullptr;
    const double longitude = std::strtod(street.coordinates.c_str(), &end) * 1e5;
    ++points;
    if (!contains(lsoa.rings, longitude, std::strtod(end + 1, nullptr) * 1e5)) ++outside;
  };
  for (const Lsoa& lsoa : geography().lsoas)
    for (const Street& street : lsoa.streets) check(street, lsoa);
  for (const Street& street : geography().night_time_streets)
    check(street, geography().lsoas[geography().night_time_lsoa]);
  CHECK(points > 2000);
  CHECK(outside == 0);
}

TEST_CASE("neighbouring LSOAs share their borders and leave no gap") {
  std::map<std::pair<Vertex, Vertex>, int> edges;
  for (const Lsoa& lsoa : geography().lsoas)
    for (const VertexRing& ring : lsoa.rings)
      for (std::size_t i = 0; i < ring.size(); ++i) ++edges[{ring[i], ring[(i + 1) % ring.size()]}];
  std::size_t unshared = 0, outer = 0;
  for (const auto& [edge, times] : edges) {
    CHECK(times == 1);
    if (!edges.contains({edge.second, edge.first})) ++unshared;
  }
  for (const District& district : geography().districts)
    for (const VertexRing& ring : district.rings)
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const Vertex a = ring[i], b = ring[(i + 1) % ring.size()];
        CHECK(edges.contains({a, b}));
        if (!edges.contains({b, a})) ++outer;
      }
  CHECK(unshared == outer);
}

TEST_CASE("districts are made of their LSOAs, each in one piece") {
  std::map<std::size_t, double> sums;
  for (const Lsoa& lsoa : geography().lsoas) {
    CHECK(signed_area(lsoa.rings.front()) > 0);
    CHECK(lsoa.rings.size() == 1);
    sums[lsoa.district] += area(lsoa.rings);
  }
  for (std::size_t d = 0; d < geography().districts.size(); ++d) {
    CHECK(geography().districts[d].rings.size() == 1);
    CHECK(std::abs(area(geography().districts[d].rings) - sums[d]) < 1);
  }
}

TEST_CASE("LSOAs stand in the order of their names") {
  CHECK(geography().lsoas.size() == 169);
  for (std::size_t i = 1; i < geography().lsoas.size(); ++i)
    CHECK(geography().lsoas[i - 1].name < geography().lsoas[i].name);
}

}  // namespace
}  // namespace hallmark::examples
