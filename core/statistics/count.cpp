// One count: intervals of a count or rate, and its distance from a known expectation.
#include <algorithm>
#include <cmath>

#include "statistics/distribution.h"
#include "statistics/domain.h"
#include "statistics/poisson.h"

namespace hallmark::statistics {

namespace {
void require_rate(double count, double exposure, double confidence) {
  require_count(count, "The count");
  require_positive(exposure, "The exposure");
  require_between_0_and_1(confidence, "The confidence");
}

double squared(double x) {
  return x * x;
}
double cubed(double x) {
  return x * x * x;
}
}  // namespace

Interval exact_interval(double count, double exposure, double confidence) {
  require_rate(count, exposure, confidence);
  const double tail = (1 - confidence) / 2;
  return {chi_squared_quantile(tail, 2 * count) / 2 / exposure,
          chi_squared_quantile(1 - tail, 2 * count + 2) / 2 / exposure};
}

Interval byar_interval(double count, double exposure, double confidence) {
  require_rate(count, exposure, confidence);
  const double z = normal_z(confidence);
  const double next = count + 1;
  const double lower = count == 0 ? 0 : count * cubed(1 - 1 / (9 * count) - z / (3 * std::sqrt(count)));
  const double upper = next * cubed(1 - 1 / (9 * next) + z / (3 * std::sqrt(next)));
  // The cube is negative for a count of 1 at high confidence.
  return {std::max(0.0, lower) / exposure, upper / exposure};
}

Interval rate_interval(double count, double exposure, double confidence) {
  return count < 10 ? exact_interval(count, exposure, confidence) : byar_interval(count, exposure, confidence);
}

double poisson_z(double count, double expected) {
  require_count(count, "The count");
  require_positive(expected, "The expectation");
  return 2 * (std::sqrt(count) - std::sqrt(expected));
}

Interval poisson_z_band(double expected, double z) {
  require_positive(expected, "The expectation");
  require_positive(z, "The width z");
  const double root = std::sqrt(expected);
  return {squared(std::max(0.0, root - z / 2)), squared(root + z / 2)};
}

double poisson_z_difference(double count_after, double count_before) {
  require_count(count_after, "The count after");
  require_count(count_before, "The count before");
  return std::sqrt(2.0) * (std::sqrt(count_after) - std::sqrt(count_before));
}

}  // namespace hallmark::statistics
