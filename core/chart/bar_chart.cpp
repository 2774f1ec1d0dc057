#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "chart/frame.h"
#include "chart/labels.h"
#include "chart/models.h"
#include "chart/svg.h"

namespace hallmark::chart {
namespace {

constexpr std::size_t most_series = 8;
constexpr std::size_t most_bars = 120;  // beyond this the bars are hairlines; the data table has them all
constexpr std::size_t most_categories = 40;
constexpr std::size_t most_value_labels = 30;

// What of the chart is drawn, and how.
struct BarPlan {
  std::size_t series = 0, categories = 0;
  bool horizontal = true;
  bool periods = false;  // vertical, with months along the axis
  std::vector<std::vector<double>> values;
  Extent extent;
  NumberFormat format;
};

bool all_months(const std::vector<std::string>& categories) {
  return !categories.empty() &&
         std::all_of(categories.begin(), categories.end(), [](const std::string& c) { return month_index(c) >= 0; });
}

double column_width(const BarPlan& plan, double width, const Style& style) {
  return (width - 4.5 * style.text_size) / static_cast<double>(std::max<std::size_t>(1, plan.categories));
}

// Upright bars need room for their names below; without it the chart lies down.
bool names_fit(const BarChart& chart, const BarPlan& plan, double width, const Style& style) {
  const SvgCanvas canvas({}, "");
  const TextSizes sizes(style);
  const double room = column_width(plan, width, style) - 6;
  for (std::size_t c = 0; c < plan.categories; ++c) {
    const auto lines = wrap(canvas, chart.categories[c], sizes.small, false, room, 3);
    if (lines.back() != chart.categories[c] && lines.back().ends_with("…")) return false;
  }
  return true;
}

BarPlan plan_of(const BarChart& chart, double width, const Style& style) {
  BarPlan plan;
  plan.series = std::min(chart.series.size(), most_series);
  const bool dated = !chart.horizontal && all_months(chart.categories) && period_scale(chart.categories).months;
  const std::size_t bars = most_bars / std::max<std::size_t>(1, plan.series);
  plan.categories = std::min(chart.categories.size(), dated ? most_bars : std::min(most_categories, bars));
  if (!chart.series.empty()) plan.format = format_of(chart.series.front());
  for (std::size_t s = 0; s < plan.series; ++s) {
    plan.values.push_back(plain(chart.series[s].values));
    plan.values.back().resize(plan.categories, std::nan(""));
    for (const double value : plan.values.back()) plan.extent.include(value);
  }
  if (!plan.extent.empty)
    for (std::size_t c = 0; c < std::min(chart.intervals.size(), plan.categories); ++c) {
      plan.extent.include(chart.intervals[c].first);
      plan.extent.include(chart.intervals[c].second);
    }
  plan.periods = dated;
  plan.horizontal = chart.horizontal || (!dated && !names_fit(chart, plan, width, style));
  return plan;
}

double row_height(const BarPlan& plan, const Style& style) {
  const double text = style.text_size;
  const double bar = plan.series > 1 ? text * 0.95 : text * 1.25;
  return bar * static_cast<double>(std::max<std::size_t>(1, plan.series)) + text * (plan.categories > 20 ? 0.55 : 0.85);
}

std::vector<LegendEntry> legend_of(const BarChart& chart, const BarPlan& plan, const Style& style) {
  std::vector<LegendEntry> entries;
  if (plan.series > 1)
    for (std::size_t s = 0; s < plan.series; ++s)
      entries.push_back({chart.series[s].name, series_colour(style, s), Mark::square, {}});
  return entries;
}

std::string note_of(const BarChart& chart, const BarPlan& plan) {
  std::string note = chart.value_axis;
  const std::size_t hidden = chart.categories.size() - plan.categories;
  if (hidden > 0)
    note += (note.empty() ? "" : ". ") + std::string("First ") + std::to_string(plan.categories) + " of " +
            std::to_string(chart.categories.size()) + "; all are in the table";
  return note;
}

std::string hover_text(const BarChart& chart, std::size_t s, std::size_t c) {
  std::string name = month_index(chart.categories[c]) >= 0 ? short_month(chart.categories[c]) : chart.categories[c];
  if (chart.series.size() > 1) name += ", " + chart.series[s].name;
  return name + ": " + format_number(chart.series[s].values[c]);
}

bool has_interval(const BarChart& chart, std::size_t s, std::size_t c) {
  return s == 0 && c < chart.intervals.size() && std::isfinite(chart.intervals[c].first) &&
         std::isfinite(chart.intervals[c].second);
}

// A whisker from `low` to `high` along the value axis, at `across` on the other one.
void draw_whisker(Canvas& canvas, double low, double high, double across, bool horizontal, const Style& style) {
  const auto point = [&](double along, double side) { return horizontal ? Point{along, side} : Point{side, along}; };
  for (const auto& [colour, width] : {std::pair{style.background, 3.6}, std::pair{style.ink, 1.4}}) {
    const Stroke stroke{colour, width, {}};
    canvas.polyline({point(low, across), point(high, across)}, stroke);
    canvas.polyline({point(low, across - 4), point(low, across + 4)}, stroke);
    canvas.polyline({point(high, across - 4), point(high, across + 4)}, stroke);
  }
}

// ---- Lying bars
// -------------------------------------------------------------------------------------------------------

// Room for the values written at the ends of positive bars; 0 where none are.
double value_label_width(const Canvas& canvas, const BarChart& chart, const BarPlan& plan, const Style& style) {
  if (plan.categories * plan.series > most_value_labels || !chart.intervals.empty()) return 0;
  double width = 0;
  for (std::size_t s = 0; s < plan.series; ++s)
    for (std::size_t c = 0; c < plan.categories; ++c)
      if (plan.values[s][c] >= 0)
        width =
            std::max(width, canvas.text_width(format_number(chart.series[s].values[c]), TextSizes(style).small, false));
  return width > 0 ? width + 8 : 0;
}

struct RowPlot {
  Rectangle box;
  ValueScale scale;
  double row = 0;    // height of a category
  double limit = 0;  // right edge of the drawing
  double x(double value) const { return box.x + scale.position(value) * box.width; }
};

RowPlot row_frame(Canvas& canvas, const BarPlan& plan, const Rectangle& area, double names, double labels,
                  const Style& style) {
  const TextSizes sizes(style);
  const int ticks = std::clamp(static_cast<int>((area.width - names) / (7 * style.text_size)), 2, 6);
  RowPlot plot;
  plot.scale = value_scale(plan.extent, ticks, plan.format.style == NumberFormat::Style::count, true);
  const double last = canvas.text_width(tick_label(plot.scale.high, plot.scale, plan.format), sizes.small, false) / 2;
  const double right = std::max(last + 2, labels);
  plot.box = {area.x + names, area.y, std::max(10.0, area.width - names - right), area.height - sizes.line - 6};
  plot.row = plot.box.height / static_cast<double>(plan.categories);
  plot.limit = area.right();
  for (const double tick : plot.scale.ticks) {
    const double x = plot.x(tick);
    canvas.polyline({{x, plot.box.y}, {x, plot.box.bottom()}},
                    {tick == 0 ? style.axis : style.grid, tick == 0 ? 1.2 : 1, {}});
    canvas.text({x, plot.box.bottom() + 6 + sizes.small}, tick_label(tick, plot.scale, plan.format),
                {sizes.small, false, Anchor::middle, 0, style.muted});
  }
  return plot;
}

void draw_row_name(Canvas& canvas, const std::string& name, double right, double middle, double width, std::size_t most,
                   const Style& style) {
  const TextSizes sizes(style);
  const auto lines = wrap(canvas, name, sizes.label, false, width, most);
  double y = middle + sizes.label * 0.36 - sizes.label * 1.1 * 0.5 * static_cast<double>(lines.size() - 1);
  for (const std::string& line : lines) {
    canvas.text({right, y}, line, {sizes.label, false, Anchor::end, 0, style.ink});
    y += sizes.label * 1.1;
  }
}

void draw_row_bar(Canvas& canvas, const RowPlot& plot, const BarChart& chart, const BarPlan& plan, std::size_t s,
                  std::size_t c, double top, double height, const Style& style) {
  const TextSizes sizes(style);
  const double value = plan.values[s][c], zero = plot.x(0), middle = top + height / 2;
  const double text_y = middle + sizes.small * 0.36;
  const TextStyle text{sizes.small, false, Anchor::start, 0, style.muted};
  if (std::isnan(value)) {
    canvas.text({zero + 5, text_y}, "not available", text);
    return;
  }
  const double end = plot.x(value);
  canvas.begin_group(hover_text(chart, s, c));
  canvas.rectangle({std::min(zero, end), top, std::abs(end - zero), height}, {series_colour(style, s), {}});
  canvas.end_group();
  if (has_interval(chart, s, c)) {
    draw_whisker(canvas, plot.x(chart.intervals[c].first), plot.x(chart.intervals[c].second), middle, true, style);
  } else if (plan.categories * plan.series <= most_value_labels && height >= sizes.small * 0.9) {
    const std::string label = format_number(chart.series[s].values[c]);
    const double width = canvas.text_width(label, sizes.small, false);
    TextStyle own = text;
    double x = value < 0 ? end - 5 : end + 5;
    own.anchor = value < 0 ? Anchor::end : Anchor::start;
    // Where the label would leave the drawing or run into a name it goes inside the bar, in white.
    if (value < 0 && end - 5 - width < plot.box.x - 2) {
      own = {sizes.small, false, Anchor::start, 0, style.background};
      x = end + 5;
      if (std::abs(end - zero) < width + 10 || contrast(series_colour(style, s), style.background) < 4.5) return;
    }
    if (value < 0 || x + width <= plot.limit + 1) canvas.text({x, text_y}, label, own);
  }
}

void draw_rows(Canvas& canvas, const BarChart& chart, const BarPlan& plan, const Rectangle& area, const Style& style) {
  const TextSizes sizes(style);
  double widest = 0;
  for (std::size_t c = 0; c < plan.categories; ++c)
    widest = std::max(widest, canvas.text_width(chart.categories[c], sizes.label, false));
  const double names = std::min(widest + 2, area.width * 0.38);
  const RowPlot plot = row_frame(canvas, plan, area, names + 8,
                                 std::min(value_label_width(canvas, chart, plan, style), area.width / 4), style);
  const double space = std::min(plot.row * 0.4, style.text_size * (plan.categories > 20 ? 0.55 : 0.85));
  const double bar = (plot.row - space) / static_cast<double>(plan.series);
  const std::size_t lines = plot.row >= sizes.label * 2.1 ? 2 : 1;
  for (std::size_t c = 0; c < plan.categories; ++c) {
    const double top = plot.box.y + plot.row * static_cast<double>(c);
    draw_row_name(canvas, chart.categories[c], plot.box.x - 8, top + plot.row / 2, names, lines, style);
    for (std::size_t s = 0; s < plan.series; ++s)
      draw_row_bar(canvas, plot, chart, plan, s, c, top + space / 2 + bar * static_cast<double>(s), bar, style);
  }
  const double zero = plot.x(0);
  canvas.polyline({{zero, plot.box.y}, {zero, plot.box.bottom()}}, {style.axis, 1.2, {}});
}

// ---- Upright bars
// -----------------------------------------------------------------------------------------------------

void draw_columns(Canvas& canvas, const BarChart& chart, const BarPlan& plan, const Rectangle& area,
                  const Style& style) {
  const TextSizes sizes(style);
  FrameOptions options{note_of(chart, plan), plan.format, true};
  options.bottom = period_axis_height(style);
  if (!plan.periods) {
    std::size_t lines = 1;
    for (std::size_t c = 0; c < plan.categories; ++c)
      lines = std::max(
          lines,
          wrap(canvas, chart.categories[c], sizes.small, false, column_width(plan, area.width, style) - 6, 3).size());
    options.bottom = 10 + static_cast<double>(lines) * sizes.small * 1.2;
  }
  options.right = 4;
  const Plot plot = draw_frame(canvas, area, plan.extent, options, style);
  const PeriodScale periods = period_scale(chart.categories);
  // Months stand at their place in time, so a month that is not in the list leaves its place empty.
  std::size_t slots = plan.categories;
  if (plan.periods)
    slots = static_cast<std::size_t>(month_index(chart.categories[plan.categories - 1]) -
                                     month_index(chart.categories[0]) + 1);
  const double slot = plot.box.width / static_cast<double>(slots);
  const double bar = slot * (slot > 8 ? 0.72 : 0.86) / static_cast<double>(plan.series);
  for (std::size_t c = 0; c < plan.categories; ++c) {
    const double offset =
        plan.periods ? month_index(chart.categories[c]) - month_index(chart.categories[0]) : static_cast<double>(c);
    const double centre = plot.box.x + slot * (offset + 0.5);
    for (std::size_t s = 0; s < plan.series; ++s) {
      const double value = plan.values[s][c];
      if (std::isnan(value)) continue;
      const double left = centre + bar * (static_cast<double>(s) - static_cast<double>(plan.series) / 2);
      const double zero = plot.y(0), end = plot.y(value);
      canvas.begin_group(hover_text(chart, s, c));
      canvas.rectangle({left, std::min(zero, end), bar, std::abs(end - zero)}, {series_colour(style, s), {}});
      canvas.end_group();
      if (has_interval(chart, s, c))
        draw_whisker(canvas, plot.y(chart.intervals[c].first), plot.y(chart.intervals[c].second), left + bar / 2, false,
                     style);
    }
    if (plan.periods) continue;
    double y = plot.box.bottom() + 8 + sizes.small;
    for (const std::string& line : wrap(canvas, chart.categories[c], sizes.small, false, slot - 4, 3)) {
      canvas.text({centre, y}, line, {sizes.small, false, Anchor::middle, 0, style.muted});
      y += sizes.small * 1.2;
    }
  }
  if (plan.periods) {
    const std::vector<std::string> shown(chart.categories.begin(),
                                         chart.categories.begin() + static_cast<std::ptrdiff_t>(plan.categories));
    draw_periods(canvas, plot, shown, slot / 2, area.right(), style);
  }
  const double zero = plot.y(0);
  canvas.polyline({{plot.box.x, zero}, {plot.box.right(), zero}}, {style.axis, 1.2, {}});
}

}  // namespace

double height_of(const BarChart& chart, double width, const Style& style) {
  const BarPlan plan = plan_of(chart, width, style);
  const TextSizes sizes(style);
  const SvgCanvas canvas({}, "");
  const double legend = Legend(canvas, legend_of(chart, plan, style), width, style).height();
  if (!plan.horizontal) return legend + std::clamp(width * 0.52, 260.0, 360.0);
  const double title = note_of(chart, plan).empty() ? 0 : sizes.line * 1.4;
  const double rows = static_cast<double>(std::max<std::size_t>(3, plan.categories)) * row_height(plan, style);
  return legend + title + rows + sizes.line + 10;
}

void draw_model(const BarChart& chart, Canvas& canvas, const Rectangle& area, const Style& style) {
  const BarPlan plan = plan_of(chart, area.width, style);
  if (plan.extent.empty) return draw_nothing(canvas, area, style);
  const TextSizes sizes(style);
  const Legend legend(canvas, legend_of(chart, plan, style), area.width, style);
  legend.draw(canvas, {area.x, area.y}, style);
  Rectangle rest{area.x, area.y + legend.height(), area.width, area.height - legend.height()};
  if (!plan.horizontal) return draw_columns(canvas, chart, plan, rest, style);
  const std::string note = note_of(chart, plan);
  if (!note.empty()) {
    canvas.text({rest.x, rest.y + sizes.label}, shorten(canvas, note, sizes.small, false, rest.width),
                {sizes.small, false, Anchor::start, 0, style.muted});
    rest.y += sizes.line * 1.4;
    rest.height -= sizes.line * 1.4;
  }
  draw_rows(canvas, chart, plan, rest, style);
}

}  // namespace hallmark::chart
