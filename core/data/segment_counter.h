// Counting the rows of segments by a plan's groups.
#pragma once

#include <cstdint>
#include <vector>

#include "data/groups.h"
#include "data/query_plan.h"

namespace hallmark::data {

// One thread's counts of one query.
struct Counts {
  std::vector<std::uint32_t> dense;  // of a dense plan with rows enough: one per group
  GroupTable table;                  // of any other
  PairSet pairs;                     // of distinct
  std::uint64_t rows = 0;            // counted so far, of a dense plan

  // From the table to one count per group.
  void lay_out(std::uint64_t groups);
};

// One thread's way through the segments of a table.
class SegmentCounter {
 public:
  void count(const Plan& plan, const Segment& segment, Counts& counts);

 private:
  void select(const Plan& plan, const Segment& segment);
  template <typename Passes>
  void narrow(std::size_t rows, const Passes& passes);
  void read(const Segment& segment, std::size_t column);
  const std::uint64_t* computed(const Dimension& dimension, const Segment& segment);
  template <typename Code>
  void step(const void* codes, const std::uint32_t* steps, std::size_t rows, bool first, std::uint32_t base);
  bool find_groups(const Plan& plan, const Segment& segment, std::uint32_t base);
  void count_dense(const Plan& plan, const Segment& segment, Counts& counts);
  void count_any(const Plan& plan, const Segment& segment, Counts& counts);
  void measure(const Plan& plan, const Segment& segment, Counts& counts);
  template <typename Visit>
  void each_selected(std::size_t rows, const Visit& visit) const;

  bool all_ = true;  // every row is selected; else those listed
  std::vector<std::uint32_t> selected_;
  std::vector<std::uint32_t> codes_, groups_;
  std::vector<std::uint64_t> wide_, keys_;
  const Dimension* wide_of_ = nullptr;  // whose codes, of which segment, wide_ holds
  const Segment* wide_in_ = nullptr;
  std::vector<double> room_;
};

}  // namespace hallmark::data
