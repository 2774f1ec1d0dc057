#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "data/boundaries.h"
#include "data/projection.h"
#include "source_dir.h"

namespace hallmark::data {
namespace {

std::string collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

std::string feature(const std::string& properties, const std::string& geometry) {
  return fmt::format(R"({{"type":"Feature","properties":{{{}}},"geometry":{}}})", properties, geometry);
}

const std::string barnsley = R"("LAD22CD":"E08000016","LAD22NM":"Barnsley","LAD22NMW":"")";
const std::string square =
    R"({"type":"Polygon","coordinates":[[[-1.5,53.5],[-1.4,53.5],[-1.4,53.6],[-1.5,53.6],[-1.5,53.5]]]})";

struct Refusal {
  std::string sentence, hint;
};
Refusal refusal(const std::string& text, const BoundarySource& source = {}) {
  try {
    read_boundaries(text, "areas.geojson", source);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::input);
    CHECK(error.diagnostic().where.file == "areas.geojson");
    return {error.diagnostic().sentence, error.diagnostic().hints.empty() ? "" : error.diagnostic().hints.front()};
  }
  return {};
}

double area_of(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const GridPoint &a = ring[i], &b = ring[(i + 1) % ring.size()];
    twice += a.easting * b.northing - b.easting * a.northing;
  }
  return std::abs(twice) / 2;
}

std::size_t point_count(const Boundaries& boundaries) {
  std::size_t count = 0;
  for (const auto& area : boundaries.areas)
    for (const auto& part : area.parts)
      for (const auto& ring : part) count += ring.size();
  return count;
}

TEST_CASE("A polygon in WGS84 becomes an area on the grid") {
  const Boundaries result = read_boundaries(collection(feature(barnsley, square)), "a.geojson", {.attribution = "ONS"});
  CHECK(result.level == "local_authority");
  CHECK(result.attribution == "ONS");
  REQUIRE(result.areas.size() == 1);
  CHECK(result.areas[0].code == "E08000016");
  CHECK(result.areas[0].name == "Barnsley");
  const Ring& ring = result.areas[0].parts.at(0).at(0);
  REQUIRE(ring.size() == 4);
  CHECK(ring[0] == british_national_grid().to_grid(-1.5, 53.5));
  // 0.1 degree of longitude at 53.55 N is 6.63 km, of latitude 11.13 km.
  CHECK(area_of(ring) == doctest::Approx(6630.0 * 11130).epsilon(0.005));
}

TEST_CASE("Code, name and level are found however the ONS spells them") {
  const auto read = [](const std::string& properties) {
    return read_boundaries(collection(feature(properties, square)), "a");
  };
  const auto level = [&](const std::string& properties) { return read(properties).level; };
  CHECK(level(R"("LSOA11CD":"E01","LSOA11NM":"Barnsley 018A","LADCD_ACTIVE":"E08","RGNCD":"E12")") == "lsoa");
  CHECK(level(R"("RGN23CD":"E12","lsoa21cd":"E01")") == "lsoa");
  CHECK(level(R"("ltla24_name":"Hartlepool","ltla24_code":"E06000001")") == "local_authority");
  CHECK(level(R"("CSP23CD":"E22000001","CSP23NM":"X")") == "partnership");
  CHECK(read(R"("ltla24_name":"Hartlepool","ltla24_code":"E06")").areas[0].name == "Hartlepool");
  CHECK(read(R"("LSOA21CD":"E01","LSOA11NM":"of another year")").areas[0].name == "E01");
  const BoundarySource named{.level = "beat", .code_property = "id", .name_property = "title"};
  const Boundaries beats = read_boundaries(collection(feature(R"("id":7,"title":"Town")", square)), "a", named);
  CHECK(beats.level == "beat");
  CHECK(beats.areas[0].code == "7");
  CHECK(beats.areas[0].name == "Town");
  const BoundarySource coarser{.level = "region"};
  CHECK(read_boundaries(collection(feature(R"("LSOA11CD":"E01","RGNCD":"E12")", square)), "a", coarser).areas[0].code ==
        "E12");
}

