#include "knowledge_base/case_study.h"

#include "../targets.h"
#include "../text_checks.h"
#include "knowledge_base/evidence.h"
#include "source_dir.h"

// Read and graded, or refused at its place.
void hallmark::fuzz::case_study(std::string_view input) {
  static const std::string shipped = source_dir() + "/knowledge_base/";
  static const auto vocabulary = knowledge::load_vocabulary(disk(), shipped + "vocabulary.yaml");
  static const auto standard = knowledge::load_evidence_standard(disk(), shipped + "evidence_standard.yaml");
  reads_or_refuses([&] {
    const knowledge::CaseStudy study = knowledge::parse_case_study(input, "lamps.md", vocabulary);
    require(study.id == "lamps");
    for (const std::string& field : {study.title, study.area_name, study.problem, study.body}) require(is_clean(field));
    const knowledge::Grade grade = knowledge::grade(study, standard);
    require(grade.weight >= 0 && grade.weight <= 1 && !grade.label.empty());
  });
}
