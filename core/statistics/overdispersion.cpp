#include "statistics/overdispersion.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>

#include "statistics/distribution.h"
#include "statistics/domain.h"
#include "statistics/poisson.h"

namespace hallmark::statistics {

namespace {

constexpr int year = 12;
constexpr int most_months = 5 * year;
constexpr int fewest_months = 2 * year;
constexpr std::size_t fewest_of_a_year = 6;  // a year with fewer months held says little of its level
constexpr double fewest_counts = 3;          // a month, for a series to tell of autocorrelation
constexpr int lags = 3;
constexpr double highest_autocorrelation = 0.9;
constexpr double most_freedom = 200;  // beyond it the t distribution is the normal one

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

int year_of(int month, int last) {
  return (last - month) / year;
}
int season_of(int month) {
  return month % year;
}

// A series around its season and yearly level: expected counts, Pearson residuals, and the directions the fit took from
// the residuals.
class AdjustedSeries {
 public:
  AdjustedSeries(const MonthlyCounts& series, int last) {
    choose_months(series, last);
    fit(last);
    project(last);
  }

  bool empty() const { return months_.size() < static_cast<std::size_t>(fewest_months) - 2; }
  double mean() const {
    return months_.empty() ? 0 : dot(counts_, Vector(counts_.size(), 1)) / static_cast<double>(counts_.size());
  }
  double squares() const { return dot(residuals_, residuals_); }
  double freedom() const { return static_cast<double>(months_.size() - directions_.size()); }

  double expected(int month) const {
    const auto found = std::lower_bound(months_.begin(), months_.end(), month);
    return found == months_.end() || *found != month ? -1
                                                     : expected_[static_cast<std::size_t>(found - months_.begin())];
  }

  // Of residual products k = 1 to `lags` months apart.
  double neighbour_products() const {
    return over_neighbours([&](std::size_t i, std::size_t j) { return residuals_[i] * residuals_[j]; });
  }

  // What the wandering intensity of variance 1 adds to the residuals' covariance, MKM, and what chance alone gives, M.
  struct Moments {
    double trace = 0;                 // of MK
    double trace_of_square = 0;       // of MKMK
    double neighbours = 0;            // of MKM
    double neighbours_of_chance = 0;  // of M
  };
  Moments moments(double autocorrelation) const;

 private:
  void choose_months(const MonthlyCounts& series, int last);
  void fit(int last);
  void project(int last);

  template <class Product>
  double over_neighbours(Product product) const {
    double sum = 0;
    for (std::size_t i = 0; i < months_.size(); ++i)
      for (std::size_t j = i + 1; j < months_.size() && months_[j] - months_[i] <= lags; ++j) sum += product(i, j);
    return sum;
  }

