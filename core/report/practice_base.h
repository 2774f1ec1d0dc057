// The knowledge base as reports see it: case studies, their grades and the table of similar areas.
#pragma once

#include <future>
#include <string>
#include <vector>

#include "knowledge_base/evidence.h"
#include "knowledge_base/similar_areas.h"
#include "report/workspace.h"

namespace hallmark::report {

class PracticeBase {
 public:
  // The shipped base, and the workspace's own case_studies/, read when first asked for. Without a workspace no area is
  // added to its table. `files` and `workspace` must outlive this.
  explicit PracticeBase(const FileSystem& files, const Workspace* workspace = nullptr)
      : files_(files),
        workspace_(workspace),
        held_(std::async(std::launch::deferred, [this] { return read(); }).share()) {}
  PracticeBase(const PracticeBase&) = delete;
  PracticeBase& operator=(const PracticeBase&) = delete;

  // Reads on a thread of its own, so that who asks later need not wait.
  void read_ahead() {
    ahead_ = std::async(std::launch::async, [this] { held_.wait(); });
  }

  const knowledge::Vocabulary& vocabulary() const { return held().vocabulary; }
  const knowledge::EvidenceStandard& standard() const { return held().standard; }
  const std::vector<knowledge::CaseStudy>& studies() const { return held().library.studies; }
  const std::vector<knowledge::Grade>& grades() const { return held().grades; }  // one a study
  const knowledge::AreaModel& areas() const { return held().areas; }

  // Error(ExitCode::configuration) with a suggestion.
  std::size_t find(const std::string& id) const;

  // What the grades and the likeness of areas are reckoned from, as paths to read.
  std::string standard_path() const;
  const std::vector<std::string>& area_paths() const { return areas().paths(); }

 private:
  struct Held {
    knowledge::Vocabulary vocabulary;
    knowledge::EvidenceStandard standard;
    knowledge::Library library;
    std::vector<knowledge::Grade> grades;
    knowledge::AreaModel areas;
  };
  const Held& held() const { return held_.get(); }
  Held read() const;

  const FileSystem& files_;
  const Workspace* workspace_;
  std::shared_future<Held> held_;
  std::future<void> ahead_;
};

}  // namespace hallmark::report
