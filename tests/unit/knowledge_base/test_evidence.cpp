#include <doctest/doctest.h>

#include <algorithm>

#include "knowledge_base/evidence.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::knowledge;

namespace {

const std::string base = source_dir() + "/knowledge_base";

const EvidenceStandard& standard() {
  static const EvidenceStandard loaded = load_evidence_standard(disk(), base + "/evidence_standard.yaml");
  return loaded;
}

// A study of one outcome, independent, followed for a year.
CaseStudy study_of(const std::string& design, const std::string& facts, const std::string& evaluator = "yes") {
  static const Vocabulary vocabulary = load_vocabulary(disk(), base + "/vocabulary.yaml");
  return parse_case_study(
      "---\nid: x\ntitle: X\nstatus: evaluated\nsources: [{cite: A report}]\noutcomes:\n  - name: Assaults\n    "
      "design: " +
          design + "\n    n: 40 places\n    follow_up_months: 12\n    " + facts +
          "\nevaluator: {independent: " + evaluator + "}\n---\n",
      "x.md", vocabulary);
}

std::string counts(double tb, double ta, double cb, double ca) {
  return "kind: counts\n    treated: {before: " + std::to_string(static_cast<int>(tb)) +
         ", after: " + std::to_string(static_cast<int>(ta)) +
         "}\n    comparison: {before: " + std::to_string(static_cast<int>(cb)) +
         ", after: " + std::to_string(static_cast<int>(ca)) + "}";
}

std::string reported(const std::string& effect) {
  return "kind: reported\n    reported: {" + effect + "}";
}

std::string label(const std::string& facts, const std::string& design = "comparison_before_after") {
  return grade(study_of(design, facts), standard()).label;
}

}  // namespace

TEST_CASE("counts with a comparison give the published relative incidence rate ratios") {
  // Wilson's measure on the worked example of 50 -> 30 against 60 -> 55.
  const Effect wheeler =
      grade(study_of("comparison_before_after", counts(50, 30, 60, 55)), standard()).outcomes[0].effect;
  CHECK(wheeler.value == doctest::Approx(0.6545455).epsilon(1e-6));
  CHECK(*wheeler.lower == doctest::Approx(0.3657).epsilon(1e-3));
  CHECK(*wheeler.upper == doctest::Approx(1.1714).epsilon(1e-3));
  // The counts of Wheeler and Ratcliffe 2018.
  const Effect paper =
      grade(study_of("comparison_before_after", counts(207, 110, 308, 318)), standard()).outcomes[0].effect;
  CHECK(paper.value == doctest::Approx(0.514690).epsilon(1e-6));
  CHECK(*paper.lower == doctest::Approx(0.38925).epsilon(1e-4));
  CHECK(*paper.upper == doctest::Approx(0.68056).epsilon(1e-4));
  CHECK(to_text(paper) ==
        "Relative incidence rate ratio 0.51 (95% interval 0.39 to 0.68), computed from the counts stated");
}

TEST_CASE("one place before and after gives an effect, and not yet an answer") {
  const Grade bar =
      grade(study_of("before_after", "kind: counts\n    treated: {before: 112, after: 14}", "unknown"), standard());
  CHECK(bar.outcomes[0].effect.value == doctest::Approx(0.125));
  CHECK(*bar.outcomes[0].effect.lower == doctest::Approx(0.0662).epsilon(1e-3));
  CHECK(*bar.outcomes[0].effect.upper == doctest::Approx(0.2186).epsilon(1e-3));
  CHECK(bar.level == 1);
  CHECK(bar.label == "not yet shown");
  CHECK(std::any_of(bar.would_raise.begin(), bar.would_raise.end(),
                    [](const std::string& s) { return s.find("Maryland level 3") != std::string::npos; }));
}

