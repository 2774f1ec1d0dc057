// Counts that vary more than chance alone: a change between two periods judged by how much the series varies by itself.
//
// The model is that of a count around an intensity which wanders (Zeger, Biometrika 1988;75:621-629): given its
// intensity a month's count is Poisson; the intensity is the month's level (season times year) times a factor of mean
// 1, variance s2 and autocorrelation r^k over k months. So a month has variance m + s2 m^2 and two months k apart have
// covariance s2 r^k m m'. A Poisson test alone calls far too much a change.
#pragma once

#include <optional>
#include <vector>

#include "statistics/interval.h"

namespace hallmark::statistics {

// The months held of one series, ascending, as consecutive numbers (December 2019 and January 2020 differ by 1).
struct MonthlyCounts {
  std::vector<int> months;
  std::vector<double> counts;
};

struct DispersedRatio {
  double ratio = 0;  // (after / exposure) / (before / exposure); infinite when nothing was counted before
  double lower = 0;
  double upper = 0;
  double p = 1;           // two-sided, against a ratio of 1
  double dispersion = 1;  // variance of the logarithm of the ratio / that of Poisson counts
  double freedom = 0;     // degrees of freedom of that estimate; 0 = it is taken as known
};

// Two counts whose variance is `dispersion` times their mean: quasi-Poisson on the log scale (McCullagh & Nelder,
// Generalized Linear Models, 1989, ch. 6), with Student's t where the dispersion was estimated with `freedom` degrees
// of freedom. Never surer than the exact conditional test and interval of poisson_ratio, which a dispersion of 1 gives.
// Nothing when both counts are 0.
std::optional<DispersedRatio> dispersed_ratio(double count_after, double count_before, double exposure_after = 1,
                                              double exposure_before = 1, double dispersion = 1, double freedom = 0,
                                              double confidence = 0.95);

// What the series of a family have in common; each alone is too short to tell it.
struct MonthlyVariation {
  double autocorrelation = 0;  // r, from 0 to 0.9
  double dispersion = 1;       // variance of a month / that of a Poisson count: the series' typical one
  double freedom = 0;          // how many degrees of freedom that typical one is worth beside a series' own
};

// r is the value whose expected products of neighbouring residuals (lags of 1 to 3 months) are those observed, allowing
// for what the fitted levels took away from them. Dispersion and freedom are those of the prior of moderated variances
// (Smyth, Stat. Appl. Genet. Mol. Biol. 2004;3:3, section 6.2). Years are counted back from `last`; at most five are
// used. Series too short or too small to tell (under 24 months, under 3 a month) are left out; without any, all is 0.
MonthlyVariation monthly_variation(const std::vector<MonthlyCounts>& family, int last);

// The months of `after` against those of `before`; only months held in the series may be named. s2 comes from the
// residuals of the series around season and year, moderated by what its family tells; its degrees of freedom from the
// variance of that estimate (Satterthwaite, Biometrics Bulletin 1946;2:110-114). Nothing when both counts are 0 or the
// series is too short to tell.
std::optional<DispersedRatio> monthly_change(const MonthlyCounts& series, const std::vector<int>& after,
                                             const std::vector<int>& before, const MonthlyVariation& family,
                                             double confidence = 0.95);

// The change of one series set against that of a comparison, the relative incidence rate ratio (after / before) over
// (after / before of the comparison), as relative_rate_ratio of effect.h has it; but each side's logarithm has the
// variance monthly_change gives it, and degrees of freedom are those of the sum (Satterthwaite). The sides are taken as
// independent: what moves both, such as weather, makes the interval wider than it need be. A zero count gains one half
// in all four. Nothing where monthly_change says nothing of one side.
std::optional<DispersedRatio> monthly_relative_change(const MonthlyCounts& series, const MonthlyCounts& comparison,
                                                      const std::vector<int>& after, const std::vector<int>& before,
                                                      const MonthlyVariation& family, double confidence = 0.95);

}  // namespace hallmark::statistics
