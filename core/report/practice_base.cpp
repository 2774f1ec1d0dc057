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
  held.library = knowledge::load_library(files_, shipped("case_studies"), held.vocabulary);
  add_own_studies(held);
  for (const knowledge::CaseStudy& study : held.library.studies)
    held.grades.push_back(knowledge::grade(study, held.standard));
  held.areas = knowledge::AreaModel::load(files_, shipped("areas/similar_areas.yaml"), own_areas());
  if (const std::string published = published_groups(); !published.empty())
    held.areas.use_published_list(files_, published);
  return held;
}

// The workspace's own studies beside those shipped. What is wrong with one stops a report rather than be missing from
// it.
void PracticeBase::add_own_studies(Held& held) const {
  if (workspace_ == nullptr || !files_.is_folder(workspace_->path("case_studies"))) return;
  knowledge::Library own = knowledge::load_library(files_, workspace_->path("case_studies"), held.vocabulary);
  if (!own.refused.empty()) throw Error(ExitCode::configuration, own.refused.front());
  std::vector<knowledge::CaseStudy>& all = held.library.studies;
  for (knowledge::CaseStudy& study : own.studies) {
    if (std::any_of(all.begin(), all.end(), [&](const knowledge::CaseStudy& other) { return other.id == study.id; }))
      throw Error(ExitCode::configuration, fmt::format("The id “{}” is that of another case study.", study.id),
                  {"The knowledge base that comes with Hallmark has it; give this one another."}, {study.path});
    all.push_back(std::move(study));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
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

std::vector<std::string> PracticeBase::area_paths() const {
  std::vector<std::string> paths = {shipped("areas/similar_areas.yaml"), areas().table_path()};
  for (const std::string& own : {own_areas(), published_groups()})
    if (!own.empty()) paths.push_back(own);
  return paths;
}

std::string PracticeBase::own_areas() const {
  return of_workspace(knowledge::own_area_file);
}

std::string PracticeBase::published_groups() const {
  return of_workspace(knowledge::published_groups_file);
}

std::string PracticeBase::of_workspace(std::string_view name) const {
  if (workspace_ == nullptr) return {};
  const std::string path = workspace_->path(name);
  return files_.exists(path) ? path : std::string();
}

}  // namespace hallmark::report
