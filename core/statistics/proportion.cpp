#include "statistics/proportion.h"

#include <algorithm>
#include <cmath>

#include "statistics/distribution.h"
#include "statistics/domain.h"

namespace hallmark::statistics {

Interval wilson_interval(double count, double total, double confidence) {
  require_count(count, "The count");
  require_count(total, "The total");
  require_positive(total, "The total");
  require_between_0_and_1(confidence, "The confidence");
  if (count > total) refuse("The count", count, fmt::format("at most the total, {}", total));
  const double z = normal_z(confidence), z2 = z * z;
  const double p = count / total;
  const double centre = 2 * count + z2;
  const double half = z * std::sqrt(z2 + 4 * count * (1 - p));
  const double scale = 2 * (total + z2);
  // Exactly 0 and 1 at the ends, where rounding would leave a trace.
  return {count == 0 ? 0 : std::max(0.0, (centre - half) / scale),
          count == total ? 1 : std::min(1.0, (centre + half) / scale)};
}

}  // namespace hallmark::statistics
