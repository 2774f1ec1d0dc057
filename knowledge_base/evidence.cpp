#include "knowledge_base/evidence.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "base/yaml.h"
#include "statistics/effect.h"
#include "statistics/poisson.h"

namespace hallmark::knowledge {

namespace {

const std::map<std::string, Verdict> verdict_words = {
    {"good", Verdict::good}, {"harmful", Verdict::harmful}, {"none", Verdict::none}, {"unknown", Verdict::unknown}};

LabelRule read_rule(const Yaml& item) {
  item.only({"label", "when"});
  LabelRule rule;
  rule.label = item.required("label").text();
  const Yaml& when = item.required("when");
  when.only({"effect", "level_at_least", "independent", "follow_up_long_enough", "n_known"});
  if (const Yaml* effect = when.find("effect")) {
    const auto word = verdict_words.find(effect->text());
    if (word == verdict_words.end())
      effect->fail(fmt::format("“{}” is no effect.", effect->text()),
                   {suggestion(effect->text(), {"good", "harmful", "none", "unknown"})});
    rule.effect = word->second;
  }
  rule.level_at_least = static_cast<int>(when.integer_or("level_at_least", 0));
  rule.independent = when.boolean_or("independent", false);
  rule.follow_up_long_enough = when.boolean_or("follow_up_long_enough", false);
  rule.n_known = when.boolean_or("n_known", false);
  return rule;
}

// What of a study the conditions of a label look at.
struct Facts {
  Verdict verdict;
  int level;
  bool independent, long_enough, n_known;
};

// The conditions of a rule that do not hold, as what would have to be so.
std::vector<std::string> unmet(const LabelRule& rule, const Facts& facts, const EvidenceStandard& standard) {
  std::vector<std::string> missing;
  if (rule.effect && *rule.effect != facts.verdict)
    missing.emplace_back("an effect whose interval excludes “no difference”");
  if (facts.level < rule.level_at_least)
    missing.push_back(
        fmt::format("a design of Maryland level {} or more, such as before and after with a comparison group",
                    rule.level_at_least));
  if (rule.independent && !facts.independent) missing.emplace_back("an evaluator independent of those who ran it");
  if (rule.follow_up_long_enough && !facts.long_enough)
    missing.push_back(fmt::format("a stated follow-up of {} months or more", standard.long_enough_months));
  if (rule.n_known && !facts.n_known) missing.emplace_back("the number of places or people measured");
  return missing;
}

Effect ratio_effect(std::string measure, const statistics::RatioEffect& from) {
  return {std::move(measure), from.ratio, from.lower, from.upper, std::nullopt, 1, true};
}

Effect reported_effect(const ReportedEffect& reported) {
  static const std::map<std::string, std::string> names = {
      {"incidence_rate_ratio", "incidence rate ratio"},
      {"rate_ratio", "rate ratio"},
      {"odds_ratio", "odds ratio"},
      {"risk_ratio", "risk ratio"},
      {"percent_change", "percentage change"},
      {"standardised_mean_difference", "standardised mean difference"},
      {"other", "effect"}};
  Effect effect{names.at(reported.measure), reported.value, reported.lower, reported.upper, reported.p, 1, false};
  if (reported.measure == "percent_change" || reported.measure == "standardised_mean_difference" ||
      reported.measure == "other")
    effect.no_difference = 0;
  return effect;
}

Effect effect_of(const Outcome& outcome, double confidence) {
  if (outcome.kind == "reported" || !outcome.treated)
    return outcome.reported ? reported_effect(*outcome.reported) : Effect{};
  const Arm& treated = *outcome.treated;
  if (outcome.kind == "proportions")
    return ratio_effect("odds ratio",
                        statistics::odds_ratio(*treated.events, *treated.total, *outcome.comparison->events,
                                               *outcome.comparison->total, confidence));
  const auto before_after = [](const Arm& arm) {
    return statistics::BeforeAfter{*arm.before, *arm.after, arm.exposure_before, arm.exposure_after};
  };
  if (outcome.comparison)
    return ratio_effect(
        "relative incidence rate ratio",
        statistics::relative_rate_ratio(before_after(treated), before_after(*outcome.comparison), 1, confidence));
  const auto ratio = statistics::poisson_ratio(*treated.after, *treated.before, treated.exposure_after,
                                               treated.exposure_before, confidence);
  if (!ratio) return {};
  return {"rate ratio, after to before", ratio->ratio, ratio->lower, ratio->upper, ratio->p, 1, true};
}

Verdict verdict_of(const Effect& effect, bool desired_decrease) {
  if (effect.measure.empty()) return Verdict::unknown;
  const bool lower = effect.value < effect.no_difference;
  const Verdict direction = lower == desired_decrease ? Verdict::good : Verdict::harmful;
  if (effect.lower && effect.upper) {
    const bool excludes = *effect.upper < effect.no_difference || *effect.lower > effect.no_difference;
    return excludes ? direction : Verdict::none;
  }
  if (effect.p) return *effect.p < 0.05 ? direction : Verdict::none;
  return Verdict::unknown;
}

std::string verdict_sentence(Verdict verdict) {
  switch (verdict) {
    case Verdict::good:
      return "The interval excludes “no difference”, in the direction hoped for.";
    case Verdict::harmful:
      return "The interval excludes “no difference”, in the direction that was not wanted.";
    case Verdict::none:
      return "The interval includes “no difference”.";
    case Verdict::unknown:
      return "No interval or test is stated or can be computed, so chance is not ruled out.";
  }
  return {};
}

OutcomeGrade grade_outcome(const Outcome& outcome, const CaseStudy& study, const EvidenceStandard& standard) {
  const auto design = standard.designs.find(outcome.design);
  if (design == standard.designs.end()) {
    std::vector<std::string> names;
    for (const auto& [name, facts] : standard.designs) names.push_back(name);
    throw Error(ExitCode::configuration, fmt::format("“{}” is no design of the evidence standard.", outcome.design),
                {suggestion(outcome.design, names)}, outcome.where);
  }
  OutcomeGrade result;
  result.name = outcome.name;
  result.level = design->second.level;
  result.design_words = design->second.words;
  result.effect = effect_of(outcome, standard.confidence);
  result.verdict = verdict_of(result.effect, outcome.desired_decrease);
  const bool long_enough = outcome.follow_up_months && *outcome.follow_up_months >= standard.long_enough_months;
  const bool n_known = !outcome.n.empty() && outcome.n != "not stated";
  const Facts facts{result.verdict, result.level, study.independent == Answer::yes, long_enough, n_known};

  result.reasons.push_back(fmt::format("Maryland level {}: {}.", result.level, result.design_words));
  if (!result.effect.measure.empty()) result.reasons.push_back(to_text(result.effect) + ".");
  result.reasons.push_back(verdict_sentence(result.verdict));
  result.reasons.push_back(!outcome.follow_up_months
                               ? "The follow-up is not stated."
                               : fmt::format("Followed for {} months.", *outcome.follow_up_months));
  result.reasons.push_back(n_known ? fmt::format("Measured on {}.", outcome.n)
                                   : "How many were measured is not stated.");

  for (std::size_t i = 0; i < standard.labels.size(); ++i) {
    if (!unmet(standard.labels[i], facts, standard).empty()) continue;
    result.label = standard.labels[i].label;
    for (std::size_t above = i; above-- > 0;) {
      const LabelRule& rule = standard.labels[above];
      if (rule.effect != Verdict::good) continue;
      for (const std::string& missing : unmet(rule, facts, standard))
        result.would_raise.push_back(fmt::format("“{}” needs {}.", rule.label, missing));
      break;
    }
    break;
  }
  return result;
}

std::string label_of(const std::vector<OutcomeGrade>& outcomes, const EvidenceStandard& standard) {
  bool good = false, otherwise = false;
  std::size_t best = standard.labels.size();
  for (const OutcomeGrade& outcome : outcomes) {
    good = good || (outcome.verdict == Verdict::good && outcome.level >= 3);
    otherwise =
        otherwise || ((outcome.verdict == Verdict::harmful || outcome.verdict == Verdict::none) && outcome.level >= 3);
    const auto rule = std::find_if(standard.labels.begin(), standard.labels.end(),
                                   [&](const LabelRule& r) { return r.label == outcome.label; });
    best = std::min(best, static_cast<std::size_t>(rule - standard.labels.begin()));
  }
  if (good && otherwise) return "mixed";
  return best < standard.labels.size() ? standard.labels[best].label : standard.labels.back().label;
}

std::vector<std::string> study_reasons(const CaseStudy& study) {
  const auto answer = [](Answer a, const char* yes, const char* no, const char* unknown) {
    return std::string(a == Answer::yes ? yes : a == Answer::no ? no : unknown);
  };
  return {answer(study.independent, "The evaluator is independent of those who ran it.",
                 "The evaluator is not independent of those who ran it.",
                 "Whether the evaluator was independent is not stated."),
          answer(study.displacement, "Displacement was looked for.", "Displacement was not looked for.",
                 "Whether displacement was looked for is not stated.")};
}

}  // namespace

double EvidenceStandard::weight(const std::string& label) const {
  const auto found = weights.find(label);
  return found == weights.end() ? weights.at("not yet shown") : found->second;
}

EvidenceStandard load_evidence_standard(const FileSystem& files, const std::string& path) {
  const Yaml root = Yaml::parse(files.read(path), path);
  root.only({"version", "designs", "follow_up", "interval", "labels", "weights"});
  EvidenceStandard standard;
  for (const auto& [name, design] : root.required("designs").entries()) {
    design.only({"level", "words", "review"});
    standard.designs[name] = {static_cast<int>(design.required("level").integer()), design.required("words").text(),
                              design.boolean_or("review", false)};
  }
  standard.long_enough_months = root.required("follow_up").required("long_enough_months").number();
  standard.confidence = root.required("interval").required("confidence").number() / 100;
  for (const Yaml& rule : root.required("labels").items()) standard.labels.push_back(read_rule(rule));
  if (standard.labels.empty() || standard.labels.back().effect || standard.labels.back().level_at_least > 0)
    root.required("labels").fail("The last label must have no condition, so that every outcome has one.");
  for (const auto& [label, weight] : root.required("weights").entries()) {
    standard.weights[label] = weight.number();
    if (weight.number() <= 0 || weight.number() > 1) weight.fail("A weight lies above 0 and is at most 1.");
  }
  if (!standard.weights.contains("not yet shown"))
    root.required("weights").fail("The weight of “not yet shown” is missing.");
  return standard;
}

std::string to_text(const Effect& effect) {
  const auto number = [](double value) { return fmt::format("{:.2f}", value); };
  std::string text = effect.measure.empty() ? "No effect" : effect.measure;
  text[0] = static_cast<char>(text[0] >= 'a' && text[0] <= 'z' ? text[0] - 'a' + 'A' : text[0]);
  text += " " + number(effect.value);
  if (effect.lower && effect.upper)
    text += fmt::format(" (95% interval {} to {})", number(*effect.lower), number(*effect.upper));
  else if (effect.p)
    text += fmt::format(" (p = {:.3g})", *effect.p);
  return text + (effect.computed ? ", computed from the counts stated" : ", as the source reports it");
}

Grade grade(const CaseStudy& study, const EvidenceStandard& standard) {
  Grade result;
  if (study.status == CaseStudy::Status::body_not_held) {
    result.label = "not graded";
    result.weight = standard.weight("not yet shown");
    result.reasons = {"Only the title is held; the body is not, so there is nothing to grade."};
    return result;
  }
  for (const Outcome& outcome : study.outcomes) {
    result.outcomes.push_back(grade_outcome(outcome, study, standard));
    result.level = std::max(result.level, result.outcomes.back().level);
  }
  result.label = result.outcomes.empty() ? standard.labels.back().label : label_of(result.outcomes, standard);
  result.weight = standard.weight(result.label);
  const bool effect = std::any_of(result.outcomes.begin(), result.outcomes.end(),
                                  [](const OutcomeGrade& o) { return !o.effect.measure.empty(); });
  result.emmie = {{"Effect", effect},
                  {"Mechanism", !study.mechanism.empty()},
                  {"Moderators", !study.moderators.empty()},
                  {"Implementation", !study.implementation.empty()},
                  {"Economics", study.cost.has_value()}};
  result.reasons = study_reasons(study);
  if (study.outcomes.empty()) result.reasons.insert(result.reasons.begin(), "No outcome figures are stated.");
  return result;
}

}  // namespace hallmark::knowledge
