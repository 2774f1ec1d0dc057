#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <thread>
#include <vector>

#include "data/projection.h"

namespace hallmark::data {
namespace {

double distance(const GridPoint& a, const GridPoint& b) {
  return std::hypot(a.easting - b.easting, a.northing - b.northing);
}

struct TestPoint {
  const char* name;
  double latitude, longitude, easting, northing;
};

// Ordnance Survey, OSTN15 developer pack: OSTN15_OSGM15_TestInput/TestOutput_ETRStoOSGB. Contains OS data (c) Crown
// copyright and database rights 2016. ETRS89 is within a metre of WGS84.
const TestPoint os_test_points[] = {
    {"TP01 St Mary's", 49.92226394, -6.29977752, 91492.146, 11318.804},
    {"TP02", 49.96006138, -5.20304610, 170370.718, 11572.405},
    {"TP03", 50.43885826, -4.10864564, 250359.811, 62016.569},
    {"TP04", 50.57563665, -1.29782277, 449816.371, 75335.861},
    {"TP05", 50.93127938, -1.45051434, 438710.920, 114792.250},
    {"TP06", 51.40078220, -3.55128349, 292184.870, 168003.465},
    {"TP07", 51.37447026, 1.44454730, 639821.835, 169565.858},
    {"TP09", 51.48936565, -0.11992557, 530624.974, 178388.464},
    {"TP12", 52.25529382, -2.15458614, 389544.190, 261912.153},
    {"TP14", 52.75136687, 0.40153547, 562180.547, 319784.995},
    {"TP16", 53.34480280, -2.64049321, 357455.843, 383290.436},
    {"TP20", 53.80021520, -1.66379168, 422242.186, 433818.701},
    {"TP22", 54.11685144, -0.07773133, 525745.670, 470703.214},
    {"TP25", 54.97912274, -1.61657685, 424639.355, 565012.703},
    {"TP29", 57.13902519, -2.04856031, 397160.491, 805349.736},
    {"TP40", 60.13308092, -2.07382823, 395999.668, 1138728.951},
};

TEST_CASE("Ordnance Survey's test points are met within the accuracy of a Helmert transformation") {
  for (const TestPoint& point : os_test_points) {
    CAPTURE(point.name);
    CHECK(distance(british_national_grid().to_grid(point.longitude, point.latitude), {point.easting, point.northing}) <
          5);
  }
}

TEST_CASE("The true origin of the National Grid lies at 400 km east, 100 km south") {
  // 49 N 2 W on the Airy ellipsoid; on WGS84 the same spot is some 90 m away (Ordnance Survey, A guide to coordinate
  // systems in Great Britain, 6.3): only the datum shift may separate them.
  const GridPoint origin = british_national_grid().to_grid(-2, 49);
  CHECK(distance(origin, {400000, -100000}) < 130);
  CHECK(distance(origin, {400000, -100000}) > 50);
}

TEST_CASE("Interpolation stays within a millimetre of PROJ all over Great Britain") {
  const GridProjection projection;
  std::mt19937_64 random(27700);
  double worst = 0;
  for (int i = 0; i < 40000; ++i) {
    const auto longitude = static_cast<std::int32_t>(-9'000'000 + static_cast<std::int64_t>(random() % 12'000'000));
    const auto latitude = static_cast<std::int32_t>(49'000'000 + static_cast<std::int64_t>(random() % 13'000'000));
    GridPoint fast;
    projection.to_grid(&longitude, &latitude, 1, &fast.easting, &fast.northing);
    worst = std::max(worst, distance(fast, projection.to_grid_exactly(longitude * 1e-6, latitude * 1e-6)));
  }
  MESSAGE("worst distance from PROJ: " << worst * 1000 << " mm");
  CHECK(worst < 0.001);
}

TEST_CASE("There and back again is the same place") {
  const GridProjection projection;
  for (const TestPoint& point : os_test_points) {
    CAPTURE(point.name);
    const GridPoint grid = projection.to_grid(point.longitude, point.latitude);
    const GeographicPoint back = projection.to_geographic(grid.easting, grid.northing);
    CHECK(std::abs(back.longitude - point.longitude) < 1e-7);  // 1e-7 degree of latitude: 11 mm
    CHECK(std::abs(back.latitude - point.latitude) < 1e-7);
  }
}

TEST_CASE("Degrees and microdegrees give the same cell, in bulk as one by one, whoever asked first") {
  std::mt19937 random(1);
  std::vector<std::int32_t> longitude, latitude;
  for (int i = 0; i < 5000; ++i) {
    longitude.push_back(-1'600'000 + static_cast<std::int32_t>(random() % 900'000));
    latitude.push_back(53'300'000 + static_cast<std::int32_t>(random() % 500'000));
  }
  const std::size_t count = longitude.size();
  std::vector<double> easting(count), northing(count), reversed_easting(count), reversed_northing(count);
  const GridProjection forwards, backwards;
  forwards.to_grid(longitude.data(), latitude.data(), count, easting.data(), northing.data());
  for (std::size_t i = count; i-- > 0;)
    backwards.to_grid(&longitude[i], &latitude[i], 1, &reversed_easting[i], &reversed_northing[i]);
  CHECK(easting == reversed_easting);
  CHECK(northing == reversed_northing);
  const GridPoint one = forwards.to_grid(longitude[7] * 1e-6, latitude[7] * 1e-6);
  CHECK(distance(one, {easting[7], northing[7]}) < 1e-6);
}

TEST_CASE("Edges of cells are continuous") {
  const GridProjection projection;
  for (const double latitude : {50.1, 53.4, 57.9}) {
    const GridPoint below = projection.to_grid(-1.5, std::nextafter(latitude, 0.0));
    const GridPoint above = projection.to_grid(-1.5, std::nextafter(latitude, 90.0));
    CHECK(distance(below, above) < 0.001);
  }
}

TEST_CASE("Points outside the range are not a number, on every side") {
  const GridProjection projection;
  constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
  constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();
  const std::vector<std::int32_t> longitude = {0,          -9'000'001, 3'000'000, -1'500'000,
                                               -1'500'000, lowest,     highest,   180'000'000};
  const std::vector<std::int32_t> latitude = {0,          53'000'000, 53'000'000, 48'999'999,
                                              62'000'000, lowest,     highest,    90'000'000};
  std::vector<double> easting(longitude.size(), 1), northing(longitude.size(), 1);
  projection.to_grid(longitude.data(), latitude.data(), longitude.size(), easting.data(), northing.data());
  for (std::size_t i = 0; i < longitude.size(); ++i) {
    CAPTURE(i);
    CHECK(std::isnan(easting[i]));
    CHECK(std::isnan(northing[i]));
  }
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {std::nan(""), infinity, -infinity, 1e300, -1e300}) {
    CHECK(std::isnan(projection.to_grid(bad, 53).easting));
    CHECK(std::isnan(projection.to_grid(-1.5, bad).northing));
    CHECK(std::isnan(projection.to_geographic(bad, 400000).longitude));
  }
  CHECK_FALSE(std::isnan(projection.to_grid(-9, 49).easting));
}

TEST_CASE("Threads that meet a cell at once agree") {
  const GridProjection projection;
  constexpr std::size_t count = 20000;
  std::mt19937 random(2);
  std::vector<std::int32_t> longitude(count), latitude(count);
  for (std::size_t i = 0; i < count; ++i) {
    longitude[i] = -5'000'000 + static_cast<std::int32_t>(random() % 6'000'000);
    latitude[i] = 51'000'000 + static_cast<std::int32_t>(random() % 4'000'000);
  }
  std::vector<std::vector<double>> easting(4, std::vector<double>(count)), northing = easting;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < easting.size(); ++t)
    threads.emplace_back([&, t] {
      projection.to_grid(longitude.data(), latitude.data(), count, easting[t].data(), northing[t].data());
    });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t t = 1; t < easting.size(); ++t) {
    CHECK(easting[t] == easting[0]);
    CHECK(northing[t] == northing[0]);
  }
}

}  // namespace
}  // namespace hallmark::data
