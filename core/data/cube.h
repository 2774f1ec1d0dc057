// Counts of a table's rows by several dimensions at once, from which coarser and filtered counts are added up: a report
// asks a hundred such questions of the same few dimensions.
#pragma once

#include <cstdint>
#include <vector>

#include "data/groups.h"
#include "data/query_plan.h"
#include "data/segment_counter.h"

namespace hallmark::data {

class Cube {
 public:
  // The dimensions that a plan's answer depends on, by name, each once. `measured` is that of the column whose
  // different values are counted; null where rows are. Empty where no cube answers: the plan adds up a column, depends
  // on nothing, or on what is computed from a row's coordinates.
  static std::vector<DimensionPtr> dimensions_of(const Plan& plan, const DimensionPtr& measured);
  // As many cells as a cube of these can have.
  static std::uint64_t cells(const std::vector<DimensionPtr>& dimensions);

  // `by` groups all rows by the cube's dimensions and nothing else; `groups` is what it found.
  Cube(const Plan& by, const std::vector<Group>& groups);

  bool has(const std::vector<DimensionPtr>& dimensions) const;
  // What the plan would count in the table itself.
  Counts count(const Plan& plan, const DimensionPtr& measured) const;

 private:
  const std::vector<std::uint32_t>& ranks_of(const DimensionPtr& dimension) const;

  std::vector<DimensionPtr> dimensions_;
  std::vector<std::vector<std::uint32_t>> ranks_;  // [dimension][cell with rows]: the position in its labels
  std::vector<std::uint64_t> rows_;                // per such cell
};

}  // namespace hallmark::data
