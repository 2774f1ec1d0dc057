#include "knowledge_base/similar_areas.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"
#include "base/yaml.h"
#include "hallmark/error.h"
#include "knowledge_base/area_table.h"

namespace hallmark::knowledge {

namespace {

struct IndicatorColumns {
  Indicator indicator;
  std::vector<std::string> columns;  // the first that is not blank counts
  bool within_column = false;        // standardised among the areas that use the same column
};

IndicatorColumns read_indicator(const Yaml& item) {
  item.only({"name", "columns", "transform", "weight", "words", "within"});
  IndicatorColumns result;
  result.indicator.name = item.required("name").text();
  result.indicator.words = item.required("words").text();
  result.indicator.weight = item.number_or("weight", 1);
  if (!(result.indicator.weight > 0))
    item.required("weight").fail("A weight is above zero; take the indicator out to leave it out.");
  const std::string transform = item.text_or("transform", "none");
  if (transform != "none" && transform != "log") item.required("transform").fail("“transform” is log or none.");
  result.indicator.logarithm = transform == "log";
  const std::string within = item.text_or("within", "");
  if (!within.empty() && within != "column") item.required("within").fail("“within” is column, or absent.");
  result.within_column = within == "column";
  result.columns = item.required("columns").texts();
  return result;
}

// The value of an indicator and which of its columns it came from.
std::pair<double, int> value_of(const AreaTable& table, std::size_t row, const IndicatorColumns& indicator) {
  for (std::size_t c = 0; c < indicator.columns.size(); ++c)
    if (const double value = table.number(row, table.column(indicator.columns[c])); !std::isnan(value)) {
      if (indicator.indicator.logarithm && value < 0)
        throw Error(ExitCode::input, fmt::format("{} is below zero, where a logarithm is taken.", indicator.columns[c]),
                    {}, table.where(row));
      return {value, static_cast<int>(c)};
    }
  throw Error(ExitCode::input, fmt::format("The indicator {} is blank here.", indicator.indicator.name), {},
              table.where(row));
}

// Mean 0 and population standard deviation 1 within each group, times the weight.
Eigen::VectorXd standardised(Eigen::VectorXd values, const std::vector<int>& groups, double weight) {
  const std::set<int> distinct(groups.begin(), groups.end());
  for (const int group : distinct) {
    std::vector<Eigen::Index> members;
    for (Eigen::Index i = 0; i < values.size(); ++i)
      if (groups[static_cast<std::size_t>(i)] == group) members.push_back(i);
    const auto n = static_cast<double>(members.size());
    const double mean = values(members).sum() / n;
    const double deviation = std::sqrt((values(members).array() - mean).square().sum() / n);
    const bool varies = deviation > 1e-12 * std::abs(mean);
    for (const Eigen::Index i : members) values[i] = varies ? weight * (values[i] - mean) / deviation : 0;
  }
  return values;
}

Area read_area(const AreaTable& table, std::size_t row) {
  Area area;
  area.code = table.at(row, table.column("csp24_code"));
  area.name = table.at(row, table.column("csp24_name"));
  area.police_force = table.at(row, table.column("pfa24_name"));
  area.region = table.at(row, table.column("region"));
  if (area.code.empty() || area.name.empty())
    throw Error(ExitCode::input, "An area needs a code and a name.", {}, table.where(row));
  for (const std::string_view code : split(table.at(row, table.column("local_authorities")), ';'))
    if (!code.empty()) area.local_authorities.emplace_back(code);
  area.shared_figures = table.at(row, table.column("figures_of")) != "own";
  return area;
}

}  // namespace

AreaModel AreaModel::load(const FileSystem& files, const std::string& settings_path, const std::string& own_table) {
  const Yaml root = Yaml::parse(files.read(settings_path), settings_path);
  root.only({"table", "group_size", "keep_variance", "indicators"});
  std::vector<IndicatorColumns> columns;
  for (const Yaml& item : root.required("indicators").items()) columns.push_back(read_indicator(item));
  if (columns.empty()) root.required("indicators").fail("At least one indicator is needed.");
  const double keep_variance = root.number_or("keep_variance", 0.95);
  if (!(keep_variance > 0 && keep_variance <= 1))
    root.required("keep_variance").fail("A share lies above 0 and is at most 1.");

  AreaModel model;
  model.group_size_ = static_cast<std::size_t>(std::max(1LL, root.integer_or("group_size", 15)));
  for (const IndicatorColumns& indicator : columns) model.indicators_.push_back(indicator.indicator);
  model.scales_.resize(columns.size());
  std::vector<std::string> tables = {join_path(parent_folder(settings_path), root.required("table").text())};
  if (!own_table.empty()) tables.push_back(own_table);
  std::size_t shipped = 0;
  for (const std::string& path : tables) {
    const AreaTable table = AreaTable::read(files, path);
    for (std::size_t row = 1; row < table.rows.size(); ++row) {
      Area area = read_area(table, row);
      if (std::any_of(model.areas_.begin(), model.areas_.end(), [&](const Area& a) { return a.code == area.code; }))
        throw Error(ExitCode::input, fmt::format("The code {} is used twice.", area.code),
                    {"Give an area of your own a code of its own."}, table.where(row));
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto [value, scale] = value_of(table, row, columns[i]);
        area.indicators.push_back(value);
        model.scales_[i].push_back(columns[i].within_column ? scale : 0);
      }
      model.areas_.push_back(std::move(area));
    }
    if (path != own_table) shipped = model.areas_.size();
  }
  model.paths_ = {settings_path};
  model.paths_.insert(model.paths_.end(), tables.begin(), tables.end());
  model.fit(keep_variance);
  model.name_areas(files, join_path(parent_folder(settings_path), "local_authorities.csv"));
  const std::size_t added = model.areas_.size() - shipped;
  model.model_words_ =
      fmt::format("Hallmark's model: {} indicators, {} principal components ({}{})", model.indicators_.size(),
                  model.components_, file_name(settings_path),
                  added == 0 ? ""
                             : fmt::format("; {} from {}", added == 1 ? "one area" : fmt::format("{} areas", added),
                                           file_name(own_table)));
  return model;
}

