#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/knowledge_folder.h"
#include "knowledge_base/fit.h"

namespace hallmark::cli {

using namespace knowledge;

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "ACTION", "", "", "like"},
    {Argument::Kind::positional, "AREA", "", "", "Name or code of a partnership or local authority"},
    {Argument::Kind::text, "-k", "COUNT", "",
     "How many, the area itself included; its group unless given, 15 of Hallmark's model"},
    {Argument::Kind::flag, "--explain", "", "", "Say which indicators bring each together with it or apart"},
    published_argument,
    {Argument::Kind::text, "-C,--workspace", "DIR", "",
     "A workspace, whose areas/own_area.csv is added and whose areas/most_similar_groups.csv is used as published "
     "list"},
    {Argument::Kind::text, "--base", "DIR", "", "A knowledge base other than the shipped one"},
    json_argument,
};

// All of a published group, unless fewer are asked for.
std::vector<Neighbour> most_alike(const Arguments& given, const AreaModel& model, std::size_t area) {
  const std::string text = given.text("k");
  if (text.empty()) return model.group(area);
  std::size_t count = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), count);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || count == 0)
    throw Error(ExitCode::usage, fmt::format("“{}” is no number of areas.", text), {"Give -k a whole number above 0."});
  return model.nearest(area, count);
}

std::string indicator_name(const AreaModel& model, const IndicatorGap& gap) {
  std::string name = model.indicators()[gap.indicator].name;
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string explained(const AreaModel& model, std::size_t own, std::size_t other) {
  constexpr std::size_t most = 3;
  std::vector<std::string> together, asunder;
  for (const IndicatorGap& gap : apart(model, own, other, most)) asunder.push_back(in_words(model, own, other, gap));
  for (const IndicatorGap& gap : alike(model, own, other, most)) together.push_back(indicator_name(model, gap));
  return fmt::format("{}\n  together  {}\n  apart     {}\n", model.areas()[other].name,
                     together.empty() ? "nothing" : join(together, ", "),
                     asunder.empty() ? "nothing" : join(asunder, "; "));
}

json::value to_json(const AreaModel& model, std::size_t own, const std::vector<Neighbour>& nearest, bool explain) {
  json::array rows;
  for (const Neighbour& neighbour : nearest) {
    const Area& area = model.areas()[neighbour.area];
    json::object row{{"code", area.code},
                     {"name", area.name},
                     {"police_force", area.police_force},
                     {"region", area.region},
                     {"distance", neighbour.distance ? json::value(*neighbour.distance) : json::value()},
                     {"similarity", neighbour.similarity},
                     {"shared_figures", area.shared_figures}};
    json::array gaps;
    if (explain)
      for (const IndicatorGap& gap : model.compare(own, neighbour.area))
        gaps.push_back(json::object{{"indicator", model.indicators()[gap.indicator].name},
                                    {"own", gap.own},
                                    {"other", gap.other},
                                    {"difference", gap.difference},
                                    {"same_scale", gap.same_scale}});
    if (explain) row["indicators"] = std::move(gaps);
    rows.push_back(std::move(row));
  }
  return json::object{{"area", model.areas()[own].name},
                      {"method", model.method(own)},
                      {"scale", model.scale(own)},
                      {"areas", std::move(rows)}};
}

// A published list knows no distances.
TextTable table_of(const AreaModel& model, const std::vector<Neighbour>& nearest) {
  const bool by_model = nearest.front().distance.has_value();
  TextTable table{{"", "area", "code", "region"}, {true, false, false, false}, {}};
  for (const std::string_view heading : {"distance", "similarity"}) {
    if (heading == "distance" && !by_model) continue;
    table.headings.emplace_back(heading);
    table.right.push_back(true);
  }
  for (const Neighbour& neighbour : nearest) {
    const Area& area = model.areas()[neighbour.area];
    table.rows.push_back(
        {std::to_string(table.rows.size() + 1), area.name + (area.shared_figures ? " *" : ""), area.code, area.region});
    if (by_model) table.rows.back().push_back(fmt::format("{:.2f}", *neighbour.distance));
    table.rows.back().push_back(fmt::format("{:.2f}", neighbour.similarity));
  }
  return table;
}

ExitCode run_areas(const Arguments& given, Terminal& terminal) {
  if (given.text("ACTION") != "like")
    throw Error(ExitCode::usage, fmt::format("`hallmark areas` cannot “{}”.", given.text("ACTION")),
                {"Write `hallmark areas like AREA`."});
  const AreaModel model = open_areas(given);
  const std::size_t own = find_area(given, model, given.text("AREA"));
  const std::vector<Neighbour> nearest = most_alike(given, model, own);
  if (given.has("json")) {
    terminal.print(write_json(to_json(model, own, nearest, given.has("explain")), 2) + "\n");
    return ExitCode::success;
  }
  terminal.print(to_text(table_of(model, nearest)));
  if (std::any_of(nearest.begin(), nearest.end(),
                  [&](const auto& one) { return model.areas()[one.area].shared_figures; }))
    terminal.print("* figures of the whole local authority, which holds several partnerships\n");
  terminal.print(fmt::format("By {}.\nSimilarity: {}\n", model.method(own), model.scale(own)));
  if (given.has("explain"))
    for (const Neighbour& neighbour : nearest)
      if (neighbour.area != own) terminal.print("\n" + explained(model, own, neighbour.area));
  return ExitCode::success;
}

}  // namespace

const Command areas_command = {
    "areas",
    "find the areas most like one",
    "areas like AREA lists the Community Safety Partnerships most like one, itself first, and says by which method.",
    "hallmark areas like Cardiff\n"
    "hallmark areas like Cardiff -k 5 --explain\n"
    "hallmark areas like W06000015 --published most_similar_groups.csv --json",
    arguments,
    run_areas,
};

}  // namespace hallmark::cli
