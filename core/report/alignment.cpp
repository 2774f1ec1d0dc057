#include "report/alignment.h"

#include <algorithm>

namespace hallmark::report {

namespace {

using Words = std::vector<std::string>;
constexpr int most_changes = 4000;  // 64 MiB of recorded frontiers
constexpr std::size_t nearby = 256;

struct Range {
  std::size_t old_from, old_to, new_from, new_to;
};

// Myers' O(ND) difference algorithm (Algorithmica 1, 1986): the work grows with the changes, not with the text.
// Frontier [k] after d changes is how far into the old words one gets on the diagonal old − new = k. False: too many
// changes.
class ShortestEdit {
 public:
  ShortestEdit(const Words& old_words, const Words& new_words, const Range& range)
      : old_(old_words),
        new_(new_words),
        range_(range),
        rows_(static_cast<int>(range.old_to - range.old_from)),
        columns_(static_cast<int>(range.new_to - range.new_from)) {}

  bool match(std::vector<std::size_t>& out) {
    for (int changes = 0; changes <= std::min(most_changes, rows_ + columns_); ++changes) {
      frontiers_.push_back(next_frontier(changes));
      const int goal = rows_ - columns_;
      if (goal >= -changes && goal <= changes && (goal + changes) % 2 == 0 && at(changes, goal) >= rows_) {
        walk_back(changes, out);
        return true;
      }
    }
    return false;
  }

 private:
  // Frontiers hold the diagonals −d, −d + 2, …, d.
  int at(int changes, int diagonal) const {
    return frontiers_[static_cast<std::size_t>(changes)][static_cast<std::size_t>((diagonal + changes) / 2)];
  }
  // Whether the furthest path to this diagonal came by a word added (from above) rather than one taken away.
  bool came_by_adding(int changes, int diagonal) const {
    if (diagonal == -changes) return true;
    return diagonal != changes && at(changes - 1, diagonal - 1) < at(changes - 1, diagonal + 1);
  }
  bool equal(int row, int column) const {
    return old_[range_.old_from + static_cast<std::size_t>(row)] ==
           new_[range_.new_from + static_cast<std::size_t>(column)];
  }
  std::vector<int> next_frontier(int changes) const {
    std::vector<int> frontier;
    frontier.reserve(static_cast<std::size_t>(changes) + 1);
    for (int diagonal = -changes; diagonal <= changes; diagonal += 2) {
      int row = 0;
      if (changes > 0)
        row = came_by_adding(changes, diagonal) ? at(changes - 1, diagonal + 1) : at(changes - 1, diagonal - 1) + 1;
      while (row < rows_ && row - diagonal < columns_ && row >= diagonal && equal(row, row - diagonal)) ++row;
      frontier.push_back(row);
    }
    return frontier;
  }
  void walk_back(int changes, std::vector<std::size_t>& out) const {
    int row = rows_, diagonal = rows_ - columns_;
    for (; changes >= 0; --changes) {
      const bool adding = changes > 0 && came_by_adding(changes, diagonal);
      const int start = changes == 0 ? 0 : adding ? at(changes - 1, diagonal + 1) : at(changes - 1, diagonal - 1) + 1;
      for (; row > start; --row)
        out[range_.old_from + static_cast<std::size_t>(row - 1)] =
            range_.new_from + static_cast<std::size_t>(row - 1 - diagonal);
      if (changes == 0) break;
      row = adding ? start : start - 1;
      diagonal += adding ? 1 : -1;
    }
  }

  const Words& old_;
  const Words& new_;
  const Range range_;
  const int rows_, columns_;
  std::vector<std::vector<int>> frontiers_;
};

void match_nearby(const Words& old_words, const Words& new_words, const Range& range, std::vector<std::size_t>& out) {
  std::size_t next = range.new_from;
  for (std::size_t r = range.old_from; r < range.old_to; ++r) {
    const std::size_t end = std::min(range.new_to, next + nearby);
    const auto first = new_words.begin() + static_cast<std::ptrdiff_t>(next);
    const auto last = new_words.begin() + static_cast<std::ptrdiff_t>(end);
    const auto found = std::find(first, last, old_words[r]);
    if (found == last) continue;
    const auto position = static_cast<std::size_t>(found - new_words.begin());
    out[r] = position;
    next = position + 1;
  }
}

}  // namespace

std::vector<std::size_t> align(const Words& old_words, const Words& new_words) {
  std::vector<std::size_t> out(old_words.size(), nowhere);
  Range range{0, old_words.size(), 0, new_words.size()};
  while (range.old_from < range.old_to && range.new_from < range.new_to &&
         old_words[range.old_from] == new_words[range.new_from]) {
    out[range.old_from] = range.new_from;
    ++range.old_from, ++range.new_from;
  }
  while (range.old_to > range.old_from && range.new_to > range.new_from &&
         old_words[range.old_to - 1] == new_words[range.new_to - 1]) {
    --range.old_to, --range.new_to;
    out[range.old_to] = range.new_to;
  }
  const bool differ = range.old_from < range.old_to && range.new_from < range.new_to;
  if (differ && !ShortestEdit(old_words, new_words, range).match(out)) match_nearby(old_words, new_words, range, out);
  return out;
}

std::vector<Change> changes(const Words& old_words, const Words& new_words) {
  const std::vector<std::size_t> aligned = align(old_words, new_words);
  std::vector<Change> found;
  for (std::size_t old = 0, now = 0; old < aligned.size() || now < new_words.size();) {
    if (old < aligned.size() && aligned[old] == now) {
      ++old, ++now;
      continue;
    }
    Change change{old, old, now, new_words.size()};
    while (change.old_to < aligned.size() && aligned[change.old_to] == nowhere) ++change.old_to;
    if (change.old_to < aligned.size()) change.new_to = aligned[change.old_to];
    found.push_back(change);
    old = change.old_to, now = change.new_to;
  }
  return found;
}

}  // namespace hallmark::report
