// The analyses in their sandbox, over a few thousand made-up incidents whose hot spots are known.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/number.h"
#include "hallmark/plugin.h"
#include "one_by_one.h"
#include "script/state.h"
#include "source_dir.h"

extern "C" const hallmark::NativePlugin hallmark_plugin_v1;

namespace {

using namespace hallmark;

// One incident by its labels: month, crime_type, location, local_authority, point, cell(250), ...
using Incident = std::map<std::string, std::string>;

std::string corner(double easting, double northing, double size) {
  const auto snap = [size](double metres) {
    return std::to_string(static_cast<long>(std::floor(metres / size) * size));
  };
  std::string label = "E";
  label += snap(easting);
  label += "N";
  label += snap(northing);
  return label;
}

struct Records : OneByOne {
  std::vector<Incident> incidents;
  Boundaries outlines;

  void add(const std::string& month, const std::string& crime_type, const std::string& location, double easting,
           double northing) {
    Incident incident = {
        {"month", month}, {"crime_type", crime_type}, {"location", location}, {"local_authority", "Hallam"}};
    for (const int size : {250, 500, 1000, 2000})
      incident["cell(" + std::to_string(size) + ")"] = corner(easting, northing, size);
    incident["point"] = corner(easting, northing, 1);
    incidents.push_back(std::move(incident));
  }

  static bool passes(const Filter& filter, const std::string& label) {
    const auto& values = filter.values;
    const bool named = std::find(values.begin(), values.end(), label) != values.end();
    if (filter.kind == Filter::Kind::any_of) return named;
    if (filter.kind == Filter::Kind::none_of) return !named;
    return (values[0].empty() || values[0] <= label) && (values[1].empty() || label <= values[1]);
  }

