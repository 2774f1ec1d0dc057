#include <algorithm>
#include <cmath>

#include "chart/frame.h"
#include "chart/labels.h"
#include "chart/models.h"

namespace hallmark::chart {
namespace {

constexpr std::size_t most_lines = 12;  // beyond this no reader can follow; the data table has them all
constexpr double label_gap = 8;
constexpr double stroke_width = 2.2;

struct EndLabel {
  std::size_t series = 0;
  std::vector<std::string> lines;
  Point end;  // of the line it names
};

Extent extent_of(const LineChart& chart, std::size_t count) {
  Extent extent;
  for (std::size_t s = 0; s < count; ++s)
    for (const Quantity& quantity : chart.series[s].values) extent.include(quantity.value);
  return extent;
}

// Counts start at zero; so does everything else unless that would squeeze the lines into the top of the chart.
bool needs_zero(const LineChart& chart, const Extent& extent) {
  const NumberFormat format = chart.series.empty() ? NumberFormat{} : format_of(chart.series.front());
  return format.style == NumberFormat::Style::count || extent.empty || extent.low < 0.6 * extent.high;
}

double widest_name(const Canvas& canvas, const LineChart& chart, std::size_t count, double size) {
  double width = 0;
  for (std::size_t s = 0; s < count; ++s) width = std::max(width, canvas.text_width(chart.series[s].name, size, true));
  return width;
}

// Names stand at the line ends when there is room beside and between them.
double room_for_labels(const Canvas& canvas, const LineChart& chart, std::size_t count, const Rectangle& area,
                       const Style& style) {
  const TextSizes sizes(style);
  const double widest = widest_name(canvas, chart, count, sizes.label) + label_gap + 4;
  const double most = area.width * 0.3;
  const double plot_height = area.height - period_axis_height(style) - 2 * sizes.line;
  const double lines_each = widest > most ? 2 : 1;
  const bool fits =
      area.width >= 480 && widest <= 1.7 * most && static_cast<double>(count) * lines_each * sizes.line <= plot_height;
  return fits ? std::min(widest, most) : 0;
}

void draw_end_labels(Canvas& canvas, const Plot& plot, std::vector<EndLabel> labels, const Style& style) {
  const TextSizes sizes(style);
  std::vector<double> wanted;
  double distance = sizes.line;
  for (const EndLabel& label : labels) {
    wanted.push_back(label.end.y);
    distance = std::max(distance, sizes.line * static_cast<double>(label.lines.size()));
  }
  const std::vector<double> placed = spread(wanted, distance, plot.box.y, plot.box.bottom());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double x = plot.box.right() + label_gap;
    const Colour colour = series_colour(style, labels[i].series);
    if (std::abs(placed[i] - labels[i].end.y) > sizes.line * 0.6)  // a leader, where the label had to move
      canvas.polyline({{plot.box.right() + 2, labels[i].end.y}, {x - 2, placed[i]}}, {colour, 1, {}});
    double y = placed[i] + sizes.label * 0.36 - sizes.line * 0.5 * static_cast<double>(labels[i].lines.size() - 1);
    for (const std::string& line : labels[i].lines) {
      canvas.text({x, y}, line, {sizes.label, true, Anchor::start, 0, text_colour(style, colour)});
      y += sizes.line;
    }
  }
}

std::vector<LegendEntry> legend_of(const LineChart& chart, std::size_t count, const Style& style) {
  std::vector<LegendEntry> entries;
  for (std::size_t s = 0; s < count; ++s)
    entries.push_back({chart.series[s].name, series_colour(style, s), Mark::line, series_dashes(style, s)});
  return entries;
}

}  // namespace

double height_of(const LineChart& chart, double width, const Style& style) {
  const double lines = static_cast<double>(std::min(chart.series.size(), most_lines));
  const double legend = width < 480 ? lines * TextSizes(style).line * 1.15 : 0;
  return std::clamp(width * 0.52, 260.0, 380.0) + legend;
}

void draw_model(const LineChart& chart, Canvas& canvas, const Rectangle& area, const Style& style) {
  const std::size_t count = std::min(chart.series.size(), most_lines);
  const Extent extent = extent_of(chart, count);
  if (extent.empty || chart.periods.empty()) return draw_nothing(canvas, area, style);
  const TextSizes sizes(style);
  const bool alone = count == 1;  // one line needs no name: the title of the figure gives it
  FrameOptions options{chart.value_axis, format_of(chart.series.front()), needs_zero(chart, extent)};
  options.right = alone ? 12 : room_for_labels(canvas, chart, count, area, style);
  options.bottom = period_axis_height(style);
  Rectangle rest = area;
  const bool direct = !alone && options.right > 0;
  if (!alone && !direct) {
    const Legend legend(canvas, legend_of(chart, count, style), area.width, style);
    legend.draw(canvas, {area.x, area.y}, style);
    rest.y += legend.height();
    rest.height -= legend.height();
    options.right = 12;
  }
  const Plot plot = draw_frame(canvas, rest, extent, options, style);
  draw_periods(canvas, plot, chart.periods, 0, area.right(), style);
  const PeriodScale periods = period_scale(chart.periods);
  std::vector<EndLabel> labels;
  for (std::size_t s = count; s-- > 0;) {
    const std::vector<double> values = plain(chart.series[s].values);
    draw_line(canvas, plot, periods, values, 0, {series_colour(style, s), stroke_width, series_dashes(style, s)});
    const auto last = std::find_if(values.rbegin(), values.rend(), [](double v) { return !std::isnan(v); });
    if (last == values.rend()) continue;
    labels.push_back({s,
                      wrap(canvas, chart.series[s].name, sizes.label, true, options.right - label_gap, 2),
                      {plot.box.right(), plot.y(*last)}});
  }
  if (direct) draw_end_labels(canvas, plot, std::move(labels), style);
}

}  // namespace hallmark::chart
