// Refusals of impossible input, worded once. Private to this room.
#pragma once

#include <cmath>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::statistics {

[[noreturn]] inline void refuse(std::string_view what, double value, std::string_view expected) {
  throw Error(ExitCode::configuration, fmt::format("{} is {}; it must be {}.", what, value, expected));
}

// Doubles hold whole numbers exactly up to 2^53.
inline void require_count(double value, std::string_view what) {
  if (!(value >= 0 && value <= 9007199254740992.0 && value == std::floor(value)))
    refuse(what, value, "a whole number that is not negative");
}

inline void require_positive(double value, std::string_view what) {
  if (!(value > 0 && std::isfinite(value))) refuse(what, value, "a number over 0");
}

inline void require_not_negative(double value, std::string_view what) {
  if (!(value >= 0 && std::isfinite(value))) refuse(what, value, "a number that is not negative");
}

inline void require_between_0_and_1(double value, std::string_view what) {
  if (!(value > 0 && value < 1)) refuse(what, value, "between 0 and 1");
}

inline void require_finite(const std::vector<double>& values, std::string_view what) {
  for (const double value : values)
    if (!std::isfinite(value)) refuse(what, value, "a number");
}

}  // namespace hallmark::statistics
