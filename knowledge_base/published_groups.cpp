#include "knowledge_base/published_groups.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "hallmark/error.h"
#include "knowledge_base/area_table.h"

namespace hallmark::knowledge {

namespace {

struct Listed {
  std::size_t area;
  double rank;
};

std::vector<GroupMember> members_of(std::vector<Listed> list) {
  std::stable_sort(list.begin(), list.end(), [](const Listed& a, const Listed& b) { return a.rank < b.rank; });
  const auto places = static_cast<double>(list.size()) + 1;
  std::vector<GroupMember> members;
  for (auto first = list.begin(); first != list.end();) {
    const auto last = std::find_if(first, list.end(), [&](const Listed& other) { return other.rank != first->rank; });
    const double place = static_cast<double>(first - list.begin() + 1 + (last - list.begin())) / 2;
    for (; first != last; ++first) members.push_back({first->area, 1 - place / (2 * places)});
  }
  return members;
}

}  // namespace

PublishedGroups PublishedGroups::load(const FileSystem& files, const std::string& path, const FindArea& find) {
  const AreaTable table = AreaTable::read(files, path);
  const std::size_t code = table.column("code"), similar = table.column("similar_code");
  PublishedGroups groups;
  groups.path_ = path;
  groups.ranked_ = table.has("rank");
  std::map<std::size_t, std::vector<Listed>> lists;
  for (std::size_t row = 1; row < table.rows.size(); ++row) {
    const auto own = find(table.at(row, code)), other = find(table.at(row, similar));
    if (!own || !other)
      throw Error(ExitCode::input, fmt::format("“{}” is no area of the table.", table.at(row, own ? similar : code)),
                  {"Give the code or name of a partnership or local authority as `hallmark areas like` knows it."},
                  table.where(row));
    const double rank = groups.ranked_ ? table.number(row, table.column("rank")) : 0;
    if (std::isnan(rank))
      throw Error(ExitCode::input, "The rank is blank here.", {"Rank every area of the list, or leave the column out."},
                  table.where(row));
    std::vector<Listed>& list = lists[*own];
    const bool known = std::any_of(list.begin(), list.end(), [&](const Listed& one) { return one.area == *other; });
    if (*own != *other && !known) list.push_back({*other, rank});
  }
  for (auto& [own, list] : lists) groups.groups_[own] = members_of(std::move(list));
  return groups;
}

const std::vector<GroupMember>* PublishedGroups::of(std::size_t area) const {
  const auto found = groups_.find(area);
  return found == groups_.end() ? nullptr : &found->second;
}

std::optional<double> PublishedGroups::similarity(std::size_t area, std::size_t other) const {
  if (const std::vector<GroupMember>* members = of(area))
    for (const GroupMember& member : *members)
      if (member.area == other) return member.similarity;
  return std::nullopt;
}

}  // namespace hallmark::knowledge
