#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "base/number.h"

using namespace hallmark;

TEST_CASE("numbers are written as a statistics bulletin writes them") {
  CHECK(format_number(1234567, NumberFormat::count()) == "1,234,567");
  CHECK(format_number(999, NumberFormat::count()) == "999");
  CHECK(format_number(-0.875, NumberFormat::percent()) == "−87.5%");
  CHECK(format_number(0.05, NumberFormat::percent(0, true)) == "+5%");
  CHECK(format_number(-1234.5, {NumberFormat::Style::money, 0, false, {}}) == "−£1,235");
  CHECK(format_number(std::nan(""), NumberFormat::count()) == "not available");
}

TEST_CASE("halves round away from zero as a reader of the decimal expects") {
  const NumberFormat two{NumberFormat::Style::decimal, 2, false, {}};
  CHECK(format_number(0.125, two) == "0.13");
  CHECK(format_number(1.005, two) == "1.01");
  CHECK(format_number(-2.675, two) == "−2.68");
  CHECK(format_number(0.1249, two) == "0.12");
  CHECK(format_number(2.5, {NumberFormat::Style::decimal, 0, false, {}}) == "3");
}

TEST_CASE("a rounded zero has no sign") {
  CHECK(format_number(-0.0001, {NumberFormat::Style::decimal, 1, true, {}}) == "0.0");
  CHECK(format_number(0.0001, NumberFormat::percent(1, true)) == "0.0%");
}

TEST_CASE("absurd magnitudes stay short") {
  CHECK(format_number(1e300, NumberFormat::count()).size() < 20);
  CHECK(format_number(std::numeric_limits<double>::infinity(), NumberFormat::count()) == "∞");
}

TEST_CASE("months are named") {
  CHECK(long_month("2020-07") == "July 2020");
  CHECK(short_month("2019-12") == "Dec 2019");
  CHECK(long_month("2020-13") == "2020-13");
  CHECK(long_month("soon") == "soon");
}

TEST_CASE("round_trip is the shortest decimal that reads back the same") {
  CHECK(round_trip(0.1) == "0.1");
  CHECK(round_trip(112) == "112");
  CHECK(round_trip(1.0 / 3) == "0.3333333333333333");
  CHECK(round_trip(std::nan("")) == "null");
}