TEST_CASE("labels follow from effect, design, independence, follow-up and numbers") {
  const std::string good = counts(207, 110, 308, 318);
  CHECK(label(good) == "shown to work");
  CHECK(label(good, "before_after_controls") == "not yet shown");
  CHECK(grade(study_of("randomised_trial", good, "no"), standard()).label == "promising");
  CHECK(grade(study_of("randomised_trial", good, "unknown"), standard()).label == "promising");
  CHECK(label(counts(110, 207, 318, 308)) == "harmful");
  CHECK(label(reported("measure: odds_ratio, value: 1.02, lower: 0.9, upper: 1.14")) == "no effect");
  CHECK(label(reported("measure: percent_change, value: -16")) == "not yet shown");
  CHECK(label(reported("measure: percent_change, value: -16, p: 0.01")) == "shown to work");
  CHECK(label(reported("measure: standardised_mean_difference, value: 0.02, lower: -0.09, upper: 0.13")) ==
        "no effect");
}

TEST_CASE("a wide interval is no evidence of no effect") {
  const Grade small = grade(study_of("randomised_trial", counts(50, 30, 60, 55)), standard());
  CHECK(small.outcomes[0].verdict == Verdict::none);
  CHECK(small.label == "not yet shown");
  CHECK(small.would_raise ==
        std::vector<std::string>{"A larger study would tell a missing effect from one too small to see here."});
  CHECK(label(reported("measure: percent_change, value: -3, p: 0.7")) == "not yet shown");
}

TEST_CASE("an interval of less confidence than the standard's does not show an effect") {
  CHECK(label(reported("measure: odds_ratio, value: 0.8, lower: 0.66, upper: 0.97, confidence: 90")) ==
        "not yet shown");
  CHECK(label(reported("measure: odds_ratio, value: 0.8, lower: 0.66, upper: 0.97, confidence: 99")) ==
        "shown to work");
  CHECK(label(reported("measure: odds_ratio, value: 0.8, lower: 0.66, upper: 0.97, confidence: 90, p: 0.02")) ==
        "shown to work");
  const Effect effect =
      grade(study_of("randomised_trial",
                     reported("measure: odds_ratio, value: 0.8, lower: 0.66, upper: 0.97, confidence: 90")),
            standard())
          .outcomes[0]
          .effect;
  CHECK(to_text(effect) == "Odds ratio 0.80 (90% interval 0.66 to 0.97), as the source reports it");
}

TEST_CASE("an outcome that should rise is good when it rises") {
  CHECK(label("desired: increase\n    " + reported("measure: percent_change, value: 20, lower: 5, upper: 35")) ==
        "shown to work");
  CHECK(label("desired: increase\n    " + reported("measure: percent_change, value: -20, lower: -35, upper: -5")) ==
        "harmful");
}

TEST_CASE("counts of nothing do not break a grade") {
  const std::string none = "kind: counts\n    treated: {before: 0, after: 0}";
  CHECK(grade(study_of("before_after", none), standard()).label == "not yet shown");
  CHECK(to_text(grade(study_of("before_after", none), standard()).outcomes[0].effect) ==
        "No effect is stated or can be computed");
  const Effect from_none =
      grade(study_of("before_after", "kind: counts\n    treated: {before: 0, after: 12}"), standard())
          .outcomes[0]
          .effect;
  CHECK(to_text(from_none).find("inf") == std::string::npos);
  CHECK(label("kind: proportions\n    treated: {events: 0, total: 100}\n    comparison: {events: 25, total: 100}") ==
        "shown to work");
}

TEST_CASE("outcomes that disagree make a study mixed") {
  CaseStudy study = study_of("comparison_before_after", counts(207, 110, 308, 318));
  study.outcomes.push_back(
      study_of("comparison_before_after", reported("measure: odds_ratio, value: 1, lower: 0.9, upper: 1.1"))
          .outcomes[0]);
  CHECK(grade(study, standard()).label == "mixed");
  study.outcomes[1] =
      study_of("before_after", reported("measure: odds_ratio, value: 1, lower: 0.9, upper: 1.1")).outcomes[0];
  CHECK(grade(study, standard()).label == "shown to work");  // a weak design contradicts nothing
}

