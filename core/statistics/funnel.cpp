#include "statistics/funnel.h"

#include <algorithm>
#include <cmath>

#include "statistics/distribution.h"
#include "statistics/domain.h"
#include "statistics/summary.h"

namespace hallmark::statistics {

Interval proportion_funnel(double target, double total, double confidence) {
  require_between_0_and_1(target, "The target proportion");
  require_positive(total, "The total");
  require_between_0_and_1(confidence, "The confidence");
  const double half = normal_z(confidence) * std::sqrt(target * (1 - target) / total);
  return {std::max(0.0, target - half), std::min(1.0, target + half)};
}

Interval ratio_funnel(double expected, double confidence) {
  require_positive(expected, "The expectation");
  require_between_0_and_1(confidence, "The confidence");
  const double tail = (1 - confidence) / 2;
  return {chi_squared_quantile(tail, 2 * expected) / 2 / expected,
          chi_squared_quantile(1 - tail, 2 * (expected + 1)) / 2 / expected};
}

FunnelPoints ratio_funnel_points(double observed, double confidence) {
  require_count(observed, "The count");
  require_between_0_and_1(confidence, "The confidence");
  const double tail = (1 - confidence) / 2;
  const double most = chi_squared_quantile(1 - tail, 2 * observed + 2) / 2;
  FunnelPoints points{{most, observed / most}, std::nullopt};
  if (observed > 0) {
    const double fewest = chi_squared_quantile(tail, 2 * observed) / 2;
    points.high = FunnelPoint{fewest, observed / fewest};
  }
  return points;
}

Dispersion dispersion(const std::vector<double>& observed, const std::vector<double>& expected, double winsorised) {
  if (observed.size() != expected.size() || observed.size() < 2)
    throw Error(
        ExitCode::configuration,
        fmt::format("Dispersion needs at least two areas with as many expectations; it was given {} counts and {} "
                    "expectations.",
                    observed.size(), expected.size()));
  if (!(winsorised >= 0 && winsorised < 0.5)) refuse("The winsorised share", winsorised, "from 0 to under 0.5");
  std::vector<double> z(observed.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    require_count(observed[i], "An observed count");
    require_positive(observed[i], "An observed count");
    require_positive(expected[i], "An expectation");
    z[i] = std::sqrt(expected[i]) * std::log(observed[i] / expected[i]);
  }
  const double lowest = quantile(z, winsorised), highest = quantile(z, 1 - winsorised);
  const auto areas = static_cast<double>(z.size());
  double phi = 0, weights = 0, squared_weights = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double kept = std::clamp(z[i], lowest, highest);
    phi += kept * kept / areas;
    // The variance of ln(O/E) is 1/E, so the weight is E.
    weights += expected[i];
    squared_weights += expected[i] * expected[i];
  }
  const double excess = areas * phi - (areas - 1);
  return {phi, excess <= 0 ? 0 : excess / (weights - squared_weights / weights)};
}

Interval dispersed_ratio_funnel(double expected, double tau2, double confidence) {
  require_positive(expected, "The expectation");
  require_not_negative(tau2, "The variance between areas");
  require_between_0_and_1(confidence, "The confidence");
  const double half = normal_z(confidence) * std::sqrt(1 / expected + tau2);
  return {std::exp(-half), std::exp(half)};
}

}  // namespace hallmark::statistics
