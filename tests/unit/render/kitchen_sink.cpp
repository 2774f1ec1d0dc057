#include "render/kitchen_sink.h"

#include <cmath>

#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "document/document.h"

namespace hallmark::render {
namespace {

constexpr std::size_t months_held = 44;
constexpr std::size_t month_missing = 18;  // July 2019

const NumberFormat percent_change = NumberFormat::percent(1, true);
const NumberFormat rate{NumberFormat::Style::rate, 1, false, "per 1,000 residents"};

Quantity count(double value) {
  return constant(value, "example", NumberFormat::count());
}

std::vector<std::string> months() {
  std::vector<std::string> periods;
  for (std::size_t i = 0; i < months_held; ++i) periods.push_back(fmt::format("{}-{:02}", 2018 + i / 12, i % 12 + 1));
  return periods;
}

Series seasonal(const std::string& name, double level, double swing, double growth = 0) {
  Series series{name, {}};
  for (std::size_t i = 0; i < months_held; ++i) {
    const double t = static_cast<double>(i);
    const double noise = static_cast<double>(i * 7919 % 13) - 6;
    const double value = std::round(level + growth * t + swing * std::sin(t * 0.5236 - 1) + noise * swing * 0.08);
    series.values.push_back(count(i == month_missing ? std::nan("") : value));
  }
  return series;
}

Inline reference(std::string label) {
  return {CrossReference{std::move(label), {}}};
}
Inline strong(std::string s) {
  return {Strong{{text(std::move(s))}}};
}
Block block(auto node) {
  return {std::move(node), {}};
}

Figure named(std::string title, std::string label) {
  Figure figure;
  figure.title = std::move(title);
  figure.label = std::move(label);
  return figure;
}

Table levels() {
  Table table;
  table.caption = "Recorded crime by type, years to September 2020 and September 2021, South Yorkshire";
  table.label = "tab:levels";
  table.columns = {{"Crime type", Column::Kind::text, "", true},
                   {"Oct 2019 to Sep 2020", Column::Kind::number, "incidents", false},
                   {"Oct 2020 to Sep 2021", Column::Kind::number, "incidents", false},
                   {"Change", Column::Kind::number, "%", false},
                   {"Rate", Column::Kind::number, "per 1,000 residents", false}};
  const auto row = [&](const char* name, double before, double after) {
    table.rows.push_back({cell(name), cell(count(before)), cell(count(after)),
                          cell(constant(after / before - 1, "example", percent_change)),
                          cell(constant(after / 1409, "example", rate))});
  };
  row("Violence and sexual offences", 51204, 54980);
  row("Anti-social behaviour", 43012, 36501);
  row("Criminal damage and arson", 15204, 15466);
  row("Vehicle crime", 12874, 10932);
  row("Burglary", 11021, 8456);
  row("Shoplifting", 9120, 9745);
  table.rows.push_back({cell("Possession of weapons"),
                        cell(count(1204)),
                        {Suppressed{"fewer than five in a district"}},
                        {NotAvailable{"too few to say"}},
                        {NotAvailable{"too few to say"}}});
  table.footnotes = {"July 2019 is not held, so both years compare the same twelve months."};
  table.source = "police.uk street-level crime, South Yorkshire Police";
  return table;
}

Table data_of(const std::vector<std::string>& periods, const std::vector<Series>& series) {
  Table table;
  table.columns = {{"Month", Column::Kind::text, "", true}};
  for (const Series& one : series) table.columns.push_back({one.name, Column::Kind::number, "incidents", false});
  for (std::size_t i = 0; i < periods.size(); i += 6) {
    std::vector<Cell> row = {cell(long_month(periods[i]))};
    for (const Series& one : series) row.push_back(cell(one.values[i]));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Figure trend() {
  LineChart chart{
      months(),
      {seasonal("Violence and sexual offences", 4100, 320, 14), seasonal("Anti-social behaviour", 3600, 700, -9),
       seasonal("Burglary", 980, 70, -6), seasonal("Vehicle crime", 1010, 80, -4), seasonal("Shoplifting", 800, 60)},
      "Recorded incidents per month"};
  Figure figure = named("Violence has risen while anti-social behaviour keeps its summer peak", "fig:trend");
  figure.alt = "Line chart of five crime types by month, January 2018 to August 2021; violence is highest and rising.";
  figure.description =
      "Recorded violence rose from about 4,000 incidents a month in 2018 to about 4,500 in 2021. July 2019 is not "
      "held.";
  figure.data = data_of(chart.periods, chart.series);
  figure.chart = std::move(chart);
  figure.source = "police.uk street-level crime, South Yorkshire Police";
  return figure;
}

Figure control() {
  ControlChart chart;
  chart.periods = months();
  chart.values = seasonal("Burglaries recorded", 900, 45);
  chart.values.values[27] = count(588);
  chart.values.values[28] = count(612);
  chart.values.values[38] = count(1124);
  chart.centre = constant(901.3, "example", {NumberFormat::Style::decimal, 1, false, ""});
  chart.baseline = 24;
  for (const Quantity& value : chart.values.values) {
    chart.lower.push_back(771.4);
    chart.upper.push_back(1031.2);
    chart.signals.push_back(value.value < 771.4 || value.value > 1031.2);
  }
  chart.value_axis = "Burglaries per month";
  Figure figure = named("Burglary left its usual range three times since 2020", "fig:control");
  figure.alt = "Control chart of burglaries by month with limits from 2018 and 2019; three months lie outside them.";
  figure.data = data_of(chart.periods, {chart.values});
  figure.chart = std::move(chart);
  return figure;
}

Figure change() {
  BarChart chart;
  const std::vector<std::pair<std::string, double>> changes = {
      {"Violence and sexual offences", 0.074}, {"Shoplifting", 0.069},    {"Criminal damage and arson", 0.017},
      {"Anti-social behaviour", -0.151},       {"Vehicle crime", -0.151}, {"Burglary", -0.233}};
  chart.series = {{"Change", {}}};
  Table data;
  data.columns = {{"Crime type", Column::Kind::text, "", true}, {"Change", Column::Kind::number, "%", false}};
  for (const auto& [name, value] : changes) {
    const Quantity quantity = constant(value, "example", percent_change);
    chart.categories.push_back(name);
    chart.series[0].values.push_back(quantity);
    chart.intervals.emplace_back(value - 0.021, value + 0.024);
    data.rows.push_back({cell(name), cell(quantity)});
  }
  chart.value_axis = "Change on the year before, with 95% interval";
  Figure figure = named("Acquisitive crime fell; violence and shoplifting rose", "fig:change");
  figure.alt = "Bar chart of the change of six crime types with 95% intervals; burglary fell most.";
  figure.data = std::move(data);
  figure.chart = std::move(chart);
  return figure;
}

Figure districts() {
  SmallMultiples chart;
  chart.periods = months();
  for (const auto& [name, level] :
       {std::pair{"Barnsley", 2100.0}, {"Doncaster", 3300.0}, {"Rotherham", 2400.0}, {"Sheffield", 6100.0}})
    chart.panels.push_back(seasonal(name, level, level * 0.09));
  chart.value_axis = "Recorded incidents per month";
  Figure figure = named("Every district follows the same seasons", "fig:districts");
  figure.alt = "Four small line charts, one per district, each with a summer peak.";
  figure.data = data_of(chart.periods, chart.panels);
  figure.chart = std::move(chart);
  return figure;
}

// Wards as a lattice of skewed cells with jagged shared borders, on the grid around Sheffield.
std::shared_ptr<const Boundaries> wards() {
  auto boundaries = std::make_shared<Boundaries>();
  const auto corner = [](int column, int row) {
    const int bump = (column * 37 + row * 61) % 9 - 4;
    return GridPoint{430000 + column * 3000.0 + bump * 170, 380000 + row * 2600.0 + ((bump * 5) % 7) * 150};
  };
  for (int row = 0; row < 7; ++row)
    for (int column = 0; column < 9; ++column) {
      if ((row == 0 && column > 6) || (row == 6 && column < 2)) continue;
      Boundary ward{fmt::format("W{}{}", row, column), fmt::format("Ward {}", row * 9 + column + 1), {}};
      ward.parts = {
          {{corner(column, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1)}}};
      boundaries->areas.push_back(std::move(ward));
    }
  return boundaries;
}

Figure shaded_map() {
  MapChart chart;
  chart.boundaries = wards();
  Table data;
  data.columns = {{"Ward", Column::Kind::text, "", true}, {"Rate", Column::Kind::number, "per 1,000 residents", false}};
  for (std::size_t i = 0; i < chart.boundaries->areas.size(); ++i) {
    const double value =
        i % 23 == 7 ? std::nan("") : std::round(std::pow(static_cast<double>(i * 7919 % 101), 1.6)) / 10;
    chart.values.push_back(constant(value, "example", rate));
    if (i < 8) data.rows.push_back({cell(chart.boundaries->areas[i].name), cell(chart.values.back())});
  }
  chart.legend_title = "Incidents per 1,000 residents";
  chart.legend_format = rate;
  Figure figure = named("Rates are highest in and around the centre", "fig:map");
  figure.alt = "Map of wards shaded by rate of recorded crime in five classes.";
  figure.data = std::move(data);
  figure.chart = std::move(chart);
  figure.source = "police.uk; boundaries: Office for National Statistics, Open Government Licence v3";
  return figure;
}

Figure hot_spots() {
  MapChart chart;
  chart.boundaries = wards();
  chart.cell_size = 500;
  for (int row = 0; row < 36; ++row)
    for (int column = 0; column < 54; ++column) {
      const double first = std::hypot(column - 20.0, row - 14.0), second = std::hypot(column - 38.0, row - 25.0);
      const double value = 60 * std::exp(-first * first / 40) + 35 * std::exp(-second * second / 18);
      if (value > 2) chart.lattice.push_back({430000 + column * 500.0, 380000 + row * 500.0, value, value > 26});
    }
  chart.legend_title = "Incidents per square kilometre";
  chart.legend_format = {NumberFormat::Style::decimal, 0, false, ""};
  Figure figure = named("Two places stand out beyond chance", "fig:hot-spots");
  figure.alt = "Map of 500-metre cells; two clusters are outlined as hot spots beyond chance.";
  figure.data.columns = {{"Place", Column::Kind::text, "", true}, {"Cells", Column::Kind::number, "", false}};
  figure.data.rows = {{cell("Centre"), cell(count(37))}, {cell("East"), cell(count(11))}};
  figure.chart = std::move(chart);
  return figure;
}

Figure grouped() {
  BarChart chart;
  chart.categories = {"Barnsley", "Doncaster", "Rotherham", "Sheffield"};
  chart.series = {{"2019/20", {count(24112), count(39870), count(27455), count(70120)}},
                  {"2020/21", {count(22998), count(37011), count(26012), count(66930)}}};
  chart.horizontal = false;
  chart.value_axis = "Recorded incidents";
  Figure figure = named("All four districts recorded fewer incidents", "fig:grouped");
  figure.alt = "Grouped bar chart of recorded incidents in four districts in two years; each fell.";
  figure.data.columns = {{"District", Column::Kind::text, "", true},
                         {"2019/20", Column::Kind::number, "incidents", false},
                         {"2020/21", Column::Kind::number, "incidents", false}};
  for (std::size_t i = 0; i < chart.categories.size(); ++i)
    figure.data.rows.push_back(
        {cell(chart.categories[i]), cell(chart.series[0].values[i]), cell(chart.series[1].values[i])});
  figure.chart = std::move(chart);
  return figure;
}

}  // namespace

Document kitchen_sink() {
  Document document;
  document.meta = {"Joint strategic assessment",
                   "What was recorded, what changed, and where the partnership can act",
                   "South Yorkshire Community Safety Partnership",
                   "October 2020 to September 2021",
                   "September 2021",
                   "en-GB",
                   "Levels and trends of recorded crime in South Yorkshire.",
                   "",
                   "OFFICIAL"};
  Blocks& b = document.blocks;
  b.push_back(heading(1, "Summary"));
  b.push_back(block(Callout{Callout::Kind::finding,
                            "Recorded burglary fell by a quarter",
                            {paragraph({text("There were "), number(count(8456)), text(" burglaries, "),
                                        number(constant(-0.2327, "example", NumberFormat::percent())),
                                        text(" on the year before: more than chance explains.")})}}));
  b.push_back(paragraph({text("In the year to September 2021 the police recorded "),
                         number(count(173062)),
                         text(" incidents in South Yorkshire, "),
                         number(constant(-0.064, "example", percent_change)),
                         text(" on the year before (see "),
                         reference("tab:levels"),
                         text(" and "),
                         reference("fig:trend"),
                         text("). Violence rose, "),
                         strong("anti-social behaviour fell"),
                         text(", and both "),
                         {Emphasis{{text("changes")}}},
                         text(" are larger than chance would bring.")}));
  b.push_back(
      block(List{false,
                 1,
                 {{{paragraph({text("Violence and sexual offences: "), number(count(54980)), text(" incidents.")})}},
                  {{paragraph({text("Anti-social behaviour: "), number(count(36501)), text(" incidents.")})}},
                  {{paragraph({text("Robbery: "), number(count(std::nan(""))), text(".")})}}}}));
  b.push_back(heading(1, "Levels and trends"));
  b.push_back(heading(2, "How much was recorded"));
  b.push_back(paragraph({text("Counts are of incidents as published by "),
                         {Link{"https://data.police.uk/about/", {text("police.uk")}}},
                         text(". A count is not a measure of harm.")}));
  b.push_back(block(levels()));
  b.push_back(heading(2, "Trend since 2018"));
  b.push_back(block(trend()));
  b.push_back(block(change()));
  b.push_back(heading(2, "Beyond chance"));
  b.push_back(block(control()));
  b.push_back(block(Callout{Callout::Kind::warning, "", {paragraph({text("July 2019 is missing at source.")})}}));
  b.push_back(heading(1, "Where"));
  b.push_back(heading(2, "Districts"));
  b.push_back(block(grouped()));
  b.push_back(block(districts()));
  b.push_back(heading(2, "Neighbourhoods"));
  b.push_back(block(shaded_map()));
  b.push_back(block(hot_spots()));
  b.push_back(block(PageBreak{}));
  b.push_back(heading(1, "About the data"));
  b.push_back(block(Quote{{paragraph({text("Locations are moved to the nearest of a list of map points.")})}}));
  b.push_back(block(Code{"", "hallmark verify out/joint_strategic_assessment.html"}));
  b.push_back(block(
      Callout{Callout::Kind::note, "Reading the numbers", {paragraph({text("Rates use residents, not visitors.")})}}));
  b.push_back(block(Rule{}));
  b.push_back(block(List{true, 1, {{{paragraph({text("Import")})}}, {{paragraph({text("Check")})}}}}));
  document::number(document);
  document::check(document);
  return document;
}

std::string kitchen_sink_provenance(const Document& document) {
  json::object numbers;
  document::for_each_number(document, [&](const Number& number, const SourceLocation&) {
    if (!number.quantity.available()) return;
    const std::string formula = number.quantity.format.style == NumberFormat::Style::percent ? "(a − b) ÷ b" : "";
    json::array parts = {json::array{formula.empty() ? "" : "a", 0, json::array{"Burglary"}, 8456}};
    if (!formula.empty()) parts.push_back(json::array{"b", 1, json::array{"Burglary"}, 11021});
    numbers[number.id] = json::array{formula, std::move(parts)};
  });
  json::array files, indexes;
  for (int i = 0; i < 12; ++i) {
    files.push_back(json::array{fmt::format("data/2020-{:02}-south-yorkshire-street.csv", i + 1),
                                std::string(64, "0123456789ab"[i])});
    indexes.push_back(i);
  }
  const auto query = [&](const char* period) {
    return json::object{{"dataset", "police_street_crime"},
                        {"where", json::array{period, "crime_type is Burglary"}},
                        {"by", json::array{"crime_type"}},
                        {"measure", "count"},
                        {"files", indexes}};
  };
  return write_json(
      json::object{{"files", files},
                   {"queries", json::array{query("month is 2020-10 to 2021-09"), query("month is 2019-10 to 2020-09")}},
                   {"numbers", numbers}});
}

}  // namespace hallmark::render
