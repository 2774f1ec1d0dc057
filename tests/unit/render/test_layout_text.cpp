#include <doctest/doctest.h>

#include <string>

#include "render/layout_text.h"
#include "test_layout_metrics.h"

using namespace hallmark::render;

namespace {

const sample::PlainMetrics metrics;

Prose prose_of(std::string_view text) {
  Prose prose(metrics);
  prose.add(text, {Face::regular, 10, {}, 1, {}, {}});  // 5 points a character
  return prose;
}

std::vector<std::string> broken(const Prose& prose, double width) {
  std::vector<std::string> lines;
  for (const Line& line : prose.lines(width)) {
    std::vector<Item> items;
    prose.place(line, 0, 0, items);
    std::string text;
    for (const Item& item : items) text += std::get<TextRun>(item.shape).text;
    lines.push_back(text);
    CHECK(line.width <= width + 0.02);
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines break after spaces, which stay in the text but not in the width") {
  const Prose prose = prose_of("one two  three");
  CHECK(broken(prose, 25) == Lines{"one ", "two  ", "three"});
  CHECK(broken(prose, 35) == Lines{"one two  ", "three"});
  CHECK(prose.lines(35)[0].width == doctest::Approx(35));
  CHECK(prose.natural_width() == doctest::Approx(70));
  CHECK(prose.longest_word() == doctest::Approx(25));
}

TEST_CASE("hyphens between letters and slashes allow a break; months, minus signs and non-breaking spaces do not") {
  CHECK(broken(prose_of("like-for-like"), 30) == Lines{"like-", "for-", "like"});
  CHECK(broken(prose_of("like-for-like"), 45) == Lines{"like-for-", "like"});
  CHECK(broken(prose_of("in 2020-07"), 45) == Lines{"in ", "2020-07"});
  CHECK(broken(prose_of("by \u22123.2%"), 30) == Lines{"by ", "\u22123.2%"});
  CHECK(broken(prose_of("a 10\u00A0km b"), 30) == Lines{"a ", "10\u00A0km ", "b"});
  CHECK(broken(prose_of("and/or"), 20) == Lines{"and/", "or"});
}

TEST_CASE("a word wider than the line is broken where it must be, one character at least") {
  CHECK(broken(prose_of("abcdefg"), 15) == Lines{"abc", "def", "g"});
  CHECK(prose_of("abc").lines(1).size() == 3);
  CHECK(prose_of("").lines(100).size() == 1);
}

TEST_CASE("forced breaks") {
  Prose prose = prose_of("one");
  prose.add_break();
  prose.add_break();
  prose.add("two", {Face::bold, 10, {}, 1, {}, {}});
  CHECK(broken(prose, 100) == Lines{"one", "", "two"});
  CHECK(prose.natural_width() == doctest::Approx(16.5));
}

TEST_CASE("runs carry their face, place, element and link") {
  Prose prose = prose_of("see ");
  prose.add("Table 1", {Face::bold, 10, {1, 2, 3}, 7, "#tab:1", {}});
  prose.add(" \u05D0", {Face::regular, 10, {}, 1, {}, {}});
  std::vector<Item> items;
  prose.place(prose.lines(500)[0], 100, 50, items);
  REQUIRE(items.size() == 5);
  const auto& link = std::get<LinkArea>(items[1].shape);
  CHECK(link.target == "#tab:1");
  CHECK(link.x == doctest::Approx(120));
  CHECK(link.width == doctest::Approx(38.5));
  CHECK(items[1].element == 7);
  CHECK(std::get<TextRun>(items[2].shape).face == Face::bold);
  CHECK(std::get<TextRun>(items[4].shape).face == Face::symbols);
}
