#include "knowledge_base/evidence.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
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
  when.only({"effect", "level_at_least", "independent", "follow_up_long_enough", "n_known", "narrow_interval"});
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
  rule.narrow_interval = when.boolean_or("narrow_interval", false);
  return rule;
}

// What of a study the conditions of a label look at.
struct Facts {
  Verdict verdict;
  int level;
  bool independent, long_enough, n_known, narrow;
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
  if (rule.narrow_interval && !facts.narrow) missing.emplace_back("a narrower interval");
  return missing;
}

constexpr const char* direction_only = "direction of change";

Effect reported_effect(const ReportedEffect& reported) {
  static const std::map<std::string, std::string> names = {
      {"incidence_rate_ratio", "incidence rate ratio"},
      {"rate_ratio", "rate ratio"},
      {"odds_ratio", "odds ratio"},
      {"risk_ratio", "risk ratio"},
      {"percent_change", "percentage change"},
      {"standardised_mean_difference", "standardised mean difference"},
      {"direction_only", direction_only},
      {"other", "difference"}};
  Effect effect;
  effect.measure = names.at(reported.measure);
  effect.value = reported.value;
  effect.lower = reported.lower;
  effect.upper = reported.upper;
  effect.p = reported.p;
  effect.no_difference = reported.measure.ends_with("_ratio") ? 1 : 0;
  effect.confidence = reported.confidence / 100;
  if (!effect.lower && !effect.p) effect.significant = reported.significant;
  return effect;
}

// From the counts where they are stated, else as the source reports it.
Effect effect_of(const Outcome& outcome, double confidence) {
  if (outcome.kind == "reported" || !outcome.treated)
    return outcome.reported ? reported_effect(*outcome.reported) : Effect{};
  const auto computed = [&](std::string measure, const auto& ratio) {
    return Effect{std::move(measure), ratio.ratio, ratio.lower, ratio.upper, std::nullopt, 1, true, confidence, {}};
  };
  const Arm& treated = *outcome.treated;
  if (outcome.kind == "proportions")
    return computed("odds ratio", statistics::odds_ratio(*treated.events, *treated.total, *outcome.comparison->events,
                                                         *outcome.comparison->total, confidence));
  const auto before_after = [](const Arm& arm) {
    return statistics::BeforeAfter{*arm.before, *arm.after, arm.exposure_before, arm.exposure_after};
  };
  if (outcome.comparison)
    return computed(
        "relative incidence rate ratio",
        statistics::relative_rate_ratio(before_after(treated), before_after(*outcome.comparison), 1, confidence));
  const auto ratio = statistics::poisson_ratio(*treated.after, *treated.before, treated.exposure_after,
                                               treated.exposure_before, confidence);
  if (!ratio) return {};
  Effect effect = computed("rate ratio, after to before", *ratio);
  effect.p = ratio->p;
  return effect;
}

// An interval of less confidence than the standard's that excludes “no difference” proves nothing at the standard's.
Verdict verdict_of(const Effect& effect, bool desired_decrease, double confidence) {
  if (effect.measure.empty()) return Verdict::unknown;
  const bool lower = effect.value < effect.no_difference;
  const Verdict direction = lower == desired_decrease ? Verdict::good : Verdict::harmful;
  if (effect.lower && effect.upper) {
    const bool excludes = *effect.upper < effect.no_difference || *effect.lower > effect.no_difference;
    if (!excludes) return Verdict::none;
    if (effect.confidence >= confidence - 1e-9) return direction;
  }
  if (effect.p) return *effect.p < 1 - confidence && effect.value != effect.no_difference ? direction : Verdict::none;
  if (effect.significant == Answer::unknown) return Verdict::unknown;
  return effect.significant == Answer::yes ? direction : Verdict::none;
}

// Whether the interval rules out an effect worth having.
bool is_narrow(const Effect& effect, const EvidenceStandard& standard) {
  if (!effect.lower || !effect.upper) return false;
  const double odds = standard.narrow_odds, rate = standard.narrow_rate;
  const auto within = [&](double low, double high) { return *effect.lower >= low && *effect.upper <= high; };
  if (effect.measure == "odds ratio") return within(1 / odds, odds);
  if (effect.no_difference == 1) return within(1 / rate, rate);
  if (effect.measure == "percentage change") return within(100 / rate - 100, 100 * rate - 100);
  if (effect.measure == "standardised mean difference")
    return within(-standard.narrow_difference, standard.narrow_difference);
  return false;  // a difference in units of its own
}

