// Text that fits: shortened, wrapped, kept apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chart/canvas.h"

namespace hallmark::chart {

// The text, or as much of it as fits followed by "…".
std::string shorten(const Canvas& canvas, std::string_view text, double size, bool bold, double width);

// Lines broken at spaces; what does not fit on the last line is shortened. At least one line.
std::vector<std::string> wrap(const Canvas& canvas, std::string_view text, double size, bool bold, double width,
                              std::size_t lines);

// Moves labels wanted at these heights as little as possible so that neighbours are `distance` apart and all lie within
// [low, high]. Returned in the order given. When they cannot all fit they share the room evenly.
std::vector<double> spread(const std::vector<double>& wanted, double distance, double low, double high);

}  // namespace hallmark::chart
