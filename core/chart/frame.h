// What charts with a value axis share: legend, gridlines, axis title, tick labels, period axis.
#pragma once

#include <string>
#include <vector>

#include "chart/canvas.h"
#include "chart/draw.h"
#include "chart/scale.h"

namespace hallmark::chart {

// Text sizes in proportion to Style::text_size.
struct TextSizes {
  explicit TextSizes(const Style& style) : label(style.text_size), small(style.text_size * 0.92), line(label * 1.35) {}
  double label, small, line;
};

// The look of series number `index`: colours first, then the same colours dashed.
Colour series_colour(const Style& style, std::size_t index);
std::vector<double> series_dashes(const Style& style, std::size_t index);
// The colour, darkened until text in it can be read (4.5:1).
Colour text_colour(const Style& style, Colour colour);

enum class Mark { square, line, point, diamond, band };
struct LegendEntry {
  std::string name;
  Colour colour;
  Mark mark = Mark::square;
  std::vector<double> dashes;
};

// Entries from left to right, wrapped into rows.
class Legend {
 public:
  Legend(const Canvas& canvas, std::vector<LegendEntry> entries, double width, const Style& style);
  double height() const { return height_; }
  void draw(Canvas& canvas, Point top_left, const Style& style) const;

 private:
  std::vector<LegendEntry> entries_;
  std::vector<Point> places_;
  double height_ = 0;
};

void draw_mark(Canvas& canvas, Point centre, const LegendEntry& entry, const Style& style);
void draw_diamond(Canvas& canvas, Point centre, double radius, const Paint& paint);

struct Plot {
  Rectangle box;
  ValueScale scale;
  double x(double position) const { return box.x + position * box.width; }
  double y(double value) const { return box.bottom() - scale.position(value) * box.height; }
};

struct FrameOptions {
  std::string value_axis;  // written horizontally at the top left
  NumberFormat format;
  bool zero = true;   // the scale must include zero
  double left = 0;    // least width of the tick labels, to align neighbouring panels
  double right = 0;   // room kept for labels at the right
  double bottom = 0;  // room kept below the plot
  int ticks = 5;
};

// Draws the vertical value axis in `area` and returns where values go. A scale that leaves out zero says so.
Plot draw_frame(Canvas& canvas, const Rectangle& area, const Extent& extent, const FrameOptions& options,
                const Style& style);
double tick_label_width(const Canvas& canvas, const ValueScale& scale, const NumberFormat& format, const Style& style);

// Ticks and labels of a period axis below the plot; `inset` is the distance of the first and last period from its
// edges. Labels stay left of `right`.
void draw_periods(Canvas& canvas, const Plot& plot, const std::vector<std::string>& periods, double inset, double right,
                  const Style& style);
double period_axis_height(const Style& style);

// "No data are available", in the middle of the area.
void draw_nothing(Canvas& canvas, const Rectangle& area, const Style& style);

// Lines through available values; a value with no available neighbour is drawn as a point.
void draw_line(Canvas& canvas, const Plot& plot, const PeriodScale& periods, const std::vector<double>& values,
               double inset, const Stroke& stroke);

std::vector<double> plain(const std::vector<Quantity>& values);  // values that are not finite become NaN
NumberFormat format_of(const Series& series);                    // of the first available value

}  // namespace hallmark::chart
