#include "tessellation.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace hallmark::examples {
namespace {

constexpr double middle_longitude = -2.05, middle_latitude = 54.37;
constexpr double metres_per_degree_east = 64985, metres_per_degree_north = 111330;  // at that latitude

// Keeps the part of a convex polygon that is nearer to `site` than to `other`.
std::vector<Metres> clip(const std::vector<Metres>& polygon, Metres site, Metres other) {
  const Metres normal{other.x - site.x, other.y - site.y};
  const Metres halfway{(site.x + other.x) / 2, (site.y + other.y) / 2};
  const auto beyond = [&](Metres p) { return (p.x - halfway.x) * normal.x + (p.y - halfway.y) * normal.y; };
  std::vector<Metres> kept;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Metres a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    const double at_a = beyond(a), at_b = beyond(b);
    if (at_a <= 0) kept.push_back(a);
    if ((at_a < 0 && at_b > 0) || (at_a > 0 && at_b < 0)) {
      const double t = at_a / (at_a - at_b);
      kept.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
  }
  return kept;
}

double reach(const std::vector<Metres>& polygon, Metres site) {
  double furthest = 0;
  for (const Metres corner : polygon) furthest = std::max(furthest, distance(corner, site));
  return furthest;
}

using Edge = std::pair<Vertex, Vertex>;

std::vector<Edge> edges_of(const Cell& cell) {
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < cell.corners.size(); ++i) {
    const Vertex a = to_vertex(cell.corners[i]), b = to_vertex(cell.corners[(i + 1) % cell.corners.size()]);
    if (a != b) edges.push_back({a, b});
  }
  return edges;
}

// The bend of an edge: up to an eighth of its length to one side, the same from either end.
void append_bent(VertexRing& ring, Edge edge) {
  ring.push_back(edge.first);
  const bool turned = edge.second < edge.first;
  if (turned) std::swap(edge.first, edge.second);
  const double dx = edge.second.first - edge.first.first, dy = edge.second.second - edge.first.second;
  if (dx * dx + dy * dy < 80.0 * 80.0) return;
  Random random(static_cast<std::uint64_t>(edge.first.first + 1000000) * 2654435761u +
                static_cast<std::uint64_t>(edge.first.second) * 40503u +
                static_cast<std::uint64_t>(edge.second.first + 1000000) * 97u +
                static_cast<std::uint64_t>(edge.second.second));
  const double along = random.uniform(0.38, 0.62), aside = random.uniform(-0.125, 0.125);
  // A degree of latitude is 1.713 times as long as one of longitude here.
  const double x = edge.first.first + along * dx - aside * dy * 1.713;
  const double y = edge.first.second + along * dy + aside * dx / 1.713;
  ring.push_back({static_cast<std::int32_t>(std::lround(x)), static_cast<std::int32_t>(std::lround(y))});
}

}  // namespace

std::pair<double, double> to_degrees(Metres point) {
  return {middle_longitude + point.x / metres_per_degree_east, middle_latitude + point.y / metres_per_degree_north};
}

Vertex to_vertex(Metres point) {
  const auto [longitude, latitude] = to_degrees(point);
  return {static_cast<std::int32_t>(std::lround(longitude * 1e5)),
          static_cast<std::int32_t>(std::lround(latitude * 1e5))};
}

std::vector<Cell> voronoi_cells(const std::vector<Metres>& sites, double half_width, double half_height) {
  std::vector<Cell> cells;
  for (const Metres site : sites) {
    std::vector<std::pair<double, Metres>> others;
    for (const Metres other : sites)
      if (const double away = distance(site, other); away > 0) others.push_back({away, other});
    std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Metres> polygon = {
        {-half_width, -half_height}, {half_width, -half_height}, {half_width, half_height}, {-half_width, half_height}};
    for (const auto& [away, other] : others) {
      if (away > 2 * reach(polygon, site)) break;  // no further site can cut it
      polygon = clip(polygon, site, other);
    }
    cells.push_back({site, std::move(polygon)});
  }
  return cells;
}

std::vector<std::vector<std::size_t>> neighbours(const std::vector<Cell>& cells) {
  std::map<Edge, std::size_t> owner;
  for (std::size_t c = 0; c < cells.size(); ++c)
    for (const Edge& edge : edges_of(cells[c])) owner[edge] = c;
  std::vector<std::vector<std::size_t>> touching(cells.size());
  for (const auto& [edge, cell] : owner)
    if (const auto other = owner.find({edge.second, edge.first}); other != owner.end())
      touching[cell].push_back(other->second);
  return touching;
}

std::vector<VertexRing> outline(const std::vector<Cell>& cells, const std::vector<std::size_t>& members) {
  std::map<Edge, bool> edges;
  for (const std::size_t member : members)
    for (const Edge& edge : edges_of(cells[member])) edges[edge] = true;
  std::map<Vertex, Vertex> next;
  for (const auto& [edge, present] : edges) {
    if (edges.contains({edge.second, edge.first})) continue;  // inside
    if (!next.emplace(edge.first, edge.second).second) throw std::logic_error("two borders cross at a corner");
  }
  std::vector<VertexRing> rings;
  while (!next.empty()) {
    VertexRing ring;
    const Vertex start = next.begin()->first;
    Vertex at = start;
    do {
      const auto step = next.find(at);
      if (step == next.end()) throw std::logic_error("a border does not close");
      append_bent(ring, {at, step->second});
      at = step->second;
      next.erase(step);
    } while (at != start);
    rings.push_back(std::move(ring));
  }
  return rings;
}

double signed_area(const VertexRing& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Vertex a = ring[i], b = ring[(i + 1) % ring.size()];
    twice += static_cast<double>(a.first) * b.second - static_cast<double>(b.first) * a.second;
  }
  return twice / 2;
}

}  // namespace hallmark::examples
