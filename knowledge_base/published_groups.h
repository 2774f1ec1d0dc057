// Groups of similar areas somebody published, such as the Home Office's Most Similar Groups.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

namespace hallmark::knowledge {

struct GroupMember {
  std::size_t area = 0;   // index
  double similarity = 0;  // to the area whose group it is: above neutral_similarity, below 1
};

class PublishedGroups {
 public:
  using FindArea = std::function<std::optional<std::size_t>(std::string_view)>;  // by code or name

  // A CSV with columns code,similar_code[,rank]. The r-th of n members by rank is like the area to 1 − r / 2(n + 1), so
  // that likeness falls evenly from the area itself to places the list does not name; members of one rank, and all of a
  // list without ranks, share the mean of their places. Error(ExitCode::input) at its line for an area that is none and
  // for a rank left blank.
  static PublishedGroups load(const FileSystem& files, const std::string& path, const FindArea& find);

  const std::string& path() const { return path_; }
  bool ranked() const { return ranked_; }
  // Without the area itself, the most alike first, then as listed; null where the list has no group for it.
  const std::vector<GroupMember>* of(std::size_t area) const;
  // Nothing for what is not in the group.
  std::optional<double> similarity(std::size_t area, std::size_t other) const;

 private:
  std::string path_;
  bool ranked_ = false;
  std::map<std::size_t, std::vector<GroupMember>> groups_;
};

}  // namespace hallmark::knowledge
