// The native part through its one exported symbol, as the host sees it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "hallmark/plugin.h"

extern "C" const hallmark::NativePlugin hallmark_plugin_v1;

namespace {

using doctest::Approx;
using hallmark::FormulaArgument;
using hallmark::FormulaResult;
using hallmark::QueryResult;

struct ScratchHost : hallmark::Host {
  std::vector<hallmark::Formula> formulas;
  void register_formula(hallmark::Formula formula) override { formulas.push_back(std::move(formula)); }
};

FormulaResult call(const std::string& name, const std::vector<FormulaArgument>& arguments) {
  ScratchHost host;
  hallmark_plugin_v1.attach(host);
  for (const hallmark::Formula& formula : host.formulas)
    if (formula.name == name) return formula.function(arguments);
  FAIL("no formula " << name);
  return {};
}

const std::vector<double>& list(const FormulaResult& result, const std::string& name) {
  for (const auto& [output, value] : result.outputs)
    if (output == name) return std::get<std::vector<double>>(value);
  FAIL("no list " << name);
  static const std::vector<double> none;
  return none;
}

double number(const FormulaResult& result, const std::string& name) {
  for (const auto& [output, value] : result.outputs)
    if (output == name) return std::get<double>(value);
  FAIL("no number " << name);
  return 0;
}

// The labels of the cells listed.
std::vector<std::string> labels(const FormulaResult& result) {
  for (const auto& [output, value] : result.outputs) {
    if (output != "labels") continue;
    std::istringstream words(std::get<std::string>(value));
    return {std::istream_iterator<std::string>(words), {}};
  }
  FAIL("no labels");
  return {};
}

struct Group {
  std::string label;
  double value;
};

std::shared_ptr<const QueryResult> grouped(const std::vector<Group>& groups, const std::string& dimension = "point") {
  auto result = std::make_shared<QueryResult>();
  result->keys.push_back({dimension, {}, {}});
  for (const Group& group : groups) {
    result->keys[0].codes.push_back(static_cast<std::uint32_t>(result->keys[0].labels.size()));
    result->keys[0].labels.push_back(group.label);
    result->values.push_back(group.value);
    result->rows.push_back(1);
  }
  return result;
}

std::string label(double easting, double northing) {
  std::string text = "E";
  text += std::to_string(std::lround(easting));
  text += 'N';
  text += std::to_string(std::lround(northing));
  return text;
}

// Whole numbers under `limit`, the same in every run.
struct Numbers {
  std::mt19937 random;
  double under(unsigned limit) { return static_cast<double>(random() % limit); }
};

// The value at the cell of that south-west corner; 0 where it is not listed.
double at(const FormulaResult& result, const std::string& name, double easting, double northing) {
  const std::vector<std::string> listed = labels(result);
  const auto found = std::find(listed.begin(), listed.end(), label(easting, northing));
  return found == listed.end() ? 0 : list(result, name)[static_cast<std::size_t>(found - listed.begin())];
}

std::pair<double, double> corner(const std::string& text) {
  const std::size_t north = text.find('N');
  return {std::stod(text.substr(1, north - 1)), std::stod(text.substr(north + 1))};
}

std::string refusal(const std::string& name, const std::vector<FormulaArgument>& arguments) {
  try {
    call(name, arguments);
  } catch (const hallmark::Error& error) {
    CHECK(error.code() == hallmark::ExitCode::configuration);
    return error.diagnostic().sentence;
  }
  return {};
}

TEST_CASE("The exported symbol states its facts and registers two formulas") {
  CHECK(hallmark_plugin_v1.abi == hallmark::plugin_abi);
  CHECK(hallmark_plugin_v1.size == sizeof(hallmark::NativePlugin));
  CHECK(hallmark_plugin_v1.fingerprint == hallmark::abi_fingerprint());
  CHECK(std::string(hallmark_plugin_v1.name) == "hot_spots");
  CHECK(std::string(hallmark_plugin_v1.version) == "1.0.0");
  ScratchHost host;
  hallmark_plugin_v1.attach(host);
  REQUIRE(host.formulas.size() == 2);
  CHECK(host.formulas[0].name == "hot_spots.density");
  CHECK(host.formulas[1].name == "hot_spots.getis_ord");
}

// ---- Density
// ----------------------------------------------------------------------------------------------------------

TEST_CASE("Density: three points and a bandwidth of 100 m, worked by hand from Silverman's formula") {
  // Points (0,0), (30,40), (100,0), moved by (25,25) so that (0,0), (50,0) and (100,0) are centres of 50 m cells. At
  // (0,0): 3/(pi 10^4) (1 + (1 - 0.25)^2 + 0).
  const auto points = grouped({{label(25, 25), 1}, {label(55, 65), 1}, {label(125, 25), 1}});
  const FormulaResult result = call("hot_spots.density", {points, 50.0, 100.0});
  CHECK(at(result, "density", 0, 0) / 1e6 == Approx(1.4920776e-4).epsilon(1e-7));
  CHECK(at(result, "density", 50, 0) / 1e6 == Approx(1.6854508e-4).epsilon(1e-7));
  CHECK(at(result, "density", 100, 0) / 1e6 == Approx(1.0719085e-4).epsilon(1e-7));
  CHECK(at(result, "density", 0, 200) == 0);
}

TEST_CASE("Density: a surface holds as many incidents as went in") {
  Numbers numbers{std::mt19937(7)};
  std::vector<Group> groups;
  double incidents = 0;
  for (int i = 0; i < 300; ++i) {
    const double count = 1 + numbers.under(9);
    groups.push_back({label(400000 + numbers.under(20000), 380000 + numbers.under(20000)), count});
    incidents += count;
  }
  const FormulaResult result = call("hot_spots.density", {grouped(groups), 50.0, 600.0});
  double sum = 0;
  for (const double value : list(result, "density")) sum += value * 0.05 * 0.05;
  CHECK(sum == Approx(incidents).epsilon(1e-4));
}

TEST_CASE(
    "Density: the lattice agrees with the formula at every cell, and cells are listed south to north, west to east") {
  Numbers numbers{std::mt19937(11)};
  std::vector<Group> groups;
  std::vector<std::array<double, 3>> points;
  for (int i = 0; i < 60; ++i) {
    // Either side of the grid's false origin: tiles and signs.
    const double easting = numbers.under(12000) - 6000, northing = numbers.under(9000) - 4500;
    points.push_back({easting, northing, static_cast<double>(1 + i % 3)});
    groups.push_back({label(easting, northing), points.back()[2]});
  }
  constexpr double cell = 130, bandwidth = 777;
  const FormulaResult result = call("hot_spots.density", {grouped(groups), cell, bandwidth});
  const std::vector<std::string> cells = labels(result);
  const std::vector<double>& density = list(result, "density");
  REQUIRE(density.size() > 1000);
  REQUIRE(density.size() == cells.size());
  double mismatch = 0;
  std::pair<double, double> before = {-1e9, -1e9};
  for (std::size_t i = 0; i < density.size(); ++i) {
    const auto [east, north] = corner(cells[i]);
    double expected = 0;
    for (const auto& [easting, northing, count] : points) {
      const double d = std::hypot(east + cell / 2 - easting, north + cell / 2 - northing) / bandwidth;
      if (d < 1) expected += count * 3 / (3.14159265358979323846 * bandwidth * bandwidth) * std::pow(1 - d * d, 2);
    }
    mismatch = std::max(mismatch, std::abs(density[i] - expected * 1e6));
    CHECK(before < std::pair(north, east));
    before = {north, east};
  }
  CHECK(mismatch < 1e-9);
}

TEST_CASE("Density: incidents without coordinates are nowhere, and none at all is an empty surface") {
  const FormulaResult with = call("hot_spots.density", {grouped({{"", 500}, {"E1000N1000", 1}}), 50.0, 200.0});
  const FormulaResult without = call("hot_spots.density", {grouped({{"E1000N1000", 1}}), 50.0, 200.0});
  CHECK(list(with, "density") == list(without, "density"));
  CHECK(list(call("hot_spots.density", {grouped({}), 50.0, 200.0}), "density").empty());
}

TEST_CASE("Density: cells under the least density asked for are left out") {
  const auto points = grouped({{"E0N0", 3}, {"E400N100", 1}});
  const FormulaResult all = call("hot_spots.density", {points, 50.0, 300.0, 0.0});
  const FormulaResult dense = call("hot_spots.density", {points, 50.0, 300.0, 5.0});
  const auto& values = list(all, "density");
  const auto expected = std::count_if(values.begin(), values.end(), [](double value) { return value >= 5; });
  CHECK(static_cast<std::ptrdiff_t>(list(dense, "density").size()) == expected);
  CHECK(expected > 10);
  CHECK(static_cast<std::size_t>(expected) < values.size());
}

TEST_CASE("Density: one stray point costs one tile, not a country") {
  const auto stray = grouped({{"E0N0", 1}, {"E9000000N9000000", 1}});
  CHECK(list(call("hot_spots.density", {stray, 10.0, 100.0}), "density").size() < 1000);
}

// ---- Getis and Ord
// ------------------------------------------------------------------------------------------------------

TEST_CASE("Gi*: PySAL's example of six points, binary weights within 15") {
  const auto counts =
      grouped({{"E10N10", 2}, {"E20N10", 3}, {"E40N10", 3.2}, {"E15N20", 5}, {"E30N20", 8}, {"E30N30", 7}}, "cell(5)");
  const FormulaResult result = call("hot_spots.getis_ord", {counts, counts, 5.0, 15.0});
  CHECK(number(result, "tested") == 6);
  CHECK(at(result, "z", 10, 10) == Approx(-1.39727626).epsilon(1e-8));
  CHECK(at(result, "z", 20, 10) == Approx(-0.289178).epsilon(1e-5));
  CHECK(at(result, "z", 40, 10) == Approx(0.650650).epsilon(1e-5));
  CHECK(at(result, "z", 15, 20) == Approx(-0.289178).epsilon(1e-5));
  CHECK(at(result, "z", 30, 20) == Approx(1.234521).epsilon(1e-6));
  CHECK(at(result, "z", 30, 30) == Approx(2.024243).epsilon(1e-6));
  CHECK(at(result, "p", 30, 30) == Approx(0.021473).epsilon(1e-3));  // upper tail of 2.024243 in any normal table
}

TEST_CASE("Gi*: agrees with the definition, cell by cell, over an area with holes") {
  Numbers numbers{std::mt19937(3)};
  struct Held {
    double easting, northing, count;
  };
  std::vector<Held> held;
  std::vector<Group> counts, study;
  for (int row = -8; row < 9; ++row)
    for (int column = -6; column < 12; ++column) {
      if (numbers.under(4) == 0) continue;
      const Held cell{column * 250.0, row * 250.0, numbers.under(7)};
      held.push_back(cell);
      study.push_back({label(cell.easting, cell.northing), 99});
      if (cell.count > 0) counts.push_back({label(cell.easting, cell.northing), cell.count});
    }
  const auto n = static_cast<double>(held.size());
  double mean = 0, squares = 0;
  for (const Held& cell : held) mean += cell.count / n;
  for (const Held& cell : held) squares += cell.count * cell.count / n;
  const double deviation = std::sqrt(squares - mean * mean);
  for (const double distance : {250.0, 375.0, 800.0}) {
    CAPTURE(distance);
    const FormulaResult result = call("hot_spots.getis_ord", {grouped(counts), grouped(study), 250.0, distance});
    REQUIRE(list(result, "z").size() == held.size());
    for (const Held& cell : held) {
      double sum = 0, weights = 0;
      for (const Held& other : held)
        if (std::hypot(cell.easting - other.easting, cell.northing - other.northing) <= distance) {
          sum += other.count;
          weights += 1;
        }
      const double z = (sum - mean * weights) / (deviation * std::sqrt((n * weights - weights * weights) / (n - 1)));
      CHECK(at(result, "z", cell.easting, cell.northing) == Approx(z));
      CHECK(at(result, "count", cell.easting, cell.northing) == cell.count);
    }
  }
}

TEST_CASE("Gi*: cells without incidents count: they lower the mean and so raise what stands out") {
  std::vector<Group> counts, study;
  for (int i = 0; i < 5; ++i) counts.push_back({label(i * 250, 0), 10.0 + i});
  for (int i = 0; i < 100; ++i) study.push_back({label(i * 250, 5000), 1});
  const FormulaResult alone = call("hot_spots.getis_ord", {grouped(counts), grouped(counts), 250.0});
  const FormulaResult among = call("hot_spots.getis_ord", {grouped(counts), grouped(study), 250.0});
  CHECK(number(alone, "tested") == 5);
  CHECK(number(among, "tested") == 105);
  CHECK(at(among, "z", 500, 0) > at(alone, "z", 500, 0));
}

TEST_CASE(
    "Gi*: with q, cells that cannot be discoveries are not listed; all that can be are, and the number tested stays") {
  std::vector<Group> counts;
  for (int i = 0; i < 200; ++i)
    counts.push_back({label(i % 20 * 250, i / 20 * 250), i == 105 || i == 106 ? 90.0 : i % 3 + 1.0});
  const FormulaResult all = call("hot_spots.getis_ord", {grouped(counts), grouped(counts), 250.0});
  const FormulaResult few = call("hot_spots.getis_ord", {grouped(counts), grouped(counts), 250.0, 375.0, 0.05});
  CHECK(number(all, "tested") == 200);
  CHECK(number(few, "tested") == 200);
  REQUIRE(list(all, "p").size() == 200);
  // Benjamini and Hochberg 1995 over all 200.
  std::vector<double> sorted = list(all, "p");
  std::sort(sorted.begin(), sorted.end());
  double cut_off = 0;
  for (std::size_t k = 1; k <= sorted.size(); ++k)
    if (sorted[k - 1] <= 0.05 * static_cast<double>(k) / 200) cut_off = sorted[k - 1];
  const auto up_to = [](const std::vector<double>& p, double most) {
    return std::count_if(p.begin(), p.end(), [most](double value) { return value <= most; });
  };
  CHECK(up_to(list(all, "p"), cut_off) == 12);  // the two cells and the ten around them
  CHECK(up_to(list(few, "p"), cut_off) == 12);
  CHECK(list(few, "p").size() < 30);
}

TEST_CASE("Gi*: equal counts, one cell and none give no hot spot") {
  const auto equal = grouped({{"E0N0", 4}, {"E250N0", 4}, {"E500N0", 4}});
  const FormulaResult of_equal = call("hot_spots.getis_ord", {equal, equal, 250.0});
  CHECK(list(of_equal, "z") == std::vector<double>{0, 0, 0});
  CHECK(list(of_equal, "p") == std::vector<double>{0.5, 0.5, 0.5});
  const auto one = grouped({{"E0N0", 4}});
  CHECK(list(call("hot_spots.getis_ord", {one, one, 250.0}), "z") == std::vector<double>{0});
  const auto all_neighbours = grouped({{"E0N0", 4}, {"E250N0", 9}});
  const FormulaResult of_neighbours = call("hot_spots.getis_ord", {all_neighbours, all_neighbours, 250.0});
  CHECK(list(of_neighbours, "z") == std::vector<double>{0, 0});
  CHECK(number(call("hot_spots.getis_ord", {grouped({}), grouped({}), 250.0}), "tested") == 0);
}

TEST_CASE("Wrong arguments are refused in a sentence") {
  const auto points = grouped({{"E0N0", 4}});
  CHECK(refusal("hot_spots.density", {}) == "points must be the result of a query.");
  CHECK(refusal("hot_spots.density", {1.0, 2.0, 3.0}) == "points must be the result of a query.");
  CHECK(refusal("hot_spots.density", {points}) == "cell_size must be a number over 0.");
  CHECK(refusal("hot_spots.density", {points, 12.5, 750.0}) == "cell_size must be a whole number of metres.");
  CHECK(refusal("hot_spots.density", {points, -250.0, 750.0}) == "cell_size must be a number over 0.");
  CHECK(refusal("hot_spots.density", {points, 250.0, std::nan("")}) == "bandwidth must be a number over 0.");
  CHECK(refusal("hot_spots.density", {points, 250.0, 1e9}) ==
        "The bandwidth must lie between half a cell and 256 cells.");
  CHECK(refusal("hot_spots.density", {grouped({{"Kent Close", 1}}), 250.0, 750.0}) ==
        "“Kent Close” is no place on the grid; group the query by point or cell(250).");
  for (const char* hostile : {"E", "EN", "E1N", "E1N2x", "E1e300N5", "EnanN5", "EinfN5", "E 1N5", "N1E5"})
    CHECK_MESSAGE(refusal("hot_spots.density", {grouped({{hostile, 1}}), 250.0, 750.0}) != "", hostile);
  CHECK(refusal("hot_spots.density", {grouped({{"E1N1", std::nan("")}}), 250.0, 750.0}) ==
        "points has a value that is no number.");
  CHECK(refusal("hot_spots.getis_ord", {points, points}) == "cell_size must be a number over 0.");
  CHECK(refusal("hot_spots.getis_ord", {points, points, 250.0, 1e9}) == "The distance is over 512 cells.");
  CHECK(refusal("hot_spots.getis_ord", {grouped({{"E100N0", 4}}), points, 250.0}) ==
        "The places are not corners of cells of the size given.");
  auto two_keys = std::make_shared<QueryResult>(*points);
  two_keys->keys.push_back(two_keys->keys[0]);
  CHECK(refusal("hot_spots.getis_ord", {std::shared_ptr<const QueryResult>(two_keys), points, 250.0}) ==
        "counts must be grouped by place and nothing else.");
}

}  // namespace
