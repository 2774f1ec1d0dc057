#include <algorithm>

#include "base/text.h"
#include "knowledge_base/case_study_fields.h"

namespace hallmark::knowledge {

namespace {

Arm read_arm(const Yaml& map, const std::string& kind) {
  map.only({"name", "before", "after", "exposure_before", "exposure_after", "events", "total"});
  Arm arm;
  arm.name = text_of(map, "name");
  if (kind == "proportions") {
    arm.events = count_of(map, "events");
    arm.total = count_of(map, "total");
    if (*arm.total <= 0 || *arm.events > *arm.total) map.fail("The events must be part of a total above zero.");
    return arm;
  }
  arm.before = count_of(map, "before");
  arm.after = count_of(map, "after");
  arm.exposure_before = map.number_or("exposure_before", 1);
  arm.exposure_after = map.number_or("exposure_after", 1);
  if (arm.exposure_before <= 0 || arm.exposure_after <= 0) map.fail("An exposure must be above zero.");
  if (kind == "rates" && (map.find("exposure_before") == nullptr || map.find("exposure_after") == nullptr))
    map.fail("Rates need exposure_before and exposure_after: over how many people or months the events happened.");
  return arm;
}

void check_reported(const Yaml& map, const ReportedEffect& effect) {
  const bool ratio = effect.measure.ends_with("_ratio");
  for (const auto& bound : {std::optional(effect.value), effect.lower, effect.upper})
    if (bound && ratio && *bound < 0) map.fail("A ratio cannot be below zero.");
  if (effect.measure == "percent_change" && effect.value < -100)
    map.required("value").fail("A fall cannot exceed 100 per cent.");
  if (effect.lower.has_value() != effect.upper.has_value()) map.fail("An interval needs both lower and upper.");
  if (effect.lower && (*effect.lower > effect.value || *effect.upper < effect.value))
    map.fail("The value lies outside its own interval.");
  if (effect.p && (*effect.p < 0 || *effect.p > 1)) map.required("p").fail("p lies between 0 and 1.");
  if (effect.confidence <= 0 || effect.confidence >= 100)
    map.required("confidence").fail("“confidence” is per cent, such as 95.");
}

// Of an effect whose size the source does not give: it says which way, and that it was tested.
double direction_of(const Yaml& map) {
  map.only({"measure", "direction", "significant", "note"});
  map.required("significant");
  const std::string direction = map.required("direction").text();
  check_word(map.required("direction"), direction, {"decrease", "increase"}, "direction");
  return direction == "decrease" ? -1 : 1;
}

ReportedEffect read_reported(const Yaml& map) {
  static const std::vector<std::string> measures = {
      "incidence_rate_ratio",         "rate_ratio",     "odds_ratio", "risk_ratio", "percent_change",
      "standardised_mean_difference", "direction_only", "other"};
  map.only({"measure", "value", "direction", "lower", "upper", "confidence", "p", "significant", "note"});
  ReportedEffect effect;
  effect.measure = map.required("measure").text();
  check_word(map.required("measure"), effect.measure, measures, "measure");
  effect.value = effect.measure == "direction_only" ? direction_of(map) : map.required("value").number();
  effect.lower = number_of(map, "lower");
  effect.upper = number_of(map, "upper");
  effect.p = number_of(map, "p");
  effect.confidence = map.number_or("confidence", 95);
  effect.significant = answer_of(map.find("significant"));
  effect.note = text_of(map, "note");
  check_reported(map, effect);
  return effect;
}

}  // namespace

Outcome read_outcome(const Yaml& map, std::size_t sources, const std::vector<std::string>& themes) {
  static const std::vector<std::string> kinds = {"counts", "rates", "proportions", "reported"};
  map.only({"name", "themes", "design", "kind", "desired", "treated", "comparison", "n", "follow_up_months", "reported",
            "source"});
  Outcome outcome;
  outcome.where = map.where();
  outcome.name = required_text(map, "name");
  outcome.themes = words_of(map, "themes", themes, "theme of this study");
  outcome.design = map.required("design").text();
  outcome.kind = map.required("kind").text();
  check_word(map.required("kind"), outcome.kind, kinds, "kind");
  const std::string desired = map.text_or("desired", "decrease");
  if (desired != "decrease" && desired != "increase")
    map.required("desired").fail("“desired” is decrease or increase.", {suggestion(desired, {"decrease", "increase"})});
  outcome.desired_decrease = desired == "decrease";
  if (const Yaml* arm = map.find("treated")) outcome.treated = read_arm(*arm, outcome.kind);
  if (const Yaml* arm = map.find("comparison")) {
    if (outcome.kind != "reported") outcome.comparison = read_arm(*arm, outcome.kind);
  }
  if (const Yaml* reported = map.find("reported")) outcome.reported = read_reported(*reported);
  if (outcome.kind == "reported" && !outcome.reported) map.fail("An outcome of kind reported needs “reported”.");
  if (outcome.kind != "reported" && !outcome.treated)
    map.fail(fmt::format("An outcome of kind {} needs “treated”.", outcome.kind));
  if (outcome.kind == "proportions" && !outcome.comparison)
    map.fail("An outcome of kind proportions needs “comparison”.");
  outcome.n = text_of(map, "n");
  outcome.follow_up_months = number_of(map, "follow_up_months");
  if (outcome.follow_up_months && *outcome.follow_up_months < 0)
    map.required("follow_up_months").fail("A follow-up cannot be below zero.");
  const long long source = map.integer_or("source", 0);
  if (source < 0 || source > static_cast<long long>(sources))
    map.required("source").fail(fmt::format("There is no source {}; {} are listed, counted from 1.", source, sources));
  outcome.source = static_cast<std::size_t>(source);
  return outcome;
}

}  // namespace hallmark::knowledge
