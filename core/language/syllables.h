// Syllables of English words by their spelling.
#pragma once

#include <string_view>

namespace hallmark::language {

// Of one word in lower case, at least 1. By rules, so a single word may be off by one: of the 117,490 plain words of
// the CMU Pronouncing Dictionary 92 % come out as there and 99.8 % within one; over running text the sum is 1 % low.
int syllables(std::string_view word);

}  // namespace hallmark::language
