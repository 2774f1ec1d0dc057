#include <doctest/doctest.h>

#include <cmath>

#include "refusal.h"
#include "statistics/summary.h"

namespace hallmark::statistics {
namespace {

using doctest::Approx;

TEST_CASE("Quantiles as R's default (type 7) has them") {
  CHECK(quantile({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.25) == Approx(3.25));
  CHECK(quantile({4, 1, 3, 2}, 0.9) == Approx(3.7));
  CHECK(quantile({4, 1, 3, 2}, 0) == 1);
  CHECK(quantile({4, 1, 3, 2}, 1) == 4);
  CHECK(quantile({7}, 0.3) == 7);
  CHECK(median({3, 1, 2}) == 2);
  CHECK(median({4, 1, 3, 2}) == Approx(2.5));
  CHECK(mean({1, 2, 6}) == 3);
}

TEST_CASE("Summaries: refusals") {
  CHECK(refusal([] { median({}); }) == "There are no values to summarise.");
  CHECK(refusal([] { mean({1, std::nan("")}); }) == "A value is nan; it must be a number.");
  CHECK(refusal([] { quantile({1, 2}, 1.5); }) == "The probability is 1.5; it must be from 0 to 1.");
}

}  // namespace
}  // namespace hallmark::statistics
