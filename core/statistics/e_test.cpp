#include <algorithm>
#include <cmath>
#include <vector>

#include "statistics/distribution.h"
#include "statistics/domain.h"
#include "statistics/poisson.h"

namespace hallmark::statistics {

namespace {

// Probabilities of a Poisson count over every outcome that could matter, with sums from both ends so that tiny tails
// keep their digits.
struct PoissonTable {
  double first = 0;
  std::vector<double> probability;  // of first, first + 1, ...
  std::vector<double> at_most;      // [i]: of i outcomes from the low end
  std::vector<double> at_least;     // [i]: of all from i on

  explicit PoissonTable(double mean) {
    // Beyond 12 standard deviations and 40 there is less than 1e-30.
    const double reach = 12 * std::sqrt(mean) + 40;
    first = std::max(0.0, std::floor(mean - reach));
    const auto size = static_cast<std::size_t>(mean + reach - first) + 1;
    const auto mode = static_cast<std::size_t>(std::floor(mean) - first);
    probability.resize(size);
    probability[mode] = poisson_probability(std::floor(mean), mean);
    for (std::size_t i = mode + 1; i < size; ++i)
      probability[i] = probability[i - 1] * mean / (first + static_cast<double>(i));
    for (std::size_t i = mode; i-- > 0;)
      probability[i] = probability[i + 1] * (first + static_cast<double>(i) + 1) / mean;
    at_most.assign(size + 1, 0);
    at_least.assign(size + 1, 0);
    for (std::size_t i = 0; i < size; ++i) at_most[i + 1] = at_most[i] + probability[i];
    for (std::size_t i = size; i-- > 0;) at_least[i] = at_least[i + 1] + probability[i];
  }
  double count(std::size_t i) const { return first + static_cast<double>(i); }
};

// The smallest i in [0, size] for which the statement holds; it must hold from some point on.
template <class Statement>
std::size_t first_where(std::size_t size, Statement statement) {
  std::size_t low = 0, high = size;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (statement(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

}  // namespace

std::optional<double> poisson_e_test(double count_1, double count_2, double exposure_1, double exposure_2,
                                     Alternative alternative) {
  require_count(count_1, "The first count");
  require_count(count_2, "The second count");
  require_positive(exposure_1, "The first exposure");
  require_positive(exposure_2, "The second exposure");
  if (count_1 + count_2 == 0) return std::nullopt;

  const auto statistic = [&](double x1, double x2) {
    if (x1 == 0 && x2 == 0) return 0.0;
    return (x1 / exposure_1 - x2 / exposure_2) /
           std::sqrt(x1 / (exposure_1 * exposure_1) + x2 / (exposure_2 * exposure_2));
  };
  const double observed = statistic(count_1, count_2);
  // Outcomes as far out as the observed one tie with it but for rounding.
  const double slack = 1e-12 * std::abs(observed);
  const double high = (alternative == Alternative::two_sided ? std::abs(observed) : observed) - slack;
  const double low = (alternative == Alternative::two_sided ? -std::abs(observed) : observed) + slack;

  const double rate = (count_1 + count_2) / (exposure_1 + exposure_2);
  const PoissonTable one(rate * exposure_1), two(rate * exposure_2);
  const std::size_t size = two.probability.size();
  const bool count_high = alternative != Alternative::less, count_low = alternative != Alternative::greater;
  double p = 0;
  for (std::size_t i = 0; i < one.probability.size(); ++i) {
    const double x1 = one.count(i);
    // The statistic falls as the second count grows, so either tail of it is a tail of the second count. The tails meet
    // when the observed rates are equal.
    const std::size_t high_end =
        count_high ? first_where(size, [&](std::size_t j) { return statistic(x1, two.count(j)) < high; }) : 0;
    const std::size_t low_begin =
        count_low ? first_where(size, [&](std::size_t j) { return statistic(x1, two.count(j)) <= low; }) : size;
    p += one.probability[i] * (two.at_most[high_end] + two.at_least[std::max(high_end, low_begin)]);
  }
  return std::min(1.0, p);
}

}  // namespace hallmark::statistics
