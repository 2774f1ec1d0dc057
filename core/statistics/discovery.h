// Many tests at once.
#pragma once

#include <cstddef>
#include <vector>

namespace hallmark::statistics {

struct Discoveries {
  std::vector<double> adjusted;  // in the order given; rejected are those not above q
  std::vector<bool> rejected;
  std::size_t count = 0;
  double cut_off = 0;  // the largest rejected p; 0 when none is
};

// Keeps the expected share of false discoveries at or under q (Benjamini & Hochberg, JRSS B 1995;57:289-300). Step-up:
// a p over its own threshold is rejected when a larger one passes. No p-values give no discoveries; a p outside [0, 1],
// NaN included, or q outside (0, 1) throws. Of very many tests those with p over q may be left out, since none of them
// can be rejected: `tests` then says how many there were in all (0: as many as given), and adjusted values over q are
// upper bounds.
Discoveries benjamini_hochberg(const std::vector<double>& p_values, double q = 0.05, std::size_t tests = 0);

}  // namespace hallmark::statistics
