// Statistical process control: limits that only special causes should cross, and runs rules that need no limits.
#pragma once

#include <cstddef>
#include <vector>

namespace hallmark::statistics {

// Which points set the limits. Limits computed from data that contain an intervention hide it: freeze them instead.
struct Baseline {
  std::size_t length = 0;               // the first `length` points; 0 = all
  std::vector<std::size_t> excluded{};  // 0-based points left out, with the reason given by the user elsewhere
};

struct ControlLimits {
  double centre = 0;
  std::vector<double> lower;  // one per point, three sigma; not below 0 for counts, rates and proportions
  std::vector<double> upper;  // not above 1 for proportions
  std::vector<bool> signals;  // strictly outside the limits
  double sigma_z = 1;         // Laney: over 1 = more variation between periods than chance gives; 1 otherwise
};

// Fewer than two points in the baseline, or unequal lengths, throw Error(ExitCode::configuration).

// Counts of equal exposure (Montgomery, Introduction to Statistical Quality Control, ch. 7).
ControlLimits c_chart(const std::vector<double>& counts, const Baseline& baseline = {});
// Rates: counts per exposure (days of the month, residents).
ControlLimits u_chart(const std::vector<double>& counts, const std::vector<double>& exposures,
                      const Baseline& baseline = {});
// Proportions: counts out of totals.
ControlLimits p_chart(const std::vector<double>& counts, const std::vector<double>& totals,
                      const Baseline& baseline = {});
// Limits widened by the variation between periods (Laney, Quality Engineering 2002;14:531-537): for counts that vary
// more than Poisson or binomial ones, as crime does.
ControlLimits laney_u_chart(const std::vector<double>& counts, const std::vector<double>& exposures,
                            const Baseline& baseline = {});
ControlLimits laney_p_chart(const std::vector<double>& counts, const std::vector<double>& totals,
                            const Baseline& baseline = {});
// Individuals: mean +/- 2.66 mean moving range (Shewhart/Wheeler; 3 / 1.128). Lower limits may be negative.
ControlLimits xmr_chart(const std::vector<double>& values, const Baseline& baseline = {});

struct Runs {
  double median = 0;       // of the baseline
  std::size_t useful = 0;  // points not on the median
  std::size_t longest_run = 0;
  std::size_t longest_expected = 0;  // round(log2 useful) + 3; longer is a signal
  std::size_t crossings = 0;
  std::size_t fewest_expected = 0;  // 5 % point of Binomial(useful - 1, 1/2); fewer is a signal
  bool signal = false;
};
// Anhoej & Olesen, PLOS ONE 2014;9(11):e113825. Fewer than ten useful points never signal: the rule has no power there.
Runs runs(const std::vector<double>& values, const Baseline& baseline = {});

}  // namespace hallmark::statistics
