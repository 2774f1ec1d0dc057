// How the values of a map fall into the classes of its legend.
#pragma once

#include <string>
#include <vector>

#include "chart/canvas.h"
#include "chart/draw.h"

namespace hallmark::chart {

struct MapClasses {
  std::vector<double> breaks;          // ascending inner breaks: class i holds breaks[i-1] <= value < breaks[i]
  std::vector<std::size_t> counts;     // members of each class; one longer than breaks
  std::vector<Colour> colours;         // one per class
  double low = 0, high = 0;            // of the values
  std::size_t missing = 0;             // values not available
  std::size_t of(double value) const;  // for an available value
};

// Quintiles of the values, rounded to two significant digits, where no breaks are given.
MapClasses map_classes(const std::vector<double>& values, const std::vector<double>& breaks, const Style& style);

// "10 to 19" for counts, "1.2 to under 3.4" for the rest, "20 or more" for the last.
std::string class_label(const MapClasses& classes, std::size_t index, const NumberFormat& format);

}  // namespace hallmark::chart
