// Counts of incidents as Poisson variables: one count, two counts, their ratio and percentage change.
#pragma once

#include <optional>

#include "statistics/interval.h"

namespace hallmark::statistics {

// ---- One count or rate ----------------------------------------------------------------------------------------------
// count / exposure with its interval.

// Exact: chi2(a/2, 2x)/2 and chi2(1-a/2, 2x+2)/2 (Garwood, Biometrika 1936;28:437-442).
Interval exact_interval(double count, double exposure = 1, double confidence = 0.95);
// Byar's approximation (Breslow & Day, Statistical Methods in Cancer Research II, 1987, p. 69; Public Health England's
// Fingertips uses it). Not the formula some packages call "byar". A count of 0 has the lower limit 0.
Interval byar_interval(double count, double exposure = 1, double confidence = 0.95);
// Public Health England's rule: exact under 10, Byar from 10.
Interval rate_interval(double count, double exposure = 1, double confidence = 0.95);

// ---- Two counts -----------------------------------------------------------------------------------------------------

struct RateRatio {
  double ratio = 0;  // (count / exposure) / (count_before / exposure_before); infinite when count_before is 0
  double lower = 0;
  double upper = 0;
  double p = 1;  // two-sided: the sum of the probabilities not above the observed one
};
// Conditional on the total, the first count is binomial; limits by Clopper and Pearson (Przyborowski & Wilenski,
// Biometrika 1940;31:313-323; R's poisson.test). Nothing when both counts are 0.
std::optional<RateRatio> poisson_ratio(double count_after, double count_before, double exposure_after = 1,
                                       double exposure_before = 1, double confidence = 0.95);
// p of the same conditional test against `null_ratio`, one- or two-sided; mid-p counts half of the observed outcome's
// probability (Gu, Ng, Tang & Schucany, Biometrical Journal 2008;50:283-298).
std::optional<double> poisson_ratio_p(double count_after, double count_before, double exposure_after,
                                      double exposure_before, Alternative alternative, double null_ratio = 1,
                                      bool mid_p = false);

// The E-test of equal rates (Krishnamoorthy & Thomson, J. Stat. Plan. Inference 2004;119:23-35): more powerful than the
// conditional test. Its variance is unpooled, as in the paper: packages that pool agree only for equal exposures.
// greater: the first rate is higher. Nothing when both counts are 0.
std::optional<double> poisson_e_test(double count_1, double count_2, double exposure_1 = 1, double exposure_2 = 1,
                                     Alternative alternative = Alternative::two_sided);

struct PercentChange {
  double change = 0;  // 0.125 = 12.5 % up; limits and p from poisson_ratio
  double lower = 0;
  double upper = 0;
  double p = 1;
};
// Nothing when the count before is 0: no percentage of nothing.
std::optional<PercentChange> percent_change(double count_after, double count_before, double exposure_after = 1,
                                            double exposure_before = 1, double confidence = 0.95);

// z = 2 (sqrt(count) - sqrt(expected)) (Wheeler, Int. J. Police Science & Management 2016;18:159-172). The expectation
// is taken as known: use it against the mean of many periods, not against one other count. Poor under an expectation
// of 5.
double poisson_z(double count, double expected);
// Counts that stay within z of the expectation: max(0, sqrt(expected) - z/2)^2 to (sqrt(expected) + z/2)^2.
Interval poisson_z_band(double expected, double z = 3);
// Two single counts, both noisy: sqrt(2) (sqrt(after) - sqrt(before)).
double poisson_z_difference(double count_after, double count_before);

}  // namespace hallmark::statistics
