#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "chart/draw.h"
#include "chart/recording_canvas.h"
#include "chart/svg.h"

namespace hallmark::chart {
namespace {

const double missing = std::nan("");

Quantity count(double value) {
  return constant(value, "test", NumberFormat::count());
}
Series series(std::string name, const std::vector<double>& values) {
  Series result{std::move(name), {}};
  for (const double value : values) result.values.push_back(count(value));
  return result;
}

std::vector<std::string> months(int count) {
  std::vector<std::string> periods;
  for (int i = 0; i < count; ++i) {
    const int month = i % 12 + 1;
    periods.push_back(std::to_string(2018 + i / 12) + (month < 10 ? "-0" : "-") + std::to_string(month));
  }
  return periods;
}

std::vector<double> wave(int count, double level, double swing) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(std::round(level + swing * std::sin(i * 0.5)));
  return values;
}

RecordingCanvas drawn(const Chart& chart, double width = 720) {
  RecordingCanvas canvas;
  draw(chart, canvas, {width, natural_height(chart, width, house_style())}, house_style());
  return canvas;
}

LineChart five_lines() {
  return {months(44),
          {series("Violence and sexual offences", wave(44, 4000, 400)),
           series("Anti-social behaviour", wave(44, 3900, 300)), series("Burglary", wave(44, 900, 40)),
           series("Vehicle crime", wave(44, 905, 42)), series("Shoplifting", wave(44, 890, 30))},
          "Recorded incidents"};
}

ControlChart control_chart() {
  ControlChart chart;
  chart.periods = months(24);
  chart.values = series("Burglary", wave(24, 100, 5));
  chart.values.values[20] = count(150);
  chart.centre = count(100);
  chart.lower.assign(24, 80);
  chart.upper.assign(24, 120);
  chart.signals.assign(24, false);
  chart.signals[20] = true;
  return chart;
}

// Charts that a template can produce on a bad day.
std::vector<std::pair<const char*, Chart>> hard_charts() {
  const double infinite = std::numeric_limits<double>::infinity();
  std::vector<std::string> many;
  std::vector<double> values;
  for (int i = 0; i < 600; ++i) {
    many.push_back("Lower layer super output area number " + std::to_string(i));
    values.push_back(i);
  }
  BarChart crowd{many, {}, {}, true, "Incidents"};
  for (int s = 0; s < 50; ++s) crowd.series.push_back(series("Series " + std::to_string(s), values));
  LineChart lines{months(3), {}, ""};
  for (int s = 0; s < 100; ++s) lines.series.push_back(series("Line " + std::to_string(s), {1, 2, 3}));
  SmallMultiples panels{months(12), {}, true, "Incidents"};
  for (int p = 0; p < 90; ++p) panels.panels.push_back(series("Panel " + std::to_string(p), wave(12, 10, 4)));
  ControlChart ragged = control_chart();
  ragged.lower.resize(3);
  ragged.upper.clear();
  ragged.signals.resize(2);
  ragged.values.values.resize(40);
  return {
      {"no bars", BarChart{}},
      {"no lines", LineChart{}},
      {"no control chart", ControlChart{}},
      {"no panels", SmallMultiples{}},
      {"bars of nothing", BarChart{{"A", "B"}, {series("x", {missing, missing})}, {}, true, "Incidents"}},
      {"all zero", BarChart{{"A", "B"}, {series("x", {0, 0})}, {}, false, "Incidents"}},
      {"one bar", BarChart{{"A"}, {series("x", {12})}, {}, true, ""}},
      {"only negative", BarChart{{"A", "B"}, {series("x", {-12, -3})}, {}, true, ""}},
      {"fewer values than categories", BarChart{{"A", "B", "C"}, {series("x", {1})}, {{0, 2}}, true, ""}},
      {"infinite bars", BarChart{{"A", "B"}, {series("x", {infinite, -infinite})}, {{-infinite, missing}}, false, ""}},
      {"huge bars", BarChart{{"A", "B"}, {series("x", {1e300, 3})}, {}, true, ""}},
      {"a crowd of bars", crowd},
      {"a crowd of lines", lines},
      {"a crowd of panels", panels},
      {"one point", LineChart{{"2020-01"}, {series("x", {5})}, "Incidents"}},
      {"all unavailable", LineChart{months(3), {series("x", {missing, missing, missing})}, "Incidents"}},
      {"fewer values than periods", LineChart{months(9), {series("x", {5, 6})}, "Incidents"}},
      {"ragged control chart", ragged},
      {"columns with long names",
       BarChart{{many.begin(), many.begin() + 12}, {series("x", wave(12, 10, 3))}, {}, false, "Incidents"}}};
}

}  // namespace

