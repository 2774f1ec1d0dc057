#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "refusal.h"
#include "statistics/discovery.h"

namespace hallmark::statistics {
namespace {

// Benjamini & Hochberg 1995, section 4.1: fifteen comparisons of thrombolysis treatments.
const std::vector<double> published = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                       0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0};

TEST_CASE("Benjamini and Hochberg's own example rejects four of fifteen") {
  const Discoveries result = benjamini_hochberg(published, 0.05);
  CHECK(result.count == 4);
  CHECK(result.cut_off == 0.0095);
  const std::vector<double> adjusted = {0.0015, 0.003, 0.0095,  0.035625, 0.0603,  0.06386, 0.06386, 0.0645,
                                        0.0765, 0.486, 0.58118, 0.71488,  0.75323, 0.81321, 1};
  for (std::size_t i = 0; i < adjusted.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(result.adjusted[i] - adjusted[i]) < 0.000005);
    CHECK(result.rejected[i] == (i < 4));
  }
}

TEST_CASE("The order of the input does not matter") {
  const std::vector<double> reversed(published.rbegin(), published.rend());
  const Discoveries there = benjamini_hochberg(published), back = benjamini_hochberg(reversed);
  CHECK(back.count == there.count);
  for (std::size_t i = 0; i < published.size(); ++i)
    CHECK(back.adjusted[i] == there.adjusted[published.size() - 1 - i]);
}

TEST_CASE("Step-up: a p over its own threshold goes with a larger one that passes") {
  // Thresholds 0.0125, 0.025, 0.0375, 0.05: the first two fail alone.
  const Discoveries result = benjamini_hochberg({0.02, 0.03, 0.035, 0.9}, 0.05);
  CHECK(result.count == 3);
  CHECK(result.rejected[0]);
}

TEST_CASE("p-values over q may be left out when the number of tests is told") {
  const std::vector<double> small(published.begin(), published.begin() + 6);
  const Discoveries some = benjamini_hochberg(small, 0.05, published.size());
  CHECK(some.count == 4);
  CHECK(some.cut_off == 0.0095);
  CHECK(benjamini_hochberg(small, 0.05).count == 6);
  CHECK(refusal([] { benjamini_hochberg({0.1, 0.2}, 0.05, 1); }) == "There are 2 p-values but only 1 tests.");
}

TEST_CASE("Nothing to test, nothing found; certainty is found") {
  CHECK(benjamini_hochberg({}).count == 0);
  CHECK(benjamini_hochberg({1, 1, 1}).count == 0);
  CHECK(benjamini_hochberg({1, 1, 1}).cut_off == 0);
  CHECK(benjamini_hochberg({0, 0, 0}).count == 3);
}

TEST_CASE("Discoveries: refusals") {
  CHECK(refusal([] { benjamini_hochberg({0.1, std::nan("")}); }) == "A p-value is nan; it must be from 0 to 1.");
  CHECK(refusal([] { benjamini_hochberg({-0.1}); }) != "");
  CHECK(refusal([] { benjamini_hochberg({1.1}); }) != "");
  CHECK(refusal([] { benjamini_hochberg({0.1}, 0); }) ==
        "The false-discovery rate q is 0; it must be between 0 and 1.");
}

}  // namespace
}  // namespace hallmark::statistics
