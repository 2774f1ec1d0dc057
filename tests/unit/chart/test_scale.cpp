#include <doctest/doctest.h>

#include <cmath>

#include "chart/draw.h"
#include "chart/labels.h"
#include "chart/scale.h"
#include "chart/svg.h"

namespace hallmark::chart {
namespace {

std::vector<std::string> months(int year, int month, int count) {
  std::vector<std::string> periods;
  for (int i = 0; i < count; ++i) {
    const int index = year * 12 + month - 1 + i, in_year = index % 12 + 1;
    periods.push_back(std::to_string(index / 12) + (in_year < 10 ? "-0" : "-") + std::to_string(in_year));
  }
  return periods;
}

}  // namespace

TEST_CASE("value scales have round steps and enclose the values") {
  CHECK(value_scale({0, 97, false}, 5, true, true).ticks == std::vector<double>{0, 20, 40, 60, 80, 100});
  CHECK(value_scale({-20, 5, false}, 5, true, true).ticks == std::vector<double>{-20, -15, -10, -5, 0, 5});
  for (const auto& [low, high] :
       std::vector<std::pair<double, double>>{{0, 1}, {3, 7}, {-1e6, 12}, {0.001, 0.0042}, {99.1, 99.3}, {0, 1e12}})
    for (const bool zero : {true, false}) {
      const ValueScale scale = value_scale({low, high, false}, 5, false, zero);
      CHECK(scale.low <= low + std::abs(low) * 1e-9);
      CHECK(scale.high >= high - std::abs(high) * 1e-9);
      CHECK(scale.ticks.size() >= 2);
      CHECK(scale.ticks.size() <= 9);
      if (zero) CHECK(scale.from_zero());
    }
}

TEST_CASE("counts have no fractional ticks") {
  CHECK(value_scale({0, 2, false}, 5, true, true).ticks == std::vector<double>{0, 1, 2});
  CHECK(value_scale({0, 0, false}, 5, true, true).ticks == std::vector<double>{0, 1});
  for (int high = 1; high < 300; ++high)
    for (const double tick : value_scale({0, static_cast<double>(high), false}, 5, true, true).ticks)
      CHECK(tick == std::floor(tick));
}

TEST_CASE("degenerate extents still give a scale") {
  CHECK(value_scale({}, 5, false, true).ticks.size() >= 2);
  CHECK(value_scale({5, 5, false}, 5, false, false).low < 5);
  CHECK(value_scale({1e300, 1e300, false}, 5, false, false).ticks.size() < 20);
  Extent extent;
  extent.include(std::nan(""));
  extent.include(INFINITY);
  CHECK(extent.empty);
}

TEST_CASE("tick labels have the decimals of their step") {
  const ValueScale tenths = value_scale({0, 0.5, false}, 5, false, true);
  CHECK(tick_label(0.1, tenths, NumberFormat::percent()) == "10%");
  const ValueScale rate = value_scale({0, 2.2, false}, 5, false, true);
  CHECK(tick_label(0.5, rate, {NumberFormat::Style::rate, 3, false, ""}) == "0.5");
  const ValueScale thousands = value_scale({0, 52000, false}, 5, true, true);
  CHECK(tick_label(20000, thousands, NumberFormat::count()) == "20,000");
  CHECK(tick_label(0, tenths, NumberFormat::percent(1, true)) == "0%");
}

TEST_CASE("month ticks stand on January") {
  const auto ticks = period_ticks(months(2018, 1, 44), 400, 40);
  REQUIRE(!ticks.empty());
  CHECK(ticks.front().label == "Jan");
  CHECK(ticks.front().year == "2018");
  for (const PeriodTick& tick : ticks)
    if (&tick != &ticks.front()) CHECK(tick.year.empty() == (tick.label != "Jan"));
  // Starting in October the first tick that fits a half-year step is January.
  const auto later = period_ticks(months(2020, 10, 24), 170, 40);
  CHECK(later.front().label == "Jan");
  CHECK(later.front().year == "2021");
  const auto years = period_ticks(months(2001, 1, 240), 200, 40);
  for (const PeriodTick& tick : years) CHECK(tick.label.size() == 4);
}

TEST_CASE("a month that is not listed leaves its place empty and breaks the line") {
  const PeriodScale scale = period_scale({"2019-05", "2019-06", "2019-08", "2019-09"});
  CHECK(scale.months);
  CHECK(scale.positions[2] == doctest::Approx(0.75));
  CHECK(scale.follows == std::vector<bool>{false, true, false, true});
  CHECK_FALSE(period_scale({"2019-05", "2019-04"}).months);
  CHECK_FALSE(period_scale({"2019-13"}).months);
  CHECK(period_scale({"2018/19", "2019/20", "2020/21"}).positions[1] == doctest::Approx(0.5));
  CHECK(period_scale({}).positions.empty());
  CHECK(period_ticks({}, 100, 20).empty());
}

TEST_CASE("labels are spread as little as possible") {
  CHECK(spread({10, 10}, 4, 0, 100) == std::vector<double>{8, 12});
  CHECK(spread({50, 10}, 4, 0, 100) == std::vector<double>{50, 10});
  CHECK(spread({99, 99, 99}, 10, 0, 100) == std::vector<double>{80, 90, 100});
  CHECK(spread({}, 4, 0, 100).empty());
  // More labels than room: they share it.
  CHECK(spread({5, 5, 5, 5, 5}, 10, 0, 20) == std::vector<double>{0, 5, 10, 15, 20});
}

TEST_CASE("text is shortened and wrapped to its room") {
  const SvgCanvas canvas({}, "");
  const std::string name = "Possession of weapons and public order";
  const double room = 90;
  CHECK(shorten(canvas, "Drugs", 13, false, room) == "Drugs");
  const std::string shortened = shorten(canvas, name, 13, false, room);
  CHECK(shortened.ends_with("…"));
  CHECK(canvas.text_width(shortened, 13, false) <= room);
  const auto lines = wrap(canvas, name, 13, false, room, 2);
  REQUIRE(lines.size() == 2);
  for (const std::string& line : lines) CHECK(canvas.text_width(line, 13, false) <= room);
  CHECK(wrap(canvas, "Donaudampfschifffahrtsgesellschaft", 13, false, room, 3).size() == 1);
  CHECK(shorten(canvas, "Ŵrecsam ŷ", 13, false, 30).ends_with("…"));
  CHECK(shorten(canvas, name, 13, false, 0) == "…");
  CHECK(wrap(canvas, "", 13, false, room, 3) == std::vector<std::string>{""});
}

TEST_CASE("contrast is that of WCAG") {
  CHECK(contrast({0, 0, 0}, {255, 255, 255}) == doctest::Approx(21));
  // #767676 is the lightest grey with 4.5:1 on white; #777777 misses it.
  CHECK(contrast(*parse_colour("#767676"), {255, 255, 255}) >= 4.5);
  CHECK(contrast(*parse_colour("#777777"), {255, 255, 255}) < 4.5);
  CHECK(parse_colour("#29c") == parse_colour("#2299cc"));
  for (const char* wrong : {"", "#", "#12", "206095", "#2060g5", "#2060955", "blue"}) CHECK_FALSE(parse_colour(wrong));
}

TEST_CASE("the house palette can be seen and its map ramp only darkens") {
  const Style style = house_style();
  for (const Colour colour : style.palette) CHECK_MESSAGE(contrast(colour, style.background) >= 3, to_hex(colour));
  for (std::size_t i = 1; i < style.sequential.size(); ++i)
    CHECK(contrast(style.sequential[i], style.background) > 1.3 * contrast(style.sequential[i - 1], style.background));
  CHECK(with_brand(style, "#5b0f6b").palette.front() == *parse_colour("#5b0f6b"));
  CHECK(with_brand(style, "#ffee00").palette == style.palette);
  CHECK(with_brand(style, "nonsense").palette == style.palette);
}

}  // namespace hallmark::chart
