// Words, numbers and sentences of English prose.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::language {

// Abbreviations in lower case, without their last full stop.
struct Abbreviations {
  std::set<std::string, std::less<>> never_end;       // a sentence: "dr", "e.g"
  std::set<std::string, std::less<>> before_numbers;  // do not end one where a number follows: "no", "p"
};

struct Token {
  enum class Kind {
    word,
    number,      // a count, an amount: 1,234 or £300
    percentage,  // 12%, 12 per cent
    date,        // a year, a day of a month, a time, 2024-05, the 3 of Table 3: no quantity
  };
  Kind kind = Kind::word;
  std::size_t begin = 0, end = 0;  // bytes of the text
  std::string lower;               // of a word, with a straight apostrophe; of others as written
  double value = 0;                // of numbers and percentages
  bool joined = false;             // to the word before it by a hyphen
  bool capital = false;            // begins with a capital letter
  bool ends_sentence = false;
};

// Of the bytes [begin, end) of a text. The last token always ends a sentence.
std::vector<Token> tokens(std::string_view text, std::size_t begin, std::size_t end,
                          const Abbreviations& abbreviations);

}  // namespace hallmark::language
