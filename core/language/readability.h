// How hard a text is to read, by the published formulas.
#pragma once

#include <cstddef>
#include <vector>

#include "language/prose.h"
#include "language/tokens.h"

namespace hallmark::language {

// Sentences of paragraphs and list items; headings and tables are no sentences. An item ends a sentence. Figures, dates
// and percentages are words of one syllable, abbreviations in capitals are spelled out (ASB has three).
struct TextCounts {
  std::size_t sentences = 0, words = 0, syllables = 0;
  std::size_t polysyllables = 0;  // words of three syllables or more
  friend bool operator==(const TextCounts&, const TextCounts&) = default;
};

// All 0 for a text without words.
struct Readability {
  TextCounts counts;
  double words_per_sentence = 0;
  double reading_ease = 0;  // Flesch 1948: 206.835 - 1.015 W/S - 84.6 Sy/W
  double grade = 0;         // Kincaid and others 1975: 0.39 W/S + 11.8 Sy/W - 15.59; a school year of the United States
  double smog = 0;          // McLaughlin 1969: 1.043 sqrt(30 P/S) + 3.1291; calibrated on samples of 30 sentences
  bool smog_holds = false;  // there are 30
  int reading_age = 0;      // in years: the grade + 5, the age at which that school year starts, rounded; at least 5
};

inline constexpr std::size_t smog_sentences = 30;

Readability readability(const TextCounts& counts);

struct Sentence {
  std::size_t begin = 0, end = 0;  // bytes of the text
  std::size_t words = 0;
};

// The sentences that were counted, in order.
struct Measured {
  TextCounts counts;
  std::vector<Sentence> sentences;
};
Measured measure(const Prose& prose, const Abbreviations& abbreviations);

}  // namespace hallmark::language
