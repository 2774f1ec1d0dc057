// A document with every kind of block, numbered as the document room would number it.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "hallmark/document.h"

namespace sample {

using namespace hallmark;

inline Quantity count(double value) {
  return constant(value, "sample", NumberFormat::count());
}
inline Quantity percent(double value) {
  return constant(value, "sample", NumberFormat::percent(1, true));
}

inline Block section(int level, const std::string& number, const std::string& title) {
  std::string anchor = "section-" + number;
  return {Heading{level, {text(title)}, anchor, number}, {}};
}

inline const char* const sentences[] = {
    "Police recorded 112 residential burglaries in the year, which is more than the random variation of the five years "
    "before would produce.",
    "The rise is concentrated in two wards; elsewhere the level did not change beyond chance.",
    "Anti-social behaviour fell in every district, as it did nationally after the spring of 2020.",
    "Comparisons use only the months that are held in both years, so that a gap in the records is not mistaken for a "
    "fall in crime.",
    "Rates are per 1,000 residents at the middle of 2020.",
    "Counts of fewer than five are withheld so that nobody can be recognised.",
};

inline Block prose(int seed, int length) {
  std::string all;
  for (int i = 0; i < length; ++i) all += std::string(i ? " " : "") + sentences[(seed + i * 5) % 6];
  return paragraph({text(all)});
}

inline std::vector<std::string> months(int many) {
  std::vector<std::string> result;
  for (int i = 0; i < many; ++i) {
    const int month = i % 12 + 1;
    result.push_back(std::to_string(2018 + i / 12) + (month < 10 ? "-0" : "-") + std::to_string(month));
  }
  return result;
}

inline Series series(const std::string& name, int many, double level, double swing) {
  Series result{name, {}};
  for (int i = 0; i < many; ++i) {
    double value = level + swing * std::sin(i * 0.5) + swing * 0.4 * std::cos(i * 1.7 + level);
    result.values.push_back(count(i == 18 ? std::nan("") : std::round(value)));
  }
  return result;
}

inline Chart line_chart() {
  return LineChart{
      months(44),
      {series("Burglary", 44, 900, 120), series("Vehicle crime", 44, 640, 90), series("Robbery", 44, 180, 30)},
      "Offences a month"};
}

inline Chart control_chart() {
  ControlChart chart;
  chart.periods = months(44);
  chart.values = series("Burglary", 44, 900, 60);
  chart.values.values[40] = count(1105);
  chart.centre = constant(900, "sample");
  chart.lower.assign(44, 800);
  chart.upper.assign(44, 1000);
  chart.signals.assign(44, false);
  chart.signals[40] = true;
  chart.value_axis = "Offences a month";
  return chart;
}

inline Chart bar_chart() {
  BarChart chart;
  chart.categories = {"Violence and sexual offences",
                      "Anti-social behaviour",
                      "Criminal damage and arson",
                      "Vehicle crime",
                      "Burglary",
                      "Public order",
                      "Shoplifting",
                      "Drugs"};
  Series values{"Offences", {}};
  for (const double value : {52310, 31077, 15022, 12118, 10840, 9127, 8120, 4015})
    values.values.push_back(count(value));
  chart.series = {values};
  chart.value_axis = "Offences in the year";
  return chart;
}

inline Chart map_chart(int across = 16) {
  auto boundaries = std::make_shared<Boundaries>();
  boundaries->level = "lsoa";
  boundaries->attribution = "Contains OS data © Crown copyright and database right 2021";
  MapChart chart;
  for (int i = 0; i < across * across; ++i) {
    const double x = 430000 + i % across * 1500, y = 380000 + i / across * 1500;
    const auto corner = [&](double dx, double dy) {
      return GridPoint{x + dx + 250 * std::sin((x + dx + y + dy) / 700),
                       y + dy + 250 * std::cos((x + dx - y - dy) / 900)};
    };
    Ring outline{corner(0, 0), corner(750, 0), corner(1500, 0), corner(1500, 750), corner(1500, 1500), corner(0, 1500)};
    std::vector<Ring> part{outline};
    if (i == across + 3) part.push_back({corner(500, 500), corner(500, 1000), corner(1000, 1000), corner(1000, 500)});
    boundaries->areas.push_back({"E0" + std::to_string(i), "Area " + std::to_string(i), {part}});
    chart.values.push_back(constant(std::fmod(i * 37.0, 97.0), "sample"));
  }
  chart.boundaries = boundaries;
  chart.legend_title = "Burglaries per 1,000 households";
  return chart;
}

inline Chart lattice_chart(int across = 60) {
  MapChart chart = std::get<MapChart>(map_chart(8));
  chart.values.clear();
  chart.cell_size = 250;
  for (int i = 0; i < across * across; ++i) {
    const double dx = i % across - across * 0.4, dy = i / across - across * 0.6;
    const double value = std::exp(-(dx * dx + dy * dy) / 90) + 0.6 * std::exp(-((dx - 14) * (dx - 14) + dy * dy) / 40);
    if (value > 0.05)
      chart.lattice.push_back({430000 + (i % across) * 250.0, 380000 + (i / across) * 250.0, value, value > 0.7});
  }
  chart.legend_title = "Relative density";
  return chart;
}

inline Chart small_multiples() {
  return SmallMultiples{months(44),
                        {series("Barnsley", 44, 300, 40), series("Doncaster", 44, 410, 50),
                         series("Rotherham", 44, 350, 45), series("Sheffield", 44, 800, 90)},
                        false,
                        "Offences a month"};
}

inline Block figure(int number, const std::string& title, Chart chart) {
  Figure result;
  result.title = title;
  result.label = "fig:" + std::to_string(number);
  result.number = number;
  result.alt = "Chart " + std::to_string(number) + " shows " + title + ".";
  result.chart = std::move(chart);
  result.source = "police.uk street-level crime, October 2020 to September 2021";
  return {std::move(result), {}};
}

inline Table districts(int number, int rows) {
  Table table;
  table.caption = "Recorded crime by district and offence, with change on the like-for-like months of the year before";
  table.label = "tab:" + std::to_string(number);
  table.number = number;
  table.columns = {{"District", Column::Kind::text, "", true},
                   {"Offence", Column::Kind::text, "", false},
                   {"Offences", Column::Kind::number, "count", false},
                   {"Rate", Column::Kind::number, "per 1,000 residents", false},
                   {"Change", Column::Kind::number, "%", false}};
  const char* const names[] = {"Barnsley", "Doncaster", "Rotherham", "Sheffield"};
  const char* const offences[] = {"Burglary", "Violence and sexual offences", "Possession of weapons",
                                  "Criminal damage and arson", "Other theft"};
  for (int i = 0; i < rows; ++i) {
    std::vector<Cell> row{cell(names[i / 5 % 4]), cell(offences[i % 5]), cell(count(100 + i * 137 % 9000)),
                          cell(constant(1.1 + i * 7 % 40, "sample")), cell(percent(0.01 * (i % 30 - 15)))};
    if (i % 11 == 7) row[2] = {Suppressed{"withheld: fewer than five"}};
    if (i % 13 == 5) row[4] = {NotAvailable{"too few months held to compare"}};
    table.rows.push_back(std::move(row));
  }
  table.footnotes = {"Rates use the resident population in the middle of 2020.",
                     "A change is on the same months of the year before."};
  table.source = "police.uk street-level crime; Office for National Statistics population estimates";
  return table;
}

inline DocumentMeta meta() {
  DocumentMeta result;
  result.title = "Joint strategic assessment of crime and disorder";
  result.subtitle = "What changed, where, and how sure we can be";
  result.organisation = "South Yorkshire Community Safety Partnership";
  result.period = "October 2020 to September 2021";
  result.date = "30 September 2021";
  result.summary = "Levels and trends of recorded crime in South Yorkshire.";
  return result;
}

inline Document everything() {
  Document document{meta(), {}};
  auto& blocks = document.blocks;
  const auto add = [&](Block block) { blocks.push_back(std::move(block)); };
  add(section(1, "1", "Summary"));
  add({Callout{Callout::Kind::finding,
               "Main findings",
               {{List{false,
                      1,
                      {ListItem{{paragraph({Inline{Strong{{text("Burglary rose")}}}, text(" by "),
                                            Inline{Number{percent(0.125), "n1"}}, text(" to "),
                                            Inline{Number{count(10840), "n2"}},
                                            text(" offences; the increase is larger than chance would produce.")})}},
                       ListItem{{paragraph({text("Robbery "), Inline{Emphasis{{text("fell")}}}, text(" by "),
                                            Inline{Number{percent(-0.032), "n3"}}, text(".")})}},
                       ListItem{{paragraph({text("Two areas hold a quarter of all vehicle crime: see "),
                                            Inline{CrossReference{"fig:3", "Figure 3"}}, text(" and "),
                                            Inline{CrossReference{"tab:1", "Table 1"}}, text(".")})}}}},
                 {}}}},
       {}});
  add(prose(0, 5));
  add(section(2, "1.1", "How to read this assessment"));
  add(prose(2, 4));
  add({List{true,
            1,
            {ListItem{{paragraph({text("Recorded crime is what partners recorded, not all that happened.")})}},
             ListItem{{paragraph({text("A change is reported only with its interval:")}),
                       {List{false,
                             1,
                             {ListItem{{paragraph({text("the ratio of counts, and")})}},
                              ListItem{{paragraph({text("the exact Poisson interval around it.")})}}}},
                        {}}}},
             ListItem{{paragraph(
                 {text("Every number can be traced with "), Inline{CodeSpan{"hallmark trace"}}, text(".")})}}}},
       {}});
  add({Callout{Callout::Kind::note,
               "Months held",
               {paragraph({text("July 2019 is missing at source. Comparisons that touch it use 11 of 12 months.")})}},
       {}});
  add({Callout{
           Callout::Kind::warning,
           "",
           {paragraph({text("Some suppliers sent outcomes late; do not compare outcome rates for the last quarter.")}),
            prose(1, 2)}},
       {}});
  add(section(1, "2", "Levels and trends"));
  add(prose(3, 6));
  add(figure(1, "Burglary has been above its long-run level since early 2021", control_chart()));
  add(prose(1, 3));
  add(figure(2, "Three kinds of acquisitive crime, offences a month, January 2018 to August 2021", line_chart()));
  add(section(2, "2.1", "By district"));
  add({districts(1, 64), {}});
  add(prose(4, 3));
  add({Quote{{paragraph({text("“The partnership should act on what is known and say plainly what is not.”")}),
              paragraph({text("— A chief constable")})}},
       {}});
  add(figure(3, "Recorded offences by type", bar_chart()));
  add(figure(4, "Burglary by district", small_multiples()));
  add(section(1, "3", "Where"));
  add(prose(5, 4));
  add(figure(5, "Burglary rate by neighbourhood", map_chart()));
  add(figure(6, "Hot spots of vehicle crime; outlined cells are beyond chance", lattice_chart()));
  add(section(3, "3.0.1", "A third-level heading"));
  add(prose(2, 2));
  add({Rule{}, {}});
  add(section(2, "3.1", "How each number was made"));
  add({Code{"sh",
            "hallmark query police_street_crime --by month,local_authority\n    --where crime_type=Burglary   # a "
            "comment\nhallmark verify out/joint_strategic_assessment.pdf\n"},
       {}});
  add(paragraph({text("The method is described by the "),
                 Inline{Link{"https://www.ons.gov.uk/methodology", {text("Office for National Statistics")}}},
                 text("; questions to "), Inline{Link{"mailto:analyst@example.org", {text("the analyst")}}},
                 text(". A "), Inline{Link{"javascript:alert(1)", {text("refused link")}}}, text(" is plain text.")}));
  Table wide;
  wide.caption = "A table of many columns";
  wide.number = 2;
  wide.columns.push_back({"Area", Column::Kind::text, "", true});
  for (int i = 1; i <= 14; ++i)
    wide.columns.push_back({"Quarter " + std::to_string(i), Column::Kind::number, "", false});
  for (int r = 0; r < 6; ++r) {
    std::vector<Cell> row{cell("Neighbourhood number " + std::to_string(r))};
    for (int i = 1; i <= 14; ++i) row.push_back(cell(count(1000.0 * i + r)));
    wide.rows.push_back(row);
  }
  add({wide, {}});
  return document;
}

}  // namespace sample
