// Proportions.
#pragma once

#include "statistics/interval.h"

namespace hallmark::statistics {

// Wilson's score interval without continuity correction (JASA 1927;22:209-212; Newcombe, Stat. Med. 1998;17:857-872,
// method 3). `total` is over 0 and at least `count`.
Interval wilson_interval(double count, double total, double confidence = 0.95);

}  // namespace hallmark::statistics
