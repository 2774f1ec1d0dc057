// Text widths without a font file, for media that bring their own font.
#pragma once

#include <string_view>

namespace hallmark::chart {

// Advance width of one line in Open Sans, in the unit of `size`. Characters outside the Latin tables count as a digit,
// East Asian ones as a full em.
double open_sans_width(std::string_view text, double size, bool bold);

}  // namespace hallmark::chart
