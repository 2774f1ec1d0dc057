#include <doctest/doctest.h>

#include <random>

#include "base/text.h"
#include "language/framing.h"
#include "language/prose.h"
#include "language/readability.h"
#include "shipped_rules.h"

using namespace hallmark;
using namespace hallmark::language;

namespace {

// "heading: words" and so on, a line each, with white space folded.
std::string passages(std::string_view text) {
  static const char* names[] = {"paragraph", "item", "heading", "cell"};
  const Prose prose = read_prose(text, Markup::markdown);
  CHECK(prose.text.size() == text.size());
  std::string out;
  for (const Passage& passage : prose.passages) {
    std::string words;
    for (const char c : prose.text.substr(passage.begin, passage.end - passage.begin))
      if (c != ' ' && c != '\n')
        words += c;
      else if (!words.empty() && words.back() != ' ')
        words += ' ';
    out += fmt::format("{}: {}\n", names[static_cast<int>(passage.kind)], trim(words));
  }
  return out;
}

}  // namespace

TEST_CASE("what of Markdown is read, and as what") {
  CHECK(passages("# One\ntwo\nthree\n\n> [!note] Four\n> five\n") ==
        "heading: One\nparagraph: two three\nheading: Four\nparagraph: five\n");
  CHECK(passages("One\n===\n\n1. two\n   three\n2. four\n\n   five\n\nsix") ==
        "heading: One\nitem: two three\nitem: four\nitem: five\nparagraph: six\n");
  CHECK(passages("a | b\n--|--\nc | d\n\ne") == "cell: a\ncell: b\ncell: c\ncell: d\nparagraph: e\n");
  CHECK(passages("---\ntitle: One\nneeds: [two]\nsummary: Three.\n---\nfour\n") ==
        "heading: One\nparagraph: Three.\nparagraph: four\n");
  CHECK(passages("{{ one }} two {% if three then %}four{% end %}\n") == "paragraph: two four\n");
  CHECK(passages("    code\n\n~~~\ncode\n~~~\n[a]: https://x.y\n***\none\\*two <b>three</b>") ==
        "paragraph: one *two three\n");
}

TEST_CASE("links and footnotes are sources, pictures are not") {
  const auto cites = [](std::string_view text) { return read_prose(text, Markup::markdown).passages.at(0).cites; };
  CHECK(cites("As [police.uk](https://data.police.uk) says"));
  CHECK(cites("It was 12.[^1]"));
  CHECK(cites("See https://www.gov.uk/x"));
  CHECK(!cites("![A picture](x.png) and [brackets]"));
}

TEST_CASE("a place in the prose is the place in the source") {
  const std::string text = "a\n\n*Das* crime wave";
  const std::vector<Flag> flags = framing(read_prose(text, Markup::markdown), shipped_rules());
  REQUIRE(flags.size() == 1);
  CHECK(Lines(text).line(flags[0].begin) == 3);
  CHECK(Lines(text).column(flags[0].begin) == 7);
  CHECK(text.substr(flags[0].begin, flags[0].end - flags[0].begin) == "crime wave");
}

TEST_CASE("any bytes are read without fault, in time that grows with their number") {
  std::mt19937 random(7);
  const std::string alphabet = "ab1 \n.#*_`~<>[]()|-!{}%\\\t:=+\"'@&x";
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += alphabet[random() % alphabet.size()];
    const Prose prose = read_prose(text, Markup::markdown);
    CHECK(prose.text.size() == text.size());
    for (const Passage& passage : prose.passages) CHECK(passage.end <= text.size());
    framing(prose, shipped_rules());
  }
  // Each of these makes a reader that looks for what closes a mark start again at every byte.
  for (const std::string_view part :
       {"<a", "[a](", "`a ``", "{{", "12% ", "crime wave ", "| a ", "> ", "<!-- ", "the Red Lion pub "}) {
    std::string text;
    while (text.size() < 400'000) text += part;
    const Prose prose = read_prose(text, Markup::markdown);
    CHECK(framing(prose, shipped_rules()).size() <= text.size());
    CHECK(measure(prose, shipped_rules().abbreviations).counts.words <= text.size());
  }
}
