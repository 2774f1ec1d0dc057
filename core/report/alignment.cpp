#include "report/alignment.h"

#include <algorithm>
#include <cstdint>

namespace hallmark::report {

namespace {

using Words = std::vector<std::string>;
constexpr std::size_t most_cells = std::size_t{1} << 24;   // 64 MiB of table
constexpr std::size_t nearby = 256;

struct Range {
  std::size_t old_from, old_to, new_from, new_to;
};

void match_longest(const Words& old_words, const Words& new_words, const Range& range, std::vector<Aligned>& out) {
  const std::size_t rows = range.old_to - range.old_from, columns = range.new_to - range.new_from;
  std::vector<std::uint32_t> length((rows + 1) * (columns + 1), 0);
  const auto at = [&](std::size_t r, std::size_t c) -> std::uint32_t& { return length[r * (columns + 1) + c]; };
  const auto equal = [&](std::size_t r, std::size_t c) {
    return old_words[range.old_from + r] == new_words[range.new_from + c];
  };
  for (std::size_t r = rows; r-- > 0;)
    for (std::size_t c = columns; c-- > 0;)
      at(r, c) = equal(r, c) ? at(r + 1, c + 1) + 1 : std::max(at(r + 1, c), at(r, c + 1));
  for (std::size_t r = 0, c = 0; r < rows && c < columns;) {
    if (equal(r, c)) {
      out[range.old_from + r++] = {range.new_from + c++, Aligned::nowhere, true};
    } else if (at(r + 1, c) >= at(r, c + 1)) {
      ++r;
    } else {
      ++c;
    }
  }
}

void match_nearby(const Words& old_words, const Words& new_words, const Range& range, std::vector<Aligned>& out) {
  std::size_t next = range.new_from;
  for (std::size_t r = range.old_from; r < range.old_to; ++r) {
    const std::size_t end = std::min(range.new_to, next + nearby);
    const auto first = new_words.begin() + static_cast<std::ptrdiff_t>(next);
    const auto last = new_words.begin() + static_cast<std::ptrdiff_t>(end);
    const auto found = std::find(first, last, old_words[r]);
    if (found == last) continue;
    const auto position = static_cast<std::size_t>(found - new_words.begin());
    out[r] = {position, Aligned::nowhere, true};
    next = position + 1;
  }
}

// Words between two that stayed: the first changed one took the place of the first that went, and so on.
void pair_the_changed(std::size_t new_size, std::vector<Aligned>& out) {
  std::size_t last_same = Aligned::nowhere;
  for (std::size_t r = 0; r < out.size();) {
    if (out[r].same) {
      last_same = out[r++].now;
      continue;
    }
    std::size_t end = r;
    while (end < out.size() && !out[end].same) ++end;
    const std::size_t limit = end < out.size() ? out[end].now : new_size;
    std::size_t free = last_same == Aligned::nowhere ? 0 : last_same + 1;
    for (; r < end; ++r) {
      out[r].after = last_same;
      if (free < limit) out[r].now = free++;
    }
  }
}

}  // namespace

std::vector<Aligned> align(const Words& old_words, const Words& new_words) {
  std::vector<Aligned> out(old_words.size());
  Range range{0, old_words.size(), 0, new_words.size()};
  while (range.old_from < range.old_to && range.new_from < range.new_to &&
         old_words[range.old_from] == new_words[range.new_from]) {
    out[range.old_from] = {range.new_from, Aligned::nowhere, true};
    ++range.old_from, ++range.new_from;
  }
  while (range.old_to > range.old_from && range.new_to > range.new_from &&
         old_words[range.old_to - 1] == new_words[range.new_to - 1]) {
    --range.old_to, --range.new_to;
    out[range.old_to] = {range.new_to, Aligned::nowhere, true};
  }
  const std::size_t rows = range.old_to - range.old_from, columns = range.new_to - range.new_from;
  if (rows > 0 && columns > 0)
    (rows + 1) * (columns + 1) <= most_cells ? match_longest(old_words, new_words, range, out)
                                             : match_nearby(old_words, new_words, range, out);
  pair_the_changed(new_words.size(), out);
  return out;
}

}  // namespace hallmark::report
