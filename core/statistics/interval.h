// What every room's statistics share: an interval, the direction of a test, and the refusal of impossible input.
#pragma once

namespace hallmark::statistics {

struct Interval {
  double lower = 0;
  double upper = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

enum class Alternative { two_sided, greater, less };

// Throughout: counts are whole and not negative, exposures finite and over 0, confidence between 0 and 1. Anything else
// (NaN, -1, 2.5 incidents) throws Error(ExitCode::configuration) with a sentence. std::nullopt means that the question
// has no answer (0 against 0); it is never a silent NaN. An infinite bound is a true answer (12 against 0).

}  // namespace hallmark::statistics
