#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "base/text.h"
#include "chart/frame.h"
#include "chart/labels.h"
#include "chart/models.h"

namespace hallmark::chart {
namespace {

constexpr double inset = 10;

double at(const std::vector<double>& values, std::size_t i) {
  return i < values.size() && std::isfinite(values[i]) ? values[i] : std::nan("");
}

Extent extent_of(const ControlChart& chart) {
  Extent extent;
  for (const Quantity& quantity : chart.values.values) extent.include(quantity.value);
  if (extent.empty) return extent;
  extent.include(chart.centre.value);
  for (const double limit : chart.lower) extent.include(limit);
  for (const double limit : chart.upper) extent.include(limit);
  // Room for the date beyond a signal at the edge; counts do not go below zero for it.
  const double margin = (extent.high - extent.low) * 0.08, low = extent.low - margin;
  extent.include(extent.high + margin);
  extent.include(extent.low >= 0 ? std::max(0.0, low) : low);
  return extent;
}

double last_available(const std::vector<double>& limits) {
  const auto found = std::find_if(limits.rbegin(), limits.rend(), [](double v) { return std::isfinite(v); });
  return found == limits.rend() ? std::nan("") : *found;
}

std::string reference_name(const char* name, double value, const ControlChart& chart) {
  return fmt::format("{} {}", name, format_number(value, chart.centre.format));
}

// The name of a reference line beside its last point, kept apart from the names of the others.
void draw_names(Canvas& canvas, const Plot& plot, const ControlChart& chart, const Style& style) {
  const TextSizes sizes(style);
  std::vector<std::pair<std::string, double>> names;
  const auto add = [&](const char* name, double value) {
    if (std::isfinite(value)) names.emplace_back(reference_name(name, value, chart), value);
  };
  add("Upper limit", last_available(chart.upper));
  add("Average", chart.centre.value);
  add("Lower limit", last_available(chart.lower));
  std::vector<double> wanted;
  for (const auto& name : names) wanted.push_back(plot.y(name.second));
  const std::vector<double> placed = spread(wanted, sizes.line, plot.box.y, plot.box.bottom());
  for (std::size_t i = 0; i < names.size(); ++i)
    canvas.text({plot.box.right() + 6, placed[i] + sizes.small * 0.36}, names[i].first,
                {sizes.small, false, Anchor::start, 0, style.muted});
}

void draw_points(Canvas& canvas, const Plot& plot, const ControlChart& chart, const PeriodScale& periods,
                 const std::vector<double>& values, const Style& style) {
  const double width = plot.box.width - 2 * inset;
  const double radius = values.size() > 80 ? 1.6 : 2.6;
  const Colour colour = series_colour(style, 0);
  for (std::size_t i = 0; i < std::min(values.size(), periods.positions.size()); ++i) {
    if (std::isnan(values[i])) continue;
    const Point point{plot.box.x + inset + periods.positions[i] * width, plot.y(values[i])};
    canvas.begin_group(short_month(chart.periods[i]) + ": " + format_number(chart.values.values[i]));
    if (i < chart.signals.size() && chart.signals[i]) {
      draw_diamond(canvas, point, 6.5, {style.alert, Stroke{style.background, 1.2, {}}});
    } else {
      canvas.circle(point, radius, {colour, {}});
    }
    canvas.end_group();
  }
}

bool overlap(const Rectangle& a, const Rectangle& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

// Small squares along the line of values and around its signals, which no label may cover.
std::vector<Rectangle> drawn_along(const Plot& plot, const ControlChart& chart, const PeriodScale& periods,
                                   const std::vector<double>& values) {
  constexpr int steps = 6;
  std::vector<Rectangle> drawn;
  const auto at = [&](std::size_t i) {
    return Point{plot.box.x + inset + periods.positions[i] * (plot.box.width - 2 * inset), plot.y(values[i])};
  };
  const auto add = [&](Point middle, double half) {
    drawn.push_back({middle.x - half, middle.y - half, 2 * half, 2 * half});
  };
  for (std::size_t i = 0; i < std::min(values.size(), periods.positions.size()); ++i) {
    if (std::isnan(values[i])) continue;
    add(at(i), i < chart.signals.size() && chart.signals[i] ? 6 : 2);
    if (i == 0 || std::isnan(values[i - 1])) continue;
    const Point from = at(i - 1), to = at(i);
    for (int step = 1; step < steps; ++step)
      add({from.x + (to.x - from.x) * step / steps, from.y + (to.y - from.y) * step / steps}, 1);
  }
  return drawn;
}

// Signals are dated where the dates have room; the data table lists them all.
void label_signals(Canvas& canvas, const Plot& plot, const ControlChart& chart, const PeriodScale& periods,
                   const std::vector<double>& values, const Style& style) {
  const TextSizes sizes(style);
  std::vector<Rectangle> taken = drawn_along(plot, chart, periods, values);
  for (std::size_t i = 0; i < std::min({values.size(), periods.positions.size(), chart.signals.size()}); ++i) {
    if (!chart.signals[i] || std::isnan(values[i])) continue;
    const std::string name = short_month(chart.periods[i]);
    const double width = canvas.text_width(name, sizes.small, true);
    const double x = std::clamp(plot.box.x + inset + periods.positions[i] * (plot.box.width - 2 * inset),
                                plot.box.x + width / 2, plot.box.right() - width / 2);
    const bool above = !std::isfinite(chart.centre.value) || values[i] >= chart.centre.value;
    const double y = plot.y(values[i]) + (above ? -11 : 11 + sizes.small * 0.75);
    const Rectangle box{x - width / 2 - 3, y - sizes.small, width + 6, sizes.small * 1.3};
    const bool clashes =
        y - sizes.small < plot.box.y - sizes.line * 0.6 || y > plot.box.bottom() ||
        std::any_of(taken.begin(), taken.end(), [&](const Rectangle& other) { return overlap(box, other); });
    if (clashes) continue;
    canvas.text({x, y}, name, {sizes.small, true, Anchor::middle, 0, text_colour(style, style.alert)});
    taken.push_back(box);
  }
}

void mark_baseline(Canvas& canvas, const Plot& plot, const ControlChart& chart, const PeriodScale& periods,
                   const Style& style) {
  if (chart.baseline == 0 || chart.baseline >= periods.positions.size()) return;
  const double middle = (periods.positions[chart.baseline - 1] + periods.positions[chart.baseline]) / 2;
  const double x = plot.box.x + inset + middle * (plot.box.width - 2 * inset);
  canvas.polyline({{x, plot.box.y}, {x, plot.box.bottom()}}, {style.axis, 1, {2, 3}});
}

std::vector<LegendEntry> legend_of(const ControlChart& chart, const PeriodScale& periods, const Style& style) {
  std::vector<LegendEntry> entries = {
      {chart.values.name.empty() ? "Value" : chart.values.name, series_colour(style, 0), Mark::point, {}},
      {"Limits of chance variation", style.axis, Mark::line, {5, 4}}};
  if (std::find(chart.signals.begin(), chart.signals.end(), true) != chart.signals.end())
    entries.push_back({"Outside the limits", style.alert, Mark::diamond, {}});
  if (chart.baseline > 0 && chart.baseline < periods.positions.size())
    entries.push_back({"Limits set by the period to the left", style.axis, Mark::line, {2, 3}});
  return entries;
}

}  // namespace

double height_of(const ControlChart&, double width, const Style& style) {
  const double legend = (width < 480 ? 3.5 : 1) * TextSizes(style).line * 1.15;
  return std::clamp(width * 0.48, 250.0, 350.0) + legend;
}

void draw_model(const ControlChart& chart, Canvas& canvas, const Rectangle& area, const Style& style) {
  const Extent extent = extent_of(chart);
  if (extent.empty || chart.periods.empty()) return draw_nothing(canvas, area, style);
  const TextSizes sizes(style);
  const PeriodScale periods = period_scale(chart.periods);
  const Legend legend(canvas, legend_of(chart, periods, style), area.width, style);
  legend.draw(canvas, {area.x, area.y}, style);
  const Rectangle rest{area.x, area.y + legend.height(), area.width, area.height - legend.height()};
  const bool named = area.width >= 480;
  FrameOptions options{chart.value_axis, format_of(chart.values), extent.low < 0.3 * extent.high};
  const std::string longest = reference_name("Upper limit", last_available(chart.upper), chart);
  options.right = named ? canvas.text_width(longest, sizes.small, false) + 12 : 8;
  options.bottom = period_axis_height(style);
  const Plot plot = draw_frame(canvas, rest, extent, options, style);
  draw_periods(canvas, plot, chart.periods, inset, area.right(), style);
  mark_baseline(canvas, plot, chart, periods, style);
  const std::size_t count = chart.periods.size();
  std::vector<double> lower(count), upper(count);
  for (std::size_t i = 0; i < count; ++i) {
    lower[i] = at(chart.lower, i);
    upper[i] = at(chart.upper, i);
  }
  const Stroke limit{style.axis, 1.4, {5, 4}};
  draw_line(canvas, plot, periods, lower, inset, limit);
  draw_line(canvas, plot, periods, upper, inset, limit);
  if (std::isfinite(chart.centre.value)) {
    const double y = plot.y(chart.centre.value);
    canvas.polyline({{plot.box.x, y}, {plot.box.right(), y}}, {style.axis, 1.4, {}});
  }
  const std::vector<double> values = plain(chart.values.values);
  draw_line(canvas, plot, periods, values, inset, {series_colour(style, 0), 1.8, {}});
  draw_points(canvas, plot, chart, periods, values, style);
  label_signals(canvas, plot, chart, periods, values, style);
  if (named) draw_names(canvas, plot, chart, style);
}

}  // namespace hallmark::chart
