#include "chart/outlines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace hallmark::chart {
namespace {

struct Node {
  std::int64_t x = 0, y = 0;  // tenths
  friend auto operator<=>(const Node&, const Node&) = default;
};
using NodeRing = std::vector<Node>;

NodeRing rounded(const Outline& outline) {
  constexpr double limit = 1e7;
  NodeRing ring;
  for (const Point& point : outline) {
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) continue;
    const Node node{std::llround(std::clamp(point.x, -limit, limit) * 10),
                    std::llround(std::clamp(point.y, -limit, limit) * 10)};
    if (ring.empty() || !(ring.back() == node)) ring.push_back(node);
  }
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  return ring;
}

// Where borders of different areas part: nodes with more than two neighbours among all rings.
class Junctions {
 public:
  void add(const NodeRing& ring) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Node a = ring[i], b = ring[(i + 1) % ring.size()];
      edges_.emplace_back(a, b);
      edges_.emplace_back(b, a);
    }
  }
  void finish() {
    std::sort(edges_.begin(), edges_.end());
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
    for (std::size_t i = 0; i < edges_.size();) {
      std::size_t end = i;
      while (end < edges_.size() && edges_[end].first == edges_[i].first) ++end;
      if (end - i > 2) nodes_.push_back(edges_[i].first);
      i = end;
    }
    edges_.clear();
  }
  bool contains(const Node& node) const { return std::binary_search(nodes_.begin(), nodes_.end(), node); }

 private:
  std::vector<std::pair<Node, Node>> edges_;
  std::vector<Node> nodes_;
};

double distance_to(const Node& p, const Node& a, const Node& b) {
  const double dx = static_cast<double>(b.x - a.x), dy = static_cast<double>(b.y - a.y);
  const double px = static_cast<double>(p.x - a.x), py = static_cast<double>(p.y - a.y);
  const double length = dx * dx + dy * dy;
  const double along = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0;
  return std::hypot(px - along * dx, py - along * dy);
}

// Marks the points of points[first..last] to keep; explicit stack, as coasts are long.
void mark_kept(const NodeRing& points, std::size_t first, std::size_t last, double tolerance, std::vector<bool>& keep) {
  std::vector<std::pair<std::size_t, std::size_t>> spans = {{first, last}};
  while (!spans.empty()) {
    const auto [from, to] = spans.back();
    spans.pop_back();
    std::size_t farthest = from;
    double most = tolerance;
    for (std::size_t i = from + 1; i < to; ++i) {
      const double distance = distance_to(points[i], points[from], points[to]);
      if (distance > most) {
        most = distance;
        farthest = i;
      }
    }
    if (farthest == from) continue;
    keep[farthest] = true;
    spans.emplace_back(from, farthest);
    spans.emplace_back(farthest, to);
  }
}

// An arc is simplified in one direction whichever area it belongs to.
NodeRing simplified_arc(NodeRing arc, double tolerance) {
  const bool reverse = arc.back() < arc.front() || (arc.front() == arc.back() && arc[arc.size() - 2] < arc[1]);
  if (reverse) std::reverse(arc.begin(), arc.end());
  std::vector<bool> keep(arc.size(), false);
  keep.front() = keep.back() = true;
  std::size_t split = 0;
  if (arc.front() == arc.back())  // a whole ring: the point farthest from its start holds it open
    for (std::size_t i = 1; i < arc.size(); ++i)
      if (distance_to(arc[i], arc[0], arc[0]) > distance_to(arc[split], arc[0], arc[0])) split = i;
  if (split > 0) {
    keep[split] = true;
    mark_kept(arc, 0, split, tolerance, keep);
    mark_kept(arc, split, arc.size() - 1, tolerance, keep);
  } else {
    mark_kept(arc, 0, arc.size() - 1, tolerance, keep);
  }
  NodeRing result;
  for (std::size_t i = 0; i < arc.size(); ++i)
    if (keep[i]) result.push_back(arc[i]);
  if (reverse) std::reverse(result.begin(), result.end());
  return result;
}

Outline simplified_ring(NodeRing ring, const Junctions& junctions, double tolerance) {
  auto start = std::find_if(ring.begin(), ring.end(), [&](const Node& node) { return junctions.contains(node); });
  if (start == ring.end()) start = std::min_element(ring.begin(), ring.end());
  std::rotate(ring.begin(), start, ring.end());
  ring.push_back(ring.front());
  NodeRing kept;
  for (std::size_t from = 0; from + 1 < ring.size();) {
    std::size_t to = from + 1;
    while (to + 1 < ring.size() && !junctions.contains(ring[to])) ++to;
    const NodeRing arc = simplified_arc(
        NodeRing(ring.begin() + static_cast<std::ptrdiff_t>(from), ring.begin() + static_cast<std::ptrdiff_t>(to) + 1),
        tolerance);
    kept.insert(kept.end(), arc.begin(), arc.end() - 1);
    from = to;
  }
  Outline outline;
  for (const Node& node : kept) outline.push_back({static_cast<double>(node.x) / 10, static_cast<double>(node.y) / 10});
  return outline;
}

}  // namespace

std::vector<Outlines> simplify(const std::vector<Outlines>& areas, double tolerance) {
  std::vector<std::vector<NodeRing>> rings(areas.size());
  Junctions junctions;
  for (std::size_t a = 0; a < areas.size(); ++a)
    for (const Outline& outline : areas[a]) {
      NodeRing ring = rounded(outline);
      if (ring.size() < 3) continue;
      junctions.add(ring);
      rings[a].push_back(std::move(ring));
    }
  junctions.finish();
  std::vector<Outlines> result(areas.size());
  for (std::size_t a = 0; a < areas.size(); ++a)
    for (NodeRing& ring : rings[a]) {
      Outline outline = simplified_ring(std::move(ring), junctions, tolerance * 10);
      if (outline.size() >= 3) result[a].push_back(std::move(outline));
    }
  return result;
}

Outlines outline_of_cells(const std::vector<CellIndex>& cells) {
  // Edges run with the cell on their right; an edge between two cells of the set occurs in both directions and goes.
  std::multimap<CellIndex, CellIndex> edges;
  const std::set<CellIndex> held(cells.begin(), cells.end());
  for (const auto& [c, r] : held) {
    if (!held.contains({c, r - 1})) edges.insert({{c, r}, {c + 1, r}});
    if (!held.contains({c + 1, r})) edges.insert({{c + 1, r}, {c + 1, r + 1}});
    if (!held.contains({c, r + 1})) edges.insert({{c + 1, r + 1}, {c, r + 1}});
    if (!held.contains({c - 1, r})) edges.insert({{c, r + 1}, {c, r}});
  }
  Outlines rings;
  while (!edges.empty()) {
    Outline ring;
    const CellIndex start = edges.begin()->first;
    CellIndex at = start, before = start;
    do {
      const auto edge = edges.find(at);
      const CellIndex next = edge->second;
      const bool straight = !ring.empty() && (next.column - at.column) * (at.row - before.row) ==
                                                 (next.row - at.row) * (at.column - before.column);
      if (!straight) ring.push_back({static_cast<double>(at.column), static_cast<double>(at.row)});
      edges.erase(edge);
      before = at;
      at = next;
    } while (!(at == start));
    rings.push_back(std::move(ring));
  }
  return rings;
}

}  // namespace hallmark::chart
