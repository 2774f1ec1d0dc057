// Counts by group while rows are read: one of a thread's, merged at the end.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace hallmark::data {

// A group of a query's result.
struct Group {
  std::uint64_t key = 0;
  std::uint64_t rows = 0;
  double value = 0;
};

// A hash table from 64-bit keys to counts and sums, for groups too many to lay out in full.
class GroupTable {
 public:
  struct Group {
    std::uint64_t key = 0;
    std::uint64_t rows = 0;  // 0: free
    double sum = 0;
  };

  Group& find(std::uint64_t key) {
    if (slots_.empty()) slots_.resize(std::size_t{1} << first_bits);
    for (std::size_t at = (key * 0x9E3779B97F4A7C15u) >> shift_;; at = (at + 1) & (slots_.size() - 1)) {
      Group& slot = slots_[at];
      if (slot.key == key && slot.rows != 0) return slot;
      if (slot.rows == 0) return add(key, at);
    }
  }
  template <typename Visit>
  void visit(const Visit& visit) const {
    for (const Group& slot : slots_)
      if (slot.rows != 0) visit(slot);
  }

 private:
  // The caller counts the row at once, which marks the slot as taken.
  Group& add(std::uint64_t key, std::size_t at) {
    if (++used_ * 2 <= slots_.size()) {
      slots_[at].key = key;
      return slots_[at];
    }
    std::vector<Group> old(slots_.size() * 2);
    old.swap(slots_);
    --shift_;
    used_ = 0;
    for (const Group& slot : old)
      if (slot.rows != 0) find(slot.key) = slot;
    return find(key);
  }

  static constexpr unsigned first_bits = 10;
  std::vector<Group> slots_;
  unsigned shift_ = 64 - first_bits;
  std::size_t used_ = 0;
};

// Distinct pairs of group and value.
class PairSet {
 public:
  using Pair = std::pair<std::uint64_t, std::uint64_t>;

  void add(std::uint64_t group, std::uint64_t value) {
    pairs_.emplace_back(group, value);
    if (pairs_.size() >= limit_) tidy();
  }
  void add(const PairSet& other) { pairs_.insert(pairs_.end(), other.pairs_.begin(), other.pairs_.end()); }
  // Sorted, each once.
  const std::vector<Pair>& tidy() {
    std::sort(pairs_.begin(), pairs_.end());
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
    limit_ = std::max<std::size_t>(limit_, pairs_.size() * 2);
    return pairs_;
  }

 private:
  std::vector<Pair> pairs_;
  std::size_t limit_ = 1 << 20;
};

}  // namespace hallmark::data
