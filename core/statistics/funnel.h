// Funnel plots: how far areas of different size may differ by chance (Spiegelhalter, Stat. Med. 2005;24:1185-1202).
// With 95 % limits one area in twenty is outside by chance: use 99.8 % to judge, 95 % only to guide the eye.
#pragma once

#include <optional>
#include <vector>

#include "statistics/interval.h"

namespace hallmark::statistics {

// Limits of a proportion out of `total` around the target: target +/- z sqrt(target (1 - target) / total), in [0, 1].
Interval proportion_funnel(double target, double total, double confidence = 0.998);

// Limits of observed / expected at `expected` incidents: chi2(a/2, 2E)/2E to chi2(1-a/2, 2(E+1))/2E, the form of the
// R package FunnelPlotR. Multiply by the average rate for a funnel of rates. Spiegelhalter's interpolated Poisson
// quantiles are narrower; the two must not be mixed.
Interval ratio_funnel(double expected, double confidence = 0.998);

// Public Health England's way to draw the same funnel: the expectations at which `observed` would be just significantly
// low and high, and observed / expected there. A count of 0 has no upper point.
struct FunnelPoint {
  double expected = 0;
  double ratio = 0;
};
struct FunnelPoints {
  FunnelPoint low;
  std::optional<FunnelPoint> high;
};
FunnelPoints ratio_funnel_points(double observed, double confidence = 0.998);

// Over-dispersion between areas: phi = mean z^2 of z = sqrt(E) ln(O/E), z winsorised at the given share of either tail;
// tau2 is the variance between areas on the log scale (Spiegelhalter 2005, additive random effects).
struct Dispersion {
  double phi = 1;
  double tau2 = 0;
};
// Observed counts are over 0; at least two areas.
Dispersion dispersion(const std::vector<double>& observed, const std::vector<double>& expected,
                      double winsorised = 0.1);
// exp(+/- z sqrt(1/E + tau2)).
Interval dispersed_ratio_funnel(double expected, double tau2, double confidence = 0.998);

}  // namespace hallmark::statistics
