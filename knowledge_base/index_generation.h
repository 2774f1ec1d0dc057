// One database of an index: what is in the earlier one, what must change, and the new one written.
#pragma once

#include <xapian.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "knowledge_base/index.h"
#include "knowledge_base/index_document.h"

namespace hallmark::knowledge {

class Generation {
 public:
  // `earlier`: its predecessor, if there is any; used where it was made by the same rules.
  Generation(std::string folder, const std::optional<std::string>& earlier, std::string rules);

  // Compares the studies as they are now with the earlier ones, by the hashes of their files.
  void compare(const std::vector<const CaseStudy*>& studies, IndexChanges& changes);
  bool from_scratch() const { return !earlier_; }
  bool has_changes() const { return from_scratch() || !fresh_.empty() || !gone_.empty(); }

  // `build` names the build; `number` is "2/4" of several shards, else empty. Throws Xapian::Error and
  // std::filesystem::filesystem_error.
  void write(const EvidenceStandard& standard, const std::string& build, const std::string& number);

 private:
  Xapian::Document document_of(const CaseStudy& study, const Grade& graded, const StudyRow& row,
                               DocumentMaker& maker) const;
  void write_anew(const EvidenceStandard& standard);
  void put(Xapian::WritableDatabase& database, const EvidenceStandard& standard);
  void remove(Xapian::WritableDatabase& database, const std::string& id);

  std::string folder_, rules_;
  std::optional<std::string> earlier_;
  Columns columns_;
  std::map<std::string, std::string> manifest_;  // id -> hash of its file
  std::vector<const CaseStudy*> fresh_;          // new or changed
  std::vector<std::string> gone_;
};

}  // namespace hallmark::knowledge