  QueryResult run(const Query& query) const override {
    REQUIRE(query.dataset == "police_street_crime");
    std::map<std::vector<std::string>, double> groups;
    for (const Incident& incident : incidents) {
      const auto passes_all = [&](const Filter& filter) { return passes(filter, incident.at(filter.dimension)); };
      if (!std::all_of(query.where.begin(), query.where.end(), passes_all)) continue;
      std::vector<std::string> key;
      for (const std::string& dimension : query.by) key.push_back(incident.at(dimension));
      groups[key] += 1;
    }
    if (query.by.empty()) groups[{}] += 0;
    QueryResult result;
    result.query = std::make_shared<const Query>(query);
    for (std::size_t k = 0; k < query.by.size(); ++k) {
      KeyColumn column{query.by[k], {}, {}};
      for (const auto& [key, count] : groups) column.labels.push_back(key[k]);
      std::sort(column.labels.begin(), column.labels.end());
      column.labels.erase(std::unique(column.labels.begin(), column.labels.end()), column.labels.end());
      for (const auto& [key, count] : groups)
        column.codes.push_back(static_cast<std::uint32_t>(
            std::lower_bound(column.labels.begin(), column.labels.end(), key[k]) - column.labels.begin()));
      result.keys.push_back(std::move(column));
    }
    for (const auto& [key, count] : groups) {
      result.values.push_back(count);
      result.rows.push_back(static_cast<std::uint64_t>(count));
    }
    return result;
  }
};

// A town of 30 by 30 cells near Sheffield (SK 30 80 is easting 430000, northing 380000), `evenly` incidents anywhere in
// it.
Records town(int evenly) {
  Records records;
  std::mt19937 random(2018);
  for (int i = 0; i < evenly; ++i)
    records.add(i % 2 == 0 ? "2021-01" : "2020-01", i % 3 == 0 ? "Burglary" : "Drugs", "On or near Elm Road",
                430000.0 + static_cast<double>(random() % 7500), 380000.0 + static_cast<double>(random() % 7500));
  return records;
}

void plant(Records& records, int count, const std::string& location, double easting, double northing) {
  for (int i = 0; i < count; ++i)
    records.add("2021-01", "Drugs", location, easting + i % 7 * 30, northing + i % 5 * 40);
}

Value map_of(std::initializer_list<ValueMap::value_type> entries) {
  return {ValueMap(entries)};
}
Value text_value(const char* text) {
  return {std::string(text)};
}

struct ScratchHost : Host {
  std::vector<Formula>& formulas;
  explicit ScratchHost(std::vector<Formula>& into) : formulas(into) {}
  void register_formula(Formula formula) override { formulas.push_back(std::move(formula)); }
};

Blocks analyse(const Records& records, const std::string& function, ValueMap options = {}) {
  script::Services services;
  services.executor = &records;
  services.boundaries = [&](const std::string& level) {
    return level == records.outlines.level ? std::make_shared<const Boundaries>(records.outlines) : nullptr;
  };
  services.report["scope"] = {ValueMap{}};
  services.report["period"] =
      map_of({{"from", text_value("2021-01")}, {"to", text_value("2021-12")}, {"label", text_value("2021")}});
  ScratchHost host(services.formulas);
  hallmark_plugin_v1.attach(host);
  script::State state(services);
  state.load_plugin(disk().read(source_dir() + "/plugins/hot_spots/hot_spots.lua"), "plugins/hot_spots/hot_spots.lua");
  CHECK(state.functions() == std::vector<std::string>{"findings", "hot_spots"});
  return std::get<Blocks>(state.call_analysis(function, {std::move(options)}).data);
}

std::string plain(const Inlines& content) {
  std::string out;
  for (const Inline& part : content) {
    if (const auto* text = std::get_if<Text>(&part.node)) out += text->text;
    if (const auto* number = std::get_if<Number>(&part.node)) out += format_number(number->quantity);
    if (const auto* strong = std::get_if<Strong>(&part.node)) out += plain(strong->children);
  }
  return out;
}

std::string plain(const Cell& cell) {
  if (const auto* content = std::get_if<Inlines>(&cell.content)) return plain(*content);
  if (const auto* number = std::get_if<Number>(&cell.content)) return format_number(number->quantity);
  return "";
}

template <class T>
std::vector<const T*> all(const Blocks& blocks) {
  std::vector<const T*> found;
  for (const Block& block : blocks)
    if (const T* node = std::get_if<T>(&block.node)) found.push_back(node);
  return found;
}

std::string words(const Blocks& blocks) {
  std::string out;
  for (const Paragraph* paragraph : all<Paragraph>(blocks)) out += plain(paragraph->content) + "\n";
  return out;
}

TEST_CASE("A planted hot spot is found, counted, named and placed") {
  Records records = town(4000);
  plant(records, 150, "On or near Kent Close", 433800, 384100);
  plant(records, 70, "On or near Supermarket", 431000, 381000);
  plant(records, 20, "On or near Mill Lane", 431000, 381000);
  const Blocks blocks = analyse(records, "hot_spots");

  CHECK(words(blocks).find("Two hot spots beyond chance hold ") == 0);
  CHECK(words(blocks).find("of the 2,240 incidents with a location in 2021") != std::string::npos);
  REQUIRE(all<Table>(blocks).size() == 1);
  const Table& table = *all<Table>(blocks)[0];
  REQUIRE(table.rows.size() == 2);
  CHECK(plain(table.rows[0][0]) == "Kent Close");
  CHECK(plain(table.rows[0][1]) == "Hallam");
  CHECK(plain(table.rows[0][2]).starts_with("SK 33"));
  CHECK(plain(table.rows[1][0]) == "Mill Lane");  // a street rather than a kind of place
  const auto incidents = [&](std::size_t row) { return std::get<Number>(table.rows[row][4].content).quantity; };
  CHECK(incidents(0).value >= 150);
  CHECK(incidents(0).value < 250);
  CHECK(incidents(0).trace != nullptr);
  CHECK(incidents(1).value >= 90);

  REQUIRE(all<Figure>(blocks).size() == 1);
  const Figure& figure = *all<Figure>(blocks)[0];
  CHECK_FALSE(figure.alt.empty());
  CHECK_FALSE(figure.description.empty());
  CHECK_FALSE(figure.data.rows.empty());
  const auto& chart = std::get<MapChart>(figure.chart);
  CHECK(chart.cell_size == 250);
  const auto outlined = std::count_if(chart.lattice.begin(), chart.lattice.end(),
                                      [](const LatticeCell& cell) { return cell.highlighted; });
  CHECK(outlined >= 8);
  CHECK(outlined < 60);
}

TEST_CASE("The table lists the largest; the data behind the map list all") {
  Records records = town(4000);
  plant(records, 150, "On or near Kent Close", 433800, 384100);
  plant(records, 90, "On or near Mill Lane", 431000, 381000);
  const Blocks blocks = analyse(records, "hot_spots", {{"most", {1.0}}});
  const Table& table = *all<Table>(blocks).at(0);
  CHECK(table.rows.size() == 1);
  CHECK(table.footnotes.at(0) == "The first 1 of 2 hot spots, by incidents.");
  CHECK(all<Figure>(blocks).at(0)->data.rows.size() == 2);
}

TEST_CASE("The summary says how many, how much and where") {
  Records records = town(4000);
  plant(records, 150, "On or near Kent Close", 433800, 384100);
  const std::string said = words(analyse(records, "findings"));
  CHECK(said.find("One hot spot beyond chance holds ") == 0);
  CHECK(said.find("It lies around Kent Close, Hallam (") != std::string::npos);
}

TEST_CASE("Even incidents have no hot spot, and that is said") {
  const Blocks blocks = analyse(town(4000), "hot_spots");
  CHECK(words(blocks).find("No hot spot beyond chance.") == 0);
  CHECK(all<Table>(blocks).empty());
  REQUIRE(all<Figure>(blocks).size() == 1);
  CHECK_FALSE(all<Figure>(blocks)[0]->data.rows.empty());
  CHECK(words(analyse(town(4000), "findings")).find("No hot spot beyond chance.") == 0);
}

TEST_CASE("A cell that stands out by its neighbours alone, without an incident of its own, is no hot spot") {
  Records records;
  const auto add = [&](const char* month, int east, int north) {
    records.add(month, "Drugs", "On or near Elm Road", 430010.0 + east * 250, 380010.0 + north * 250);
  };
  // Every cell held an incident the year before; this year every ninth does, but for four around an empty one, two
  // each.
  for (int east = 0; east < 40; ++east)
    for (int north = 0; north < 40; ++north) {
      add("2020-01", east, north);
      const bool near = std::abs(east - 20) < 5 && std::abs(north - 20) < 5;
      if (!near && east % 3 == 0 && north % 3 == 0) add("2021-01", east, north);
    }
  for (const int east : {19, 19, 21, 21})
    for (const int north : {19, 21}) add("2021-01", east, north);
  CHECK(words(analyse(records, "findings")).find("No hot spot beyond chance.") == 0);
  CHECK(words(analyse(records, "hot_spots")).find("No hot spot beyond chance.") == 0);
}

TEST_CASE("Outlines are drawn where a few are held, with the words their licence asks for") {
  Records records = town(4000);
  records.outlines = {"local_authority",
                      "Contains OS data",
                      {{"E08", "Hallam", {{{{430000, 380000}, {437500, 380000}, {437500, 387500}}}}}}};
  const Blocks blocks = analyse(records, "hot_spots");
  const Figure& figure = *all<Figure>(blocks).at(0);
  REQUIRE(std::get<MapChart>(figure.chart).boundaries != nullptr);
  CHECK(std::get<MapChart>(figure.chart).boundaries->areas.size() == 1);
  CHECK(figure.source == "police.uk street-level crime; Contains OS data");
  records.outlines.areas.resize(361);  // the whole country would hide the town
  CHECK(std::get<MapChart>(all<Figure>(analyse(records, "hot_spots")).at(0)->chart).boundaries == nullptr);
}

TEST_CASE("Few incidents are too few to say, and none too") {
  CHECK(words(analyse(town(60), "findings")).find("Too few to say: 30 incidents") == 0);
  CHECK(words(analyse(town(60), "hot_spots")).find("Too few to say: 30 incidents") == 0);
  CHECK(words(analyse(Records(), "hot_spots")).find("Too few to say: 0 incidents") == 0);
}

TEST_CASE("Incidents without a location are left out of the count and the map") {
  Records records = town(4000);
  for (Incident& incident : records.incidents)
    if (incident["crime_type"] == "Burglary")
      for (auto& [dimension, label] : incident)
        if (dimension == "point" || dimension.starts_with("cell(")) label.clear();
  CHECK(words(analyse(records, "findings")).find("1,333 incidents with a location") != std::string::npos);
}

TEST_CASE("Filters, period, cell size and level of doubt are options") {
  Records records = town(4000);
  plant(records, 150, "On or near Kent Close", 433800, 384100);
  const ValueMap burglary = {{"where", map_of({{"crime_type", text_value("Burglary")}})}};
  CHECK(words(analyse(records, "findings", burglary)).find("No hot spot beyond chance.") == 0);
  const ValueMap before = {{"period", map_of({{"from", text_value("2020-01")}, {"to", text_value("2020-12")}})}};
  CHECK(words(analyse(records, "findings", before)).find("January to December 2020") != std::string::npos);
  const Blocks coarse =
      analyse(records, "hot_spots",
              {{"cell_size", {500.0}}, {"bandwidth", {2000.0}}, {"q", {0.01}}, {"label", text_value("fig:hot")}});
  const Figure& figure = *all<Figure>(coarse).at(0);
  CHECK(std::get<MapChart>(figure.chart).cell_size == 500);
  CHECK(figure.label == "fig:hot");
  CHECK(figure.description.find("bandwidth 2000 m") != std::string::npos);
  CHECK(figure.description.find("false discovery rate 1%") != std::string::npos);
}

TEST_CASE("The same records give the same blocks") {
  Records records = town(4000);
  plant(records, 150, "On or near Kent Close", 433800, 384100);
  const Blocks once = analyse(records, "hot_spots"), again = analyse(records, "hot_spots");
  CHECK(words(once) == words(again));
  CHECK(all<Figure>(once)[0]->alt == all<Figure>(again)[0]->alt);
}

}  // namespace
