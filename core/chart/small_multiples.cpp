#include <algorithm>
#include <cmath>

#include "chart/frame.h"
#include "chart/labels.h"
#include "chart/models.h"

namespace hallmark::chart {
namespace {

constexpr std::size_t most_panels = 36;
constexpr double gap = 22;

struct Grid {
  std::size_t panels = 0, columns = 1, rows = 1;
  double width = 0, height = 0;  // of a panel
};

Grid grid_of(const SmallMultiples& chart, double width, const Style& style) {
  Grid grid;
  grid.panels = std::min(chart.panels.size(), most_panels);
  const double least = 10.5 * style.text_size;
  const auto fitting = static_cast<std::size_t>(std::max(1.0, std::floor((width + gap) / (least + gap))));
  grid.columns = std::clamp<std::size_t>(grid.panels, 1, std::min<std::size_t>(fitting, 3));
  if (grid.columns == 3 && grid.panels == 4) grid.columns = 2;  // no panel alone in its row
  grid.rows = std::max<std::size_t>(1, (grid.panels + grid.columns - 1) / grid.columns);
  grid.width = (width - gap * static_cast<double>(grid.columns - 1)) / static_cast<double>(grid.columns);
  grid.height = std::clamp(grid.width * 0.6, 12.5 * style.text_size, 15 * style.text_size);
  return grid;
}

std::string note_of(const SmallMultiples& chart) {
  std::string note = chart.value_axis;
  const auto add = [&](const std::string& sentence) { note += (note.empty() ? "" : ". ") + sentence; };
  if (chart.panels.size() > 1)
    add(chart.shared_scale ? "All panels have the same scale" : "Each panel has its own scale");
  if (chart.panels.size() > most_panels)
    add(std::to_string(chart.panels.size() - most_panels) + " more are in the table");
  return note;
}

void draw_panel(Canvas& canvas, const SmallMultiples& chart, const Series& series, const Rectangle& box,
                const Extent& extent, const Style& style) {
  const TextSizes sizes(style);
  canvas.text({box.x, box.y + sizes.label}, shorten(canvas, series.name, sizes.label, true, box.width),
              {sizes.label, true, Anchor::start, 0, style.ink});
  const Rectangle rest{box.x, box.y + sizes.line * 1.1, box.width, box.height - sizes.line * 1.1};
  Extent own;
  for (const Quantity& quantity : series.values) own.include(quantity.value);
  if (own.empty) return draw_nothing(canvas, {rest.x, rest.y + 6, rest.width, rest.height - 18}, style);
  FrameOptions options{{}, format_of(series), true};
  options.bottom = period_axis_height(style);
  options.right = 6;
  options.ticks = 3;
  options.left = canvas.text_width("0,000", sizes.small, false);
  const Plot plot = draw_frame(canvas, rest, chart.shared_scale ? extent : own, options, style);
  draw_periods(canvas, plot, chart.periods, 0, box.right() + gap / 2, style);
  draw_line(canvas, plot, period_scale(chart.periods), plain(series.values), 0, {series_colour(style, 0), 2, {}});
}

}  // namespace

double height_of(const SmallMultiples& chart, double width, const Style& style) {
  const Grid grid = grid_of(chart, width, style);
  const double rows = static_cast<double>(grid.rows);
  return 2 * TextSizes(style).line + rows * grid.height + (rows - 1) * gap;
}

void draw_model(const SmallMultiples& chart, Canvas& canvas, const Rectangle& area, const Style& style) {
  if (chart.panels.empty() || chart.periods.empty()) return draw_nothing(canvas, area, style);
  const TextSizes sizes(style);
  const Grid grid = grid_of(chart, area.width, style);
  const std::vector<std::string> note = wrap(canvas, note_of(chart), sizes.small, false, area.width, 2);
  double top = area.y;
  for (const std::string& line : note) {
    canvas.text({area.x, top + sizes.label}, line, {sizes.small, false, Anchor::start, 0, style.muted});
    top += sizes.line;
  }
  top += sizes.line * 0.5;
  Extent extent;
  for (std::size_t p = 0; p < grid.panels; ++p)
    for (const Quantity& quantity : chart.panels[p].values) extent.include(quantity.value);
  const double rows = static_cast<double>(grid.rows);
  const double height = (area.bottom() - top - gap * (rows - 1)) / rows;
  for (std::size_t p = 0; p < grid.panels; ++p) {
    const double column = static_cast<double>(p % grid.columns), row = static_cast<double>(p / grid.columns);
    draw_panel(canvas, chart, chart.panels[p],
               {area.x + column * (grid.width + gap), top + row * (height + gap), grid.width, height}, extent, style);
  }
}

}  // namespace hallmark::chart
