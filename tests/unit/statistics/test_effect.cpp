#include <doctest/doctest.h>

#include <cmath>

#include "hallmark/error.h"
#include "statistics/effect.h"

using namespace hallmark::statistics;
using doctest::Approx;

TEST_CASE("the relative rate ratio of Wheeler's example: treated 50 to 30, comparison 60 to 55") {
  const RatioEffect effect = relative_rate_ratio({50, 30}, {60, 55});
  CHECK(effect.ratio == Approx(0.6545455).epsilon(1e-6));
  CHECK(effect.log_ratio == Approx(-0.4238142).epsilon(1e-6));
  CHECK(effect.standard_error == Approx(0.296954).epsilon(1e-5));
  CHECK(effect.lower == Approx(0.3657).epsilon(1e-4));
  CHECK(effect.upper == Approx(1.1714).epsilon(1e-4));
}

// Counts of Wheeler & Ratcliffe, Crime Science 2018;7:11.
TEST_CASE("the relative rate ratio is one over the relative effect size") {
  const RatioEffect effect = relative_rate_ratio({207, 110}, {308, 318});
  CHECK(effect.ratio == Approx(0.514690).epsilon(1e-5));
  CHECK(1 / effect.ratio == Approx((207.0 * 318) / (110.0 * 308)).epsilon(1e-12));
}

TEST_CASE("exposures scale the rates, dispersion widens the interval, zero cells stay finite") {
  CHECK(relative_rate_ratio({50, 30, 2, 1}, {60, 55}).ratio == Approx(2 * 0.6545455).epsilon(1e-6));
  CHECK(relative_rate_ratio({50, 30}, {60, 55}, 4).standard_error == Approx(2 * 0.296954).epsilon(1e-5));
  CHECK(std::isfinite(relative_rate_ratio({50, 0}, {60, 55}).upper));
  CHECK_THROWS_AS(relative_rate_ratio({-1, 30}, {60, 55}), hallmark::Error);
}

// Woolf's logit limits for 12 of 100 against 25 of 100: ln OR = ln(12*75 / (88*25)).
TEST_CASE("the odds ratio has Woolf's limits") {
  const RatioEffect effect = odds_ratio(12, 100, 25, 100);
  CHECK(effect.ratio == Approx(12.0 * 75 / (88 * 25)).epsilon(1e-12));
  CHECK(effect.standard_error == Approx(std::sqrt(1.0 / 12 + 1.0 / 88 + 1.0 / 25 + 1.0 / 75)).epsilon(1e-12));
  CHECK_THROWS_AS(odds_ratio(12, 10, 25, 100), hallmark::Error);
}
