#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "refusal.h"
#include "statistics/distribution.h"
#include "statistics/overdispersion.h"
#include "statistics/poisson.h"

namespace hallmark::statistics {
namespace {

using doctest::Approx;

std::vector<int> numbers(int from, int count) {
  std::vector<int> all;
  for (int i = 0; i < count; ++i) all.push_back(from + i);
  return all;
}

TEST_CASE("Student's t: the printed tables") {
  CHECK(student_t(0.95, 10) == Approx(2.228).epsilon(1e-3));
  CHECK(student_t(0.99, 5) == Approx(4.032).epsilon(1e-3));
  CHECK(student_t(0.95, 0) == Approx(1.959964));
  CHECK(student_two_sided(2.228, 10) == Approx(0.05).epsilon(1e-3));
  CHECK(student_two_sided(-1.959964, 0) == Approx(0.05).epsilon(1e-5));
}

TEST_CASE("Digamma and trigamma: Abramowitz & Stegun 6.3.2, 6.4.2, 6.4.4") {
  CHECK(digamma(1) == Approx(-0.5772156649));
  CHECK(trigamma(1) == Approx(std::numbers::pi * std::numbers::pi / 6));
  CHECK(trigamma(0.5) == Approx(std::numbers::pi * std::numbers::pi / 2));
  CHECK(inverse_trigamma(std::numbers::pi * std::numbers::pi / 6) == Approx(1));
  CHECK(inverse_trigamma(std::numbers::pi * std::numbers::pi / 2) == Approx(0.5));
  for (const double x : {0.01, 3.0, 500.0}) CHECK(inverse_trigamma(trigamma(x)) == Approx(x).epsilon(1e-6));
}

TEST_CASE("Dispersed ratio: dispersion 1 is R's poisson.test") {
  const DispersedRatio result = dispersed_ratio(11, 21, 800, 3011).value();
  CHECK(result.ratio == Approx(1.971488).epsilon(1e-6));
  CHECK(result.p == Approx(0.07967).epsilon(1e-4));
  CHECK(result.lower == Approx(0.8584264).epsilon(1e-6));
  CHECK(result.upper == Approx(4.2772659).epsilon(1e-6));
  CHECK(!dispersed_ratio(0, 0).has_value());
}

TEST_CASE("Dispersed ratio: quasi-Poisson standard errors, as of the AIDS counts of Belgium") {
  // A Pearson dispersion of 6.747 widens the standard errors of the Poisson regression 2.60 times (METHODS 5.3).
  const DispersedRatio quasi = dispersed_ratio(1700, 2000, 1, 1, 6.747).value();
  const double wald = 2 * 1.959964 * std::sqrt(1.0 / 1700 + 1.0 / 2000);
  CHECK(std::log(quasi.upper / quasi.lower) / wald == Approx(2.60).epsilon(0.002));
  // z = log(0.85) / sqrt(6.747 (1/1700 + 1/2000)) = -1.8966; two-sided p 0.0579.
  CHECK(quasi.p == Approx(0.0579).epsilon(2e-3));
}

TEST_CASE("Dispersed ratio: never surer than the exact test, and defined where nothing was counted") {
  for (const double after : {0.0, 1.0, 14.0, 80.0, 10000.0})
    for (const double dispersion : {1.0, 1.3, 4.0}) {
      const auto exact = poisson_ratio(after, 100).value();
      const auto quasi = dispersed_ratio(after, 100, 1, 1, dispersion, 8).value();
      CHECK(quasi.p >= exact.p);
      CHECK(quasi.lower <= exact.lower);
      CHECK(quasi.upper >= exact.upper);
    }
  CHECK(dispersed_ratio(0, 3, 1, 1, 4).value().p == 1);
  CHECK(!refusal([&] { static_cast<void>(dispersed_ratio(3, 4, 1, 1, 0.5)); }).empty());
  CHECK(!refusal([&] { static_cast<void>(dispersed_ratio(3, 4, 1, 1, 2, -1)); }).empty());
}

// Year one: 10,000 every month; year two: 11,000 and 9,000 in turn. Season times year expects 10,500 or 9,500, each 500
// away: X2 = 6 (2 500^2 / 10500) + 6 (2 500^2 / 9500) = 601.5 on 11 degrees of freedom.
MonthlyCounts two_years() {
  MonthlyCounts series{numbers(1200, 24), std::vector<double>(24, 10000)};
  for (std::size_t i = 12; i < 24; ++i) series.counts[i] = i % 2 == 0 ? 11000 : 9000;
  return series;
}

TEST_CASE("Monthly change: without autocorrelation the dispersion is Pearson's X2 / degrees of freedom") {
  const DispersedRatio change = monthly_change(two_years(), numbers(1212, 12), numbers(1200, 12), {0, 1, 0}).value();
  CHECK(change.ratio == Approx(1));
  CHECK(change.dispersion == Approx(601.5 / 11).epsilon(0.01));
  CHECK(change.freedom == Approx(11).epsilon(0.05));
}

TEST_CASE("Monthly change: a steady series is judged as Poisson counts are") {
  MonthlyCounts series{numbers(1200, 36), std::vector<double>(36, 50)};
  const DispersedRatio change = monthly_change(series, numbers(1224, 12), numbers(1212, 12), {0.3, 1, 200}).value();
  CHECK(change.dispersion == 1);
  CHECK(change.ratio == 1);
  for (std::size_t i = 24; i < 36; ++i) series.counts[i] = 40;
  const DispersedRatio fall = monthly_change(series, numbers(1224, 12), numbers(1212, 12), {0.3, 1, 200}).value();
  CHECK(fall.ratio == Approx(0.8));
  CHECK(fall.p == Approx(poisson_ratio(480, 600).value().p).epsilon(0.2));
}

TEST_CASE("Monthly change: months that are not held, too few months, nothing counted") {
  MonthlyCounts series{numbers(1200, 36), std::vector<double>(36, 20)};
  series.months.erase(series.months.begin() + 5);
  series.counts.pop_back();
  CHECK(monthly_change(series, numbers(1224, 12), numbers(1212, 12), {}).has_value());
  CHECK(!refusal([&] { static_cast<void>(monthly_change(series, numbers(1212, 12), numbers(1200, 12), {})); }).empty());
  CHECK(!monthly_change({numbers(1200, 14), std::vector<double>(14, 20)}, {1213}, {1201}, {}).has_value());
  CHECK(!monthly_change({numbers(1200, 24), std::vector<double>(24, 0)}, {1213}, {1201}, {}).has_value());
  CHECK(!monthly_change(two_years(), {}, {}, {}).has_value());
  CHECK(!refusal([&] { static_cast<void>(monthly_change(two_years(), {1213}, {1201}, {0.95, 1, 0})); }).empty());
}

// Two years, each month of the first like every other, and of the second.
MonthlyCounts two_levels(double before, double after) {
  MonthlyCounts series{numbers(1200, 24), std::vector<double>(24, before / 12)};
  for (std::size_t i = 12; i < 24; ++i) series.counts[i] = after / 12;
  return series;
}

TEST_CASE("Monthly relative change: without over-dispersion it is Wheeler's RIRR of 50 to 30 against 60 to 55") {
  const MonthlyVariation poisson{0, 1, 200};
  const DispersedRatio found =
      monthly_relative_change(two_levels(50, 30), two_levels(60, 55), numbers(1212, 12), numbers(1200, 12), poisson)
          .value();
  CHECK(found.ratio == Approx(0.6545455).epsilon(1e-7));
  CHECK(found.dispersion == Approx(1));
  CHECK(std::log(found.upper / found.lower) / 2 / student_t(0.95, found.freedom) == Approx(0.296954).epsilon(1e-6));
  CHECK(found.lower == Approx(0.3657).epsilon(0.01));
  CHECK(found.upper == Approx(1.1714).epsilon(0.01));
}

TEST_CASE("Monthly relative change: WDD paper, treated 207 to 110, control 308 to 318") {
  const DispersedRatio found = monthly_relative_change(two_levels(207, 110), two_levels(308, 318), numbers(1212, 12),
                                                       numbers(1200, 12), {0, 1, 200})
                                   .value();
  CHECK(found.ratio == Approx(0.514690).epsilon(1e-6));
  CHECK(found.p < 1e-4);
}

TEST_CASE(
    "Monthly relative change: each side brings its own variance, and dispersion 54.7 of one is no longer hidden") {
  // two_years() has a dispersion of 601.5 / 11 = 54.7 on 11 degrees of freedom and a ratio of 1 over 120,000 twice; the
  // comparison is steady: variance 54.7 (2 / 120000) + 2 / 1200, over (2 / 120000 + 2 / 1200), is 1.532.
  const DispersedRatio found =
      monthly_relative_change(two_years(), two_levels(1200, 1200), numbers(1212, 12), numbers(1200, 12), {0, 1, 0})
          .value();
  CHECK(found.ratio == Approx(1));
  CHECK(found.p == Approx(1));
  CHECK(found.dispersion == Approx(1.532).epsilon(0.005));
}

TEST_CASE("Monthly relative change: a zero gains one half in all four, too short a series says nothing") {
  const MonthlyVariation poisson{0, 1, 200};
  MonthlyCounts emptied{numbers(1200, 24), std::vector<double>(24, 5)};
  emptied.counts[23] = 0;
  const MonthlyCounts steady{numbers(1200, 24), std::vector<double>(24, 5)};
  const DispersedRatio zero = monthly_relative_change(emptied, steady, {1223}, {1211}, poisson).value();
  CHECK(zero.ratio == Approx((0.5 / 5.5) / (5.5 / 5.5)));
  const MonthlyCounts few{numbers(1200, 14), std::vector<double>(14, 20)};
  CHECK(!monthly_relative_change(few, two_levels(60, 55), {1213}, {1201}, poisson).has_value());
  CHECK(!refusal([&] {
           static_cast<void>(monthly_relative_change(two_years(), two_years(), {1213}, {1201}, {0.95, 1, 0}));
         }).empty());
}

// Fourteen series of four years around a wandering intensity.
std::vector<MonthlyCounts> simulated(double dispersion, double autocorrelation, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<MonthlyCounts> family;
  for (int j = 0; j < 14; ++j) {
    const double mean = 40.0 * (j + 1), spread = std::sqrt(std::log1p((dispersion - 1) / mean));
    double state = normal(random);
    MonthlyCounts series;
    for (int month = 0; month < 48; ++month) {
      state = autocorrelation * state + std::sqrt(1 - autocorrelation * autocorrelation) * normal(random);
      std::poisson_distribution<int> poisson(mean * (1 + 0.2 * std::sin(month * std::numbers::pi / 6)) *
                                             std::exp(spread * state - spread * spread / 2));
      series.months.push_back(1200 + month);
      series.counts.push_back(poisson(random));
    }
    family.push_back(series);
  }
  return family;
}

TEST_CASE("Monthly variation finds what was simulated") {
  double autocorrelation = 0, dispersion = 0;
  constexpr int families = 20;
  for (unsigned seed = 1; seed <= families; ++seed) {
    const MonthlyVariation found = monthly_variation(simulated(4, 0.6, seed), 1247);
    autocorrelation += found.autocorrelation / families;
    dispersion += found.dispersion / families;
  }
  CHECK(autocorrelation == Approx(0.6).epsilon(0.15));
  CHECK(dispersion > 2.5);  // of the residuals around each year's level, which takes some of the wandering away
  CHECK(dispersion < 4.5);
  const MonthlyVariation none = monthly_variation({}, 1247);
  CHECK(none.freedom == 0);
  CHECK(none.dispersion == 1);
}

}  // namespace
}  // namespace hallmark::statistics
