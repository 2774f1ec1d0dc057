// Words that frighten, blame or claim more than the figures behind them.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "hallmark/error.h"
#include "language/prose.h"
#include "language/rules.h"

namespace hallmark::language {

struct Flag {
  std::string rule;
  Severity severity = Severity::warning;
  std::size_t begin = 0, end = 0;  // bytes of the text
  std::string sentence;            // “crime wave” frightens more than the figures do.
  std::string instead;
};

// In the order of the text.
std::vector<Flag> framing(const Prose& prose, const Rules& rules);

// A sentence longer than rules.longest_sentence, each.
std::vector<Flag> long_sentences(const Prose& prose, const Rules& rules);

// Numbers that nothing supports, one flag a passage, at the first of them. Dates are no numbers.
// In a text of one's own: numbers of paragraphs and list items with neither a link nor a word such as “source” in the
// same passage or the next one.
std::vector<Flag> unsourced_numbers(const Prose& prose, const Rules& rules);
// In an output whose ledger is known: numbers whose bytes are not among those `backed`, sorted ranges that do not
// overlap. A number that begins a heading is its own.
std::vector<Flag> typed_numbers(const Prose& prose, const Rules& rules,
                                const std::vector<std::pair<std::size_t, std::size_t>>& backed);

}  // namespace hallmark::language
