#include "language/readability.h"

#include <algorithm>
#include <cmath>

#include "language/syllables.h"

namespace hallmark::language {

namespace {

// NHS, ASB: spoken letter by letter. NATO is a word.
bool is_spelled_out(std::string_view written, std::string_view lower) {
  const bool capitals = written.size() >= 2 && written.size() <= 4 &&
                        std::all_of(written.begin(), written.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return capitals && (written.size() <= 3 || lower.find_first_of("aeiouy") == std::string_view::npos);
}

int syllables_of(std::string_view text, const Token& token) {
  if (token.kind != Token::Kind::word) return 1;
  const std::string_view written = text.substr(token.begin, token.end - token.begin);
  if (is_spelled_out(written, token.lower)) return static_cast<int>(written.size());
  return syllables(token.lower);
}

}  // namespace

Readability readability(const TextCounts& counts) {
  Readability result;
  result.counts = counts;
  if (counts.words == 0 || counts.sentences == 0) return result;
  const auto words = static_cast<double>(counts.words), sentences = static_cast<double>(counts.sentences);
  const double syllables_per_word = static_cast<double>(counts.syllables) / words;
  result.words_per_sentence = words / sentences;
  result.reading_ease = 206.835 - 1.015 * result.words_per_sentence - 84.6 * syllables_per_word;
  result.grade = 0.39 * result.words_per_sentence + 11.8 * syllables_per_word - 15.59;
  result.smog = 1.043 * std::sqrt(30.0 * static_cast<double>(counts.polysyllables) / sentences) + 3.1291;
  result.smog_holds = counts.sentences >= smog_sentences;
  result.reading_age = std::max(5, static_cast<int>(std::lround(result.grade)) + 5);
  return result;
}

Measured measure(const Prose& prose, const Abbreviations& abbreviations) {
  Measured measured;
  for (const Passage& passage : prose.passages) {
    if (passage.kind == Passage::Kind::heading || passage.kind == Passage::Kind::cell) continue;
    const std::vector<Token> all = tokens(prose.text, passage.begin, passage.end, abbreviations);
    Sentence sentence;
    int syllables = 0;  // of the word, whose parts hyphens join
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (sentence.words == 0) sentence.begin = all[i].begin;
      if (!all[i].joined) {
        syllables = 0;
        ++sentence.words;
      }
      const int own = syllables_of(prose.text, all[i]);
      measured.counts.syllables += static_cast<std::size_t>(own);
      measured.counts.polysyllables += syllables < 3 && syllables + own >= 3;
      syllables += own;
      if (!all[i].ends_sentence) continue;
      sentence.end = all[i].end;
      measured.counts.words += sentence.words;
      measured.sentences.push_back(sentence);
      sentence = {};
    }
  }
  measured.counts.sentences = measured.sentences.size();
  return measured;
}

}  // namespace hallmark::language
