#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

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

TEST_CASE("the words that stay are as many as can be, in order") {
  // Against the table of the textbook, for every pair of short lists over few words, where repeats are the rule.
  std::uint32_t state = 2463534242u;
  const auto random = [&](std::uint32_t below) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    return state % below;
  };
  for (int round = 0; round < 2000; ++round) {
    Words before(random(12)), after(random(12));
    for (Words* words : {&before, &after})
      for (std::string& word : *words) word = std::string(1, static_cast<char>('a' + random(4)));
    std::vector<std::vector<int>> longest(before.size() + 1, std::vector<int>(after.size() + 1, 0));
    for (std::size_t i = before.size(); i-- > 0;)
      for (std::size_t j = after.size(); j-- > 0;)
        longest[i][j] =
            before[i] == after[j] ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
    int same = 0;
    std::size_t next = 0;
    for (const Aligned& one : align(before, after)) {
      if (!one.same) continue;
      ++same;
      REQUIRE(one.now >= next);
      next = one.now + 1;
    }
    for (std::size_t i = 0; const Aligned& one : align(before, after)) {
      if (one.same) CHECK(before[i] == after[one.now]);
      ++i;
    }
    CHECK(same == longest[0][0]);
  }
}

TEST_CASE("many repeated words and a few edits in a long list: exactly the edits are found") {
  Words before;
  for (int i = 0; i < 12000; ++i) before.push_back(std::to_string(i * 7919 % 500));
  Words after = before;
  const std::vector<std::size_t> edited{10, 4000, 4001, 9000};
  for (const std::size_t place : edited) after[place] = "edited";
  after.insert(after.begin() + 6000, {"2021", "4", "12"});
  std::vector<std::size_t> found;
  const auto aligned = align(before, after);
  for (std::size_t i = 0; i < aligned.size(); ++i)
    if (!aligned[i].same) found.push_back(i);
  CHECK(found == edited);
  CHECK(aligned[9000].now == 9003);
}

TEST_CASE("very long lists are aligned around changes far apart") {
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