std::string verdict_sentence(Verdict verdict, const Effect& effect, bool narrow) {
  const char* what = effect.lower && effect.upper ? "interval" : "test";
  if (effect.significant == Answer::yes)
    return "The source calls the difference statistically significant; it gives no interval, so its size is uncertain.";
  if (effect.significant == Answer::no)
    return "The source found no statistically significant difference; without an interval an effect worth having is "
           "not "
           "ruled out.";
  switch (verdict) {
    case Verdict::good:
      return fmt::format("The {} excludes “no difference”, in the direction hoped for.", what);
    case Verdict::harmful:
      return fmt::format("The {} excludes “no difference”, in the direction that was not wanted.", what);
    case Verdict::none:
      return fmt::format("The {} includes “no difference”{}.", what,
                         narrow ? " and rules out a large effect" : "; it does not rule out an effect worth having");
    case Verdict::unknown:
      return "No interval or test is stated or can be computed, so chance is not ruled out.";
  }
  return {};
}

// What the next better label asks for. There is none above a finding that it did not work.
std::vector<std::string> what_would_raise(std::size_t rule, const Facts& facts, const EvidenceStandard& standard) {
  std::vector<std::string> sentences;
  if (facts.verdict == Verdict::harmful || (facts.verdict == Verdict::none && facts.narrow)) return sentences;
  if (facts.verdict == Verdict::none && facts.level >= standard.mixed_from_level)
    return {"A larger study would tell a missing effect from one too small to see here."};
  for (std::size_t above = rule; above-- > 0;) {
    const LabelRule& better = standard.labels[above];
    if (better.effect != Verdict::good) continue;
    for (const std::string& missing : unmet(better, facts, standard))
      sentences.push_back(fmt::format("“{}” needs {}.", better.label, missing));
    break;
  }
  return sentences;
}

std::string follow_up_sentence(const Outcome& outcome, const Facts& facts, bool review) {
  if (!outcome.follow_up_months)
    return review ? "A review of studies followed for different lengths." : "The follow-up is not stated.";
  return fmt::format("Followed for {} months{}.", *outcome.follow_up_months,
                     facts.long_enough ? "" : ", too short to tell seasons from the effect");
}

std::vector<std::string> reasons_of(const Outcome& outcome, const OutcomeGrade& result, const Facts& facts,
                                    bool review) {
  std::vector<std::string> reasons = {fmt::format("Maryland level {}: {}.", result.level, result.design_words)};
  reasons.push_back(to_text(result.effect) + ".");
  reasons.push_back(verdict_sentence(result.verdict, result.effect, facts.narrow));
  reasons.push_back(follow_up_sentence(outcome, facts, review));
  reasons.push_back(facts.n_known ? fmt::format("Measured on {}.", outcome.n)
                                  : "How many were measured is not stated.");
  return reasons;
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
  result.verdict = verdict_of(result.effect, outcome.desired_decrease, standard.confidence);
  const bool review = design->second.review;
  const bool long_enough = outcome.follow_up_months ? *outcome.follow_up_months >= standard.long_enough_months : review;
  const bool n_known = !outcome.n.empty() && to_lower(outcome.n) != "not stated";
  const Facts facts{result.verdict, result.level, study.independent == Answer::yes,
                    long_enough,    n_known,      is_narrow(result.effect, standard)};
  result.reasons = reasons_of(outcome, result, facts, review);
  for (std::size_t i = 0; i < standard.labels.size(); ++i) {
    if (!unmet(standard.labels[i], facts, standard).empty()) continue;
    result.label = standard.labels[i].label;
    result.would_raise = what_would_raise(i, facts, standard);
    break;
  }
  return result;
}

// The label standing highest in the standard, or “mixed” where outcomes of enough level disagree.
std::string label_of(const std::vector<OutcomeGrade>& outcomes, const EvidenceStandard& standard) {
  bool good = false, otherwise = false;
  std::size_t best = standard.labels.size() - 1;
  for (const OutcomeGrade& outcome : outcomes) {
    const bool counts = outcome.level >= standard.mixed_from_level;
    good = good || (counts && outcome.verdict == Verdict::good);
    otherwise = otherwise || (counts && (outcome.verdict == Verdict::harmful || outcome.verdict == Verdict::none));
    for (std::size_t i = 0; i < best; ++i)
      if (standard.labels[i].label == outcome.label) best = i;
  }
  return good && otherwise ? "mixed" : standard.labels[best].label;
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

// The last label takes every outcome, and each label has a weight.
void check_labels(const Yaml& root, EvidenceStandard& standard) {
  const Yaml& labels = root.required("labels");
  const Facts nothing{Verdict::unknown, 0, false, false, false, false};
  if (standard.labels.empty() || !unmet(standard.labels.back(), nothing, standard).empty())
    labels.fail("The last label must have no condition, so that every outcome has one.");
  std::vector<std::string> names = {"mixed", "not yet shown"};
  for (const LabelRule& rule : standard.labels) names.push_back(rule.label);
  const Yaml& weights = root.required("weights");
  for (const auto& [label, weight] : weights.entries()) {
    if (std::find(names.begin(), names.end(), label) == names.end())
      weight.fail(fmt::format("“{}” is no label.", label), {suggestion(label, names)});
    standard.weights[label] = weight.number();
    if (weight.number() <= 0 || weight.number() > 1) weight.fail("A weight lies above 0 and is at most 1.");
  }
  for (const std::string& label : names)
    if (!standard.weights.contains(label)) weights.fail(fmt::format("The weight of “{}” is missing.", label));
}

}  // namespace

