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
    {Argument::Kind::text, "-k", "COUNT", "", "How many, the area itself included; 15 unless given"},
    {Argument::Kind::flag, "--explain", "", "", "Say which indicators bring each together with it or apart"},
    {Argument::Kind::text, "--published", "FILE", "", "Use a published list (CSV: code,similar_code,rank)"},
    {Argument::Kind::text, "-C,--workspace", "DIR", "", "A workspace, whose areas/own_area.csv is added"},
    {Argument::Kind::text, "--base", "DIR", "", "A knowledge base other than the shipped one"},
    json_argument,
};

AreaModel open_areas(const Arguments& given) {
  const std::string base = given.has("base") ? given.text("base") : join_path(hallmark_home(), "knowledge_base");
  AreaModel model = AreaModel::load(disk(), join_path(base, "areas/similar_areas.yaml"), own_area_table(given));
  if (given.has("published")) model.use_published_list(disk(), given.text("published"));
  return model;
}

std::size_t count_wanted(const Arguments& given, const AreaModel& model) {
  const std::string text = given.text("k");
  if (text.empty()) return model.group_size();
  std::size_t count = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), count);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || count == 0)
    throw Error(ExitCode::usage, fmt::format("“{}” is no number of areas.", text), {"Give -k a whole number above 0."});
  return count;
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
                     {"distance", neighbour.distance},
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
  return json::object{{"area", model.areas()[own].name}, {"method", model.method()}, {"areas", std::move(rows)}};
}

ExitCode run_areas(const Arguments& given, Terminal& terminal) {
  if (given.text("ACTION") != "like")
    throw Error(ExitCode::usage, fmt::format("`hallmark areas` cannot “{}”.", given.text("ACTION")),
                {"Write `hallmark areas like AREA`."});
  const AreaModel model = open_areas(given);
  const std::size_t own = model.find(given.text("AREA"));
  const std::vector<Neighbour> nearest = model.nearest(own, count_wanted(given, model));
  if (given.has("json")) {
    terminal.print(write_json(to_json(model, own, nearest, given.has("explain")), 2) + "\n");
    return ExitCode::success;
  }
  TextTable table{
      {"", "area", "code", "region", "distance", "similarity"}, {true, false, false, false, true, true}, {}};
  bool shared = false;
  for (const Neighbour& neighbour : nearest) {
    const Area& area = model.areas()[neighbour.area];
    shared = shared || area.shared_figures;
    table.rows.push_back({std::to_string(table.rows.size() + 1), area.name + (area.shared_figures ? " *" : ""),
                          area.code, area.region, fmt::format("{:.2f}", neighbour.distance),
                          fmt::format("{:.2f}", neighbour.similarity)});
  }
  terminal.print(to_text(table));
  if (shared) terminal.print("* figures of the whole local authority, which holds several partnerships\n");
  terminal.print(fmt::format("By {}.\n", model.method()));
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
