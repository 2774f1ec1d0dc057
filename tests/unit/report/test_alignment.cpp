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
  CHECK(align(words, words) == std::vector<std::size_t>{0, 1, 2, 3});
  CHECK(changes(words, words).empty());
  CHECK(align({}, {"1"}).empty());
}

TEST_CASE("a change is what went and what came in its place") {
  const auto edited = changes({"10", "20", "30"}, {"10", "25", "26", "30"});
  REQUIRE(edited.size() == 1);
  CHECK(edited[0].old_from == 1);
  CHECK(edited[0].old_to == 2);
  CHECK(edited[0].new_from == 1);
  CHECK(edited[0].new_to == 3);
}

TEST_CASE("words added are changes of nothing, at the end too") {
  CHECK(align({"10", "20", "30"}, {"3", "10", "20", "2021", "30"}) == std::vector<std::size_t>{1, 2, 4});
  const auto added = changes({"10", "20"}, {"3", "10", "20", "2021"});
  REQUIRE(added.size() == 2);
  CHECK(added[0].old_from == added[0].old_to);
  CHECK(added[0].new_to == 1);
  CHECK(added[1].new_from == 3);
  CHECK(added[1].new_to == 4);
}

TEST_CASE("words taken away are changes to nothing") {
  const auto gone = changes({"10", "20", "30"}, {"10", "30"});
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].old_from == 1);
  CHECK(gone[0].new_from == gone[0].new_to);
  CHECK(changes({"10", "20"}, {}).size() == 1);
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
    for (std::size_t i = 0; const std::size_t now : align(before, after)) {
      const std::size_t old = i++;
      if (now == nowhere) continue;
      ++same;
      REQUIRE(now >= next);
      CHECK(before[old] == after[now]);
      next = now + 1;
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
    if (aligned[i] == nowhere) found.push_back(i);
  CHECK(found == edited);
  CHECK(aligned[8999] == 9002);
}

TEST_CASE("very long lists are aligned around changes far apart") {
  Words before, after;
  for (int i = 0; i < 30000; ++i) before.push_back(std::to_string(i));
  after = before;
  after.front() = "changed first";
  after[15000] = "changed";
  after.back() = "changed last";
  const auto aligned = align(before, after);
  CHECK(aligned[15000] == nowhere);
  CHECK(aligned[14999] == 14999);
  CHECK(aligned[15001] == 15001);
}