  std::vector<int> months_;
  Vector counts_, expected_, scales_, residuals_;  // scales: square roots of the expected counts
  std::vector<Vector> directions_;                 // orthonormal
};

void AdjustedSeries::choose_months(const MonthlyCounts& series, int last) {
  std::map<int, std::size_t> held;
  std::map<int, double> of_season;
  const auto in_range = [&](int month) { return month <= last && month > last - most_months; };
  for (const int month : series.months)
    if (in_range(month)) ++held[year_of(month, last)];
  for (std::size_t i = 0; i < series.months.size(); ++i)
    if (in_range(series.months[i])) of_season[season_of(series.months[i])] += series.counts[i];
  for (std::size_t i = 0; i < series.months.size(); ++i) {
    const int month = series.months[i];
    // A month of the year that never had a count has nothing to vary.
    if (!in_range(month) || held[year_of(month, last)] < fewest_of_a_year || of_season[season_of(month)] == 0) continue;
    months_.push_back(month);
    counts_.push_back(series.counts[i]);
  }
}

// Season times year by maximum likelihood: margins fitted in turn (Deming & Stephan 1940); at once where no month is
// missing.
void AdjustedSeries::fit(int last) {
  expected_.assign(months_.size(), 1);
  constexpr int most_rounds = 50;
  for (int round = 0; round < most_rounds; ++round) {
    double furthest = 0;
    for (const bool by_season : {true, false}) {
      std::map<int, std::pair<double, double>> sums;  // counted, expected
      const auto group = [&](int month) { return by_season ? season_of(month) : year_of(month, last); };
      for (std::size_t i = 0; i < months_.size(); ++i) {
        sums[group(months_[i])].first += counts_[i];
        sums[group(months_[i])].second += expected_[i];
      }
      for (std::size_t i = 0; i < months_.size(); ++i) {
        const auto& [counted, expected] = sums[group(months_[i])];
        const double factor = expected > 0 ? counted / expected : 0;
        furthest = std::max(furthest, std::abs(factor - 1));
        expected_[i] *= factor;
      }
    }
    if (furthest < 1e-10) break;
  }
  residuals_.assign(months_.size(), 0);
  for (std::size_t i = 0; i < months_.size(); ++i) {
    scales_.push_back(std::sqrt(expected_[i]));
    if (expected_[i] > 0) residuals_[i] = (counts_[i] - expected_[i]) / scales_[i];
  }
}

// Gram-Schmidt over the columns of the fit, weighted as the residuals are.
void AdjustedSeries::project(int last) {
  std::map<std::pair<bool, int>, Vector> columns;
  for (std::size_t i = 0; i < months_.size(); ++i)
    for (const bool by_season : {true, false}) {
      Vector& column = columns[{by_season, by_season ? season_of(months_[i]) : year_of(months_[i], last)}];
      column.resize(months_.size(), 0);
      column[i] = scales_[i];
    }
  for (auto& [name, column] : columns) {
    const double length = std::sqrt(dot(column, column));
    for (const Vector& direction : directions_) {
      const double along = dot(column, direction);
      for (std::size_t i = 0; i < column.size(); ++i) column[i] -= along * direction[i];
    }
    const double left = std::sqrt(dot(column, column));
    if (left < 1e-7 * length || left == 0) continue;
    for (double& entry : column) entry /= left;
    directions_.push_back(column);
  }
}

// Of M = I - QQ' with the directions as columns of Q, through KQ and Q'KQ rather than the whole product.
AdjustedSeries::Moments AdjustedSeries::moments(double autocorrelation) const {
  const std::size_t size = months_.size(), taken = directions_.size();
  Vector powers(static_cast<std::size_t>(most_months) + 1, 1);
  for (std::size_t k = 1; k < powers.size(); ++k) powers[k] = powers[k - 1] * autocorrelation;
  const auto wandering = [&](std::size_t i, std::size_t j) {
    return powers[static_cast<std::size_t>(std::abs(months_[i] - months_[j]))] * scales_[i] * scales_[j];
  };
  Moments moments;
  std::vector<Vector> product(taken, Vector(size, 0));  // columns of KQ
  Vector row(size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) row[j] = wandering(i, j);
    moments.trace += row[i];
    moments.trace_of_square += dot(row, row);
    for (std::size_t d = 0; d < taken; ++d) product[d][i] = dot(row, directions_[d]);
  }
  std::vector<Vector> corner(taken, Vector(size, 0));  // columns of QQ'KQ
  for (std::size_t d = 0; d < taken; ++d) {
    moments.trace -= dot(directions_[d], product[d]);
    moments.trace_of_square -= 2 * dot(product[d], product[d]);
    for (std::size_t e = 0; e < taken; ++e) {
      const double along = dot(directions_[e], product[d]);
      moments.trace_of_square += along * along;
      for (std::size_t i = 0; i < size; ++i) corner[d][i] += along * directions_[e][i];
    }
  }
  moments.neighbours = over_neighbours([&](std::size_t i, std::size_t j) {
    double sum = wandering(i, j);
    for (std::size_t d = 0; d < taken; ++d)
      sum += (corner[d][i] - product[d][i]) * directions_[d][j] - directions_[d][i] * product[d][j];
    return sum;
  });
  moments.neighbours_of_chance = over_neighbours([&](std::size_t i, std::size_t j) {
    double taken_away = 0;
    for (const Vector& direction : directions_) taken_away += direction[i] * direction[j];
    return -taken_away;
  });
  return moments;
}

}  // namespace

