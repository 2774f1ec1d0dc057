// Simplification border by border. A border is the stretch of a ring between two junctions, points where more than two
// edges meet; neighbours hold the same border, one of them backwards. Simplified always in the same direction, it
// comes out the same for both, so no slivers open between areas.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/boundaries.h"

namespace hallmark::data {

namespace {

using Vertex = std::uint32_t;
using Path = std::vector<Vertex>;

double squared_distance(const GridPoint& a, const GridPoint& b) {
  const double x = a.easting - b.easting, y = a.northing - b.northing;
  return x * x + y * y;
}

double squared_distance(const GridPoint& p, const GridPoint& from, const GridPoint& to) {
  const double x = to.easting - from.easting, y = to.northing - from.northing;
  const double length = x * x + y * y;
  if (length == 0) return squared_distance(p, from);
  const double t = std::clamp(((p.easting - from.easting) * x + (p.northing - from.northing) * y) / length, 0.0, 1.0);
  return squared_distance(p, {from.easting + t * x, from.northing + t * y});
}

double area_of(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const GridPoint &a = ring[i], &b = ring[(i + 1) % ring.size()];
    twice += a.easting * b.northing - b.easting * a.northing;
  }
  return std::abs(twice) / 2;
}

// Every distinct point of all rings, numbered in order of appearance, and which of them are junctions.
class Vertices {
 public:
  Path add(const Ring& ring) {
    Path path;
    for (const GridPoint& point : ring) {
      const Vertex vertex = number(point);
      if (path.empty() || path.back() != vertex) path.push_back(vertex);
    }
    while (path.size() > 1 && path.back() == path.front()) path.pop_back();
    for (std::size_t i = 0; i < path.size(); ++i) {
      meet(path[i], path[(i + 1) % path.size()]);
      meet(path[(i + 1) % path.size()], path[i]);
    }
    return path;
  }

  const GridPoint& point(Vertex vertex) const { return points_[vertex]; }
  bool junction(Vertex vertex) const { return junction_[vertex]; }

 private:
  static constexpr Vertex nobody = std::numeric_limits<Vertex>::max();

  struct Hash {
    std::size_t operator()(const GridPoint& p) const {
      return std::hash<double>()(p.easting) * 31 + std::hash<double>()(p.northing);
    }
  };

  Vertex number(const GridPoint& point) {
    const auto [at, added] = numbers_.try_emplace(point, static_cast<Vertex>(points_.size()));
    if (added) {
      points_.push_back(point);
      neighbours_.emplace_back(nobody, nobody);
      junction_.push_back(false);
    }
    return at->second;
  }

  void meet(Vertex vertex, Vertex other) {
    auto& [first, second] = neighbours_[vertex];
    if (first == nobody || first == other)
      first = other;
    else if (second == nobody || second == other)
      second = other;
    else
      junction_[vertex] = true;
  }