double EvidenceStandard::weight(const std::string& label) const {
  const auto found = weights.find(label);
  return found == weights.end() ? weights.at("not yet shown") : found->second;
}

EvidenceStandard load_evidence_standard(const FileSystem& files, const std::string& path) {
  const Yaml root = Yaml::parse(files.read(path), path);
  root.only({"version", "designs", "follow_up", "interval", "labels", "weights", "mixed_from_level"});
  EvidenceStandard standard;
  for (const auto& [name, design] : root.required("designs").entries()) {
    design.only({"level", "words", "review"});
    standard.designs[name] = {static_cast<int>(design.required("level").integer()), design.required("words").text(),
                              design.boolean_or("review", false)};
    if (standard.designs[name].level < 0 || standard.designs[name].level > 5)
      design.required("level").fail("The Maryland scale goes from 0 to 5.");
  }
  standard.long_enough_months = root.required("follow_up").required("long_enough_months").number();
  const Yaml& interval = root.required("interval");
  interval.only({"confidence", "narrow"});
  standard.confidence = interval.required("confidence").number() / 100;
  if (standard.confidence <= 0 || standard.confidence >= 1) interval.fail("“confidence” is per cent, such as 95.");
  if (const Yaml* narrow = interval.find("narrow")) {
    narrow->only({"odds_ratio", "rate_ratio", "standardised_difference"});
    standard.narrow_odds = narrow->required("odds_ratio").number();
    standard.narrow_rate = narrow->required("rate_ratio").number();
    standard.narrow_difference = narrow->required("standardised_difference").number();
    for (const char* ratio : {"odds_ratio", "rate_ratio"})
      if (narrow->required(ratio).number() <= 1) narrow->required(ratio).fail("The ratio is above 1, such as 1.5.");
  }
  standard.mixed_from_level = static_cast<int>(root.integer_or("mixed_from_level", 3));
  for (const Yaml& rule : root.required("labels").items()) standard.labels.push_back(read_rule(rule));
  check_labels(root, standard);
  return standard;
}

const char* to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::good:
      return "good";
    case Verdict::harmful:
      return "harmful";
    case Verdict::none:
      return "none";
    case Verdict::unknown:
      break;
  }
  return "unknown";
}

std::string to_text(const Effect& effect) {
  if (effect.measure.empty()) return "No effect is stated or can be computed";
  const bool percent = effect.measure == "percentage change";
  const auto number = [&](double value) -> std::string {
    if (!std::isfinite(value)) return "no limit";
    return format_number(value, {NumberFormat::Style::decimal, percent ? 1 : 2, false, {}}) + (percent ? "%" : "");
  };
  std::string text = effect.measure;
  if (effect.measure == direction_only) text = effect.value < 0 ? "a fall of unstated size" : "a rise of unstated size";
  text[0] = static_cast<char>(text[0] - 'a' + 'A');  // every measure begins with a lower-case letter
  if (effect.measure != direction_only) text += " " + number(effect.value);
  if (effect.lower && effect.upper)
    text += fmt::format(" ({:.3g}% interval {} to {})", 100 * effect.confidence, number(*effect.lower),
                        number(*effect.upper));
  else if (effect.p)
    text += fmt::format(" (p = {:.3g})", *effect.p);
  else if (effect.significant != Answer::unknown)
    text +=
        effect.significant == Answer::yes ? " (called statistically significant)" : " (not statistically significant)";
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
  for (const OutcomeGrade& outcome : result.outcomes)
    for (const std::string& sentence : outcome.would_raise)
      if (std::find(result.would_raise.begin(), result.would_raise.end(), sentence) == result.would_raise.end())
        result.would_raise.push_back(sentence);
  if (result.outcomes.empty())
    result.would_raise = {"A measure of an outcome from before and after, here and in a place to compare with."};
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
