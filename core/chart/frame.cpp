#include "chart/frame.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/number.h"
#include "chart/labels.h"

namespace hallmark::chart {
namespace {

constexpr double mark_width = 22;  // of a legend entry's sample
constexpr double entry_gap = 18;

double baseline(double centre, double size) {
  return centre + size * 0.36;
}  // of text centred on a height

}  // namespace

Colour series_colour(const Style& style, std::size_t index) {
  return style.palette.empty() ? style.ink : style.palette[index % style.palette.size()];
}

std::vector<double> series_dashes(const Style& style, std::size_t index) {
  const std::size_t round = style.palette.empty() ? index : index / style.palette.size();
  switch (round % 4) {
    case 1:
      return {6, 4};
    case 2:
      return {2, 4};
    case 3:
      return {8, 3, 2, 3};
    default:
      return {};
  }
}

Colour text_colour(const Style& style, Colour colour) {
  for (int step = 0; step < 20 && contrast(colour, style.background) < 4.5; ++step)
    for (std::uint8_t* channel : {&colour.red, &colour.green, &colour.blue})
      *channel = static_cast<std::uint8_t>(*channel * 0.93);
  return contrast(colour, style.background) >= 4.5 ? colour : style.ink;
}

void draw_diamond(Canvas& canvas, Point centre, double radius, const Paint& paint) {
  canvas.polygon({{{centre.x, centre.y - radius},
                   {centre.x + radius, centre.y},
                   {centre.x, centre.y + radius},
                   {centre.x - radius, centre.y}}},
                 paint);
}

void draw_mark(Canvas& canvas, Point centre, const LegendEntry& entry, const Style& style) {
  const Stroke line{entry.colour, 2.2, entry.dashes};
  switch (entry.mark) {
    case Mark::square:
      canvas.rectangle({centre.x - 6, centre.y - 6, 12, 12}, {entry.colour, {}});
      break;
    case Mark::line:
      canvas.polyline({{centre.x - 9, centre.y}, {centre.x + 9, centre.y}}, line);
      break;
    case Mark::point:
      canvas.circle(centre, 3.5, {entry.colour, {}});
      break;
    case Mark::diamond:
      draw_diamond(canvas, centre, 6, {entry.colour, Stroke{style.background, 1, {}}});
      break;
    case Mark::band:
      canvas.rectangle({centre.x - 8, centre.y - 5, 16, 10}, {style.background, Stroke{entry.colour, 2, {}}});
      break;
  }
}

Legend::Legend(const Canvas& canvas, std::vector<LegendEntry> entries, double width, const Style& style)
    : entries_(std::move(entries)) {
  const TextSizes sizes(style);
  double x = 0, y = 0;
  for (LegendEntry& entry : entries_) {
    entry.name = shorten(canvas, entry.name, sizes.label, false, std::max(20.0, width - mark_width - 4));
    const double needed = mark_width + 4 + canvas.text_width(entry.name, sizes.label, false);
    if (x > 0 && x + needed > width) {
      x = 0;
      y += sizes.line * 1.15;
    }
    places_.push_back({x, y});
    x += needed + entry_gap;
  }
  if (!entries_.empty()) height_ = y + sizes.line * 1.5;
}

void Legend::draw(Canvas& canvas, Point top_left, const Style& style) const {
  const TextSizes sizes(style);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Point at{top_left.x + places_[i].x, top_left.y + places_[i].y + sizes.line / 2};
    draw_mark(canvas, {at.x + mark_width / 2 - 2, at.y}, entries_[i], style);
    canvas.text({at.x + mark_width + 2, baseline(at.y, sizes.label)}, entries_[i].name,
                {sizes.label, false, Anchor::start, 0, style.ink});
  }
}

double tick_label_width(const Canvas& canvas, const ValueScale& scale, const NumberFormat& format, const Style& style) {
  double width = 0;
  for (const double tick : scale.ticks)
    width = std::max(width, canvas.text_width(tick_label(tick, scale, format), TextSizes(style).small, false));
  return width;
}

