// Which words of an old list stand where in a new one, when some were changed, added or taken away.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hallmark::report {

inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

// Per old word the position of the same word in the new list, or nowhere; positions rise. A longest common subsequence
// where the lists differ little enough; else a search nearby.
std::vector<std::size_t> align(const std::vector<std::string>& old_words, const std::vector<std::string>& new_words);

// Old words [old_from, old_to) gave way to new words [new_from, new_to); one of the two may be empty.
struct Change {
  std::size_t old_from, old_to, new_from, new_to;
};

std::vector<Change> changes(const std::vector<std::string>& old_words, const std::vector<std::string>& new_words);

}  // namespace hallmark::report