TEST_CASE("what is missing is as visible as what is stated") {
  const Grade result =
      grade(study_of("before_after", reported("measure: percent_change, value: -16"), "unknown"), standard());
  std::string missing;
  for (const EmmiePart& part : result.emmie)
    if (!part.stated) missing += part.name[0];
  CHECK(missing == "MMIE");
  CHECK(result.reasons == std::vector<std::string>{"Whether the evaluator was independent is not stated.",
                                                   "Whether displacement was looked for is not stated."});
}

TEST_CASE("a study without outcomes or without its body") {
  CaseStudy study;
  CHECK(grade(study, standard()).label == "not yet shown");
  CHECK(grade(study, standard()).outcomes.empty());
  study.status = CaseStudy::Status::body_not_held;
  CHECK(grade(study, standard()).label == "not graded");
  CHECK(grade(study, standard()).weight == standard().weight("not yet shown"));
}

TEST_CASE("an unknown design is refused at its line") {
  try {
    grade(study_of("randomized_trial", counts(1, 1, 1, 1)), standard());
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.diagnostic().where.line == 7);
    CHECK(error.diagnostic().hints[0] == "Did you mean “randomised_trial”?");
  }
}

TEST_CASE("a standard that cannot decide is refused") {
  MemoryFileSystem files;
  const std::string good = disk().read(base + "/evidence_standard.yaml");
  const auto sentence = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    REQUIRE(text.find(from) != std::string::npos);
    files.files["s.yaml"] = text.replace(text.find(from), from.size(), to);
    try {
      load_evidence_standard(files, "s.yaml");
    } catch (const Error& error) {
      return error.diagnostic().sentence;
    }
    return std::string();
  };
  CHECK(sentence("level: 5", "level: 6") == "The Maryland scale goes from 0 to 5.");
  CHECK(sentence("confidence: 95", "confidence: 195").find("per cent") != std::string::npos);
  CHECK(sentence("when: {}", "when: {independent: yes}").find("The last label must have no condition") == 0);
  CHECK(sentence("promising: 0.85", "promissing: 0.85") == "“promissing” is no label.");
  CHECK(sentence("  mixed: 0.70\n", "") == "The weight of “mixed” is missing.");
  CHECK(sentence("promising: 0.85", "promising: 1.85").find("at most 1") != std::string::npos);
  CHECK(sentence("effect: harmful", "effect: harmfull") == "“harmfull” is no effect.");
}

TEST_CASE("a test that the source only tells of counts, and its silence about size is said") {
  const std::string told = "measure: percent_change, value: -16, significant: yes";
  CHECK(label(reported(told)) == "shown to work");
  CHECK(label(reported("measure: percent_change, value: -16")) == "not yet shown");
  CHECK(label(reported("measure: percent_change, value: 16, significant: yes")) == "harmful");
  // Not significant rules nothing out.
  CHECK(label(reported("measure: odds_ratio, value: 0.98, significant: no")) == "not yet shown");
  // Figures go before words.
  CHECK(label(reported("measure: odds_ratio, value: 0.9, lower: 0.7, upper: 1.2, significant: yes")) == "no effect");
  const Grade grade_told = grade(study_of("randomised_trial", reported(told)), standard());
  CHECK(to_text(grade_told.outcomes[0].effect) ==
        "Percentage change −16.0% (called statistically significant), as the source reports it");
  const Grade direction =
      grade(study_of("randomised_trial", reported("measure: direction_only, direction: decrease, significant: yes")),
            standard());
  CHECK(direction.label == "shown to work");
  CHECK(to_text(direction.outcomes[0].effect) ==
        "A fall of unstated size (called statistically significant), as the source reports it");
}

