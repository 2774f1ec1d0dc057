#include <doctest/doctest.h>

#include <cmath>

#include "refusal.h"
#include "statistics/funnel.h"

namespace hallmark::statistics {
namespace {

using doctest::Approx;

TEST_CASE("Funnel of proportions: Public Health England's table, target 0.80642448") {
  constexpr double target = 0.80642448;
  CHECK(proportion_funnel(target, 1, 0.95).lower * 100 == Approx(3.204264).epsilon(1e-6));
  CHECK(proportion_funnel(target, 5, 0.95).lower * 100 == Approx(46.011039).epsilon(1e-7));
  CHECK(proportion_funnel(target, 5, 0.998).lower * 100 == Approx(26.039864).epsilon(1e-7));
  CHECK(proportion_funnel(target, 10, 0.95).lower * 100 == Approx(56.154344).epsilon(1e-7));
  CHECK(proportion_funnel(target, 10, 0.998).lower * 100 == Approx(42.032591).epsilon(1e-7));
  for (const double total : {1.0, 5.0, 10.0}) CHECK(proportion_funnel(target, total, 0.95).upper == 1);
  CHECK(proportion_funnel(target, 1).lower == 0);
}

TEST_CASE("Funnel of ratios: Public Health England's points (bisection to 1e-7, so within 1e-4)") {
  const auto check = [](double observed, FunnelPoint low, FunnelPoint high) {
    CAPTURE(observed);
    const FunnelPoints points = ratio_funnel_points(observed, 0.95);
    CHECK(points.low.expected == Approx(low.expected).epsilon(1e-4));
    CHECK(points.low.ratio * 100 == Approx(low.ratio).epsilon(1e-4));
    CHECK(points.high.value().expected == Approx(high.expected).epsilon(1e-4));
    CHECK(points.high.value().ratio * 100 == Approx(high.ratio).epsilon(1e-4));
  };
  check(1, {5.571643, 17.948}, {0.0253178, 3949.8});
  check(5, {5 / 0.42851, 42.851}, {5 / 3.07979, 307.979});
  check(10, {10 / 0.543763, 54.3763}, {10 / 2.08534, 208.534});
  CHECK_FALSE(ratio_funnel_points(0, 0.95).high.has_value());
  CHECK(ratio_funnel_points(0, 0.95).low.ratio == 0);
}

TEST_CASE("Funnel of rates: 116.1720835 per 100,000 over three years, ten events (Public Health England)") {
  constexpr double rate = 116.1720835e-5 * 3;
  const FunnelPoint low = ratio_funnel_points(10, 0.95).low;
  CHECK(low.expected / rate == Approx(5276.758).epsilon(1e-4));
  CHECK(low.ratio * 116.1720835 == Approx(63.1701).epsilon(1e-4));
}

TEST_CASE("Funnel of ratios at an expectation: the R package FunnelPlotR") {
  const auto check = [](double expected, Interval at_95, Interval at_998) {
    CAPTURE(expected);
    CHECK(ratio_funnel(expected, 0.95).lower == Approx(at_95.lower).epsilon(1e-5));
    CHECK(ratio_funnel(expected, 0.95).upper == Approx(at_95.upper).epsilon(1e-5));
    CHECK(ratio_funnel(expected).lower == Approx(at_998.lower).epsilon(1e-5));
    CHECK(ratio_funnel(expected).upper == Approx(at_998.upper).epsilon(1e-5));
  };
  check(15, {0.559692, 1.649348}, {0.386265, 2.082907});
  check(20, {0.610826, 1.544419}, {0.447911, 1.902094});
  check(30, {0.674696, 1.427562}, {0.528972, 1.702771});
}

TEST_CASE("Over-dispersion: six areas worked by hand") {
  const std::vector<double> observed = {100, 150, 180, 80, 120, 225}, expected = {108, 112, 165, 95, 100, 220};
  const Dispersion result = dispersion(observed, expected, 0);
  CHECK(result.phi == Approx(2.948033).epsilon(1e-6));
  CHECK(result.tau2 == Approx(0.01947753).epsilon(1e-6));
  const Interval limits = dispersed_ratio_funnel(100, result.tau2, 0.95);
  CHECK(limits.upper == Approx(std::exp(1.959964 * std::sqrt(0.01 + 0.01947753))).epsilon(1e-6));
  CHECK(limits.lower == Approx(1 / limits.upper));
  CHECK(dispersion(observed, expected, 0.2).phi < result.phi);
  CHECK(dispersion({10, 10}, {10, 10}).tau2 == 0);
}

TEST_CASE("Funnels: refusals") {
  CHECK(refusal([] { proportion_funnel(1.2, 5); }) == "The target proportion is 1.2; it must be between 0 and 1.");
  CHECK(refusal([] { proportion_funnel(0.5, 0); }) != "");
  CHECK(refusal([] { ratio_funnel(0); }) == "The expectation is 0; it must be a number over 0.");
  CHECK(refusal([] { ratio_funnel(std::nan("")); }) != "");
  CHECK(refusal([] { ratio_funnel_points(-1); }) != "");
  CHECK(refusal([] { dispersion({1}, {1}); }) ==
        "Dispersion needs at least two areas with as many expectations; it was given 1 counts and 1 expectations.");
  CHECK(refusal([] { dispersion({0, 1}, {1, 1}); }) == "An observed count is 0; it must be a number over 0.");
  CHECK(refusal([] { dispersion({2, 1}, {1, 1}, 0.5); }) != "");
  CHECK(refusal([] { dispersed_ratio_funnel(5, -1); }) != "");
}

}  // namespace
}  // namespace hallmark::statistics
