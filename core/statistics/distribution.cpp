#include "statistics/distribution.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

namespace hallmark::statistics {

namespace {
// Discrete quantiles rounded up are the smallest whole number that reaches the probability, as R's are.
namespace policies = boost::math::policies;
using RoundUp = policies::policy<policies::discrete_quantile<policies::integer_round_up>>;
}  // namespace

double normal_quantile(double probability) {
  return boost::math::quantile(boost::math::normal(), probability);
}

double normal_z(double confidence) {
  return boost::math::quantile(boost::math::complement(boost::math::normal(), (1 - confidence) / 2));
}

double student_t(double confidence, double degrees_of_freedom) {
  if (degrees_of_freedom <= 0) return normal_z(confidence);
  return boost::math::quantile(
      boost::math::complement(boost::math::students_t(degrees_of_freedom), (1 - confidence) / 2));
}

double student_two_sided(double t, double degrees_of_freedom) {
  const double distance = std::abs(t);
  if (degrees_of_freedom <= 0) return 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), distance));
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(degrees_of_freedom), distance));
}

double chi_squared_quantile(double probability, double degrees_of_freedom) {
  if (degrees_of_freedom <= 0) return 0;
  return 2 * boost::math::gamma_p_inv(degrees_of_freedom / 2, probability);
}

double digamma(double x) {
  return boost::math::digamma(x);
}

double trigamma(double x) {
  return boost::math::trigamma(x);
}

double inverse_trigamma(double value) {
  // It falls from infinity to 0, between 1/x and 1/x + 1/x^2.
  double low = 1 / value, high = 1 / value + 1 + 1 / std::sqrt(value);
  constexpr int halvings = 60;
  for (int step = 0; step < halvings; ++step) {
    const double middle = (low + high) / 2;
    (boost::math::trigamma(middle) > value ? low : high) = middle;
  }
  return (low + high) / 2;
}

double poisson_probability(double k, double mean) {
  return boost::math::pdf(boost::math::poisson(mean), k);
}

double binomial_probability(double k, double trials, double p) {
  return boost::math::pdf(boost::math::binomial(trials, p), k);
}

double binomial_at_most(double k, double trials, double p) {
  if (k < 0) return 0;
  return k >= trials ? 1 : boost::math::ibetac(k + 1, trials - k, p);
}

double binomial_at_least(double k, double trials, double p) {
  if (k <= 0) return 1;
  return k > trials ? 0 : boost::math::ibeta(k, trials - k + 1, p);
}

double binomial_quantile(double probability, double trials, double p) {
  return boost::math::quantile(boost::math::binomial_distribution<double, RoundUp>(trials, p), probability);
}

double clopper_pearson_lower(double k, double trials, double tail) {
  return k == 0 ? 0 : boost::math::ibeta_inv(k, trials - k + 1, tail);
}

double clopper_pearson_upper(double k, double trials, double tail) {
  return k == trials ? 1 : boost::math::ibetac_inv(k + 1, trials - k, tail);
}

}  // namespace hallmark::statistics