TEST_CASE("what rules out an effect worth having differs by scale") {
  // A standardised difference of 0.2 is an odds ratio of 1.44 (Hasselblad and Hedges 1995): d = ln OR * sqrt(3) / pi.
  CHECK(label(reported("measure: odds_ratio, value: 1, lower: 0.7, upper: 1.45")) == "no effect");
  CHECK(label(reported("measure: odds_ratio, value: 1, lower: 0.6, upper: 1.6")) == "not yet shown");
  CHECK(label(reported("measure: rate_ratio, value: 1, lower: 0.85, upper: 1.2")) == "no effect");
  CHECK(label(reported("measure: rate_ratio, value: 1, lower: 0.75, upper: 1.3")) == "not yet shown");
  CHECK(label(reported("measure: percent_change, value: -12, lower: -24, upper: 2")) == "not yet shown");
  CHECK(label(reported("measure: standardised_mean_difference, value: 0.02, lower: -0.04, upper: 0.08")) ==
        "no effect");
  CHECK(label(reported("measure: standardised_mean_difference, value: 0.02, lower: -0.2, upper: 0.24")) ==
        "not yet shown");
}

TEST_CASE("a review is not held to a follow-up of its own, but a short one it states counts") {
  const auto review = [](const std::string& follow_up) {
    CaseStudy study =
        study_of("systematic_review", reported("measure: odds_ratio, value: 0.8, lower: 0.7, upper: 0.9"));
    study.outcomes[0].follow_up_months = follow_up.empty() ? std::nullopt : std::optional<double>(std::stod(follow_up));
    return grade(study, standard()).label;
  };
  CHECK(review("") == "shown to work");
  CHECK(review("6") == "promising");
}

// Our label need not use the words of those who publish on it, but must not contradict them; where it is more careful,
// the reason stands beside it.
TEST_CASE("well-known evaluations are labelled as what is published on them would have it") {
  struct Known {
    const char *id, *label, *published;
  };
  const Known known[] = {
      {"hot-spots-policing-review", "shown to work",
       "Braga and Weisburd 2022: 16% less crime, significant, 53 studies"},
      {"problem-oriented-policing-review", "shown to work",
       "Hinkle and others 2020: 33.8% less, significant, 34 studies"},
      {"alley-gating-review", "shown to work", "College of Policing toolkit: overall reduction, very strong evidence"},
      {"cctv-review", "shown to work", "Piza and others 2019: a significant and modest decrease"},
      {"focused-deterrence-review", "promising", "Braga and others: significant, by authors who ran some programmes"},
      {"cardiff-model-injury-data-evaluation", "promising",
       "Florence and others 2011: 0.58 (0.49 to 0.69), by its makers"},
      {"scared-straight-review", "harmful", "Petrosino and others 2013: odds of offending 1.68 (1.20 to 2.36)"},
      {"dare-drug-education-review", "no effect", "West and O'Neal 2004: 0.023 (-0.04 to 0.08)"},
      {"post-licence-driver-education-review", "mixed",
       "Ker and others 2003: crashes 0.98 (0.96 to 1.01), offences fewer"},
      {"family-nurse-partnership-england", "no effect", "Robling and others 2016: no effect on the primary outcomes"},
      // More careful than CrimeSolutions' No Effects: what was read gives odds of 1.02 and no interval.
      {"correctional-boot-camps-review", "not yet shown", "Wilson and others 2005: odds 1.02, no difference"},
  };
  const Library library =
      load_library(disk(), base + "/case_studies", load_vocabulary(disk(), base + "/vocabulary.yaml"));
  for (const Known& one : known) {
    CAPTURE(one.id);
    CAPTURE(one.published);
    const auto study = std::find_if(library.studies.begin(), library.studies.end(),
                                    [&](const CaseStudy& s) { return s.id == one.id; });
    REQUIRE(study != library.studies.end());
    CHECK(grade(*study, standard()).label == one.label);
  }
}
