#include "statistics/discovery.h"

#include <algorithm>
#include <numeric>

#include "statistics/domain.h"

namespace hallmark::statistics {

Discoveries benjamini_hochberg(const std::vector<double>& p_values, double q, std::size_t tests) {
  require_between_0_and_1(q, "The false-discovery rate q");
  for (const double p : p_values)
    if (!(p >= 0 && p <= 1)) refuse("A p-value", p, "from 0 to 1");
  const std::size_t given = p_values.size();
  if (tests != 0 && tests < given)
    throw Error(ExitCode::configuration, fmt::format("There are {} p-values but only {} tests.", given, tests));
  const auto m = static_cast<double>(tests == 0 ? given : tests);
  std::vector<std::size_t> order(given);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });

  Discoveries result;
  result.adjusted.assign(given, 1);
  result.rejected.assign(given, false);
  double smallest = 1;
  for (std::size_t i = given; i-- > 0;) {
    const double p = p_values[order[i]];
    smallest = std::min(smallest, p * m / static_cast<double>(i + 1));
    result.adjusted[order[i]] = smallest;
    // The largest p at or under its own threshold carries all smaller ones with it.
    if (result.count == 0 && p <= static_cast<double>(i + 1) * q / m) {
      result.count = i + 1;
      result.cut_off = p;
    }
  }
  for (std::size_t i = 0; i < result.count; ++i) result.rejected[order[i]] = true;
  return result;
}

}  // namespace hallmark::statistics
