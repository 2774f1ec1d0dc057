// Most Similar Areas: which Community Safety Partnerships are like one another, by indicators in a file or by a list
// somebody published.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

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

struct Neighbour {
  std::size_t area = 0;  // index
  double distance = 0;
  double similarity = 0;  // 1 for the area itself, falling to 0 for the two least alike partnerships
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

  // Uses a published list instead of distances: a CSV with columns code,similar_code[,rank].
  // nearest() then throws Error(ExitCode::input) for an area the list leaves out; distances stay the model's.
  void use_published_list(const FileSystem& files, const std::string& path);
  // How groups were made, for every output: "Hallmark's model (11 indicators …)" or "published list …".
  const std::string& method() const { return method_; }

  const std::vector<Area>& areas() const { return areas_; }
  const std::string& table_path() const { return table_path_; }  // of the table beside the settings
  const std::vector<Indicator>& indicators() const { return indicators_; }
  int components() const { return components_; }
  std::size_t group_size() const { return group_size_; }

  // By code or name of a partnership or of a local authority in it, case-insensitive; Error(ExitCode::usage) with
  // suggestions when there is none or more than one.
  std::size_t find(std::string_view code_or_name) const;
  // As find, but nothing for what is not in the table (places abroad), and the first of several partnerships.
  std::optional<std::size_t> find_code(std::string_view code) const;

  // The k nearest, the area itself first; ties by code.
  std::vector<Neighbour> nearest(std::size_t area, std::size_t k) const;
  bool has_group(std::size_t area) const { return published_name_.empty() || published_.contains(area); }
  double distance(std::size_t a, std::size_t b) const;
  double similarity(std::size_t a, std::size_t b) const;
  // Largest differences first.
  std::vector<IndicatorGap> compare(std::size_t own, std::size_t other) const;

 private:
  void fit(double keep_variance);
  void name_areas(const FileSystem& files, const std::string& local_authorities);
  std::optional<std::string> nearest_name(std::string_view word) const;

  std::string table_path_;
  std::vector<Area> areas_;
  std::vector<Indicator> indicators_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_word_;  // lower-case names and codes
  std::vector<std::string> names_;                                        // of areas and local authorities
  std::vector<std::vector<int>> scales_;           // per indicator, per area: the column its value came from
  std::vector<std::vector<double>> standardised_;  // weighted, per area
  std::vector<std::vector<double>> positions_;     // component scores, per area
  std::map<std::size_t, std::vector<std::size_t>> published_;
  std::string published_name_;  // empty: distances are used
  std::string method_;
  std::size_t own_ = 0;  // from here on areas are a workspace's own
  double widest_ = 1;
  int components_ = 0;
  std::size_t group_size_ = 15;
};

}  // namespace hallmark::knowledge
