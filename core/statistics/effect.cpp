#include "statistics/effect.h"

#include <cmath>

#include "statistics/distribution.h"
#include "statistics/domain.h"

namespace hallmark::statistics {

namespace {

struct Cells {
  double a, b, c, d;
};

// The ratio (a / b) / (c / d) with its Wald interval on the log scale.
RatioEffect cross_ratio(Cells cells, double offset, double dispersion, double confidence) {
  if (cells.a == 0 || cells.b == 0 || cells.c == 0 || cells.d == 0)
    cells = {cells.a + 0.5, cells.b + 0.5, cells.c + 0.5, cells.d + 0.5};
  RatioEffect effect;
  effect.log_ratio = std::log(cells.a) - std::log(cells.b) - std::log(cells.c) + std::log(cells.d) + offset;
  effect.standard_error = std::sqrt(dispersion * (1 / cells.a + 1 / cells.b + 1 / cells.c + 1 / cells.d));
  const double half = normal_z(confidence) * effect.standard_error;
  effect.ratio = std::exp(effect.log_ratio);
  effect.lower = std::exp(effect.log_ratio - half);
  effect.upper = std::exp(effect.log_ratio + half);
  return effect;
}

void require(const BeforeAfter& arm) {
  require_count(arm.before, "The count before");
  require_count(arm.after, "The count after");
  require_positive(arm.exposure_before, "The exposure before");
  require_positive(arm.exposure_after, "The exposure after");
}

double log_exposure_ratio(const BeforeAfter& arm) {
  return std::log(arm.exposure_before / arm.exposure_after);
}

}  // namespace

RatioEffect relative_rate_ratio(const BeforeAfter& treated, const BeforeAfter& comparison, double dispersion,
                                double confidence) {
  require(treated);
  require(comparison);
  require_positive(dispersion, "The dispersion");
  require_between_0_and_1(confidence, "The confidence");
  return cross_ratio({treated.after, treated.before, comparison.after, comparison.before},
                     log_exposure_ratio(treated) - log_exposure_ratio(comparison), dispersion, confidence);
}

RatioEffect odds_ratio(double events_treated, double total_treated, double events_comparison, double total_comparison,
                       double confidence) {
  require_count(events_treated, "The events");
  require_count(events_comparison, "The events of the comparison");
  require_positive(total_treated, "The total");
  require_positive(total_comparison, "The total of the comparison");
  require_between_0_and_1(confidence, "The confidence");
  if (events_treated > total_treated)
    refuse("The events", events_treated, fmt::format("at most the total, {}", total_treated));
  if (events_comparison > total_comparison)
    refuse("The events of the comparison", events_comparison, fmt::format("at most the total, {}", total_comparison));
  return cross_ratio(
      {events_treated, total_treated - events_treated, events_comparison, total_comparison - events_comparison}, 0, 1,
      confidence);
}

}  // namespace hallmark::statistics
