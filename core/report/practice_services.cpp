#include "report/practice_services.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "knowledge_base/fit.h"
#include "report/practice_facts.h"

namespace hallmark::report {

namespace {

using namespace knowledge;
using Style = NumberFormat::Style;

constexpr std::size_t most_gaps = 3;  // indicators named on either side

Value list_of(const std::vector<std::string>& texts) {
  ValueList list;
  for (const std::string& text : texts) list.push_back({text});
  return {std::move(list)};
}

void add_text(ValueMap& map, const char* name, const std::string& text) {
  if (!text.empty()) map.emplace(name, Value{text});
}

NumberFormat decimal(int decimals) {
  return {Style::decimal, decimals, false, {}};
}

NumberFormat plain(double value) {
  return decimal(value == std::floor(value) ? 0 : 1);
}

std::string dates(const CaseStudy& study) {
  return study.end.empty() ? study.start : fmt::format("{} to {}", study.start, study.end);
}

// ---- Effects --------------------------------------------------------------------------------------------------------

TracePtr trace_of(CallTrace call) {
  return std::make_shared<const Trace>(Trace{std::move(call)});
}

class EffectTraces {
 public:
  EffectTraces(const PracticeBase& base, const CaseStudy& study, std::size_t outcome)
      : base_(base),
        study_(study),
        outcome_(study.outcomes[outcome]),
        path_(fmt::format("outcomes[{}].", outcome + 1)) {}

  // `part`: ratio, lower or upper of what the counts give; value, lower, upper or p of what is reported.
  Quantity of(const Effect& effect, const char* part, double value) const {
    NumberFormat format = effect.measure == "percentage change" ? plain(value) : decimal(2);
    if (!effect.computed) return fact(fmt::format("reported.{}", part), std::move(format));
    const bool is_value = std::string_view(part) == "value";
    CallTrace call{formula(), arguments(), is_value ? "ratio" : part, -1};
    return {value, std::move(format), trace_of(std::move(call))};
  }

  Quantity fact(const std::string& name, NumberFormat format) const {
    return practice_fact(base_, "figure", {study_.id, path_ + name}, std::move(format));
  }

 private:
  std::string formula() const {
    if (outcome_.kind == "proportions") return "statistics.odds_ratio";
    return outcome_.comparison ? "statistics.relative_rate_ratio" : "statistics.poisson_ratio";
  }

  // In the order of the formulas; exposures and confidence always, so that each has one form.
  std::vector<CallTrace::Argument> arguments() const {
    std::vector<std::string> names;
    if (outcome_.kind == "proportions")
      names = {"treated.events", "treated.total", "comparison.events", "comparison.total"};
    else if (outcome_.comparison)
      names = {"treated.after",
               "treated.before",
               "comparison.after",
               "comparison.before",
               "treated.exposure_after",
               "treated.exposure_before",
               "comparison.exposure_after",
               "comparison.exposure_before"};
    else
      names = {"treated.after", "treated.before", "treated.exposure_after", "treated.exposure_before"};
    std::vector<CallTrace::Argument> all;
    for (const std::string& name : names) all.emplace_back(fact(name, plain(0)).trace);
    all.emplace_back(constant(base_.standard().confidence, "confidence of evidence_standard.yaml").trace);
    return all;
  }

