#include <doctest/doctest.h>

#include <cmath>

#include "refusal.h"
#include "statistics/proportion.h"

namespace hallmark::statistics {
namespace {

TEST_CASE("Wilson interval: Newcombe 1998, table I, method 3") {
  const auto matches = [](double count, double total, double lower, double upper) {
    const Interval interval = wilson_interval(count, total);
    CHECK(std::abs(interval.lower - lower) < 0.00005);
    CHECK(std::abs(interval.upper - upper) < 0.00005);
  };
  matches(81, 263, 0.2553, 0.3662);
  matches(15, 148, 0.0624, 0.1605);
  matches(0, 20, 0, 0.1611);
  matches(1, 29, 0.0061, 0.1718);
}

TEST_CASE("Wilson interval: none and all mirror one another") {
  CHECK(wilson_interval(0, 20).lower == 0);
  CHECK(wilson_interval(20, 20).upper == 1);
  CHECK(wilson_interval(20, 20).lower == doctest::Approx(1 - wilson_interval(0, 20).upper));
}

TEST_CASE("Wilson interval: refusals") {
  CHECK(refusal([] { wilson_interval(0, 0); }) == "The total is 0; it must be a number over 0.");
  CHECK(refusal([] { wilson_interval(5, 4); }) == "The count is 5; it must be at most the total, 4.");
  CHECK(refusal([] { wilson_interval(-1, 4); }) != "");
  CHECK(refusal([] { wilson_interval(1, std::nan("")); }) != "");
  CHECK(refusal([] { wilson_interval(1, 4, 95); }) == "The confidence is 95; it must be between 0 and 1.");
}

}  // namespace
}  // namespace hallmark::statistics
