#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "base/files.h"
#include "base/json.h"
#include "chart/map_classes.h"
#include "chart/outlines.h"
#include "chart/recording_canvas.h"
#include "chart/svg.h"
#include "source_dir.h"

namespace hallmark::chart {
namespace {

double area_of(const Outlines& outlines) {
  double sum = 0;  // shoelace; holes run the other way round
  for (const Outline& ring : outlines)
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Point a = ring[i], b = ring[(i + 1) % ring.size()];
      sum += a.x * b.y - b.x * a.y;
    }
  return std::abs(sum) / 2;
}

Boundary square(std::string name, double easting, double northing, double side) {
  Boundary boundary{name, name, {}};
  boundary.parts = {{{{easting, northing},
                      {easting + side, northing},
                      {easting + side, northing + side},
                      {easting, northing + side}}}};
  return boundary;
}

Quantity count(double value) {
  return constant(value, "test", NumberFormat::count());
}

// Two 10 km squares side by side, so that 20 km of grid span the map.
MapChart two_squares() {
  MapChart chart;
  auto boundaries = std::make_shared<Boundaries>();
  boundaries->areas = {square("West", 400000, 300000, 10000), square("East", 410000, 300000, 10000)};
  chart.boundaries = boundaries;
  chart.values = {count(3), count(30)};
  chart.class_breaks = {10};
  chart.legend_title = "Incidents";
  chart.legend_format = NumberFormat::count();
  return chart;
}

RecordingCanvas drawn(const MapChart& chart, double width = 720) {
  RecordingCanvas canvas;
  draw(chart, canvas, {width, natural_height(chart, width, house_style())}, house_style());
  return canvas;
}

}  // namespace

TEST_CASE("points on a straight border go, corners stay") {
  Outline ring;
  for (int i = 0; i < 10; ++i) ring.push_back({static_cast<double>(i), 0});
  for (int i = 0; i < 10; ++i) ring.push_back({10, static_cast<double>(i)});
  ring.push_back({10, 10});
  ring.push_back({0, 10});
  const auto simple = simplify({{ring}}, 0.2);
  REQUIRE(simple[0].size() == 1);
  CHECK(simple[0][0].size() == 4);
  CHECK(area_of(simple[0]) == doctest::Approx(100));
}

TEST_CASE("a border shared by two areas stays shared") {
  // A wavy border between two areas, run through in opposite directions.
  Outline border;
  for (int i = 0; i <= 200; ++i) border.push_back({50 + 3 * std::sin(i * 0.7) + std::sin(i * 2.9), i * 0.5});
  Outline left = border, right(border.rbegin(), border.rend());
  left.push_back({0, 100});
  left.push_back({0, 0});
  right.push_back({100, 0});
  right.push_back({100, 100});
  const auto simple = simplify({{left}, {right}}, 1.0);
  CHECK(simple[0][0].size() < left.size() / 2);
  CHECK(area_of(simple[0]) + area_of(simple[1]) == doctest::Approx(100 * 100));  // no gap, no overlap
}

TEST_CASE("an island and the hole around it simplify alike") {
  Outline circle;
  for (int i = 0; i < 360; ++i)
    circle.push_back({50 + 20 * std::cos(i * std::numbers::pi / 180), 50 + 20 * std::sin(i * std::numbers::pi / 180)});
  Outline hole(circle.rbegin(), circle.rend());
  std::rotate(hole.begin(), hole.begin() + 77, hole.end());
  const auto simple = simplify({{{{0, 0}, {100, 0}, {100, 100}, {0, 100}}, hole}, {circle}}, 0.5);
  CHECK(area_of(simple[0]) + area_of(simple[1]) == doctest::Approx(100 * 100));
}

TEST_CASE("rings too small to draw vanish without harm") {
  const auto simple =
      simplify({{{{1, 1}, {1.01, 1}, {1.01, 1.01}}}, {{}}, {{{1, 1}}}, {{{NAN, 1}, {2, 2}, {3, 1}}}, {}}, 0.3);
  CHECK(simple.size() == 5);
  for (const Outlines& outlines : simple) CHECK(outlines.empty());
}

