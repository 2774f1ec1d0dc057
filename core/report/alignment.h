// Which words of an old list stand where in a new one, when some were changed, added or taken away.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hallmark::report {

struct Aligned {
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  std::size_t now = nowhere;    // position in the new list of the same word, or of the one that took its place
  std::size_t after = nowhere;  // position of the nearest word before it that is still there; nowhere: none
  bool same = false;
};

// One per old word. A longest common subsequence where the lists differ little enough; else a search nearby.
std::vector<Aligned> align(const std::vector<std::string>& old_words, const std::vector<std::string>& new_words);

}  // namespace hallmark::report
