// Axes: round ticks for values, sensible months for periods.
#pragma once

#include <string>
#include <vector>

#include "hallmark/quantity.h"

namespace hallmark::chart {

struct ValueScale {
  double low = 0, high = 1;  // both are ticks
  std::vector<double> ticks;
  double step = 1;
  // Position of a value between 0 (low) and 1 (high); values outside are held at the ends.
  double position(double value) const;
  bool from_zero() const { return low <= 0 && high >= 0; }
};

struct Extent {
  double low = 0, high = 0;
  bool empty = true;
  void include(double value);  // values that are not finite are not available and ignored
};

// Steps of 1, 2, 2.5 or 5 times a power of ten, about `ticks` of them, enclosing the extent. `whole` keeps steps at 1
// or more (counts of incidents have no halves); `zero` includes zero.
ValueScale value_scale(Extent extent, int ticks, bool whole, bool zero);

// Tick labels in the format of the series, with just the decimals the step needs.
std::string tick_label(double tick, const ValueScale& scale, const NumberFormat& format);

// Months since year 0 of "2020-07"; -1 for anything else.
int month_index(const std::string& period);

// Periods along an axis. Months stand at their place in time, so a missing month leaves a gap; other periods are evenly
// spaced.
struct PeriodTick {
  double position = 0;  // 0 to 1
  std::string label;    // "Jul", "2019/20"
  std::string year;     // second line: set at the first tick and at each January; may be empty
};
struct PeriodScale {
  std::vector<double> positions;  // of each period, 0 to 1
  std::vector<bool> follows;      // whether period i comes directly after period i - 1: a line may join them
  bool months = false;
};
PeriodScale period_scale(const std::vector<std::string>& periods);

// As many ticks as fit when each label needs `label_width` of `width`, aligned to January where the periods are months.
std::vector<PeriodTick> period_ticks(const std::vector<std::string>& periods, double width, double label_width);

}  // namespace hallmark::chart
