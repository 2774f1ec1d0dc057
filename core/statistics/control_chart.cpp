#include "statistics/control_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "statistics/distribution.h"
#include "statistics/domain.h"
#include "statistics/summary.h"

namespace hallmark::statistics {

namespace {

// Mean moving range of standard normal pairs: d2 for n = 2.
constexpr double d2 = 1.128;

// Indices of the points that set the limits, in order.
std::vector<std::size_t> baseline_points(std::size_t count, const Baseline& baseline) {
  if (baseline.length > count)
    throw Error(ExitCode::configuration,
                fmt::format("The baseline is {} points long, but there are only {}.", baseline.length, count));
  std::vector<std::size_t> points;
  const std::size_t length = baseline.length == 0 ? count : baseline.length;
  for (std::size_t i = 0; i < length; ++i)
    if (std::find(baseline.excluded.begin(), baseline.excluded.end(), i) == baseline.excluded.end())
      points.push_back(i);
  if (points.size() < 2)
    throw Error(ExitCode::configuration,
                fmt::format("Control limits need at least two points; the baseline has {}.", points.size()));
  return points;
}

void require_counts(const std::vector<double>& counts) {
  for (const double count : counts) require_count(count, "A count");
}

void require_parts(const std::vector<double>& counts, const std::vector<double>& parts, std::string_view what) {
  if (counts.size() != parts.size())
    throw Error(ExitCode::configuration,
                fmt::format("There are {} counts but {} {}s.", counts.size(), parts.size(), what));
  require_counts(counts);
  for (const double part : parts) require_positive(part, fmt::format("One {}", what));
}

double mean_moving_range(const std::vector<double>& values, const std::vector<std::size_t>& points) {
  double sum = 0;
  for (std::size_t i = 1; i < points.size(); ++i) sum += std::abs(values[points[i]] - values[points[i - 1]]);
  return sum / static_cast<double>(points.size() - 1);
}

// Limits three sigma from the centre, one sigma per point, kept within what the values can be.
ControlLimits limits(const std::vector<double>& values, double centre, const std::vector<double>& sigma, double lowest,
                     double highest) {
  ControlLimits result;
  result.centre = centre;
  for (std::size_t i = 0; i < values.size(); ++i) {
    result.lower.push_back(std::max(lowest, centre - 3 * sigma[i]));
    result.upper.push_back(std::min(highest, centre + 3 * sigma[i]));
    result.signals.push_back(values[i] < result.lower[i] || values[i] > result.upper[i]);
  }
  return result;
}

constexpr double infinity = std::numeric_limits<double>::infinity();

enum class Kind { rate, proportion };

// u and p charts differ only in the variance of one point and in the ceiling; Laney's widen both by sigma_z.
ControlLimits ratio_chart(const std::vector<double>& counts, const std::vector<double>& parts, const Baseline& baseline,
                          Kind kind, bool laney) {
  const std::vector<std::size_t> points = baseline_points(counts.size(), baseline);
  double count_sum = 0, part_sum = 0;
  for (const std::size_t i : points) {
    count_sum += counts[i];
    part_sum += parts[i];
  }
  const double centre = count_sum / part_sum;
  const double variance = kind == Kind::rate ? centre : centre * (1 - centre);
  std::vector<double> values(counts.size()), sigma(counts.size()), z(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    values[i] = counts[i] / parts[i];
    sigma[i] = std::sqrt(variance / parts[i]);
    // Without variance in the baseline (all 0, or all of the total) there is nothing to widen.
    z[i] = sigma[i] > 0 ? (values[i] - centre) / sigma[i] : 0;
  }
  double sigma_z = 1;
  if (laney && variance > 0) {
    sigma_z = mean_moving_range(z, points) / d2;
    for (double& s : sigma) s *= sigma_z;
  }
  ControlLimits result = limits(values, centre, sigma, 0, kind == Kind::rate ? infinity : 1);
  result.sigma_z = sigma_z;
  return result;
}

ControlLimits proportion_chart(const std::vector<double>& counts, const std::vector<double>& totals,
                               const Baseline& baseline, bool laney) {
  require_parts(counts, totals, "total");
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > totals[i]) refuse("A count", counts[i], fmt::format("at most its total, {}", totals[i]));
  return ratio_chart(counts, totals, baseline, Kind::proportion, laney);
}

}  // namespace

ControlLimits c_chart(const std::vector<double>& counts, const Baseline& baseline) {
  require_counts(counts);
  double sum = 0;
  const std::vector<std::size_t> points = baseline_points(counts.size(), baseline);
  for (const std::size_t i : points) sum += counts[i];
  const double centre = sum / static_cast<double>(points.size());
  return limits(counts, centre, std::vector<double>(counts.size(), std::sqrt(centre)), 0, infinity);
}

ControlLimits u_chart(const std::vector<double>& counts, const std::vector<double>& exposures,
                      const Baseline& baseline) {
  require_parts(counts, exposures, "exposure");
  return ratio_chart(counts, exposures, baseline, Kind::rate, false);
}

ControlLimits laney_u_chart(const std::vector<double>& counts, const std::vector<double>& exposures,
                            const Baseline& baseline) {
  require_parts(counts, exposures, "exposure");
  return ratio_chart(counts, exposures, baseline, Kind::rate, true);
}

ControlLimits p_chart(const std::vector<double>& counts, const std::vector<double>& totals, const Baseline& baseline) {
  return proportion_chart(counts, totals, baseline, false);
}

ControlLimits laney_p_chart(const std::vector<double>& counts, const std::vector<double>& totals,
                            const Baseline& baseline) {
  return proportion_chart(counts, totals, baseline, true);
}

ControlLimits xmr_chart(const std::vector<double>& values, const Baseline& baseline) {
  require_finite(values, "A value");
  const std::vector<std::size_t> points = baseline_points(values.size(), baseline);
  double sum = 0;
  for (const std::size_t i : points) sum += values[i];
  const double sigma = mean_moving_range(values, points) / d2;
  return limits(values, sum / static_cast<double>(points.size()), std::vector<double>(values.size(), sigma), -infinity,
                infinity);
}

Runs runs(const std::vector<double>& values, const Baseline& baseline) {
  require_finite(values, "A value");
  std::vector<double> base;
  for (const std::size_t i : baseline_points(values.size(), baseline)) base.push_back(values[i]);
  Runs result;
  result.median = median(std::move(base));
  std::size_t run = 0;
  bool above = false;
  for (const double value : values) {
    if (value == result.median) continue;
    const bool now_above = value > result.median;
    if (result.useful > 0 && now_above != above) {
      ++result.crossings;
      run = 0;
    }
    above = now_above;
    ++result.useful;
    result.longest_run = std::max(result.longest_run, ++run);
  }
  if (result.useful < 10) return result;
  const auto useful = static_cast<double>(result.useful);
  result.longest_expected = static_cast<std::size_t>(std::nearbyint(std::log2(useful))) + 3;
  result.fewest_expected = static_cast<std::size_t>(binomial_quantile(0.05, useful - 1, 0.5));
  result.signal = result.longest_run > result.longest_expected || result.crossings < result.fewest_expected;
  return result;
}

}  // namespace hallmark::statistics