TEST_CASE("the outline of cells encloses exactly them") {
  CHECK(outline_of_cells({}).empty());
  const Outlines one = outline_of_cells({{4, 7}});
  REQUIRE(one.size() == 1);
  CHECK(one[0].size() == 4);
  std::vector<CellIndex> ring;
  for (int c = 0; c < 3; ++c)
    for (int r = 0; r < 3; ++r)
      if (c != 1 || r != 1) ring.push_back({c, r});
  ring.push_back({2, 2});  // named twice
  const Outlines outline = outline_of_cells(ring);
  CHECK(outline.size() == 2);
  CHECK(area_of(outline) == doctest::Approx(8));
  CHECK(area_of(outline_of_cells({{0, 0}, {1, 1}})) == doctest::Approx(2));  // touching at a corner
}

TEST_CASE("classes hold every value once and their labels do not overlap") {
  std::vector<double> values(853);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i * 7919 % 853);
  values[5] = NAN;
  const MapClasses classes = map_classes(values, {}, house_style());
  CHECK(classes.counts.size() == 5);
  CHECK(std::accumulate(classes.counts.begin(), classes.counts.end(), std::size_t{0}) == 852);
  CHECK(classes.missing == 1);
  for (const std::size_t n : classes.counts) CHECK(n > 852 / 7);  // near fifths, but for rounding the breaks
}

TEST_CASE("class labels say what is in them") {
  const Style style = house_style();
  const MapClasses counts = map_classes({0, 4, 9, 10, 19, 20, 55}, {10, 20}, style);
  CHECK(counts.counts == std::vector<std::size_t>{3, 2, 2});
  CHECK(class_label(counts, 0, NumberFormat::count()) == "0 to 9");
  CHECK(class_label(counts, 1, NumberFormat::count()) == "10 to 19");
  CHECK(class_label(counts, 2, NumberFormat::count()) == "20 or more");
  const NumberFormat rate{NumberFormat::Style::rate, 1, false, ""};
  const MapClasses rates = map_classes({0.5, 2.5, 9}, {2.5, 5}, style);
  CHECK(class_label(rates, 0, rate) == "Under 2.5");
  CHECK(class_label(rates, 1, rate) == "2.5 to under 5.0");
  CHECK(class_label(map_classes({7, 7, 7}, {}, style), 0, NumberFormat::count()) == "7");
  CHECK(class_label(map_classes({0, 0, 0, 1}, {1}, style), 0, NumberFormat::count()) == "0");
  CHECK(map_classes({}, {}, style).counts.size() == 1);
  CHECK(map_classes({1, 2}, {5, 3, 3, NAN}, style).breaks == std::vector<double>{3, 5});
}

TEST_CASE("the scale bar is true on the grid") {
  for (const double width : {300.0, 720.0, 1100.0}) {
    const RecordingCanvas canvas = drawn(two_squares(), width);
    double west = 1e9, east = -1e9;
    for (const DrawnShape& shape : canvas.shapes)
      if (!shape.title.empty())
        for (const Outline& ring : shape.outlines)
          for (const Point& point : ring) {
            west = std::min(west, point.x);
            east = std::max(east, point.x);
          }
    const double per_kilometre = (east - west) / 20;
    const auto bar =
        std::find_if(canvas.lines.begin(), canvas.lines.end(), [](const DrawnLine& l) { return l.points.size() == 4; });
    REQUIRE(bar != canvas.lines.end());
    const auto label = std::find_if(canvas.texts.begin(), canvas.texts.end(),
                                    [](const DrawnText& t) { return t.text.ends_with(" km"); });
    REQUIRE(label != canvas.texts.end());
    CHECK((bar->points[2].x - bar->points[1].x) / per_kilometre ==
          doctest::Approx(std::stod(label->text)).epsilon(0.02));
    CHECK(canvas.find("N") != nullptr);
  }
}