  const PracticeBase& base_;
  const CaseStudy& study_;
  const Outcome& outcome_;
  std::string path_;
};

ValueMap outcome_value(const PracticeBase& base, const CaseStudy& study, const OutcomeGrade& grade, std::size_t at) {
  const Outcome& outcome = study.outcomes[at];
  const EffectTraces traces(base, study, at);
  ValueMap map{{"name", {grade.name}},
               {"themes", list_of(outcome.themes)},
               {"label", {grade.label}},
               {"level", {practice_fact(base, "level", {study.id, std::to_string(at + 1)}, NumberFormat::count())}},
               {"design", {grade.design_words}},
               {"decrease_wanted", {outcome.desired_decrease}},
               {"verdict", {std::string(to_text(grade.verdict))}},
               {"reasons", list_of(grade.reasons)},
               {"would_raise", list_of(grade.would_raise)}};
  add_text(map, "n", outcome.n);
  if (outcome.follow_up_months)
    map.emplace("follow_up_months", Value{traces.fact("follow_up_months", plain(*outcome.follow_up_months))});
  const Effect& effect = grade.effect;
  if (effect.measure.empty()) return map;
  map.emplace("measure", Value{effect.measure});
  map.emplace("ratio", Value{effect.no_difference == 1});
  map.emplace("computed", Value{effect.computed});
  map.emplace("interval", Value{fmt::format("{:g}% interval", 100 * effect.confidence)});
  if (outcome.reported && outcome.reported->measure == "direction_only")
    map.emplace("direction", Value{effect.value < 0 ? "a fall" : "a rise"});
  else
    map.emplace("value", Value{traces.of(effect, "value", effect.value)});
  if (effect.lower) map.emplace("lower", Value{traces.of(effect, "lower", *effect.lower)});
  if (effect.upper) map.emplace("upper", Value{traces.of(effect, "upper", *effect.upper)});
  if (effect.significant != Answer::unknown) map.emplace("significant", Value{effect.significant == Answer::yes});
  return map;
}

// ---- Studies --------------------------------------------------------------------------------------------------------

Value cost_value(const PracticeBase& base, const CaseStudy& study) {
  const Cost& cost = *study.cost;
  NumberFormat format = cost.currency == "GBP" ? NumberFormat{Style::money, 0, false, {}} : NumberFormat::count();
  ValueMap map{{"amount", {practice_fact(base, "figure", {study.id, "cost.amount"}, std::move(format))}},
               {"currency", {cost.currency}}};
  if (cost.price_year > 0) map.emplace("price_year", Value{std::to_string(cost.price_year)});
  add_text(map, "note", cost.note);
  return {std::move(map)};
}

// Its place in the base, where the document may show it.
std::size_t find(const PracticeBase& base, const std::string& id, Marking document) {
  const std::size_t index = base.find(id);
  const CaseStudy& study = base.studies()[index];
  require_marking(study.marking, document, fmt::format("The case study “{}” is", id), study.marked);
  return index;
}

ValueMap study_value(const PracticeBase& base, std::size_t index) {
  const CaseStudy& study = base.studies()[index];
  const Grade& grade = base.grades()[index];
  ValueList outcomes, sources;
  for (std::size_t i = 0; i < grade.outcomes.size(); ++i)
    outcomes.push_back({outcome_value(base, study, grade.outcomes[i], i)});
  for (const Source& source : study.sources) {
    ValueMap cited{{"cite", {source.cite}}};
    add_text(cited, "url", source.url);
    sources.push_back({std::move(cited)});
  }
  ValueMap map{{"id", {study.id}},
               {"title", {study.title}},
               {"label", {grade.label}},
               {"level", {static_cast<double>(grade.level)}},
               {"reasons", list_of(grade.reasons)},
               {"would_raise", list_of(grade.would_raise)},
               {"themes", list_of(study.themes)},
               {"agencies", list_of(study.agencies)},
               {"outcomes", {std::move(outcomes)}},
               {"sources", {std::move(sources)}},
               {"displacement_checked", {study.displacement == Answer::yes}}};
  for (const auto& [name, text] : {std::pair<const char*, const std::string&>{"place", study.area_name},
                                   {"country", study.country},
                                   {"problem", study.problem},
                                   {"intervention", study.intervention},
                                   {"population", study.population},
                                   {"mechanism", study.mechanism},
                                   {"moderators", study.moderators},
                                   {"implementation", study.implementation},
                                   {"programme", study.programme},
                                   {"displacement_finding", study.displacement_finding}})
    add_text(map, name, text);
  add_text(map, "dates", dates(study));
  if (study.cost) map.emplace("cost", cost_value(base, study));
  return map;
}

ValueMap ranked_value(const PracticeBase& base, const Ranked& ranked, const std::string& like) {
  const CaseStudy& study = base.studies()[ranked.study];
  const Quantity evidence = practice_fact(base, "evidence", {study.id}, decimal(2));
  ValueMap map{{"id", {study.id}},
               {"title", {study.title}},
               {"label", {base.grades()[ranked.study].label}},
               {"evidence", {evidence}}};
  add_text(map, "place", study.area_name);
  add_text(map, "programme", study.programme);
  if (like.empty()) {
    map.emplace("score", Value{evidence});
    return map;
  }
  const Quantity similarity = practice_fact(base, "similarity", {like, study.id}, decimal(2));
  CallTrace product{"*", {similarity.trace, evidence.trace}, "", -1};
  map.emplace("similarity", Value{similarity});
  map.emplace("score", Value{Quantity{ranked.score, decimal(2), trace_of(std::move(product))}});
  return map;
}

ValueList ranked_values(const PracticeBase& base, const std::vector<std::string>& themes, const std::string& like,
                        Marking document) {
  const std::vector<std::string>& known = base.vocabulary().themes;
  for (const std::string& theme : themes)
    if (std::find(known.begin(), known.end(), theme) == known.end())
      throw Error(ExitCode::configuration, fmt::format("“{}” is no theme of the vocabulary.", theme),
                  {suggestion(theme, known)});
  const AreaModel& model = base.areas();
  const auto area = like.empty() ? std::nullopt : std::optional(model.find(like));
  ValueList all;
  for (const Ranked& ranked : rank(base.studies(), base.grades(), themes, model, area))
    if (base.studies()[ranked.study].marking <= document)
      all.push_back({ranked_value(base, ranked, area ? model.areas()[*area].code : std::string())});
  return all;
}

// ---- Areas ----------------------------------------------------------------------------------------------------------

Value area_value(const PracticeBase& base, const std::string& name_or_code) {
  const AreaModel& model = base.areas();
  const auto found = model.find_code(name_or_code);
  if (!found) return {};
  const Area& area = model.areas()[*found];
  ValueMap map{{"code", {area.code}},
               {"name", {area.name}},
               {"method", {model.method(*found)}},
               {"scale", {model.scale(*found)}}};
  if (!model.has_published_group(*found))
    map.emplace("areas", Value{practice_fact(base, "areas", {}, NumberFormat::count())});
  return {std::move(map)};
}

std::vector<std::string> themes_of(const PracticeBase& base, const std::string& category) {
  std::vector<std::string> themes;
  for (const auto& [theme, categories] : base.vocabulary().recorded_as)
    if (std::find(categories.begin(), categories.end(), category) != categories.end()) themes.push_back(theme);
  return themes;
}

Value similar_value(const PracticeBase& base, const std::string& name_or_code) {
  const AreaModel& model = base.areas();
  const auto found = model.find_code(name_or_code);
  if (!found) return {};
  ValueList others;
  for (const std::size_t other : group_of(model, *found)) {
    const Area& area = model.areas()[other];
    others.push_back({ValueMap{{"code", {area.code}},
                               {"name", {area.name}},
                               {"authorities", {static_cast<double>(area.local_authorities.size())}}}});
  }
  if (others.empty()) return {};
  const Area& area = model.areas()[*found];
  return {ValueMap{{"code", {area.code}},
                   {"name", {area.name}},
                   {"method", {model.method(*found)}},
                   {"size", {practice_fact(base, "group", {area.code}, NumberFormat::count())}},
                   {"others", {std::move(others)}}}};
}

Value gap_value(const PracticeBase& base, std::size_t own, std::size_t other, const IndicatorGap& gap) {
  const AreaModel& model = base.areas();
  const Indicator& indicator = model.indicators()[gap.indicator];
  const auto figure_of = [&](std::size_t area, double value) {
    return practice_fact(base, "indicator", {model.areas()[area].code, indicator.name},
                         std::abs(value) >= 1000 ? NumberFormat::count() : decimal(1));
  };
  std::string name = indicator.name;
  std::replace(name.begin(), name.end(), '_', ' ');
  return {ValueMap{{"indicator", {std::move(name)}},
                   {"words", {indicator.words}},
                   {"higher", {gap.difference < 0 ? "here" : "there"}},
                   {"here", {figure_of(own, gap.own)}},
                   {"there", {figure_of(other, gap.other)}},
                   {"same_scale", {gap.same_scale}}}};
}

ValueMap fit_value(const PracticeBase& base, std::size_t study, const std::string& name_or_code) {
  const AreaModel& model = base.areas();
  const std::size_t area = model.find(name_or_code);
  const std::string& code = model.areas()[area].code;
  const std::optional<std::size_t> place = place_of(base.studies()[study], model);
  const std::string& id = base.studies()[study].id;
  ValueMap map{{"known", {place.has_value()}},
               {"same", {place == area}},
               {"similarity", {practice_fact(base, "similarity", {code, id}, decimal(2))}},
               {"areas", {practice_fact(base, "areas", {}, NumberFormat::count())}}};
  if (!place) return map;
  const std::optional<std::size_t> rank = rank_of(model, area, *place);
  map.emplace("in_group", Value{in_group(model, area, *place)});
  map.emplace("published", Value{model.has_published_group(area)});
  if (rank) map.emplace("rank", Value{practice_fact(base, "rank", {code, id}, NumberFormat::count())});
  map.emplace("place", Value{model.areas()[*place].name});
  ValueList together, asunder;
  for (const IndicatorGap& gap : alike(model, area, *place, most_gaps))
    together.push_back(gap_value(base, area, *place, gap));
  for (const IndicatorGap& gap : apart(model, area, *place, most_gaps))
    asunder.push_back(gap_value(base, area, *place, gap));
  map.emplace("alike", Value{std::move(together)});
  map.emplace("differs", Value{std::move(asunder)});
  return map;
}

}  // namespace

script::PracticeServices practice_services(std::shared_ptr<const PracticeBase> base, Marking document) {
  return {[base](const std::string& area) { return area_value(*base, area); },
          [base, document](const std::vector<std::string>& themes, const std::string& like) {
            return ranked_values(*base, themes, like, document);
          },
          [base, document](const std::string& id) { return study_value(*base, find(*base, id, document)); },
          [base, document](const std::string& id, const std::string& area) {
            return fit_value(*base, find(*base, id, document), area);
          },
          [base](const std::string& category) { return themes_of(*base, category); },
          [base](const std::string& area) { return similar_value(*base, area); }};
}

}  // namespace hallmark::report
