#include "language/syllables.h"

#include <algorithm>
#include <array>

namespace hallmark::language {

namespace {

constexpr bool is_one_of(char c, std::string_view letters) {
  return c != '\0' && letters.find(c) != std::string_view::npos;
}
constexpr bool is_vowel(char c) {
  return is_one_of(c, "aeiouy");
}
constexpr bool is_consonant(char c) {
  return c != '\0' && !is_vowel(c);
}

// Words of this field that the rules miss.
struct Irregular {
  std::string_view word;
  int syllables;
};
constexpr std::array<Irregular, 18> irregular = {{{"area", 3},
                                                  {"areas", 3},
                                                  {"behaviour", 3},
                                                  {"business", 2},
                                                  {"colleague", 2},
                                                  {"colleagues", 2},
                                                  {"evening", 2},
                                                  {"evenings", 2},
                                                  {"framework", 2},
                                                  {"homelessness", 3},
                                                  {"idea", 3},
                                                  {"ideas", 3},
                                                  {"safety", 2},
                                                  {"sometimes", 2},
                                                  {"stakeholder", 3},
                                                  {"stakeholders", 3},
                                                  {"therefore", 2},
                                                  {"household", 2}}};

int vowel_groups(std::string_view word) {
  int groups = 0;
  for (std::size_t i = 0; i < word.size(); ++i) groups += is_vowel(word[i]) && (i == 0 || !is_vowel(word[i - 1]));
  return groups;
}

// An e that is written but not spoken at the end of a word: drove, robbed, crimes; not robbery's l, centre or wanted.
int silent_endings(std::string_view word) {
  const auto from_end = [&](std::size_t i) { return word.size() > i ? word[word.size() - 1 - i] : '\0'; };
  int silent = 0;
  if (word.ends_with("ed") && is_consonant(from_end(2)) && !is_one_of(from_end(2), "td")) ++silent;
  if (word.ends_with("es") && !word.ends_with("ches") && !word.ends_with("shes")) {
    const bool spoken = is_vowel(from_end(2)) || is_one_of(from_end(2), "lscxzg");
    if (!spoken || (word.ends_with("les") && is_vowel(from_end(3)))) ++silent;
  }
  if (word.ends_with("e") && is_consonant(from_end(1))) {
    const bool syllabic_l = from_end(1) == 'l' && !is_vowel(from_end(2)) && from_end(2) != 'l';
    const bool syllabic_r = from_end(1) == 'r' && is_consonant(from_end(2)) && from_end(2) != 'r';
    if (!syllabic_l && !syllabic_r) ++silent;
  }
  return silent;
}

// … and before an ending: safe-ly, move-ment, care-less.
int silent_before_suffix(std::string_view word) {
  for (const std::string_view suffix :
       {"ly", "ment", "ments", "less", "ness", "ful", "some", "where", "thing", "times", "body", "one"}) {
    if (!word.ends_with(suffix) || word.size() < suffix.size() + 3) continue;
    const std::string_view stem = word.substr(0, word.size() - suffix.size());
    if (stem.ends_with("e") && is_consonant(stem[stem.size() - 2]) && !is_one_of(stem[stem.size() - 2], "lr")) return 1;
  }
  return 0;
}

// Whether the vowels at i and i+1 are spoken one after the other: ra-di-o, a-re-a, vari-ous, cli-ent.
bool are_split(std::string_view word, std::size_t i) {
  const auto letter = [&](std::size_t at) { return at < word.size() ? word[at] : '\0'; };
  const char before = i > 0 ? word[i - 1] : '\0', after = letter(i + 2);
  const std::string_view pair = word.substr(i, 2), rest = word.substr(i + 2);
  if (rest.starts_with("ge")) return false;  // marriage
  if (pair == "ia") return after == '\0' ? is_one_of(before, "bdlmnprvhf") : !is_one_of(before, "tscgx");
  if (pair == "io") return after == '\0' || !is_one_of(before, "tscgx");
  if (pair == "iu") return true;
  if (pair == "eo") return before != '\0' && before != 'g' && after != 'u' && !rest.starts_with("pl") && rest != "n";
  if (pair == "ua") return before != '\0' && !is_one_of(before, "gq");
  if (pair == "uo") return after == 'u';
  if (pair == "ea")
    return (after == 't' && before == 'c') || (word.starts_with("react") && i == 1) ||
           (after == 't' && i >= 2 && word.substr(i - 2, 2) == "cr");
  if (pair == "ue" || pair == "oe") return pair == "ue" ? after == 'l' : after == 't';
  if (pair == "ui") return rest.starts_with("ty") || rest.starts_with("ti") || rest.starts_with("ng");
  if (is_one_of(pair[0], "aeoy") && pair[1] == 'i') return rest.starts_with("ng");
  if (pair != "ie") return false;
  if (after == 't') return true;
  if (rest == "r") return word.size() > 5 && is_one_of(before, "rlsn");
  if (rest.starts_with("nt") || rest.starts_with("nc")) return is_one_of(before, "dlrn") || word.starts_with("scien");
  return false;
}

int split_pairs(std::string_view word) {
  int split = 0;
  for (std::size_t i = 0; i + 1 < word.size(); ++i)
    if (is_vowel(word[i]) && is_vowel(word[i + 1])) split += are_split(word, i);
  return split;
}

}  // namespace

int syllables(std::string_view word) {
  for (const Irregular& one : irregular)
    if (word == one.word) return one.syllables;
  int count = vowel_groups(word) - silent_endings(word) - silent_before_suffix(word) + split_pairs(word);
  if (word.ends_with("sm") || word.ends_with("sms") || word.ends_with("thm") || word.ends_with("thms")) ++count;
  return std::max(count, 1);
}

}  // namespace hallmark::language
