// Two counts compared through their ratio, conditional on the total.
#include <algorithm>
#include <cmath>
#include <limits>

#include "statistics/distribution.h"
#include "statistics/domain.h"
#include "statistics/poisson.h"

namespace hallmark::statistics {

namespace {

void require_pair(double count_after, double count_before, double exposure_after, double exposure_before) {
  require_count(count_after, "The count after");
  require_count(count_before, "The count before");
  require_positive(exposure_after, "The exposure after");
  require_positive(exposure_before, "The exposure before");
}

// Sum of the probabilities not above that of k. Outcomes that are equal but for rounding count as equal, as in R's
// binom.test.
double two_sided_p(double k, double trials, double p) {
  const double bound = binomial_probability(k, trials, p) * (1 + 1e-7);
  const double mode = std::floor((trials + 1) * p);
  if (k == mode) return 1;
  const bool low = k < mode;
  // The probability falls away from the mode: the first outcome beyond it at or under the bound, by halving.
  double inside = mode, outside = low ? trials + 1 : -1;
  while (std::abs(outside - inside) > 1) {
    const double middle = std::floor((inside + outside) / 2);
    (binomial_probability(middle, trials, p) <= bound ? outside : inside) = middle;
  }
  const double tails = low ? binomial_at_most(k, trials, p) + binomial_at_least(outside, trials, p)
                           : binomial_at_least(k, trials, p) + binomial_at_most(outside, trials, p);
  return std::min(1.0, tails);
}

}  // namespace

std::optional<RateRatio> poisson_ratio(double count_after, double count_before, double exposure_after,
                                       double exposure_before, double confidence) {
  require_pair(count_after, count_before, exposure_after, exposure_before);
  require_between_0_and_1(confidence, "The confidence");
  const double total = count_after + count_before;
  if (total == 0) return std::nullopt;
  const double tail = (1 - confidence) / 2;
  const double infinity = std::numeric_limits<double>::infinity();
  const auto to_ratio = [&](double p) { return p == 1 ? infinity : p / (1 - p) * exposure_before / exposure_after; };
  RateRatio result;
  result.ratio = count_before == 0 ? infinity : count_after / count_before * (exposure_before / exposure_after);
  result.lower = to_ratio(clopper_pearson_lower(count_after, total, tail));
  result.upper = to_ratio(clopper_pearson_upper(count_after, total, tail));
  result.p = two_sided_p(count_after, total, exposure_after / (exposure_after + exposure_before));
  return result;
}

std::optional<double> poisson_ratio_p(double count_after, double count_before, double exposure_after,
                                      double exposure_before, Alternative alternative, double null_ratio, bool mid_p) {
  require_pair(count_after, count_before, exposure_after, exposure_before);
  require_positive(null_ratio, "The ratio tested against");
  const double total = count_after + count_before;
  if (total == 0) return std::nullopt;
  const double p = null_ratio * exposure_after / (null_ratio * exposure_after + exposure_before);
  const double half = mid_p ? binomial_probability(count_after, total, p) / 2 : 0;
  switch (alternative) {
    case Alternative::greater:
      return binomial_at_least(count_after, total, p) - half;
    case Alternative::less:
      return binomial_at_most(count_after, total, p) - half;
    case Alternative::two_sided:
      break;
  }
  return two_sided_p(count_after, total, p) - half;
}

std::optional<PercentChange> percent_change(double count_after, double count_before, double exposure_after,
                                            double exposure_before, double confidence) {
  const auto ratio = poisson_ratio(count_after, count_before, exposure_after, exposure_before, confidence);
  if (!ratio || count_before == 0) return std::nullopt;
  return PercentChange{ratio->ratio - 1, ratio->lower - 1, ratio->upper - 1, ratio->p};
}

}  // namespace hallmark::statistics