std::optional<DispersedRatio> dispersed_ratio(double count_after, double count_before, double exposure_after,
                                              double exposure_before, double dispersion, double freedom,
                                              double confidence) {
  require_not_negative(freedom, "The degrees of freedom");
  if (!(dispersion >= 1 && std::isfinite(dispersion))) refuse("The dispersion", dispersion, "a number of at least 1");
  const auto exact = poisson_ratio(count_after, count_before, exposure_after, exposure_before, confidence);
  if (!exact) return std::nullopt;
  DispersedRatio result{exact->ratio, exact->lower, exact->upper, exact->p, dispersion, freedom};
  if (dispersion == 1 && freedom == 0) return result;
  if (count_after == 0 || count_before == 0) {
    // The logarithm has no variance here: as many times fewer incidents, each standing for `dispersion` of them.
    const auto fewer = poisson_ratio(std::floor(count_after / dispersion), std::floor(count_before / dispersion),
                                     exposure_after, exposure_before, confidence);
    if (!fewer) return DispersedRatio{exact->ratio, 0, std::numeric_limits<double>::infinity(), 1, dispersion, freedom};
    return DispersedRatio{exact->ratio, fewer->lower, fewer->upper, fewer->p, dispersion, freedom};
  }
  const double error = std::sqrt(dispersion * (1 / count_after + 1 / count_before));
  const double log_ratio = std::log(exact->ratio);
  const double half = student_t(confidence, freedom) * error;
  result.lower = std::min(exact->lower, std::exp(log_ratio - half));
  result.upper = std::max(exact->upper, std::exp(log_ratio + half));
  result.p = std::max(exact->p, student_two_sided(log_ratio / error, freedom));
  return result;
}

namespace {

// The degrees of freedom of the sum of squares when the intensity wanders with this variance.
double effective_freedom(const AdjustedSeries& series, const AdjustedSeries::Moments& moments, double variance) {
  const double expected = series.freedom() + variance * moments.trace;
  const double spread = series.freedom() + 2 * variance * moments.trace + variance * variance * moments.trace_of_square;
  return expected * expected / spread;
}

double variance_beyond_chance(double squares, const AdjustedSeries& series, const AdjustedSeries::Moments& moments) {
  return (squares - series.freedom()) / moments.trace;
}

// Least squares of observed against expected products of neighbours, drawn towards the usual autocorrelation with the
// weight of a guess: series that hardly vary beyond chance say nothing of it. The guess reaches up to the 0.5 of the
// offences of London's boroughs, April 2015 to March 2019 (Metropolitan Police, monthly crime by borough).
double autocorrelation_of(const std::vector<AdjustedSeries>& all) {
  constexpr double usual = 0.4, spread_of_usual = 0.25;
  constexpr int steps = 18;  // of 0.05
  double best = usual, least = std::numeric_limits<double>::infinity();
  for (int step = 0; step <= steps; ++step) {
    const double autocorrelation = highest_autocorrelation * step / steps;
    double excess = 0, pairs = 0;
    for (const AdjustedSeries& series : all) {
      const auto moments = series.moments(autocorrelation);
      const double variance = std::max(0.0, variance_beyond_chance(series.squares(), series, moments));
      const double weight = series.freedom() / std::max(series.squares(), series.freedom());
      excess += weight * (series.neighbour_products() - moments.neighbours_of_chance - variance * moments.neighbours);
      pairs += lags * series.freedom();
    }
    const double guess = (autocorrelation - usual) / spread_of_usual;
    const double misfit = (pairs > 0 ? excess * excess / pairs : 0) + guess * guess;
    if (misfit < least) least = misfit, best = autocorrelation;
  }
  return best;
}

// Smyth's estimate from the logarithms of the series' own dispersions.
void add_prior(const std::vector<AdjustedSeries>& all, MonthlyVariation& family) {
  Vector logs, freedoms;
  for (const AdjustedSeries& series : all) {
    const auto moments = series.moments(family.autocorrelation);
    const double variance = std::max(0.0, variance_beyond_chance(series.squares(), series, moments));
    const double freedom = effective_freedom(series, moments, variance);
    if (series.squares() <= 0) continue;
    freedoms.push_back(freedom);
    logs.push_back(std::log(series.squares() / series.freedom()) - digamma(freedom / 2) + std::log(freedom / 2));
  }
  const auto size = static_cast<double>(logs.size());
  if (size < 2) return;
  double mean = 0, between = 0;
  for (const double value : logs) mean += value / size;
  for (std::size_t i = 0; i < logs.size(); ++i)
    between += (logs[i] - mean) * (logs[i] - mean) / (size - 1) - trigamma(freedoms[i] / 2) / size;
  const double half = between > 0 ? inverse_trigamma(between) : most_freedom;
  family.freedom = std::min(most_freedom, 2 * half);
  family.dispersion = std::max(1.0, std::exp(mean + digamma(family.freedom / 2) - std::log(family.freedom / 2)));
}

}  // namespace

