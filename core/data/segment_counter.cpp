#include "data/segment_counter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hallmark::data {

namespace {

// To lay out groups in full costs their number to clear and to go through: cheap up to the one, and worth it once every
// so many groups have met a row. Some strays far from all others make three million cells of an area that has twenty
// thousand.
constexpr std::uint64_t few_groups = 1 << 16, groups_a_row = 4;

template <typename T>
void at_least(std::vector<T>& room, std::size_t size) {
  if (room.size() < size) room.resize(size);
}

// Of a number, for distinct: equal numbers have equal bits, except for the two zeros.
std::uint64_t bits_of(double value) {
  value += 0.0;
  std::uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

bool is_constant(const Dimension& dimension, const Segment& segment) {
  return dimension.kind == Dimension::Kind::mapped && segment.columns[dimension.column].width == 0;
}

}  // namespace

void SegmentCounter::count(const Plan& plan, const Segment& segment, Counts& counts) {
  all_ = true;
  if (!plan.tests.empty()) select(plan, segment);
  if (!all_ && selected_.empty()) return;
  if (plan.dense) {
    if (counts.dense.empty() && (plan.groups <= few_groups || counts.rows * groups_a_row >= plan.groups))
      counts.lay_out(plan.groups);
    counts.rows += all_ ? segment.rows : selected_.size();
  }
  if (counts.dense.empty())
    count_any(plan, segment, counts);
  else
    count_dense(plan, segment, counts);
}

void Counts::lay_out(std::uint64_t groups) {
  dense.resize(groups);
  table.visit([&](const GroupTable::Group& group) { dense[group.key] = static_cast<std::uint32_t>(group.rows); });
  table = {};
}

template <typename Visit>
void SegmentCounter::each_selected(std::size_t rows, const Visit& visit) const {
  if (all_)
    for (std::size_t r = 0; r < rows; ++r) visit(r);
  else
    for (const std::uint32_t r : selected_) visit(r);
}

// Rows that pass every filter.
void SegmentCounter::select(const Plan& plan, const Segment& segment) {
  selected_.clear();
  // What holds for the whole segment comes first: most often its month is not one of those asked for.
  for (const Test& test : plan.tests)
    if (is_constant(*test.dimension, segment) && !test.passes[segment.columns[test.dimension->column].constant]) {
      all_ = false;
      return;
    }
  for (const Test& test : plan.tests) {
    const Dimension& dimension = *test.dimension;
    if (is_constant(dimension, segment)) continue;
    if (dimension.kind == Dimension::Kind::mapped) {
      const SegmentColumn& column = segment.columns[dimension.column];
      const auto& passes = test.passes;
      if (column.width == 1)
        narrow(segment.rows, [codes = static_cast<const std::uint8_t*>(column.data), &passes](std::size_t r) {
          return passes[codes[r]];
        });
      if (column.width == 2)
        narrow(segment.rows, [codes = static_cast<const std::uint16_t*>(column.data), &passes](std::size_t r) {
          return passes[codes[r]];
        });
      if (column.width == 4)
        narrow(segment.rows, [codes = static_cast<const std::uint32_t*>(column.data), &passes](std::size_t r) {
          return passes[codes[r]];
        });
    } else {
      narrow(segment.rows, [&, codes = computed(dimension, segment)](std::size_t r) { return test.pass(codes[r]); });
    }
    if (selected_.empty()) return;
  }
}

// Keeps the rows that pass. Without branches: which ones do is as good as random.
template <typename Passes>
void SegmentCounter::narrow(std::size_t rows, const Passes& passes) {
  std::size_t kept = 0;
  if (all_) {
    selected_.resize(rows);
    for (std::uint32_t r = 0; r < rows; ++r) {
      selected_[kept] = r;
      kept += passes(r) ? 1 : 0;
    }
  } else {
    for (const std::uint32_t r : selected_) {
      selected_[kept] = r;
      kept += passes(r) ? 1 : 0;
    }
  }
  selected_.resize(kept);
  all_ = false;
}

void SegmentCounter::read(const Segment& segment, std::size_t column) {
  at_least(codes_, segment.rows);
  read_codes(segment, column, codes_.data());
}

// Codes made from coordinates, which a filter and a grouping share.
const std::uint64_t* SegmentCounter::computed(const Dimension& dimension, const Segment& segment) {
  if (wide_of_ != &dimension || wide_in_ != &segment) {
    at_least(wide_, segment.rows);
    computed_codes(dimension, segment, room_, wide_.data());
    wide_of_ = &dimension;
    wide_in_ = &segment;
  }
  return wide_.data();
}

template <typename Code>
void SegmentCounter::step(const void* codes, const std::uint32_t* steps, std::size_t rows, bool first,
                          std::uint32_t base) {
  const Code* from = static_cast<const Code*>(codes);
  std::uint32_t* groups = groups_.data();
  if (first)
    for (std::size_t r = 0; r < rows; ++r) groups[r] = base + steps[from[r]];
  else
    for (std::size_t r = 0; r < rows; ++r) groups[r] += steps[from[r]];
}

// The group of each row; false when all are `base`, because every key is constant in the segment.
bool SegmentCounter::find_groups(const Plan& plan, const Segment& segment, std::uint32_t base) {
  const std::size_t rows = segment.rows;
  at_least(groups_, rows);
  bool first = true;
  for (const Key& key : plan.keys) {
    if (is_constant(*key.dimension, segment)) continue;
    if (key.dimension->kind == Dimension::Kind::mapped) {
      const SegmentColumn& column = segment.columns[key.dimension->column];
      if (column.width == 1) step<std::uint8_t>(column.data, key.steps.data(), rows, first, base);
      if (column.width == 2) step<std::uint16_t>(column.data, key.steps.data(), rows, first, base);
      if (column.width == 4) step<std::uint32_t>(column.data, key.steps.data(), rows, first, base);
    } else {
      const std::uint64_t* codes = computed(*key.dimension, segment);
      for (std::size_t r = 0; r < rows; ++r)
        groups_[r] = (first ? base : groups_[r]) + static_cast<std::uint32_t>(codes[r] * key.stride);
    }
    first = false;
  }
  return !first;
}

// Groups laid out in full: constants of the segment are added once, the others by lookup.
void SegmentCounter::count_dense(const Plan& plan, const Segment& segment, Counts& counts) {
  std::uint32_t base = 0;
  for (const Key& key : plan.keys)
    if (is_constant(*key.dimension, segment)) base += key.steps[segment.columns[key.dimension->column].constant];
  std::uint32_t* groups = counts.dense.data();
  if (!find_groups(plan, segment, base)) {
    groups[base] += static_cast<std::uint32_t>(all_ ? segment.rows : selected_.size());
    return;
  }
  const std::uint32_t* group = groups_.data();
  each_selected(segment.rows, [&](std::size_t r) { ++groups[group[r]]; });
}

// Any number of groups and any measure.
void SegmentCounter::count_any(const Plan& plan, const Segment& segment, Counts& counts) {
  const std::size_t rows = segment.rows;
  keys_.assign(rows, 0);
  for (const Key& key : plan.keys) {
    if (key.dimension->kind == Dimension::Kind::mapped) {
      read(segment, key.dimension->column);
      for (std::size_t r = 0; r < rows; ++r) keys_[r] += key.dimension->ranks[codes_[r]] * key.stride;
    } else {
      const std::uint64_t* codes = computed(*key.dimension, segment);
      for (std::size_t r = 0; r < rows; ++r) keys_[r] += codes[r] * key.stride;
    }
  }
  if (plan.measured != Table::npos)
    measure(plan, segment, counts);
  else
    each_selected(rows, [&](std::size_t r) { ++counts.table.find(keys_[r]).rows; });
}

void SegmentCounter::measure(const Plan& plan, const Segment& segment, Counts& counts) {
  const SegmentColumn& column = segment.columns[plan.measured];
  const Storage storage = plan.table->columns[plan.measured].storage;
  const bool sum = plan.query->measure.kind == Measure::Kind::sum;
  if (storage == Storage::codes) read(segment, plan.measured);
  each_selected(segment.rows, [&](std::size_t r) {
    GroupTable::Group& group = counts.table.find(keys_[r]);
    ++group.rows;
    if (storage == Storage::number) {
      const double value = static_cast<const double*>(column.data)[r];
      if (std::isnan(value)) return;
      if (sum)
        group.sum += value;
      else
        counts.pairs.add(keys_[r], bits_of(value));
      return;
    }
    const std::uint64_t value =
        storage == Storage::codes ? codes_[r] : static_cast<const std::uint64_t*>(column.data)[r];
    if (value != 0) counts.pairs.add(keys_[r], value);  // blanks are no values
  });
}

}  // namespace hallmark::data
