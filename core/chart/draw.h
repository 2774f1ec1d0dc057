// Draws the chart models of hallmark/document.h. The title, source and alternative text of a figure belong to the
// document, not to the drawing.
#pragma once

#include <vector>

#include "chart/canvas.h"
#include "hallmark/document.h"

namespace hallmark::chart {

// The house style of charts. Every palette colour has a contrast of at least 3:1 against the background, and no reading
// depends on colour alone: lines are labelled, signals have a shape of their own, classes are written in the legend.
struct Style {
  double text_size = 13;  // of labels; everything else is in proportion
  Colour background{0xff, 0xff, 0xff};
  Colour ink{0x22, 0x22, 0x22};    // text that must be read
  Colour muted{0x41, 0x40, 0x42};  // tick labels, notes
  Colour grid{0xd9, 0xd9, 0xd9};   // gridlines
  Colour axis{0x70, 0x70, 0x71};   // baseline and ticks
  Colour alert{0xa1, 0x2a, 0x1c};  // signals and highlighted cells
  std::vector<Colour> palette;     // series in order; reused with other dashes once exhausted
  std::vector<Colour> sequential;  // map classes from low to high
};

Style house_style();
// The style with `brand` ("#206095"; no colour or too pale: unchanged) as the first colour of its palette.
Style with_brand(Style style, std::string_view brand);
inline Style house_style(std::string_view brand) {
  return with_brand(house_style(), brand);
}

// The height at which the chart reads well at this width. Bounded, whatever the number of categories.
double natural_height(const Chart& chart, double width, const Style& style);

// Draws within (0, 0, size). Any chart can be drawn: no values, one value, negative values and hundreds of categories
// give a drawing that says so, never an error.
void draw(const Chart& chart, Canvas& canvas, Size size, const Style& style);

}  // namespace hallmark::chart
