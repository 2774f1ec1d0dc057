// The evidence grade of a case study, computed from what it states by evidence_standard.yaml. Nothing is typed in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "knowledge_base/case_study.h"

namespace hallmark::knowledge {

enum class Verdict { unknown, good, harmful, none };  // none: the interval includes "no difference"

struct Design {
  int level = 0;  // Maryland Scientific Methods Scale, 0 to 5
  std::string words;
  bool review = false;
};

// A label's conditions; an empty one always holds.
struct LabelRule {
  std::string label;
  std::optional<Verdict> effect;
  int level_at_least = 0;
  bool independent = false, follow_up_long_enough = false, n_known = false, narrow_interval = false;
};

struct EvidenceStandard {
  std::map<std::string, Design> designs;
  double long_enough_months = 12;
  double confidence = 0.95;
  // What an interval must lie within to rule out an effect worth having: of odds, of rates and risks, of means.
  double narrow_odds = 1.5, narrow_rate = 1.25, narrow_difference = 0.2;
  int mixed_from_level = 3;
  std::vector<LabelRule> labels;          // the first whose conditions hold
  std::map<std::string, double> weights;  // by label, 0 to 1
  double weight(const std::string& label) const;
};

// Error(ExitCode::configuration) at its line for what is no standard.
EvidenceStandard load_evidence_standard(const FileSystem& files, const std::string& path);

struct Effect {
  std::string measure;  // "relative incidence rate ratio"; empty: no effect can be computed
  double value = 0;
  std::optional<double> lower, upper, p;
  double no_difference = 1;              // 1 for ratios, 0 for differences
  bool computed = false;                 // from counts; else as the source reports it
  double confidence = 0.95;              // of the interval
  Answer significant = Answer::unknown;  // as the source says, where it gives no figures of its test
};

struct OutcomeGrade {
  std::string name;
  int level = 0;
  std::string design_words;
  Effect effect;
  Verdict verdict = Verdict::unknown;
  std::string label;
  std::vector<std::string> reasons;      // sentences
  std::vector<std::string> would_raise;  // sentences; empty at the top
};

// EMMIE (Johnson, Tilley & Bowers 2015): which parts the study states.
struct EmmiePart {
  std::string name;  // Effect, Mechanism, Moderators, Implementation, Economics
  bool stated = false;
};

struct Grade {
  std::string label;  // of the study; "mixed" when its outcomes disagree; "not graded" when its body
                      // is not held
  int level = 0;      // the highest of its outcomes
  double weight = 0;  // for ranking
  std::vector<OutcomeGrade> outcomes;
  std::vector<EmmiePart> emmie;
  std::vector<std::string> reasons;      // sentences
  std::vector<std::string> would_raise;  // sentences, each once
};

// Error(ExitCode::configuration) at the outcome's line for a design the standard does not know.
Grade grade(const CaseStudy& study, const EvidenceStandard& standard);

const char* to_text(Verdict verdict);  // "good"
// "Relative incidence rate ratio 0.51 (95% interval 0.39 to 0.68), computed from the counts stated".
std::string to_text(const Effect& effect);

}  // namespace hallmark::knowledge
