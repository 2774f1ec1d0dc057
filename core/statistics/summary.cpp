#include "statistics/summary.h"

#include <algorithm>
#include <cmath>

#include "statistics/domain.h"

namespace hallmark::statistics {

namespace {
void require_values(const std::vector<double>& values) {
  if (values.empty()) throw Error(ExitCode::configuration, "There are no values to summarise.");
  require_finite(values, "A value");
}
}  // namespace

double mean(const std::vector<double>& values) {
  require_values(values);
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

double quantile(std::vector<double> values, double probability) {
  require_values(values);
  if (!(probability >= 0 && probability <= 1)) refuse("The probability", probability, "from 0 to 1");
  std::sort(values.begin(), values.end());
  const double position = probability * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= values.size()) return values.back();
  const double share = position - static_cast<double>(below);
  return values[below] + share * (values[below + 1] - values[below]);
}

}  // namespace hallmark::statistics