TEST_CASE("Multipolygons, holes, heights and features of one code") {
  const std::string multi =
      R"({"type":"MultiPolygon","coordinates":[)"
      R"([[[-1.5,53.5,9],[-1.4,53.5,9],[-1.4,53.6,9],[-1.5,53.5,9]],[[-1.44,53.51],[-1.42,53.51],[-1.42,53.53],[-1.44,53.51]]],)"
      R"([[[-1.3,53.5],[-1.2,53.5],[-1.2,53.6],[-1.3,53.5]]]]})";
  const Boundaries result = read_boundaries(
      collection(feature(barnsley, multi) + "," + feature(R"("LAD22CD":"A","LAD22NM":"First")", "null") + "," +
                 feature(barnsley, square)),
      "a");
  REQUIRE(result.areas.size() == 1);
  REQUIRE(result.areas[0].parts.size() == 3);
  CHECK(result.areas[0].parts[0].size() == 2);
  CHECK(result.areas[0].parts[1].size() == 1);
}

TEST_CASE("Malformed GeoJSON is refused in a sentence") {
  CHECK(refusal("[1, 2]").sentence == "This is no GeoJSON FeatureCollection.");
  CHECK(refusal(R"({"type":"Topology"})").sentence == "This is TopoJSON, not GeoJSON.");
  CHECK(refusal(R"({"type":"FeatureCollection"})").sentence == "This FeatureCollection has no list of features.");
  CHECK(refusal(collection("")).sentence == "This FeatureCollection is empty.");
  CHECK(refusal(collection("7")).sentence == "Feature 1 has no properties, so its area has no code.");
  CHECK(refusal(collection(feature(R"("colour":"red")", square))).sentence ==
        "No property of its features names the code of an area.");
  CHECK(refusal(collection(feature(R"("colour":"red")", square))).hint ==
        "The properties are: colour. Say which one holds the code.");
  CHECK(refusal(collection(feature(R"("LAD22CD":"")", square))).sentence ==
        "Feature 1 has an empty text under the property “LAD22CD”.");
  CHECK(refusal(collection(feature(barnsley, square) + "," + feature("", square))).sentence ==
        "Feature 2 has no text under the property “LAD22CD”.");
  CHECK(refusal(collection(feature(barnsley, "null"))).sentence == "None of its features has a geometry.");
  CHECK(refusal(collection(feature(R"("id":"1")", square)), {.code_property = "id"}).sentence ==
        "The property “id” does not tell what kind of area this is.");

  const auto geometry = [](const std::string& text) { return refusal(collection(feature(barnsley, text))); };
  CHECK(geometry(R"({"type":"Point","coordinates":[-1.5,53.5]})").sentence ==
        "Feature 1, Barnsley, is a Point, not a Polygon or MultiPolygon.");
  CHECK(geometry("[]").sentence == "Feature 1, Barnsley, has a geometry that is no object.");
  CHECK(geometry("{}").sentence == "Feature 1, Barnsley, has a geometry without a type.");
  CHECK(geometry(R"({"type":"Polygon"})").sentence == "Feature 1, Barnsley, has a geometry without coordinates.");
  CHECK(geometry(R"({"type":"Polygon","coordinates":[]})").sentence ==
        "Feature 1, Barnsley, has a polygon without a ring.");
  CHECK(geometry(R"({"type":"MultiPolygon","coordinates":[[-1.5,53.5]]})").sentence ==
        "Feature 1, Barnsley, has coordinates that are not nested as its type asks.");
  CHECK(geometry(R"({"type":"Polygon","coordinates":[[[-1.5,53.5],[-1.4,53.5],[-1.5,53.5]]]})").sentence ==
        "Feature 1, Barnsley, has a ring of 3 positions; four are the fewest.");
  CHECK(geometry(R"({"type":"Polygon","coordinates":[[[-1.5,53.5],[-1.4,53.5],[-1.4,53.6],[-1.5,53.6]]]})").sentence ==
        "Feature 1, Barnsley, has a ring that does not end where it began.");
  CHECK(geometry(R"({"type":"Polygon","coordinates":[[[-1.5],[-1.4,53.5],[-1.4,53.6],[-1.5]]]})").sentence ==
        "Feature 1, Barnsley, has a position that is not two numbers.");
  CHECK(geometry(R"({"type":"Polygon","coordinates":[[[53.5,-1.5],[53.5,-1.4],[53.6,-1.4],[53.5,-1.5]]]})").hint ==
        "GeoJSON writes longitude first, then latitude.");
  CHECK(geometry(
            R"({"type":"Polygon","coordinates":[[[433000,404000],[434000,404000],[434000,405000],[433000,404000]]]})")
            .hint == "Boundaries must be in WGS84 (EPSG:4326), not on the British National Grid.");
}

