#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "refusal.h"
#include "statistics/poisson.h"

namespace hallmark::statistics {
namespace {

using doctest::Approx;
const double nan = std::nan("");
const double infinity = std::numeric_limits<double>::infinity();

TEST_CASE("E-test: Krishnamoorthy & Thomson 2004, and the authors' Fortran (via scipy's tests)") {
  // The Fortran truncates its tails, hence 2e-6.
  const auto two_sided = [](double k1, double n1, double k2, double n2) {
    return poisson_e_test(k1, k2, n1, n2).value();
  };
  CHECK(std::abs(two_sided(0, 100, 3, 100) - 0.08837901) < 2e-6);  // the paper: 0.0884
  CHECK(std::abs(two_sided(2, 100, 6, 100) - 0.17487482) < 2e-6);  // the paper: 0.1749
  CHECK(std::abs(two_sided(20, 10, 20, 10) - 0.999999757) < 2e-6);
  CHECK(std::abs(two_sided(3, 100, 20, 300) - 0.12202725) < 2e-6);
  CHECK(std::abs(poisson_e_test(4, 3, 20, 100, Alternative::greater).value() - 0.00805364) < 2e-6);
}

TEST_CASE("E-test: 20 against 10 (documentation of the R package ptools: about 0.069)") {
  CHECK(poisson_e_test(20, 10).value() == Approx(0.06883).epsilon(1e-4));
}

TEST_CASE("E-test: sides, order and scale") {
  CHECK(poisson_e_test(25, 16).value() == Approx(poisson_e_test(16, 25).value()));
  CHECK(poisson_e_test(25, 16).value() == Approx(0.1648).epsilon(5e-4));  // METHODS 2.2
  CHECK(poisson_e_test(7, 19, 2, 3, Alternative::less).value() ==
        Approx(poisson_e_test(19, 7, 3, 2, Alternative::greater).value()));
  // Equal exposures in other units change nothing.
  CHECK(poisson_e_test(30, 12, 365, 365).value() == Approx(poisson_e_test(30, 12).value()));
}

TEST_CASE("E-test: large counts approach the normal test") {
  // 101,000 against 100,000: z = 1000 / sqrt(201000) = 2.2305, two-sided p 0.02571.
  CHECK(poisson_e_test(101000, 100000).value() == Approx(0.02571).epsilon(1e-3));
  CHECK(poisson_e_test(112, 14).value() < 1e-15);
  CHECK(poisson_e_test(112, 14).value() > 0);
}

TEST_CASE("Poisson z: Wheeler's 25 against an expected 16") {
  CHECK(poisson_z(25, 16) == Approx(2));
  CHECK(poisson_z(0, 16) == Approx(-8));
  const Interval band = poisson_z_band(16, 3);
  CHECK(band.lower == Approx(6.25));
  CHECK(band.upper == Approx(30.25));
  CHECK(poisson_z_band(1, 3).lower == 0);
  CHECK(poisson_z_difference(25, 16) == Approx(std::sqrt(2.0)));
}

TEST_CASE("Rate ratio: R's poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))") {
  const RateRatio result = poisson_ratio(11, 21, 800, 3011).value();
  CHECK(result.ratio == Approx(1.971488).epsilon(1e-6));
  CHECK(result.p == Approx(0.07967).epsilon(1e-4));
  CHECK(result.lower == Approx(0.8584264).epsilon(1e-6));
  CHECK(result.upper == Approx(4.2772659).epsilon(1e-6));
}

TEST_CASE("Rate ratio: Gu et al. 2008, example 1 (60 / 51477.5 against 30 / 54308.7)") {
  CHECK(poisson_ratio_p(60, 30, 51477.5, 54308.7, Alternative::greater).value() == Approx(0.000428).epsilon(1e-3));
  CHECK(poisson_ratio_p(60, 30, 51477.5, 54308.7, Alternative::greater, 1, true).value() ==
        Approx(0.000310).epsilon(2e-3));
}

TEST_CASE("Rate ratio: a premises' violence from 112 crimes in six months to 14, published as down 88 per cent") {
  const RateRatio result = poisson_ratio(14, 112).value();
  CHECK(result.ratio == Approx(0.125));
  CHECK(result.lower == Approx(0.0662).epsilon(1e-3));
  CHECK(result.upper == Approx(0.2186).epsilon(1e-3));
  CHECK(result.p == Approx(3.7e-20).epsilon(0.02));
  const PercentChange change = percent_change(14, 112).value();
  CHECK(change.change == Approx(-0.875));
  CHECK(change.lower == Approx(-0.9338).epsilon(1e-3));
  CHECK(change.upper == Approx(-0.7814).epsilon(1e-3));
  CHECK(change.p == result.p);
}

TEST_CASE("Rate ratio: turning the question round inverts the answer") {
  const RateRatio there = poisson_ratio(340, 290, 365, 366).value();
  const RateRatio back = poisson_ratio(290, 340, 366, 365).value();
  CHECK(there.ratio == Approx(1 / back.ratio));
  CHECK(there.lower == Approx(1 / back.upper));
  CHECK(there.upper == Approx(1 / back.lower));
  CHECK(there.p == Approx(back.p));
}

TEST_CASE("Rate ratio: the limits at 95 % are where the one-sided p is 0.025") {
  const RateRatio result = poisson_ratio(18, 31, 2, 3).value();
  CHECK(poisson_ratio_p(18, 31, 2, 3, Alternative::greater, result.lower).value() == Approx(0.025));
  CHECK(poisson_ratio_p(18, 31, 2, 3, Alternative::less, result.upper).value() == Approx(0.025));
}

TEST_CASE("Rate ratio: equal counts are no evidence, and large counts are as quick") {
  CHECK(poisson_ratio(20, 20).value().p == 1);
  CHECK(poisson_ratio(1, 0).value().p == 1);
  CHECK(poisson_ratio(1'010'000, 1'000'000).value().p == Approx(1.8e-12).epsilon(0.1));
  CHECK(poisson_ratio(0, 5'000'000).value().p < 1e-300);
}

TEST_CASE("0 against 0 has no test; 0 on one side has half an interval") {
  CHECK_FALSE(poisson_ratio(0, 0).has_value());
  CHECK_FALSE(poisson_ratio_p(0, 0, 1, 1, Alternative::two_sided).has_value());
  CHECK_FALSE(poisson_e_test(0, 0).has_value());
  CHECK_FALSE(percent_change(0, 0).has_value());
  CHECK_FALSE(percent_change(12, 0).has_value());
  const RateRatio rise = poisson_ratio(12, 0).value();
  CHECK(rise.ratio == infinity);
  CHECK(rise.upper == infinity);
  CHECK(rise.lower == Approx(1 / (std::pow(0.025, -1 / 12.0) - 1)));  // p^12 = 0.025
  CHECK(rise.p == Approx(2 * std::pow(0.5, 12)));
  const RateRatio fall = poisson_ratio(0, 12).value();
  CHECK(fall.ratio == 0);
  CHECK(fall.lower == 0);
  CHECK(fall.upper == Approx(1 / rise.lower));
  CHECK(percent_change(0, 12).value().change == -1);
}

TEST_CASE("One count: 15 in 400 (DescTools, statsmodels; Byar as Public Health England has it)") {
  CHECK(exact_interval(15, 400).lower == Approx(0.0209885).epsilon(1e-5));
  CHECK(exact_interval(15, 400).upper == Approx(0.0618505).epsilon(1e-5));
  CHECK(byar_interval(15, 400).lower == Approx(0.0209732).epsilon(1e-5));
  CHECK(byar_interval(15, 400).upper == Approx(0.0618541).epsilon(1e-5));
  CHECK(rate_interval(15, 400) == byar_interval(15, 400));
  CHECK(rate_interval(9, 400) == exact_interval(9, 400));
}

TEST_CASE("One count: none seen leaves room for up to 3.69 (the 'rule of three' at 97.5 %)") {
  CHECK(exact_interval(0).lower == 0);
  CHECK(exact_interval(0).upper == Approx(-std::log(0.025)));
  CHECK(byar_interval(0).lower == 0);
  CHECK(byar_interval(1, 1, 0.9999).lower == 0);
}

TEST_CASE("Impossible input is refused in a sentence") {
  CHECK(refusal([] { poisson_ratio(-1, 4); }) ==
        "The count after is -1; it must be a whole number that is not negative.");
  CHECK(refusal([] { poisson_ratio(1, 4.5); }) ==
        "The count before is 4.5; it must be a whole number that is not negative.");
  CHECK(refusal([] { poisson_ratio(nan, 4); }) ==
        "The count after is nan; it must be a whole number that is not negative.");
  CHECK(refusal([] { poisson_ratio(1, infinity); }) != "");
  CHECK(refusal([] { poisson_ratio(1, 4, 0, 1); }) == "The exposure after is 0; it must be a number over 0.");
  CHECK(refusal([] { poisson_ratio(1, 4, 1, nan); }) != "");
  CHECK(refusal([] { poisson_ratio(1, 4, 1, 1, 1); }) == "The confidence is 1; it must be between 0 and 1.");
  CHECK(refusal([] { poisson_ratio_p(1, 4, 1, 1, Alternative::less, 0); }) != "");
  CHECK(refusal([] { poisson_e_test(1, 2, -1, 1); }) == "The first exposure is -1; it must be a number over 0.");
  CHECK(refusal([] { poisson_e_test(1, nan); }) != "");
  CHECK(refusal([] { poisson_z(3, 0); }) == "The expectation is 0; it must be a number over 0.");
  CHECK(refusal([] { poisson_z(-3, 2); }) != "");
  CHECK(refusal([] { poisson_z_band(4, -1); }) != "");
  CHECK(refusal([] { exact_interval(2, 1, 0); }) != "");
  CHECK(refusal([] { byar_interval(2.5); }) != "");
  CHECK(refusal([] { rate_interval(nan); }) != "");
}

}  // namespace
}  // namespace hallmark::statistics