TEST_CASE("whatever the data, drawings stay within their size and are bounded") {
  for (const auto& [name, chart] : hard_charts())
    for (const double width : {320.0, 720.0}) {
      CAPTURE(name);
      CAPTURE(width);
      const double height = natural_height(chart, width, house_style());
      CHECK(height >= 50);
      CHECK(height < 3600);
      const RecordingCanvas canvas = drawn(chart, width);
      CHECK(canvas.open_groups == 0);
      CHECK(canvas.open_clips == 0);
      CHECK(canvas.texts.size() + canvas.shapes.size() + canvas.lines.size() < 2500);
      const auto inside = [&](const Point& p) {
        return std::isfinite(p.x) && std::isfinite(p.y) && p.x >= -1 && p.y >= -1 && p.x <= width + 1 &&
               p.y <= height + 1;
      };
      for (const DrawnText& text : canvas.texts) {
        CHECK_MESSAGE(inside({text.box.x, text.box.y}), text.text);
        CHECK_MESSAGE(inside({text.box.right(), text.box.bottom()}), text.text);
      }
      for (const DrawnLine& line : canvas.lines)
        for (const Point& point : line.points) CHECK(inside(point));
      for (const DrawnShape& shape : canvas.shapes)
        for (const Outline& outline : shape.outlines)
          for (const Point& point : outline) CHECK(inside(point));
    }
}

TEST_CASE("labels never run into one another") {
  BarChart bars{
      {"Violence and sexual offences", "Anti-social behaviour", "Criminal damage and arson, and other things"},
      {series("2019/20", {120, 50, 0}), series("2020/21", {110, missing, 7})},
      {},
      true,
      "Incidents"};
  BarChart columns = bars;
  columns.horizontal = false;
  const SmallMultiples panels{months(44),
                              {series("Barnsley", wave(44, 900, 90)), series("Doncaster", wave(44, 9000, 90)),
                               series("Rotherham", wave(44, 12, 9))},
                              false,
                              "Incidents"};
  for (const Chart& chart : {Chart{five_lines()}, Chart{bars}, Chart{columns}, Chart{control_chart()}, Chart{panels}})
    for (const double width : {320.0, 520.0, 720.0, 900.0}) {
      const RecordingCanvas canvas = drawn(chart, width);
      for (std::size_t i = 0; i < canvas.texts.size(); ++i)
        for (std::size_t j = i + 1; j < canvas.texts.size(); ++j)
          CHECK_MESSAGE(!overlap(canvas.texts[i].box, canvas.texts[j].box),
                        width << ": “" << canvas.texts[i].text << "” and “" << canvas.texts[j].text << "”");
    }
}

TEST_CASE("bars are as long as their values and start at zero") {
  const RecordingCanvas canvas = drawn(BarChart{{"A", "B", "C"}, {series("x", {10, 40, -20})}, {}, true, ""});
  std::vector<Rectangle> bars;
  for (const DrawnShape& shape : canvas.shapes)
    if (!shape.title.empty()) {
      const Outline& o = shape.outlines[0];
      bars.push_back({o[0].x, o[0].y, o[1].x - o[0].x, o[2].y - o[1].y});
    }
  REQUIRE(bars.size() == 3);
  CHECK(bars[1].width == doctest::Approx(4 * bars[0].width));
  CHECK(bars[2].width == doctest::Approx(2 * bars[0].width));
  CHECK(bars[0].x == doctest::Approx(bars[1].x));
  CHECK(bars[2].right() == doctest::Approx(bars[0].x));
}

TEST_CASE("a value that is not available leaves a gap in its line") {
  LineChart chart{months(6), {series("x", {5, 6, missing, 7, 8, 9})}, ""};
  const Colour colour = house_style().palette.front();
  const auto pieces = [&](const RecordingCanvas& canvas) {
    return std::count_if(canvas.lines.begin(), canvas.lines.end(),
                         [&](const DrawnLine& line) { return line.stroke.colour == colour && line.points.size() > 1; });
  };
  CHECK(pieces(drawn(chart)) == 2);
  chart.series[0].values[2] = count(6);
  CHECK(pieces(drawn(chart)) == 1);
  chart.series[0].values[1] = count(missing);  // the first month now stands alone
  CHECK(drawn(chart).circles.size() == 1);
}

