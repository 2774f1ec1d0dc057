#include <doctest/doctest.h>

#include "report/alignment.h"

using namespace hallmark::report;
using Words = std::vector<std::string>;

TEST_CASE("an unchanged list aligns with itself") {
  const Words words{"1", "2", "2", "3"};
  const auto aligned = align(words, words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    CHECK(aligned[i].same);
    CHECK(aligned[i].now == i);
  }
  CHECK(align({}, {"1"}).empty());
}

TEST_CASE("a changed word is paired with the one in its place") {
  const auto aligned = align({"10", "20", "30"}, {"10", "25", "30"});
  CHECK(aligned[0].same);
  CHECK_FALSE(aligned[1].same);
  CHECK(aligned[1].now == 1);
  CHECK(aligned[2].same);
}

TEST_CASE("words added before do not disturb") {
  const auto aligned = align({"10", "20", "30"}, {"3", "10", "20", "2021", "30"});
  CHECK(aligned[0].now == 1);
  CHECK(aligned[1].now == 2);
  CHECK(aligned[2].now == 4);
  for (const Aligned& one : aligned) CHECK(one.same);
}

TEST_CASE("a word taken away is nowhere, after the last that stayed") {
  const auto aligned = align({"10", "20", "30"}, {"10", "30"});
  CHECK(aligned[1].now == Aligned::nowhere);
  CHECK(aligned[1].after == 0);
  const auto all_gone = align({"10", "20"}, {});
  CHECK(all_gone[0].now == Aligned::nowhere);
  CHECK(all_gone[0].after == Aligned::nowhere);
}

TEST_CASE("lists too long for a table are still aligned around one change") {
  Words before, after;
  for (int i = 0; i < 30000; ++i) before.push_back(std::to_string(i));
  after = before;
  after.front() = "changed first";
  after[15000] = "changed";
  after.back() = "changed last";
  const auto aligned = align(before, after);
  CHECK_FALSE(aligned[15000].same);
  CHECK(aligned[15000].now == 15000);
  CHECK(aligned[14999].same);
  CHECK(aligned[15001].same);
}
