#include "generate/random.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>

#include "generate/police_uk.h"

namespace hallmark::examples {
namespace {

// The first outputs for seed 1234567, as published with the reference implementation (Vigna, splitmix64.c; Rosetta
// Code).
TEST_CASE("the sequence is SplitMix64's") {
  Random random(1234567);
  CHECK(random.next() == 6457827717110365317u);
  CHECK(random.next() == 3203168211198807973u);
  CHECK(random.next() == 9817491932198370423u);
  CHECK(random.next() == 4593380528125082431u);
  CHECK(random.next() == 16408922859458223821u);
}

TEST_CASE("a weighted choice keeps to its weights") {
  const WeightedChoice choice({1, 0, 3, 6});
  Random random(1);
  std::array<double, 4> drawn{};
  for (int i = 0; i < 100000; ++i) drawn[choice.draw(random)] += 1;
  CHECK(drawn[1] == 0);
  CHECK(std::abs(drawn[0] / 100000 - 0.1) < 0.005);
  CHECK(std::abs(drawn[2] / 100000 - 0.3) < 0.006);
  CHECK(std::abs(drawn[3] / 100000 - 0.6) < 0.007);
}

TEST_CASE("Poisson counts have their mean and variance") {
  Random random(2);
  for (const double mean : {0.2, 4.0, 75.0}) {
    double sum = 0, squares = 0;
    constexpr int draws = 60000;
    for (int i = 0; i < draws; ++i) {
      const double value = random.poisson(mean);
      sum += value;
      squares += value * value;
    }
    const double average = sum / draws;
    CHECK(std::abs(average - mean) < 5 * std::sqrt(mean / draws));
    CHECK(std::abs((squares / draws - average * average) / mean - 1) < 0.05);
  }
  CHECK(random.poisson(0) == 0);
}

TEST_CASE("months follow one another across years") {
  CHECK(month_after("2022-04", 0) == "2022-04");
  CHECK(month_after("2022-04", 8) == "2022-12");
  CHECK(month_after("2022-04", 9) == "2023-01");
  CHECK(month_after("2022-12", 25) == "2025-01");
}

TEST_CASE("crime IDs are 64 hexadecimal digits") {
  Random random(3);
  std::string id;
  append_crime_id(id, random);
  CHECK(id.size() == 64);
  CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
}

// The outcome shares are parts in 10,000 of what was recorded; the rarest outcomes are left out.
TEST_CASE("the shares of crime types and outcomes add up") {
  double types = 0;
  for (const CrimeType& type : crime_types) {
    types += type.share;
    unsigned parts = 0;
    for (const unsigned share : type.outcomes) parts += share;
    CAPTURE(type.name);
    CHECK((parts == 0 || (parts > 9900 && parts <= 10000)));
  }
  CHECK(std::abs(types - 1) < 0.002);
}

}  // namespace
}  // namespace hallmark::examples
