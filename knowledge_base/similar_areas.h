// Most Similar Areas: which Community Safety Partnerships are like one another, by indicators in a file or by a list
// somebody published.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "knowledge_base/published_groups.h"

namespace hallmark::knowledge {

struct Area {
  std::string code, name, police_force, region;
  std::vector<std::string> local_authorities;  // codes
  bool shared_figures = false;     // its local authority holds several partnerships: figures are of the whole
  std::vector<double> indicators;  // raw, in the order of AreaModel::indicators
};

struct Indicator {
  std::string name, words;
  double weight = 1;
  bool logarithm = false;
};

// What a place counts as of which nothing is known: half way between the same place and the least alike, neither for
// nor against.
inline constexpr double neutral_similarity = 0.5;

struct Neighbour {
  std::size_t area = 0;            // index
  std::optional<double> distance;  // of the model; nothing where a published list says who is alike
  double similarity = 0;
};

// What brings two areas together or apart on one indicator.
struct IndicatorGap {
  std::size_t indicator = 0;
  double own = 0, other = 0;  // raw values
  double difference = 0;      // weighted standard deviations, other minus own
  bool same_scale = true;     // raw values can be set beside one another (deprivation of two nations cannot)
};

// Where a workspace keeps areas of its own: a CSV with the columns of the table.
inline constexpr std::string_view own_area_file = "areas/own_area.csv";
// And where it keeps the groups somebody published, such as the Home Office's Most Similar Groups.
inline constexpr std::string_view published_groups_file = "areas/most_similar_groups.csv";

class AreaModel {
 public:
  // Reads similar_areas.yaml and the table beside it; `own` adds a workspace's area: a CSV with the table's columns.
  // Error(ExitCode::configuration) for unknown columns or keys, Error(ExitCode::input) for values that are no numbers.
  static AreaModel load(const FileSystem& files, const std::string& settings_path, const std::string& own_table = {});

  // As a workspace sees the areas of a knowledge base: with the area and the published groups it holds. An empty
  // `workspace`: neither.
  static AreaModel of_workspace(const FileSystem& files, const std::string& settings_path,
                                const std::string& workspace);

  // Takes likeness and groups from a published list for every area that has a group in it: an area is like itself to 1,
  // like the members as PublishedGroups says, like all others to neutral_similarity. Areas the list leaves out keep the
  // model; which of the two an area has is never mixed, and method() says it.
  void use_published_list(const FileSystem& files, const std::string& path);
  bool has_published_group(std::size_t area) const { return published_ && published_->of(area) != nullptr; }

  // Whether some of its neighbours are more alike than others: not so of a published group without ranks.
  bool is_ordered(std::size_t area) const { return !has_published_group(area) || published_->ranked(); }

  // How likeness to an area was found, for every output: "Hallmark's model: 11 indicators …", "published list …".
  std::string method(std::size_t area) const;
  // What its figures mean, a sentence: "1 for Cardiff itself, 0 for …".
  std::string scale(std::size_t area) const;
  // The files all this is reckoned from.
  const std::vector<std::string>& paths() const { return paths_; }

  const std::vector<Area>& areas() const { return areas_; }
  const std::vector<Indicator>& indicators() const { return indicators_; }
  int components() const { return components_; }
  std::size_t group_size() const { return group_size_; }

  // By code or name of a partnership or of a local authority in it, case-insensitive; Error(ExitCode::usage) with
  // suggestions when there is none or more than one.
  std::size_t find(std::string_view code_or_name) const;
  // As find, but nothing for what is not in the table (places abroad), and the first of several partnerships.
  std::optional<std::size_t> find_code(std::string_view code) const;

  // The Most Similar Group, the area itself first: its published one, else the group_size() nearest.
  std::vector<Neighbour> group(std::size_t area) const;
  // The k most alike, the area itself first; of a published group no more than it holds. Equals by code.
  std::vector<Neighbour> nearest(std::size_t area, std::size_t k) const;
  // How like `other` is to `own`, 0 to 1. Of a published list it may differ from how like `own` is to `other`.
  double similarity(std::size_t own, std::size_t other) const;
  // Between two areas by the model, whatever a list says.
  double distance(std::size_t a, std::size_t b) const;
  // Largest differences first.
  std::vector<IndicatorGap> compare(std::size_t own, std::size_t other) const;

 private:
  void fit(double keep_variance);
  void name_areas(const FileSystem& files, const std::string& local_authorities);
  std::optional<std::string> nearest_name(std::string_view word) const;

  std::vector<std::string> paths_;
  std::vector<Area> areas_;
  std::vector<Indicator> indicators_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_word_;  // lower-case names and codes
  std::vector<std::string> names_;                                        // of areas and local authorities
  std::vector<std::vector<int>> scales_;           // per indicator, per area: the column its value came from
  std::vector<std::vector<double>> standardised_;  // weighted, per area
  std::vector<std::vector<double>> positions_;     // component scores, per area
  std::optional<PublishedGroups> published_;
  std::string model_words_;
  double widest_ = 1;
  int components_ = 0;
  std::size_t group_size_ = 15;
};

}  // namespace hallmark::knowledge
