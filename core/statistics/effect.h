// Effects of an intervention against a comparison, on the log scale.
#pragma once

#include "statistics/interval.h"

namespace hallmark::statistics {

struct RatioEffect {
  double ratio = 0;
  double log_ratio = 0;
  double standard_error = 0;  // of log_ratio
  double lower = 0;
  double upper = 0;
};

struct BeforeAfter {
  double before = 0, after = 0;                    // counts
  double exposure_before = 1, exposure_after = 1;  // person-years, months
};

// Relative incidence rate ratio: (after / before) of the treated over that of the comparison; below 1 is fewer than the
// comparison leads one to expect. Its logarithm has variance 1/a + 1/b + 1/c + 1/d times the over-dispersion factor
// (Wilson, J. Quant. Criminol. 2022;38:291-313; Braga & Weisburd 2020). It is 1 / the relative effect size of Welsh and
// Farrington. A zero count gains one half in all four cells.
RatioEffect relative_rate_ratio(const BeforeAfter& treated, const BeforeAfter& comparison, double dispersion = 1,
                                double confidence = 0.95);

// (events / others) of the treated over that of the comparison (Woolf, Ann. Hum. Genet. 1955;19:251-253); a zero cell
// gains one half in all four.
RatioEffect odds_ratio(double events_treated, double total_treated, double events_comparison, double total_comparison,
                       double confidence = 0.95);

}  // namespace hallmark::statistics
