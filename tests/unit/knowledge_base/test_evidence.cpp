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
