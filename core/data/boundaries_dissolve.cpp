// Neighbours hold the same border, one of them backwards (boundaries.h says when). With every outline walked
// anticlockwise and every hole clockwise, an edge inside a union is met once in each direction; what is left over is
// the union's own outline.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "data/boundaries.h"

namespace hallmark::data {

namespace {

// Square metres. Where neighbours were published with coordinates that differ a little, slivers stay between them.
constexpr double smallest_ring = 10'000;

bool before(const GridPoint& a, const GridPoint& b) {
  return std::tie(a.easting, a.northing) < std::tie(b.easting, b.northing);
}

struct Edge {
  GridPoint from, to;
  Edge backwards() const { return {to, from}; }
  friend bool operator<(const Edge& a, const Edge& b) {
    return before(a.from, b.from) || (a.from == b.from && before(a.to, b.to));
  }
};

// Over 0 for a ring that runs anticlockwise.
double signed_area(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const GridPoint &a = ring[i], &b = ring[(i + 1) % ring.size()];
    twice += a.easting * b.northing - b.easting * a.northing;
  }
  return twice / 2;
}

// Even-odd rule.
bool contains(const Ring& ring, const GridPoint& point) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const GridPoint &a = ring[i], &b = ring[j];
    if ((a.northing > point.northing) != (b.northing > point.northing) &&
        point.easting < (b.easting - a.easting) * (point.northing - a.northing) / (b.northing - a.northing) + a.easting)
      inside = !inside;
  }
  return inside;
}

void add_edges(const Boundary& area, std::vector<Edge>& edges) {
  for (const auto& part : area.parts)
    for (std::size_t r = 0; r < part.size(); ++r) {
      const Ring& ring = part[r];
      const bool forwards = (signed_area(ring) > 0) == (r == 0);
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const Edge edge{ring[i], ring[(i + 1) % ring.size()]};
        if (!(edge.from == edge.to)) edges.push_back(forwards ? edge : edge.backwards());
      }
    }
}

std::vector<Edge> outer_edges(std::vector<Edge> edges) {
  std::sort(edges.begin(), edges.end());
  std::vector<Edge> outer;
  std::copy_if(edges.begin(), edges.end(), std::back_inserter(outer),
               [&](const Edge& edge) { return !std::binary_search(edges.begin(), edges.end(), edge.backwards()); });
  return outer;
}

// Follows the edges, which are sorted, from point to point until each is used.
std::vector<Ring> rings_of(const std::vector<Edge>& edges) {
  std::vector<bool> used(edges.size(), false);
  const auto next_from = [&](const GridPoint& point) {
    auto at = std::lower_bound(edges.begin(), edges.end(), point,
                               [](const Edge& edge, const GridPoint& p) { return before(edge.from, p); });
    while (at != edges.end() && at->from == point && used[static_cast<std::size_t>(at - edges.begin())]) ++at;
    return at != edges.end() && at->from == point ? at : edges.end();
  };
  std::vector<Ring> rings;
  for (std::size_t first = 0; first < edges.size(); ++first) {
    if (used[first]) continue;
    Ring ring;
    auto at = edges.begin() + static_cast<std::ptrdiff_t>(first);
    while (at != edges.end()) {
      used[static_cast<std::size_t>(at - edges.begin())] = true;
      ring.push_back(at->from);
      if (at->to == edges[first].from) break;
      at = next_from(at->to);
    }
    if (at != edges.end() && std::abs(signed_area(ring)) >= smallest_ring) rings.push_back(std::move(ring));
  }
  return rings;
}

// Outlines first, then each hole with the smallest outline around it.
std::vector<std::vector<Ring>> parts_of(std::vector<Ring> rings) {
  std::vector<std::vector<Ring>> parts;
  std::vector<Ring> holes;
  for (Ring& ring : rings)
    signed_area(ring) > 0 ? (void)parts.push_back({std::move(ring)}) : holes.push_back(std::move(ring));
  for (Ring& hole : holes) {
    std::vector<Ring>* around = nullptr;
    for (auto& part : parts)
      if (contains(part.front(), hole.front()) && (!around || signed_area(part.front()) < signed_area(around->front())))
        around = &part;
    if (around) around->push_back(std::move(hole));
  }
  return parts;
}

}  // namespace

Boundaries dissolve(const Boundaries& boundaries, const std::string& level,
                    const std::function<std::pair<std::string, std::string>(const Boundary&)>& whole_of) {
  struct Whole {
    std::string name;
    std::vector<Edge> edges;
  };
  std::map<std::string, Whole> wholes;
  for (const Boundary& area : boundaries.areas) {
    const auto [code, name] = whole_of(area);
    if (code.empty()) continue;
    Whole& whole = wholes[code];
    whole.name = name;
    add_edges(area, whole.edges);
  }
  Boundaries result{level, boundaries.attribution, {}};
  for (auto& [code, whole] : wholes)
    result.areas.push_back({code, whole.name, parts_of(rings_of(outer_edges(std::move(whole.edges))))});
  return result;
}

}  // namespace hallmark::data