TEST_CASE("lines are named at their ends, in a legend where there is no room") {
  const RecordingCanvas wide = drawn(five_lines(), 720), narrow = drawn(five_lines(), 320);
  const DrawnText* name = wide.find("Vehicle crime");
  REQUIRE(name != nullptr);
  CHECK(name->box.x > 480);
  REQUIRE(narrow.find("Vehicle crime") != nullptr);
  CHECK(narrow.find("Vehicle crime")->box.y < 80);
  for (const DrawnText& text : wide.texts) CHECK(contrast(text.colour, house_style().background) >= 4.5);
}

TEST_CASE("counts start at zero; a scale that does not says so") {
  CHECK(drawn(LineChart{months(3), {series("x", {900, 905, 910})}, "Incidents"}).find("0") != nullptr);
  LineChart rates{months(3), {series("x", {90, 90.5, 91})}, "Rate"};
  for (Quantity& quantity : rates.series[0].values) quantity.format = {NumberFormat::Style::rate, 1, false, ""};
  CHECK(drawn(rates).says("axis does not start at zero"));
}

TEST_CASE("signals have a shape of their own and a date") {
  const RecordingCanvas canvas = drawn(control_chart());
  CHECK(canvas.says("Outside the limits"));
  CHECK(canvas.find("Sep 2019") != nullptr);
  const auto diamonds = std::count_if(canvas.shapes.begin(), canvas.shapes.end(), [](const DrawnShape& shape) {
    return shape.paint.fill == house_style().alert && shape.outlines[0].size() == 4 &&
           shape.outlines[0][0].x == shape.outlines[0][2].x;
  });
  CHECK(diamonds == 2);  // one in the legend
  CHECK(canvas.says("Upper limit 120"));
  CHECK(canvas.says("Average 100"));
}

TEST_CASE("small multiples state their scale") {
  SmallMultiples chart{months(12), {series("A", wave(12, 10, 2)), series("B", wave(12, 100, 20))}, false, "Incidents"};
  CHECK(drawn(chart).says("Each panel has its own scale"));
  chart.shared_scale = true;
  CHECK(drawn(chart).says("All panels have the same scale"));
}

TEST_CASE("what is left out is said") {
  for (const auto& [name, chart] : hard_charts()) {
    if (std::string_view(name) == "a crowd of bars") CHECK(drawn(chart).says("of 600; all are in the table"));
    if (std::string_view(name) == "a crowd of panels") CHECK(drawn(chart).says("54 more are in the table"));
  }
}

TEST_CASE("SVG is well formed, escaped and the same every time") {
  const std::string evil = "</title><script>alert(\"x\")</script>&'\x01\xff";
  BarChart chart{{evil, "B"}, {series(evil, {1, 2}), series("y", {2, 1})}, {}, true, evil};
  const std::string svg = svg_element(chart, 720, house_style(), "figure-1", {evil, evil});
  CHECK(svg.find("<script") == std::string::npos);
  CHECK(svg.find('\x01') == std::string::npos);
  CHECK(svg.find('\xff') == std::string::npos);
  CHECK(svg.find("role=\"img\"") != std::string::npos);
  CHECK(svg.find("aria-labelledby=\"figure-1-title\"") != std::string::npos);
  CHECK(svg == svg_element(chart, 720, house_style(), "figure-1", {evil, evil}));
  // Tags balance: a stack of open elements ends empty.
  std::vector<std::string> open;
  for (std::size_t at = svg.find('<'); at != std::string::npos; at = svg.find('<', at + 1)) {
    const std::size_t end = svg.find('>', at);
    REQUIRE(end != std::string::npos);
    const std::string tag = svg.substr(at + 1, end - at - 1);
    if (tag.starts_with('/')) {
      REQUIRE(!open.empty());
      CHECK(open.back() == tag.substr(1));
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
  }
  CHECK(open.empty());
}

TEST_CASE("an SVG file stands on its own") {
  const std::string svg = svg_document(five_lines(), 720, house_style(), {"Five lines", ""});
  CHECK(svg.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""));
  CHECK(svg.find("font-family=") != std::string::npos);
  CHECK(svg.find("href") == std::string::npos);
}

TEST_CASE("coordinates are short and finite") {
  SvgCanvas canvas({100, 100}, "c");
  canvas.polyline({{0.04, 0.05}, {12.34, -0.5}, {std::nan(""), 1e300}, {12.34, 7}}, {});
  const std::string svg = canvas.element({"t", ""});
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(svg.find("e+") == std::string::npos);
  CHECK(svg.find("d=\"M0 .1l12.3-.6") != std::string::npos);
}

}  // namespace hallmark::chart
