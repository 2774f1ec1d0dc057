// Published numbers: the test suite of textstat (github.com/textstat/textstat, tests/backend), as METHODS quotes them.
#include <doctest/doctest.h>

#include "language/readability.h"
#include "language/syllables.h"
#include "shipped_rules.h"

using namespace hallmark::language;
using doctest::Approx;

namespace {

TextCounts counts_of(std::string_view text, Markup markup = Markup::plain) {
  return measure(read_prose(text, markup), shipped_rules().abbreviations).counts;
}

std::size_t sentences_of(std::string_view text) {
  return counts_of(text).sentences;
}

}  // namespace

TEST_CASE("the formulas give the published values from the published counts") {
  // “Cool dogs wear da sunglasses.”: 5 words, 1 sentence, 7 syllables, 1 polysyllable.
  const Readability short_text = readability({1, 5, 7, 1});
  CHECK(short_text.reading_ease == Approx(83.32).epsilon(1e-6));
  CHECK(short_text.grade == Approx(2.88).epsilon(1e-6));
  CHECK(short_text.smog == Approx(8.8418).epsilon(1e-5));
  CHECK(!short_text.smog_holds);
  // textstat's long text has 38 polysyllables in 17 sentences.
  CHECK(readability({17, 372, 519, 38}).smog == Approx(11.670).epsilon(1e-4));
}

TEST_CASE("the counts of textstat's texts") {
  CHECK(counts_of("Cool dogs wear da sunglasses.") == TextCounts{1, 5, 7, 1});
  CHECK(counts_of("Where the dog at?").syllables == 4);
  CHECK(counts_of("This marriage is an agreement of convenience").syllables == Approx(12).epsilon(0.1));  // 11 there
  const std::string easy =
      "Anna and her family love doing puzzles. Anna is best at little puzzles. Anna and her brother work on medium "
      "size "
      "puzzles together. Anna's Brother likes puzzles with cars in them. When the whole family does a puzzle, they do "
      "really big puzzles. It can take them a week to finish a really big puzzle. Last year they did a puzzle with 500 "
      "pieces! Anna tries to finish one small puzzle a day by her. Her puzzles have about 50 pieces. They all glue "
      "their "
      "favorite puzzles together and frame them. The puzzles look so nice on the wall.";
  CHECK(counts_of(easy).sentences == 11);
  // Two versions of textstat give 78.9 and 81.5: counters of syllables differ.
  CHECK(readability(counts_of(easy)).reading_ease == Approx(80).epsilon(0.04));
}

TEST_CASE("SMOG holds from 30 sentences on") {
  CHECK(!readability({29, 290, 400, 20}).smog_holds);
  CHECK(readability({30, 300, 400, 20}).smog_holds);
}

TEST_CASE("a text without words has no measures") {
  for (const std::string_view text : {"", "   \n\n", "…!? — ***", "|||\n|-|-|\n"})
    CHECK(readability(counts_of(text, Markup::markdown)).reading_age == 0);
}

TEST_CASE("syllables of words this field uses") {
  const std::vector<std::pair<std::string_view, int>> words = {
      {"crime", 1},    {"burglary", 3}, {"violence", 3}, {"robbed", 1},        {"wanted", 2},    {"assaulted", 3},
      {"vehicle", 3},  {"theft", 1},    {"area", 3},     {"neighbourhood", 3}, {"community", 4}, {"centre", 2},
      {"people", 2},   {"anti", 2},     {"social", 2},   {"behaviour", 3},     {"police", 2},    {"offence", 2},
      {"previous", 3}, {"quiet", 2},    {"movement", 2}, {"criminal", 3},      {"prism", 2},     {"the", 1},
      {"one", 1},      {"safely", 2},   {"licences", 3}, {"churches", 2},      {"radio", 3}};
  for (const auto& [word, expected] : words) CHECK_MESSAGE(syllables(word) == expected, std::string(word));
}

TEST_CASE("abbreviations, initials, decimals and quotes do not end sentences") {
  CHECK(sentences_of("Mr. Smith of St. Helens, e.g. Sgt. Reed, met J. Brown.") == 1);
  CHECK(sentences_of("See p. 4 and no. 7. It rose by 3.5 in one year.") == 2);
  CHECK(sentences_of("“Is it safe?” she asked. “Yes!”") == 2);
  CHECK(sentences_of("It closed at 5 p.m. and opened at 9 a.m. on Monday.") == 1);
  CHECK(sentences_of("He said no. Then he left.") == 2);
  CHECK(sentences_of("Wait... what? Really?!") == 2);
}

TEST_CASE("figures and dates are words of one syllable, abbreviations are spelled out") {
  CHECK(counts_of("There were 1,234 in 2024.") == TextCounts{1, 5, 5, 0});
  CHECK(counts_of("ASB fell.").syllables == 4);
  CHECK(counts_of("A well-known place.") == TextCounts{1, 3, 4, 0});
  CHECK(counts_of("Don’t go.") == TextCounts{1, 2, 2, 0});
}

TEST_CASE("Markdown: list items are sentences; headings, tables, code and addresses are not read") {
  const std::string text =
      "# A heading of many words\n\nOne **two** three:\n\n- four five\n- six "
      "[seven](https://example.org/eight/nine)\n\n"
      "| ten | eleven |\n|---|--:|\n| twelve | 13 |\n\n```lua\nlocal fourteen = 15\n```\n\n<!-- sixteen\nseventeen "
      "-->\n"
      "Eighteen `nineteen` ![twenty](x.png).\n";
  CHECK(counts_of(text, Markup::markdown).words == 3 + 2 + 2 + 2);
  CHECK(counts_of(text, Markup::markdown).sentences == 4);
}
