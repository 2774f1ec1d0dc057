// Quantiles and tails of the distributions used here. Private to this room: the only files that include Boost.Math.
#pragma once

namespace hallmark::statistics {

double normal_quantile(double probability);
// Distance from the centre that leaves (1 - confidence) outside on both sides together: 1.96 for 0.95.
double normal_z(double confidence);
// Of Student's t; 0 degrees of freedom stand for infinitely many. The distance from the centre that leaves (1 -
// confidence) outside on both sides together, and what lies as far outside as t on both sides.
double student_t(double confidence, double degrees_of_freedom);
double student_two_sided(double t, double degrees_of_freedom);
// 0 for 0 degrees of freedom.
double chi_squared_quantile(double probability, double degrees_of_freedom);

double digamma(double x);
double trigamma(double x);
// The x > 0 whose trigamma is `value`.
double inverse_trigamma(double value);

double poisson_probability(double k, double mean);

double binomial_probability(double k, double trials, double p);
// P(X <= k) and P(X >= k).
double binomial_at_most(double k, double trials, double p);
double binomial_at_least(double k, double trials, double p);
// The smallest k with P(X <= k) >= probability.
double binomial_quantile(double probability, double trials, double p);

// Clopper–Pearson limits, one side each at the given tail probability.
double clopper_pearson_lower(double k, double trials, double tail);
double clopper_pearson_upper(double k, double trials, double tail);

}  // namespace hallmark::statistics