MonthlyVariation monthly_variation(const std::vector<MonthlyCounts>& family, int last) {
  std::vector<AdjustedSeries> all;
  for (const MonthlyCounts& series : family) {
    AdjustedSeries adjusted(series, last);
    if (!adjusted.empty() && adjusted.mean() >= fewest_counts) all.push_back(std::move(adjusted));
  }
  MonthlyVariation variation;
  variation.autocorrelation = autocorrelation_of(all);
  add_prior(all, variation);
  return variation;
}

namespace {

// The two periods as weights of each month's relative deviation in the logarithm of their ratio.
struct Contrast {
  double after = 0, before = 0;  // counted
  double expected_after = 0, expected_before = 0;
  std::map<int, double> weights;

  Contrast(const MonthlyCounts& series, const AdjustedSeries& adjusted, const std::vector<int>& months_after,
           const std::vector<int>& months_before) {
    const auto expected = [&](int month) { return std::max(0.0, adjusted.expected(month)); };
    for (const int month : months_after) after += count(series, month), expected_after += expected(month);
    for (const int month : months_before) before += count(series, month), expected_before += expected(month);
    for (const int month : months_after) weights[month] += expected(month) / expected_after;
    for (const int month : months_before) weights[month] -= expected(month) / expected_before;
  }

  double chance() const { return 1 / expected_after + 1 / expected_before; }
  // Variance of the weighted sum of an intensity of variance 1.
  double wandering(double autocorrelation) const {
    double sum = 0;
    for (const auto& [a, weight_a] : weights)
      for (const auto& [b, weight_b] : weights) sum += weight_a * weight_b * std::pow(autocorrelation, std::abs(a - b));
    return sum;
  }