// ---- Simplification -------------------------------------------------------------------------------------------------

// Two neighbours whose shared border, x = 1000, wriggles by 10 m; listed in opposite directions.
Boundaries neighbours() {
  Ring west = {{0, 0}}, east;
  for (int i = 0; i <= 100; ++i) west.push_back({1000.0 + (i % 2) * 10.0 * (i > 0 && i < 100), i * 10.0});
  west.push_back({0, 1000});
  east = {{2000, 0}, {2000, 1000}};
  for (int i = 100; i >= 0; --i) east.push_back({1000.0 + (i % 2) * 10.0 * (i > 0 && i < 100), i * 10.0});
  return {"lsoa", "", {{"E", "East", {{east}}}, {"W", "West", {{west}}}}};
}

std::set<std::pair<double, double>> points_between(const Ring& ring, double low, double high) {
  std::set<std::pair<double, double>> points;
  for (const GridPoint& p : ring)
    if (p.easting >= low && p.easting <= high) points.insert({p.easting, p.northing});
  return points;
}

TEST_CASE("Neighbours keep one shared border") {
  for (const double tolerance : {3.0, 6.0, 25.0}) {
    CAPTURE(tolerance);
    const Boundaries result = simplify(neighbours(), tolerance);
    const Ring &east = result.areas[0].parts.at(0).at(0), &west = result.areas[1].parts.at(0).at(0);
    CHECK(points_between(east, 500, 1500) == points_between(west, 500, 1500));
    CHECK(points_between(east, 500, 1500).count({1000, 0}) == 1);
    CHECK(points_between(east, 500, 1500).count({1000, 1000}) == 1);
  }
  CHECK(simplify(neighbours(), 25).areas[0].parts[0][0].size() == 4);
  CHECK(point_count(simplify(neighbours(), 3)) == point_count(neighbours()));
}

TEST_CASE("No vertex moves, none strays over the tolerance, and straight lines lose their extra points") {
  Ring circle;
  for (int i = 0; i < 720; ++i)
    circle.push_back(
        {5000 + 1000 * std::cos(i * 3.14159265358979 / 360), 5000 + 1000 * std::sin(i * 3.14159265358979 / 360)});
  const Boundaries result = simplify({"lsoa", "", {{"C", "Circle", {{circle}}}}}, 20);
  const Ring& ring = result.areas[0].parts.at(0).at(0);
  CHECK(ring.size() >= 8);  // a chord of 1/16 of the circle lies 19.2 m inside it
  CHECK(ring.size() <= 32);
  CHECK(area_of(ring) == doctest::Approx(area_of(circle)).epsilon(0.03));
  for (const GridPoint& p : ring) CHECK(std::find(circle.begin(), circle.end(), p) != circle.end());
}

TEST_CASE("Small islands and holes go; the largest part of an area never does") {
  const Ring large = {{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}};
  const Ring hole = {{500, 500}, {510, 500}, {510, 510}, {500, 510}};
  const Ring island = {{3000, 0}, {3020, 0}, {3020, 20}, {3000, 20}};
  const Boundaries result =
      simplify({"lsoa", "", {{"A", "A", {{large, hole}, {island}}}, {"B", "B", {{island}}}, {"N", "None", {}}}}, 100);
  REQUIRE(result.areas.size() == 3);
  CHECK(result.areas[0].parts.size() == 1);
  CHECK(result.areas[0].parts[0].size() == 1);
  REQUIRE(result.areas[1].parts.size() == 1);
  CHECK(result.areas[1].parts[0][0].size() >= 3);
  CHECK(result.areas[2].parts.empty());
}