Plot draw_frame(Canvas& canvas, const Rectangle& area, const Extent& extent, const FrameOptions& options,
                const Style& style) {
  const TextSizes sizes(style);
  Plot plot;
  plot.scale = value_scale(extent, options.ticks, options.format.style == NumberFormat::Style::count, options.zero);
  std::string title = options.value_axis;
  if (!plot.scale.from_zero())
    title += title.empty() ? "Axis does not start at zero" : " (axis does not start at zero)";
  const double left = std::max(options.left, tick_label_width(canvas, plot.scale, options.format, style)) + 8;
  const double top = title.empty() ? sizes.small : sizes.line * 1.55;
  plot.box = {area.x + left, area.y + top, std::max(10.0, area.width - left - options.right),
              std::max(10.0, area.height - top - options.bottom)};
  if (!title.empty())
    canvas.text({area.x, area.y + sizes.label}, shorten(canvas, title, sizes.small, false, area.width),
                {sizes.small, false, Anchor::start, 0, style.muted});
  for (const double tick : plot.scale.ticks) {
    const double y = plot.y(tick);
    const bool base = tick == 0 || (!plot.scale.from_zero() && tick == plot.scale.low);
    canvas.polyline({{plot.box.x, y}, {plot.box.right(), y}}, {base ? style.axis : style.grid, base ? 1.2 : 1, {}});
    canvas.text({plot.box.x - 8, baseline(y, sizes.small)}, tick_label(tick, plot.scale, options.format),
                {sizes.small, false, Anchor::end, 0, style.muted});
  }
  return plot;
}

double period_axis_height(const Style& style) {
  return 8 + TextSizes(style).line * 1.9;
}

void draw_periods(Canvas& canvas, const Plot& plot, const std::vector<std::string>& periods, double inset, double right,
                  const Style& style) {
  const TextSizes sizes(style);
  const double width = plot.box.width - 2 * inset;
  double label_width = canvas.text_width("0000", sizes.small, false) + 8;
  if (!period_scale(periods).months)
    for (const std::string& period : periods)
      label_width = std::max(label_width, canvas.text_width(period, sizes.small, false) + 12);
  for (const PeriodTick& tick : period_ticks(periods, width, std::min(label_width, width))) {
    const double x = plot.box.x + inset + tick.position * width, y = plot.box.bottom();
    canvas.polyline({{x, y}, {x, y + 5}}, {style.axis, 1, {}});
    // A label at an edge of the plot stays inside the drawing.
    const double half = canvas.text_width(tick.label, sizes.small, false) / 2;
    const double centre = std::max(half, std::min(x, right - half));
    const TextStyle text{sizes.small, false, Anchor::middle, 0, style.muted};
    canvas.text({centre, y + 8 + sizes.small}, shorten(canvas, tick.label, sizes.small, false, label_width), text);
    if (!tick.year.empty()) canvas.text({centre, y + 8 + sizes.small * 2.15}, tick.year, text);
  }
}

void draw_nothing(Canvas& canvas, const Rectangle& area, const Style& style) {
  canvas.rectangle(area, {{}, Stroke{style.grid, 1, {4, 4}}});
  canvas.text({area.x + area.width / 2, baseline(area.y + area.height / 2, style.text_size)}, "No data are available",
              {style.text_size, false, Anchor::middle, 0, style.muted});
}

void draw_line(Canvas& canvas, const Plot& plot, const PeriodScale& periods, const std::vector<double>& values,
               double inset, const Stroke& stroke) {
  std::vector<Point> run;
  const auto finish = [&] {
    if (run.size() == 1) canvas.circle(run[0], stroke.width * 1.4, {stroke.colour, {}});
    canvas.polyline(run, stroke);
    run.clear();
  };
  const std::size_t count = std::min(values.size(), periods.positions.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (std::isnan(values[i]) || !periods.follows[i]) finish();
    if (std::isnan(values[i])) continue;
    run.push_back({plot.box.x + inset + periods.positions[i] * (plot.box.width - 2 * inset), plot.y(values[i])});
  }
  finish();
}

std::vector<double> plain(const std::vector<Quantity>& values) {
  std::vector<double> result;
  for (const Quantity& quantity : values)
    result.push_back(std::isfinite(quantity.value) ? quantity.value : std::nan(""));
  return result;
}

NumberFormat format_of(const Series& series) {
  for (const Quantity& quantity : series.values)
    if (quantity.available()) return quantity.format;
  return {};
}

}  // namespace hallmark::chart
