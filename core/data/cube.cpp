#include "data/cube.h"

#include <algorithm>

namespace hallmark::data {

namespace {

// Whether each of a dimension's labels passes; a test knows it of the column's codes.
std::vector<std::uint8_t> passing_ranks(const Test& test) {
  std::vector<std::uint8_t> passes(test.dimension->labels.size());
  for (std::size_t code = 0; code < test.passes.size(); ++code) passes[test.dimension->ranks[code]] = test.passes[code];
  return passes;
}

}  // namespace

std::vector<DimensionPtr> Cube::dimensions_of(const Plan& plan, const DimensionPtr& measured) {
  if (plan.query->measure.kind == Measure::Kind::sum) return {};
  if (plan.query->measure.kind == Measure::Kind::distinct && !measured) return {};
  std::vector<DimensionPtr> dimensions;
  if (measured) dimensions.push_back(measured);
  for (const Key& key : plan.keys) dimensions.push_back(key.dimension);
  for (const Test& test : plan.tests) dimensions.push_back(test.dimension);
  const auto is_computed = [](const DimensionPtr& each) { return each->kind != Dimension::Kind::mapped; };
  if (std::any_of(dimensions.begin(), dimensions.end(), is_computed)) return {};
  std::sort(dimensions.begin(), dimensions.end(),
            [](const DimensionPtr& a, const DimensionPtr& b) { return a->name < b->name; });
  dimensions.erase(std::unique(dimensions.begin(), dimensions.end()), dimensions.end());
  return dimensions;
}

std::uint64_t Cube::cells(const std::vector<DimensionPtr>& dimensions) {
  std::uint64_t cells = 1;
  for (const DimensionPtr& dimension : dimensions)
    if (__builtin_mul_overflow(cells, std::max<std::uint64_t>(1, dimension->codes), &cells)) return ~std::uint64_t{0};
  return cells;
}

Cube::Cube(const Plan& by, const std::vector<Group>& groups) {
  for (const Key& key : by.keys) {
    dimensions_.push_back(key.dimension);
    std::vector<std::uint32_t>& ranks = ranks_.emplace_back();
    ranks.reserve(groups.size());
    for (const Group& group : groups)
      ranks.push_back(static_cast<std::uint32_t>(group.key / key.stride % key.dimension->codes));
  }
  rows_.reserve(groups.size());
  for (const Group& group : groups) rows_.push_back(group.rows);
}

bool Cube::has(const std::vector<DimensionPtr>& dimensions) const {
  return std::all_of(dimensions.begin(), dimensions.end(), [&](const DimensionPtr& each) {
    return std::find(dimensions_.begin(), dimensions_.end(), each) != dimensions_.end();
  });
}

const std::vector<std::uint32_t>& Cube::ranks_of(const DimensionPtr& dimension) const {
  return ranks_[static_cast<std::size_t>(std::find(dimensions_.begin(), dimensions_.end(), dimension) -
                                         dimensions_.begin())];
}

Counts Cube::count(const Plan& plan, const DimensionPtr& measured) const {
  std::vector<std::uint8_t> passes(rows_.size(), 1);
  for (const Test& test : plan.tests) {
    const std::vector<std::uint8_t> passing = passing_ranks(test);
    const std::vector<std::uint32_t>& ranks = ranks_of(test.dimension);
    for (std::size_t cell = 0; cell < ranks.size(); ++cell) passes[cell] &= passing[ranks[cell]];
  }
  std::vector<std::uint64_t> groups(rows_.size());
  for (const Key& key : plan.keys) {
    const std::vector<std::uint32_t>& ranks = ranks_of(key.dimension);
    for (std::size_t cell = 0; cell < ranks.size(); ++cell) groups[cell] += ranks[cell] * key.stride;
  }
  Counts counts;
  for (std::size_t cell = 0; cell < rows_.size(); ++cell)
    if (passes[cell]) counts.table.find(groups[cell]).rows += rows_[cell];
  if (!measured) return counts;
  const std::vector<std::uint32_t>& values = ranks_of(measured);
  for (std::size_t cell = 0; cell < rows_.size(); ++cell)
    if (passes[cell] && !measured->labels[values[cell]].empty()) counts.pairs.add(groups[cell], values[cell]);
  return counts;
}

}  // namespace hallmark::data
