#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "base/text.h"
#include "chart/frame.h"
#include "chart/labels.h"
#include "chart/map_classes.h"
#include "chart/models.h"
#include "chart/outlines.h"
#include "chart/scale.h"
#include "chart/svg.h"

namespace hallmark::chart {
namespace {

constexpr double side_by_side = 520;  // least width for a legend beside the map
constexpr double furniture = 3.2;     // room for scale bar and north arrow, in text sizes
constexpr double tolerance = 0.35;    // how far a border may move

struct Bounds {
  double west = 0, south = 0, east = 0, north = 0;
  bool empty = true;
  void include(double easting, double northing) {
    if (!std::isfinite(easting) || !std::isfinite(northing)) return;
    west = empty ? easting : std::min(west, easting);
    east = empty ? easting : std::max(east, easting);
    south = empty ? northing : std::min(south, northing);
    north = empty ? northing : std::max(north, northing);
    empty = false;
  }
  double width() const { return std::max(1.0, east - west); }
  double height() const { return std::max(1.0, north - south); }
};

Bounds bounds_of(const MapChart& chart) {
  Bounds bounds;
  if (chart.boundaries)
    for (const Boundary& area : chart.boundaries->areas)
      for (const auto& part : area.parts)
        for (const Ring& ring : part)
          for (const GridPoint& point : ring) bounds.include(point.easting, point.northing);
  for (const LatticeCell& cell : chart.lattice) {
    bounds.include(cell.easting, cell.northing);
    bounds.include(cell.easting + chart.cell_size, cell.northing + chart.cell_size);
  }
  return bounds;
}

// From grid metres to the drawing; one scale in both directions, so that distances are true.
struct Projection {
  Bounds bounds;
  double scale = 1;  // drawing units per metre
  Point origin;      // of the south-west corner
  Projection(const Bounds& b, const Rectangle& box) : bounds(b) {
    scale = std::min(box.width / b.width(), box.height / b.height());
    origin = {box.x + (box.width - scale * b.width()) / 2, box.bottom() - (box.height - scale * b.height()) / 2};
  }
  Point operator()(double easting, double northing) const {
    return {origin.x + (easting - bounds.west) * scale, origin.y - (northing - bounds.south) * scale};
  }
};

std::vector<Outlines> drawn_areas(const Boundaries& boundaries, const Projection& project) {
  std::vector<Outlines> areas;
  for (const Boundary& area : boundaries.areas) {
    Outlines outlines;
    for (const auto& part : area.parts)
      for (const Ring& ring : part) {
        Outline outline;
        for (const GridPoint& point : ring) outline.push_back(project(point.easting, point.northing));
        outlines.push_back(std::move(outline));
      }
    areas.push_back(std::move(outlines));
  }
  return simplify(areas, tolerance);
}

bool shades_areas(const MapChart& chart) {
  return chart.boundaries && !chart.values.empty() && chart.lattice.empty();
}

std::vector<double> values_of(const MapChart& chart) {
  std::vector<double> values;
  if (shades_areas(chart)) {
    values = plain(chart.values);
    values.resize(chart.boundaries->areas.size(), std::nan(""));
  } else {
    for (const LatticeCell& cell : chart.lattice) values.push_back(cell.value);
  }
  return values;
}

// Hatching says "no data" without a colour.
void hatch(Canvas& canvas, const Outlines& outlines, const Rectangle& box, const Style& style) {
  canvas.polygon(outlines, {style.background, {}});
  canvas.begin_clip(outlines);
  constexpr double spacing = 5;
  for (double x = box.x - box.height; x < box.right(); x += spacing)
    canvas.polyline({{x, box.bottom()}, {x + box.height, box.y}}, {style.axis, 0.7, {}});
  canvas.end_clip();
}

Rectangle box_of(const Outlines& outlines) {
  Bounds bounds;
  for (const Outline& outline : outlines)
    for (const Point& point : outline) bounds.include(point.x, point.y);
  return {bounds.west, bounds.south, bounds.east - bounds.west, bounds.north - bounds.south};
}

void draw_areas(Canvas& canvas, const MapChart& chart, const std::vector<Outlines>& areas, const MapClasses& classes,
                const std::vector<double>& values, const Style& style) {
  const Stroke border{style.background, areas.size() > 200 ? 0.3 : 0.7, {}};
  for (std::size_t c = 0; c < classes.counts.size(); ++c)
    for (std::size_t a = 0; a < areas.size(); ++a) {
      if (std::isnan(values[a]) || classes.of(values[a]) != c) continue;
      canvas.begin_group(chart.boundaries->areas[a].name + ": " + format_number(chart.values[a]));
      canvas.polygon(areas[a], {classes.colours[c], border});
      canvas.end_group();
    }
  Outlines missing;
  for (std::size_t a = 0; a < areas.size(); ++a)
    if (std::isnan(values[a])) missing.insert(missing.end(), areas[a].begin(), areas[a].end());
  if (missing.empty()) return;
  hatch(canvas, missing, box_of(missing), style);
  canvas.polygon(missing, {{}, Stroke{style.axis, 0.5, {}}});
}

Outlines cells_outline(const std::vector<CellIndex>& cells, const MapChart& chart, const Projection& project) {
  Outlines outlines = outline_of_cells(cells);
  for (Outline& outline : outlines)
    for (Point& point : outline)
      point = project(chart.lattice[0].easting + point.x * chart.cell_size,
                      chart.lattice[0].northing + point.y * chart.cell_size);
  return outlines;
}

void draw_lattice(Canvas& canvas, const MapChart& chart, const MapClasses& classes, const Projection& project,
                  const Style& style) {
  if (!(chart.cell_size > 0) || chart.lattice.empty()) return;
  std::vector<std::vector<CellIndex>> by_class(classes.counts.size());
  std::vector<CellIndex> highlighted;
  for (const LatticeCell& cell : chart.lattice) {
    if (!std::isfinite(cell.value) || !std::isfinite(cell.easting) || !std::isfinite(cell.northing)) continue;
    const CellIndex index{std::llround((cell.easting - chart.lattice[0].easting) / chart.cell_size),
                          std::llround((cell.northing - chart.lattice[0].northing) / chart.cell_size)};
    by_class[classes.of(cell.value)].push_back(index);
    if (cell.highlighted) highlighted.push_back(index);
  }
  // The thin stroke in the colour of the fill closes the seams that smoothing leaves between classes.
  for (std::size_t c = 0; c < by_class.size(); ++c)
    canvas.polygon(cells_outline(by_class[c], chart, project),
                   {classes.colours[c], Stroke{classes.colours[c], 0.4, {}}});
  const Outlines outline = cells_outline(highlighted, chart, project);
  canvas.polygon(outline, {{}, Stroke{style.background, 3.6, {}}});
  canvas.polygon(outline, {{}, Stroke{style.alert, 1.8, {}}});
}

void draw_scale_bar(Canvas& canvas, const Projection& project, Point left, double most, const Style& style) {
  const TextSizes sizes(style);
  const double metres = most / project.scale;
  const double power = std::pow(10.0, std::floor(std::log10(metres)));
  double length = power;
  for (const double factor : {2.0, 5.0})
    if (factor * power <= metres) length = factor * power;
  const double end = left.x + length * project.scale;
  canvas.polyline({{left.x, left.y - 5}, {left.x, left.y}, {end, left.y}, {end, left.y - 5}}, {style.ink, 1.4, {}});
  const std::string label = length >= 1000 ? fmt::format("{:.0f} km", length / 1000) : fmt::format("{:g} m", length);
  canvas.text({end + 6, left.y}, label, {sizes.small, false, Anchor::start, 0, style.ink});
}

// British National Grid: up the page is grid north.
void draw_north(Canvas& canvas, Point foot, const Style& style) {
  const double size = style.text_size;
  canvas.polygon({{{foot.x, foot.y - 2.2 * size},
                   {foot.x + 0.45 * size, foot.y - 0.9 * size},
                   {foot.x, foot.y - 1.2 * size},
                   {foot.x - 0.45 * size, foot.y - 0.9 * size}}},
                 {style.ink, {}});
  canvas.text(foot, "N", {size, true, Anchor::middle, 0, style.ink});
}

// ---- Legend
// -----------------------------------------------------------------------------------------------------------

struct LegendRow {
  enum class Kind { shade, missing, highlighted, outline } kind = Kind::shade;
  std::string text;
  Colour colour;
};

std::vector<LegendRow> legend_rows(const MapChart& chart, const MapClasses& classes, const Style& style) {
  std::vector<LegendRow> rows;
  const bool areas = shades_areas(chart);
  const auto counted = [&](std::size_t count) {
    return format_number(static_cast<double>(count), NumberFormat::count()) +
           (areas ? (count == 1 ? " area" : " areas") : (count == 1 ? " cell" : " cells"));
  };
  std::size_t shaded = 0;
  for (const std::size_t count : classes.counts) shaded += count;
  if (shaded > 0)
    for (std::size_t c = classes.counts.size(); c-- > 0;)
      rows.push_back({LegendRow::Kind::shade,
                      class_label(classes, c, chart.legend_format) + " (" + counted(classes.counts[c]) + ")",
                      classes.colours[c]});
  if (classes.missing > 0) rows.push_back({LegendRow::Kind::missing, "No data (" + counted(classes.missing) + ")", {}});
  const auto highlighted = static_cast<std::size_t>(
      std::count_if(chart.lattice.begin(), chart.lattice.end(), [](const LatticeCell& c) { return c.highlighted; }));
  if (highlighted > 0)
    rows.push_back({LegendRow::Kind::highlighted, "Beyond chance (" + counted(highlighted) + ")", style.alert});
  if (!areas && chart.boundaries && !chart.boundaries->areas.empty())
    rows.push_back({LegendRow::Kind::outline, "Area boundary", style.axis});
  return rows;
}

void draw_legend_sample(Canvas& canvas, const Rectangle& box, const LegendRow& row, const Style& style) {
  const Outlines outline = {{{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}}};
  switch (row.kind) {
    case LegendRow::Kind::shade:
      canvas.rectangle(box, {row.colour, Stroke{style.axis, 0.6, {}}});
      break;
    case LegendRow::Kind::missing:
      hatch(canvas, outline, box, style);
      canvas.rectangle(box, {{}, Stroke{style.axis, 0.6, {}}});
      break;
    case LegendRow::Kind::highlighted:
      canvas.rectangle(box, {{}, Stroke{row.colour, 1.8, {}}});
      break;
    case LegendRow::Kind::outline:
      canvas.polyline({{box.x, box.y + box.height / 2}, {box.right(), box.y + box.height / 2}}, {row.colour, 1.4, {}});
      break;
  }
}

double legend_height(const std::vector<LegendRow>& rows, const MapChart& chart, const Style& style) {
  const double titles = chart.legend_title.empty() ? 0 : 2;
  return (static_cast<double>(rows.size()) + titles + 0.5) * TextSizes(style).line * 1.12;
}

void draw_legend(Canvas& canvas, const std::vector<LegendRow>& rows, const MapChart& chart, const Rectangle& area,
                 const Style& style) {
  const TextSizes sizes(style);
  double y = area.y + sizes.label;
  if (!chart.legend_title.empty())
    for (const std::string& line : wrap(canvas, chart.legend_title, sizes.label, true, area.width, 2)) {
      canvas.text({area.x, y}, line, {sizes.label, true, Anchor::start, 0, style.ink});
      y += sizes.line * 1.12;
    }
  for (const LegendRow& row : rows) {
    const double side = sizes.label * 1.05;
    draw_legend_sample(canvas, {area.x, y - side * 0.85, side * 1.5, side}, row, style);
    canvas.text({area.x + side * 1.5 + 8, y},
                shorten(canvas, row.text, sizes.small, false, area.width - side * 1.5 - 8),
                {sizes.small, false, Anchor::start, 0, style.ink});
    y += sizes.line * 1.12;
  }
}

// Beside the map the legend takes what its longest row needs, within reason.
double legend_width(const Canvas& canvas, const std::vector<LegendRow>& rows, double width, const Style& style) {
  const TextSizes sizes(style);
  double longest = 0;
  for (const LegendRow& row : rows) longest = std::max(longest, canvas.text_width(row.text, sizes.small, false));
  return std::clamp(longest + sizes.label * 1.6 + 8 + 14, 11 * style.text_size, 0.4 * width);
}

double map_height(const Bounds& bounds, double width) {
  return std::clamp(width * bounds.height() / bounds.width(), 0.45 * width, 1.15 * width);
}

}  // namespace

double height_of(const MapChart& chart, double width, const Style& style) {
  const Bounds bounds = bounds_of(chart);
  if (bounds.empty) return 200;
  const auto rows = legend_rows(chart, map_classes(values_of(chart), chart.class_breaks, style), style);
  const double below = furniture * style.text_size, legend = legend_height(rows, chart, style);
  if (width < side_by_side) return map_height(bounds, width) + below + legend;
  const double map = map_height(bounds, width - legend_width(SvgCanvas({}, ""), rows, width, style));
  return std::max(std::min(map, 620.0) + below, legend);
}

void draw_model(const MapChart& chart, Canvas& canvas, const Rectangle& area, const Style& style) {
  const Bounds bounds = bounds_of(chart);
  if (bounds.empty) return draw_nothing(canvas, area, style);
  const std::vector<double> values = values_of(chart);
  const MapClasses classes = map_classes(values, chart.class_breaks, style);
  const auto rows = legend_rows(chart, classes, style);
  const double below = furniture * style.text_size;
  const bool beside = area.width >= side_by_side;
  const double legend = beside ? legend_width(canvas, rows, area.width, style) : legend_height(rows, chart, style);
  const Rectangle box{area.x, area.y, std::max(20.0, area.width - (beside ? legend : 0)),
                      std::max(20.0, area.height - below - (beside ? 0 : legend))};
  const Projection project(bounds, box);
  std::vector<Outlines> areas;
  if (chart.boundaries) areas = drawn_areas(*chart.boundaries, project);
  if (shades_areas(chart)) {
    draw_areas(canvas, chart, areas, classes, values, style);
  } else {
    draw_lattice(canvas, chart, classes, project, style);
    const Stroke border{style.axis, areas.size() > 200 ? 0.4 : 1, {}};
    for (const Outlines& outlines : areas) canvas.polygon(outlines, {{}, border});
  }
  const Point foot{box.x + 2, box.bottom() + below - 8};
  draw_north(canvas, {foot.x + style.text_size * 0.6, foot.y}, style);
  draw_scale_bar(canvas, project, {foot.x + style.text_size * 2, foot.y}, box.width / 4, style);
  draw_legend(canvas, rows, chart,
              beside ? Rectangle{box.right() + 12, area.y, legend - 12, area.height}
                     : Rectangle{area.x, area.bottom() - legend, area.width, legend},
              style);
}

}  // namespace hallmark::chart