TEST_CASE("An enclave and the hole it fills keep one border") {
  Ring enclave;
  for (int i = 0; i < 90; ++i)
    enclave.push_back(
        {500 + 200 * std::cos(i * 3.14159265358979 / 45), 500 + 200 * std::sin(i * 3.14159265358979 / 45)});
  Ring hole(enclave.rbegin(), enclave.rend());
  std::rotate(hole.begin(), hole.begin() + 37, hole.end());
  const Ring large = {{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}};
  const Boundaries result = simplify({"lsoa", "", {{"A", "A", {{enclave}}}, {"B", "B", {{large, hole}}}}}, 10);
  CHECK(points_between(result.areas[0].parts[0][0], 0, 1000) ==
        points_between(result.areas[1].parts[0].at(1), 0, 1000));
}

TEST_CASE("Degenerate rings survive") {
  const Ring line = {{0, 0}, {1000, 0}, {2000, 0}}, dot = {{5, 5}, {5, 5}, {5, 5}};
  CHECK(simplify({"lsoa", "", {{"L", "L", {{line}}}, {"D", "D", {{dot}}}, {"E", "E", {{Ring{}}}}}}, 50).areas.size() ==
        3);
  CHECK(simplify(neighbours(), 0).areas.size() == 2);
  CHECK(simplify(neighbours(), std::nan("")).areas.size() == 2);
}

std::string shared_file(const std::string& name) {
  const std::string path = source_dir() + "/../shared/data/boundaries/" + name;
  if (disk().exists(path)) return disk().read(path);
  MESSAGE("skipped: " << path << " is not here");
  return {};
}

// ---- Areas joined to larger ones

std::pair<std::string, std::string> first_letter(const Boundary& area) {
  return {area.code.substr(0, 1), "Whole " + area.code.substr(0, 1)};
}

Ring square_at(double east, double north, double size = 100) {
  return {{east, north}, {east + size, north}, {east + size, north + size}, {east, north + size}};
}

Ring backwards(Ring ring) {
  std::reverse(ring.begin(), ring.end());
  return ring;
}

TEST_CASE("Neighbours dissolve into one ring, whichever way each was drawn") {
  const Boundaries four = {"lsoa",
                           "Contains OS data",
                           {{"A1", "", {{square_at(0, 0)}}},
                            {"A2", "", {{backwards(square_at(100, 0))}}},
                            {"A3", "", {{square_at(0, 100)}}},
                            {"B1", "", {{square_at(100, 100)}}}}};
  const Boundaries wholes = dissolve(four, "local_authority", first_letter);
  CHECK(wholes.level == "local_authority");
  CHECK(wholes.attribution == "Contains OS data");
  REQUIRE(wholes.areas.size() == 2);
  CHECK(wholes.areas[0].code == "A");
  CHECK(wholes.areas[0].name == "Whole A");
  REQUIRE(wholes.areas[0].parts.size() == 1);
  CHECK(wholes.areas[0].parts[0].size() == 1);
  CHECK(area_of(wholes.areas[0].parts[0][0]) == doctest::Approx(30000));
  CHECK(area_of(wholes.areas[1].parts.at(0).at(0)) == doctest::Approx(10000));
}

TEST_CASE("Islands stay apart and an enclave leaves a hole") {
  Ring around = square_at(0, 0, 300);
  const Boundaries areas = {"lsoa",
                            "",
                            {{"A1", "", {{around, square_at(100, 100)}}},
                             {"A2", "", {{square_at(1000, 0)}}},
                             {"B1", "", {{square_at(100, 100)}}},
                             {"-1", "", {{square_at(5000, 0)}}}}};
  const auto but_minus = [](const Boundary& area) {
    return area.code[0] == '-' ? std::pair<std::string, std::string>() : first_letter(area);
  };
  const Boundaries wholes = dissolve(areas, "local_authority", but_minus);
  REQUIRE(wholes.areas.size() == 2);
  REQUIRE(wholes.areas[0].parts.size() == 2);
  CHECK(wholes.areas[0].parts[0].size() == 2);
  CHECK(wholes.areas[0].parts[1].size() == 1);
  CHECK(dissolve({"lsoa", "", {}}, "local_authority", first_letter).areas.empty());
}