TEST_CASE("north is up and east is right") {
  MapChart chart = two_squares();
  auto boundaries = std::make_shared<Boundaries>(*chart.boundaries);
  boundaries->areas.push_back(square("North", 400000, 310000, 10000));
  chart.boundaries = boundaries;
  chart.values.push_back(count(5));
  const RecordingCanvas canvas = drawn(chart);
  const auto centre_of = [&](std::string_view title) {
    Point sum;
    for (const DrawnShape& shape : canvas.shapes)
      if (shape.title == title)
        for (const Point& point : shape.outlines[0]) sum = {sum.x + point.x / 4, sum.y + point.y / 4};
    return sum;
  };
  CHECK(centre_of("West: 3").x < centre_of("East: 30").x);
  CHECK(centre_of("North: 5").y < centre_of("West: 3").y);
}

TEST_CASE("areas without data are hatched and counted") {
  MapChart chart = two_squares();
  chart.values = {count(3), count(std::nan(""))};
  const RecordingCanvas canvas = drawn(chart);
  CHECK(canvas.says("No data (1 area)"));
  CHECK(canvas.open_clips == 0);
  chart.values.pop_back();  // shorter than the boundaries
  CHECK(drawn(chart).says("No data (1 area)"));
}

TEST_CASE("a lattice shows its highlighted cells by outline") {
  MapChart chart = two_squares();
  chart.values.clear();
  chart.cell_size = 500;
  chart.lattice = {{401000, 301000, 1, false}, {401500, 301000, 12, true}, {402000, 301000, 15, true}};
  const RecordingCanvas canvas = drawn(chart);
  CHECK(canvas.says("Beyond chance (2 cells)"));
  const Style style = house_style();
  const auto outlined = std::count_if(canvas.shapes.begin(), canvas.shapes.end(), [&](const DrawnShape& shape) {
    return !shape.paint.fill && shape.paint.stroke && shape.paint.stroke->colour == style.alert;
  });
  CHECK(outlined == 2);  // on the map and in the legend
}

TEST_CASE("maps of nothing say so") {
  CHECK(drawn(MapChart{}).says("No data"));
  MapChart empty;
  empty.boundaries = std::make_shared<Boundaries>();
  CHECK(drawn(empty).says("No data"));
  MapChart point;
  auto boundaries = std::make_shared<Boundaries>();
  boundaries->areas = {square("Dot", 400000, 300000, 0)};
  point.boundaries = boundaries;
  drawn(point);
  MapChart sizeless;
  sizeless.lattice = {{1, 1, 1, true}};
  drawn(sizeless);
}

TEST_CASE("853 areas fit in a quarter of a megabyte") {
  const std::string path = source_dir() + "/../shared/data/boundaries/lsoa11_south_yorkshire.geojson";
  if (!disk().exists(path)) {
    MESSAGE("skipped: " << path << " is not here");
    return;
  }
  // Plate carrée is near enough to the grid for a measure of size.
  const json::value file = parse_json(disk().read(path), path);
  MapChart chart;
  auto boundaries = std::make_shared<Boundaries>();
  for (const json::value& feature : file.at("features").as_array()) {
    Boundary area{"", std::string(feature.at("properties").at("LSOA11NM").as_string()), {}};
    const json::value& geometry = feature.at("geometry");
    const auto add = [&](const json::value& polygon) {
      area.parts.emplace_back();
      for (const json::value& ring : polygon.as_array()) {
        area.parts.back().emplace_back();
        for (const json::value& p : ring.as_array())
          area.parts.back().back().push_back(
              {p.at(0).to_number<double>() * 66000, p.at(1).to_number<double>() * 111000});
      }
    };
    if (geometry.at("type").as_string() == "Polygon")
      add(geometry.at("coordinates"));
    else
      for (const json::value& polygon : geometry.at("coordinates").as_array()) add(polygon);
    boundaries->areas.push_back(std::move(area));
    chart.values.push_back(count(static_cast<double>(boundaries->areas.size() * 31 % 200)));
  }
  REQUIRE(boundaries->areas.size() == 853);
  chart.boundaries = boundaries;
  CHECK(svg_element(chart, 720, house_style(), "map", {"Map", ""}).size() <= 250'000);
}

}  // namespace hallmark::chart
