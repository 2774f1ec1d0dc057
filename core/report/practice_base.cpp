#include "report/practice_base.h"

#include <algorithm>

#include "base/text.h"

namespace hallmark::report {

namespace {

std::string shipped(std::string_view name) {
  return join_path(join_path(hallmark_home(), "knowledge_base"), name);
}

}  // namespace

PracticeBase::Held PracticeBase::read() const {
  Held held;
  held.vocabulary = knowledge::load_vocabulary(files_, shipped("vocabulary.yaml"));
  held.standard = knowledge::load_evidence_standard(files_, standard_path());
  std::vector<std::string> folders = {shipped("case_studies")};
  const std::string own = workspace_ == nullptr ? std::string() : workspace_->path("case_studies");
  if (!own.empty() && files_.is_folder(own)) folders.insert(folders.begin(), own);
  held.library = knowledge::load_library(files_, folders, held.vocabulary);
  // What is wrong with a study of the workspace stops a report rather than be missing from it.
  if (!held.library.refused.empty()) throw Error(ExitCode::configuration, held.library.refused.front());
  for (const knowledge::CaseStudy& study : held.library.studies)
    held.grades.push_back(knowledge::grade(study, held.standard));
  held.areas = knowledge::AreaModel::of_workspace(files_, shipped("areas/similar_areas.yaml"),
                                                  workspace_ == nullptr ? std::string() : workspace_->folder);
  return held;
}

std::size_t PracticeBase::find(const std::string& id) const {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < studies().size(); ++i) {
    if (studies()[i].id == id) return i;
    ids.push_back(studies()[i].id);
  }
  throw Error(ExitCode::configuration, fmt::format("No case study has the id “{}”.", id), {suggestion(id, ids)});
}

std::string PracticeBase::standard_path() const {
  return shipped("evidence_standard.yaml");
}

}  // namespace hallmark::report