TEST_CASE("South Yorkshire's four districts from its LSOAs") {
  const std::string text = shared_file("lsoa11_south_yorkshire.geojson");
  if (text.empty()) return;
  const Boundaries lsoas = simplify(read_boundaries(text, "lsoa"), 30);
  const Boundaries districts = dissolve(lsoas, "local_authority", [](const Boundary& area) {
    const std::string name = area.name.substr(0, area.name.rfind(' '));
    return std::pair(name, name);
  });
  REQUIRE(districts.areas.size() == 4);
  // Extents of the realm in hectares (ONS, Standard Area Measurements): 32,910; 56,794; 28,653; 36,794.
  const double published[] = {329.10, 567.94, 286.53, 367.94};
  for (std::size_t i = 0; i < 4; ++i) {
    CAPTURE(districts.areas[i].name);
    REQUIRE(districts.areas[i].parts.size() == 1);
    CHECK(districts.areas[i].parts[0].size() == 1);
    CHECK(area_of(districts.areas[i].parts.at(0).at(0)) / 1e6 == doctest::Approx(published[i]).epsilon(0.01));
  }
}

// ---- Published boundaries
// ---------------------------------------------------------------------------------------------

TEST_CASE("South Yorkshire's LSOAs as published") {
  const std::string text = shared_file("lsoa11_south_yorkshire.geojson");
  if (text.empty()) return;
  const Boundaries all = read_boundaries(text, "lsoa");
  CHECK(all.level == "lsoa");
  CHECK(all.areas.size() == 853);
  CHECK(all.areas[0].code == "E01007317");
  CHECK(all.areas[0].name == "Barnsley 018A");
  // The same file states that LSOA's centroid on the National Grid: 436790, 404853.
  double easting = 0, northing = 0;
  for (const GridPoint& p : all.areas[0].parts[0][0]) {
    easting += p.easting / static_cast<double>(all.areas[0].parts[0][0].size());
    northing += p.northing / static_cast<double>(all.areas[0].parts[0][0].size());
  }
  CHECK(std::hypot(easting - 436790, northing - 404853) < 300);

  const Boundaries simpler = simplify(all, 60);
  CHECK(point_count(simpler) < point_count(all) / 2);
  // LSOAs tile the county: but for its outer edge, every edge still belongs to two of them.
  std::map<std::pair<std::pair<double, double>, std::pair<double, double>>, int> edges;
  for (const Boundary& area : simpler.areas)
    for (const auto& part : area.parts)
      for (const Ring& ring : part)
        for (std::size_t i = 0; i < ring.size(); ++i) {
          const GridPoint &from = ring[i], &to = ring[(i + 1) % ring.size()];
          ++edges[std::minmax(std::pair(from.easting, from.northing), std::pair(to.easting, to.northing))];
        }
  const auto outer = std::count_if(edges.begin(), edges.end(), [](const auto& edge) { return edge.second == 1; });
  const auto inner = std::count_if(edges.begin(), edges.end(), [](const auto& edge) { return edge.second == 2; });
  CHECK(static_cast<std::size_t>(outer + inner) == edges.size());
  CHECK(inner > 10 * outer);
  double before = 0, after = 0;
  for (std::size_t i = 0; i < all.areas.size(); ++i) {
    before += area_of(all.areas[i].parts[0][0]);
    after += area_of(simpler.areas[i].parts.at(0).at(0));
  }
  CHECK(after == doctest::Approx(before).epsilon(0.005));
}

TEST_CASE("The United Kingdom's local authorities as published") {
  const std::string text = shared_file("uk_ltla24_generalised.geojson");
  if (text.empty()) return;
  const Boundaries all = read_boundaries(text, "ltla", {.tolerance = 500});
  CHECK(all.level == "local_authority");
  CHECK(all.areas.size() == 361);
  for (const Boundary& area : all.areas) {
    CAPTURE(area.name);
    CHECK_FALSE(area.parts.empty());
  }
}

}  // namespace
}  // namespace hallmark::data
