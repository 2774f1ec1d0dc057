#include "report/practice_facts.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "knowledge_base/fit.h"
#include "knowledge_base/ranking.h"

namespace hallmark::report {

namespace {

using namespace knowledge;
using Texts = std::vector<std::string>;

constexpr std::string_view prefix = "practice.";

// ---- Figures of the front matter ------------------------------------------------------------------------------------

struct OutcomeFigure {
  std::string_view path;
  std::optional<double> (*value)(const Outcome&);
};

template <std::optional<Arm> Outcome::*arm, auto member>
std::optional<double> of_arm(const Outcome& outcome) {
  return outcome.*arm ? std::optional<double>((*(outcome.*arm)).*member) : std::nullopt;
}

template <auto member>
std::optional<double> of_report(const Outcome& outcome) {
  return outcome.reported ? std::optional<double>((*outcome.reported).*member) : std::nullopt;
}

constexpr OutcomeFigure outcome_figures[] = {
    {"treated.before", of_arm<&Outcome::treated, &Arm::before>},
    {"treated.after", of_arm<&Outcome::treated, &Arm::after>},
    {"treated.exposure_before", of_arm<&Outcome::treated, &Arm::exposure_before>},
    {"treated.exposure_after", of_arm<&Outcome::treated, &Arm::exposure_after>},
    {"treated.events", of_arm<&Outcome::treated, &Arm::events>},
    {"treated.total", of_arm<&Outcome::treated, &Arm::total>},
    {"comparison.before", of_arm<&Outcome::comparison, &Arm::before>},
    {"comparison.after", of_arm<&Outcome::comparison, &Arm::after>},
    {"comparison.exposure_before", of_arm<&Outcome::comparison, &Arm::exposure_before>},
    {"comparison.exposure_after", of_arm<&Outcome::comparison, &Arm::exposure_after>},
    {"comparison.events", of_arm<&Outcome::comparison, &Arm::events>},
    {"comparison.total", of_arm<&Outcome::comparison, &Arm::total>},
    {"reported.value", of_report<&ReportedEffect::value>},
    {"reported.lower", of_report<&ReportedEffect::lower>},
    {"reported.upper", of_report<&ReportedEffect::upper>},
    {"reported.p", of_report<&ReportedEffect::p>},
    {"follow_up_months", [](const Outcome& outcome) { return outcome.follow_up_months; }},
};

// "3" -> the third outcome; null for what is no position.
const Outcome* outcome_at(const CaseStudy& study, std::string_view position) {
  std::size_t number = 0;
  const auto read = std::from_chars(position.data(), position.data() + position.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == position.data() + position.size();
  return whole && number >= 1 && number <= study.outcomes.size() ? &study.outcomes[number - 1] : nullptr;
}

// ---- Facts ----------------------------------------------------------------------------------------------------------

// What the texts of a call name, in order.
enum class Names { study, area, other };

struct Fact {
  std::string_view name, help;
  std::vector<Names> texts;
  bool standard, areas;  // whether it is answered from these
  double (*value)(const PracticeBase& base, const Texts& texts);
};

double place_rank(const PracticeBase& base, const Texts& texts) {
  const AreaModel& model = base.areas();
  const std::size_t area = model.find(texts[0]);
  const auto place = place_of(base.studies()[base.find(texts[1])], model);
  const auto rank = place ? rank_of(model, area, *place) : std::nullopt;
  return rank ? static_cast<double>(*rank) : std::nan("");
}

double indicator(const PracticeBase& base, const Texts& texts) {
  const AreaModel& model = base.areas();
  for (std::size_t i = 0; i < model.indicators().size(); ++i)
    if (model.indicators()[i].name == texts[1]) return model.areas()[model.find(texts[0])].indicators[i];
  throw Error(ExitCode::configuration, fmt::format("“{}” is no indicator of similar_areas.yaml.", texts[1]));
}

double level(const PracticeBase& base, const Texts& texts) {
  const std::size_t study = base.find(texts[0]);
  const Outcome* outcome = outcome_at(base.studies()[study], texts[1]);
  if (outcome == nullptr)
    throw Error(ExitCode::configuration, fmt::format("“{}” has no outcome {}.", texts[0], texts[1]));
  const auto index = static_cast<std::size_t>(outcome - base.studies()[study].outcomes.data());
  return base.grades()[study].outcomes[index].level;
}

const Fact facts[] = {
    {"figure",
     "A number of a case study's front matter, by its path.",
     {Names::study, Names::other},
     false,
     false,
     [](const PracticeBase& base, const Texts& texts) {
       return figure(base.studies()[base.find(texts[0])], texts[1]).value_or(std::nan(""));
     }},
    {"level", "The Maryland level of an outcome's design.", {Names::study, Names::other}, true, false, level},
    {"evidence",
     "How much a study's grade weighs when practice is ranked.",
     {Names::study},
     true,
     false,
     [](const PracticeBase& base, const Texts& texts) { return base.grades()[base.find(texts[0])].weight; }},
    {"similarity",
     "How like an area is to the place of a study, 0 to 1; half where the table or a published group does not hold it.",
     {Names::area, Names::study},
     false,
     true,
     [](const PracticeBase& base, const Texts& texts) {
       return place_similarity(place_words(base.studies()[base.find(texts[1])]), &base.areas(),
                               base.areas().find(texts[0]));
     }},
    {"rank",
     "Where the place of a study stands among the areas most like one, 1 for the area itself.",
     {Names::area, Names::study},
     false,
     true,
     place_rank},
    {"indicator", "A figure of the table of areas.", {Names::area, Names::other}, false, true, indicator},
    {"group",
     "How many areas are in the group of those most like one, the area itself left out.",
     {Names::area},
     false,
     true,
     [](const PracticeBase& base, const Texts& texts) {
       return static_cast<double>(group_of(base.areas(), base.areas().find(texts[0])).size());
     }},
    {"areas",
     "How many areas the table holds.",
     {},
     false,
     true,
     [](const PracticeBase& base, const Texts&) { return static_cast<double>(base.areas().areas().size()); }},
};

const Fact* find_fact(std::string_view name) {
  for (const Fact& fact : facts)
    if (fact.name == name) return &fact;
  return nullptr;
}

FormulaResult run(const Fact& fact, const PracticeBase& base, const std::vector<FormulaArgument>& arguments) {
  Texts texts;
  for (const FormulaArgument& argument : arguments)
    if (const auto* text = std::get_if<std::string>(&argument)) texts.push_back(*text);
  if (texts.size() != arguments.size() || texts.size() != fact.texts.size())
    throw Error(ExitCode::configuration, fmt::format("“{}{}” takes {} texts.", prefix, fact.name, fact.texts.size()));
  return {{{"", fact.value(base, texts)}}};
}

constexpr std::string_view areas_folder = "knowledge_base/areas/";

}  // namespace

std::vector<std::size_t> group_of(const AreaModel& model, std::size_t area) {
  std::vector<std::size_t> others;
  for (const Neighbour& neighbour : model.group(area))
    if (neighbour.area != area) others.push_back(neighbour.area);
  return others;
}

std::optional<double> figure(const CaseStudy& study, std::string_view path) {
  if (path == "cost.amount") return study.cost ? std::optional<double>(study.cost->amount) : std::nullopt;
  constexpr std::string_view start = "outcomes[", end = "].";
  const std::size_t close = path.find(end);
  if (!path.starts_with(start) || close == std::string_view::npos) return std::nullopt;
  const Outcome* outcome = outcome_at(study, path.substr(start.size(), close - start.size()));
  for (const OutcomeFigure& each : outcome_figures)
    if (outcome != nullptr && each.path == path.substr(close + end.size())) return each.value(*outcome);
  return std::nullopt;
}

std::vector<Formula> practice_formulas(const PracticeBase& base) {
  std::vector<Formula> formulas;
  for (const Fact& fact : facts)
    formulas.push_back(
        {fmt::format("{}{}", prefix, fact.name), "(text, …) -> number", std::string(fact.help),
         [&base, &fact](const std::vector<FormulaArgument>& arguments) { return run(fact, base, arguments); }});
  return formulas;
}

Quantity practice_fact(const PracticeBase& base, std::string_view name, Texts texts, NumberFormat format) {
  CallTrace call;
  call.function = fmt::format("{}{}", prefix, name);
  const double value = find_fact(name)->value(base, texts);
  for (std::string& text : texts) call.arguments.emplace_back(std::move(text));
  return {value, std::move(format), std::make_shared<const Trace>(Trace{std::move(call)})};
}

void add_sources(const CallNode& call, PracticeSources& sources) {
  if (!call.function.starts_with(prefix)) return;
  const Fact* fact = find_fact(std::string_view(call.function).substr(prefix.size()));
  if (fact == nullptr) return;
  sources.standard = sources.standard || fact->standard;
  sources.areas = sources.areas || fact->areas;
  std::size_t position = 0;
  for (const Names names : fact->texts) {
    const auto* text = position < call.arguments.size() ? std::get_if<std::string>(&call.arguments[position]) : nullptr;
    if (names == Names::study && text != nullptr) sources.studies.insert(*text);
    ++position;
  }
}

std::vector<std::string> source_paths(const PracticeBase& base, const std::vector<TraceNode>& nodes) {
  PracticeSources sources;
  for (const TraceNode& node : nodes)
    if (const auto* call = std::get_if<CallNode>(&node)) add_sources(*call, sources);
  std::vector<std::string> paths;
  if (!sources.studies.empty())  // a study that is gone is a number that cannot be recomputed
    for (const CaseStudy& study : base.studies())
      if (sources.studies.contains(study.id)) paths.push_back(study.path);
  if (sources.standard) paths.push_back(base.standard_path());
  if (sources.areas) paths.insert(paths.end(), base.area_paths().begin(), base.area_paths().end());
  return paths;
}

bool is_source(const PracticeSources& sources, std::string_view path) {
  const std::string name = file_name(path);
  if (file_extension(name) == ".md") return sources.studies.contains(name.substr(0, name.size() - 3));
  if (name == "evidence_standard.yaml") return sources.standard;
  return sources.areas && (path.find(areas_folder) != std::string_view::npos || path == knowledge::own_area_file ||
                           path == knowledge::published_groups_file);
}

}  // namespace hallmark::report