  std::unordered_map<GridPoint, Vertex, Hash> numbers_;  // looked up only, never walked
  std::vector<GridPoint> points_;
  std::vector<std::pair<Vertex, Vertex>> neighbours_;
  std::vector<bool> junction_;
};

// The vertex of path[first..last] furthest from the line between its ends, and its squared distance.
std::pair<std::size_t, double> furthest(const Vertices& vertices, const Path& path, std::size_t first,
                                        std::size_t last) {
  std::pair<std::size_t, double> found{first, -1};
  for (std::size_t i = first + 1; i < last; ++i) {
    const double distance =
        squared_distance(vertices.point(path[i]), vertices.point(path[first]), vertices.point(path[last]));
    if (distance > found.second) found = {i, distance};
  }
  return found;
}

// Douglas & Peucker 1973, both ends kept.
Path thin(const Vertices& vertices, const Path& path, double tolerance) {
  std::vector<bool> keep(path.size(), false);
  keep.front() = keep.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> open = {{0, path.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    const auto [middle, distance] = furthest(vertices, path, first, last);
    if (distance <= tolerance * tolerance) continue;
    keep[middle] = true;
    open.emplace_back(first, middle);
    open.emplace_back(middle, last);
  }
  Path thinned;
  for (std::size_t i = 0; i < path.size(); ++i)
    if (keep[i]) thinned.push_back(path[i]);
  return thinned;
}

// The same vertices whichever way the border is given.
Path thin_border(const Vertices& vertices, Path border, double tolerance) {
  const bool closed = border.front() == border.back();
  const std::size_t skip = closed && border.size() > 2 ? 1 : 0;
  const bool backwards = border[skip] > border[border.size() - 1 - skip];
  if (backwards) std::reverse(border.begin(), border.end());
  Path thinned = thin(vertices, border, tolerance);
  if (backwards) std::reverse(thinned.begin(), thinned.end());
  return thinned;
}

// `path` closes implicitly; so does the result, which may have fewer than three vertices.
Path thin_ring(const Vertices& vertices, Path path, double tolerance) {
  if (path.empty()) return path;
  auto start = std::find_if(path.begin(), path.end(), [&](Vertex v) { return vertices.junction(v); });
  // An island, or an enclave and the hole around it, starts at the vertex met first.
  if (start == path.end()) start = std::min_element(path.begin(), path.end());
  std::rotate(path.begin(), start, path.end());
  path.push_back(path.front());
  Path result;
  for (std::size_t first = 0, i = 1; i < path.size(); ++i) {
    if (i + 1 < path.size() && !vertices.junction(path[i])) continue;
    const Path border(path.begin() + static_cast<std::ptrdiff_t>(first),
                      path.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    const Path thinned = thin_border(vertices, border, tolerance);
    result.insert(result.end(), thinned.begin(), thinned.end() - 1);
    first = i;
  }
  return result;
}

Ring to_ring(const Vertices& vertices, const Path& path) {
  Ring ring;
  for (const Vertex vertex : path) ring.push_back(vertices.point(vertex));
  return ring;
}

using Paths = std::vector<std::vector<Path>>;  // parts of rings

std::size_t largest_part(const Boundary& area) {
  std::size_t largest = 0;
  double size = -1;
  for (std::size_t i = 0; i < area.parts.size(); ++i) {
    const double part = area.parts[i].empty() ? 0 : area_of(area.parts[i].front());
    if (part > size) {
      size = part;
      largest = i;
    }
  }
  return largest;
}

std::vector<std::vector<Ring>> simplify_parts(const Vertices& vertices, const Boundary& area, const Paths& paths,
                                              double tolerance) {
  const std::size_t largest = largest_part(area);
  std::vector<std::vector<Ring>> parts;
  for (std::size_t p = 0; p < paths.size(); ++p) {
    std::vector<Ring> rings;
    for (std::size_t r = 0; r < paths[p].size(); ++r) {
      const bool must_stay = p == largest && r == 0;
      Path thinned = thin_ring(vertices, paths[p][r], tolerance);
      for (double finer = tolerance / 4; must_stay && thinned.size() < 3 && paths[p][r].size() >= 3; finer /= 4)
        thinned = finer > 1e-6 ? thin_ring(vertices, paths[p][r], finer) : paths[p][r];
      Ring ring = to_ring(vertices, thinned);
      if ((must_stay && !ring.empty()) || (ring.size() >= 3 && area_of(ring) >= tolerance * tolerance))
        rings.push_back(std::move(ring));
      else if (r == 0)
        break;  // a part goes with its outline
    }
    if (!rings.empty()) parts.push_back(std::move(rings));
  }
  return parts;
}

}  // namespace

Boundaries simplify(const Boundaries& boundaries, double tolerance) {
  if (!(tolerance > 0)) return boundaries;
  Vertices vertices;
  std::vector<Paths> paths;
  for (const Boundary& area : boundaries.areas) {
    Paths& parts = paths.emplace_back();
    for (const auto& rings : area.parts) {
      std::vector<Path>& part = parts.emplace_back();
      for (const Ring& ring : rings) part.push_back(vertices.add(ring));
    }
  }
  Boundaries result{boundaries.level, boundaries.attribution, {}};
  for (std::size_t i = 0; i < boundaries.areas.size(); ++i) {
    const Boundary& area = boundaries.areas[i];
    result.areas.push_back({area.code, area.name, simplify_parts(vertices, area, paths[i], tolerance)});
  }
  return result;
}

}  // namespace hallmark::data