 private:
  static double count(const MonthlyCounts& series, int month) {
    const auto found = std::lower_bound(series.months.begin(), series.months.end(), month);
    if (found == series.months.end() || *found != month)
      throw Error(ExitCode::configuration, "A month is compared that the series does not hold.");
    return series.counts[static_cast<std::size_t>(found - series.months.begin())];
  }
};

// The logarithm of the ratio of two periods: counts, variance over that of Poisson counts, and how well it is known.
struct Change {
  double after, before;
  double dispersion;  // at least 1
  double freedom;
};

void require_family(const MonthlyVariation& family, double confidence) {
  if (!(family.autocorrelation >= 0 && family.autocorrelation <= highest_autocorrelation))
    refuse("The autocorrelation", family.autocorrelation, "from 0 to 0.9");
  require_not_negative(family.freedom, "The degrees of freedom");
  require_between_0_and_1(confidence, "The confidence");
}

std::optional<Change> change_of(const MonthlyCounts& series, const std::vector<int>& after,
                                const std::vector<int>& before, const MonthlyVariation& family) {
  if (after.empty() || before.empty()) return std::nullopt;
  const AdjustedSeries adjusted(series, *std::max_element(after.begin(), after.end()));
  const Contrast contrast(series, adjusted, after, before);
  if (adjusted.empty() || contrast.expected_after <= 0 || contrast.expected_before <= 0) return std::nullopt;
  const auto moments = adjusted.moments(family.autocorrelation);
  if (moments.trace <= 0) return std::nullopt;

  const double own = effective_freedom(adjusted, moments,
                                       std::max(0.0, variance_beyond_chance(adjusted.squares(), adjusted, moments)));
  const double monthly =
      (family.freedom * family.dispersion + own * adjusted.squares() / adjusted.freedom()) / (family.freedom + own);
  const double per_dispersion = adjusted.freedom() / moments.trace;
  const double variance = std::max(0.0, (monthly - 1) * per_dispersion);
  const double wandering = contrast.wandering(family.autocorrelation);
  const double whole = contrast.chance() + variance * wandering;
  const double error_of_whole = wandering * per_dispersion * monthly * std::sqrt(2 / (family.freedom + own));
  const double freedom = error_of_whole > 0 ? 2 * whole * whole / (error_of_whole * error_of_whole) : most_freedom;
  return Change{contrast.after, contrast.before, std::max(1.0, whole / contrast.chance()),
                std::clamp(freedom, 1.0, most_freedom)};
}

}  // namespace

std::optional<DispersedRatio> monthly_change(const MonthlyCounts& series, const std::vector<int>& after,
                                             const std::vector<int>& before, const MonthlyVariation& family,
                                             double confidence) {
  require_family(family, confidence);
  const std::optional<Change> change = change_of(series, after, before, family);
  if (!change) return std::nullopt;
  return dispersed_ratio(change->after, change->before, static_cast<double>(after.size()),
                         static_cast<double>(before.size()), change->dispersion, change->freedom, confidence);
}

std::optional<DispersedRatio> monthly_relative_change(const MonthlyCounts& series, const MonthlyCounts& comparison,
                                                      const std::vector<int>& after, const std::vector<int>& before,
                                                      const MonthlyVariation& family, double confidence) {
  require_family(family, confidence);
  std::optional<Change> own = change_of(series, after, before, family);
  std::optional<Change> other = change_of(comparison, after, before, family);
  if (!own || !other) return std::nullopt;
  if (own->after == 0 || own->before == 0 || other->after == 0 || other->before == 0)
    for (double* count : {&own->after, &own->before, &other->after, &other->before}) *count += 0.5;
  double chance = 0, variance = 0, error = 0;
  for (const Change& side : {*own, *other}) {
    const double of_counts = 1 / side.after + 1 / side.before, of_side = side.dispersion * of_counts;
    chance += of_counts;
    variance += of_side;
    error += of_side * of_side / side.freedom;
  }
  // Both sides compare the same months, so exposures cancel.
  const double log_ratio = std::log(own->after / own->before * other->before / other->after);
  const double standard_error = std::sqrt(variance), freedom = std::min(most_freedom, variance * variance / error);
  const double half = student_t(confidence, freedom) * standard_error;
  return DispersedRatio{std::exp(log_ratio),        std::exp(log_ratio - half),
                        std::exp(log_ratio + half), student_two_sided(log_ratio / standard_error, freedom),
                        variance / chance,          freedom};
}

}  // namespace hallmark::statistics