void AreaModel::name_areas(const FileSystem& files, const std::string& local_authorities) {
  const auto add = [this](const std::string& word, std::size_t area) {
    std::vector<std::size_t>& found = by_word_[to_lower(word)];
    if (std::find(found.begin(), found.end(), area) == found.end()) found.push_back(area);
  };
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    add(areas_[i].code, i);
    add(areas_[i].name, i);
    names_.push_back(areas_[i].name);
    for (const std::string& code : areas_[i].local_authorities) add(code, i);
  }
  if (!files.exists(local_authorities)) return;
  const AreaTable table = AreaTable::read(files, local_authorities);
  for (std::size_t row = 1; row < table.rows.size(); ++row) {
    const std::string& name = table.at(row, table.column("ltla24_name"));
    if (const auto area = find_code(table.at(row, table.column("csp24_code")))) {
      add(name, *area);
      names_.push_back(name);
    }
  }
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
}

void AreaModel::fit(double keep_variance) {
  const auto n = static_cast<Eigen::Index>(areas_.size()), k = static_cast<Eigen::Index>(indicators_.size());
  Eigen::MatrixXd z(n, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const auto indicator = static_cast<std::size_t>(j);
    Eigen::VectorXd values(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const double raw = areas_[static_cast<std::size_t>(i)].indicators[indicator];
      values[i] = indicators_[indicator].logarithm ? std::log1p(raw) : raw;
    }
    z.col(j) = standardised(values, scales_[indicator], indicators_[indicator].weight);
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(z.transpose() * z / static_cast<double>(n));
  const Eigen::VectorXd variances = solver.eigenvalues().reverse().cwiseMax(0);
  const double total = variances.sum();
  double kept = 0;
  while (components_ < k && (components_ == 0 || kept < keep_variance * total - 1e-12))
    kept += variances[components_++];
  const Eigen::MatrixXd scores = z * solver.eigenvectors().rowwise().reverse().leftCols(components_);
  for (Eigen::Index i = 0; i < n; ++i) {
    standardised_.emplace_back();
    positions_.emplace_back();
    for (Eigen::Index j = 0; j < k; ++j) standardised_.back().push_back(z(i, j));
    for (Eigen::Index j = 0; j < components_; ++j) positions_.back().push_back(scores(i, j));
  }
  widest_ = 0;
  for (std::size_t a = 0; a < areas_.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) widest_ = std::max(widest_, distance(a, b));
  if (widest_ == 0) widest_ = 1;
}

AreaModel AreaModel::of_workspace(const FileSystem& files, const std::string& settings_path,
                                  const std::string& workspace) {
  const auto held = [&](std::string_view name) {
    const std::string path = workspace.empty() ? std::string() : join_path(workspace, name);
    return !path.empty() && files.exists(path) ? path : std::string();
  };
  AreaModel model = load(files, settings_path, held(own_area_file));
  if (const std::string list = held(published_groups_file); !list.empty()) model.use_published_list(files, list);
  return model;
}

void AreaModel::use_published_list(const FileSystem& files, const std::string& path) {
  if (published_) std::erase(paths_, published_->path());
  published_ = PublishedGroups::load(files, path, [this](std::string_view word) { return find_code(word); });
  paths_.push_back(path);
}

std::string AreaModel::method(std::size_t area) const {
  if (!published_) return model_words_;
  const std::string list = file_name(published_->path());
  if (has_published_group(area)) return fmt::format("published list {}", list);
  return fmt::format("{}; {} has no group for {}", model_words_, list, areas_[area].name);
}

std::string AreaModel::scale(std::size_t area) const {
  const std::string& name = areas_[area].name;
  if (!has_published_group(area))
    return fmt::format(
        "1 for {} itself, 0 for the two least alike of the partnerships in England and Wales; a place outside the "
        "table counts as half alike.",
        name);
  return fmt::format("1 for {} itself, {}; every place outside the group counts as half alike.", name,
                     published_->ranked() ? "falling to just over a half along its published group"
                                          : "three quarters for its published group, which has no order");
}

std::size_t AreaModel::find(std::string_view code_or_name) const {
  const std::string word = to_lower(trim(code_or_name));
  std::vector<std::string> names;
  if (const auto found = by_word_.find(word); found != by_word_.end()) {
    if (found->second.size() == 1) return found->second.front();
    for (const std::size_t area : found->second)
      names.push_back(fmt::format("{} ({})", areas_[area].name, areas_[area].code));
    throw Error(ExitCode::usage, fmt::format("“{}” holds several partnerships: {}.", code_or_name, join(names, ", ")),
                {"Name one of them."});
  }
  constexpr std::size_t most = 5;
  for (const std::string& name : names_)
    if (!word.empty() && names.size() < most && to_lower(name).find(word) != std::string::npos)
      names.push_back("“" + name + "”");
  if (const auto slip = nearest_name(word); names.empty() && slip) names.push_back("“" + *slip + "”");
  throw Error(ExitCode::usage, fmt::format("No area is called “{}”.", code_or_name),
              {names.empty() ? "Give the name or code of a partnership or local authority in England or Wales."
                             : fmt::format("Did you mean {}?", join(names, " or "))});
}

std::optional<std::string> AreaModel::nearest_name(std::string_view word) const {
  std::vector<std::string> short_names;  // “Bristol, City of” is looked for as Bristol
  for (const std::string& name : names_) short_names.push_back(name.substr(0, name.find(',')));
  const auto slip = hallmark::nearest(word, short_names);
  if (!slip) return std::nullopt;
  return names_[static_cast<std::size_t>(std::find(short_names.begin(), short_names.end(), *slip) -
                                         short_names.begin())];
}

std::optional<std::size_t> AreaModel::find_code(std::string_view code) const {
  const auto found = by_word_.find(to_lower(code));
  if (found == by_word_.end() || found->second.empty()) return std::nullopt;
  return found->second.front();
}

double AreaModel::distance(std::size_t a, std::size_t b) const {
  double sum = 0;
  for (std::size_t i = 0; i < positions_[a].size(); ++i)
    sum += (positions_[a][i] - positions_[b][i]) * (positions_[a][i] - positions_[b][i]);
  return std::sqrt(sum);
}

double AreaModel::similarity(std::size_t own, std::size_t other) const {
  if (own == other) return 1;
  if (has_published_group(own)) return published_->similarity(own, other).value_or(neutral_similarity);
  return 1 - distance(own, other) / widest_;
}

std::vector<Neighbour> AreaModel::group(std::size_t area) const {
  return nearest(area, has_published_group(area) ? areas_.size() : group_size_);
}

std::vector<Neighbour> AreaModel::nearest(std::size_t area, std::size_t k) const {
  std::vector<Neighbour> all;
  if (has_published_group(area)) {
    all.push_back({area, std::nullopt, 1});
    for (const GroupMember& member : *published_->of(area))
      all.push_back({member.area, std::nullopt, member.similarity});
  } else {
    for (std::size_t other = 0; other < areas_.size(); ++other)
      all.push_back({other, distance(area, other), similarity(area, other)});
    std::sort(all.begin(), all.end(), [&](const Neighbour& x, const Neighbour& y) {
      if ((x.area == area) != (y.area == area)) return x.area == area;
      return x.distance != y.distance ? x.distance < y.distance : areas_[x.area].code < areas_[y.area].code;
    });
  }
  all.resize(std::min(k, all.size()));
  return all;
}

std::vector<IndicatorGap> AreaModel::compare(std::size_t own, std::size_t other) const {
  std::vector<IndicatorGap> gaps;
  for (std::size_t i = 0; i < indicators_.size(); ++i)
    gaps.push_back({i, areas_[own].indicators[i], areas_[other].indicators[i],
                    standardised_[other][i] - standardised_[own][i], scales_[i][own] == scales_[i][other]});
  std::sort(gaps.begin(), gaps.end(), [](const IndicatorGap& a, const IndicatorGap& b) {
    return std::abs(a.difference) != std::abs(b.difference) ? std::abs(a.difference) > std::abs(b.difference)
                                                            : a.indicator < b.indicator;
  });
  return gaps;
}

}  // namespace hallmark::knowledge
