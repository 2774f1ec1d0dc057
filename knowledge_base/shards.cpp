#include "knowledge_base/shards.h"

#include <charconv>
#include <set>

#include "base/text.h"
#include "hallmark/error.h"
#include "knowledge_base/index.h"

namespace hallmark::knowledge {

namespace {

constexpr useconds_t patience = 10'000;  // milliseconds

template <typename Number>
Number number_from(std::string_view text, const std::string& place) {
  Number value{};
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
    throw Error(ExitCode::input, "This index is damaged.", {"Run `hallmark index` again."}, {place});
  return value;
}

Shard shard_of(const Xapian::Database& database, const std::string& place, bool remote) {
  Shard shard;
  shard.place = place;
  shard.database = database;
  shard.remote = remote;
  const std::string columns = database.get_metadata("columns");
  if (columns.empty()) throw Error(ExitCode::input, "This is no index of case studies.", {}, {place});
  shard.columns = columns_from(columns);
  if (shard.columns.rows.size() <= database.get_lastdocid())
    throw Error(ExitCode::input, "This index is damaged.", {"Run `hallmark index` again."}, {place});
  const std::string labels = database.get_metadata("labels");
  for (const std::string_view line : split(labels, '\n'))
    if (const std::size_t tab = line.find('\t'); tab != std::string_view::npos)
      shard.label_weights[std::string(line.substr(0, tab))] = number_from<double>(line.substr(tab + 1), place);
  shard.build = database.get_metadata("fingerprint");
  shard.number = database.get_metadata("shard");
  return shard;
}

void open_folder(const std::string& folder, std::vector<Shard>& shards) {
  // A builder may replace the generation between our reading its name and opening it; then the next one is there.
  for (int tries = 1;; ++tries) {
    try {
      std::vector<Shard> opened;
      for (const std::string& path : databases_in_use(disk(), folder))
        opened.push_back(shard_of(Xapian::Database(path, Xapian::DB_BACKEND_GLASS), folder, false));
      if (opened.empty())
        throw Error(ExitCode::input, "There is no index to search here.", {"Run `hallmark index` to build it."},
                    {folder});
      shards.insert(shards.end(), opened.begin(), opened.end());
      return;
    } catch (const Xapian::Error& error) {
      if (tries == 3)
        throw Error(ExitCode::input, fmt::format("The index cannot be opened: {}.", error.get_msg()),
                    {"Run `hallmark index` to build it again."}, {folder});
    }
  }
}

Shard open_remote(const ShardPlace& place) {
  try {
    const bool port = place.kind == ShardPlace::Kind::port;
    return shard_of(port ? Xapian::Remote::open(place.name, place.port, patience, patience)
                         : Xapian::Remote::open(place.name, place.arguments, patience),
                    place.words(), true);
  } catch (const Xapian::Error& error) {
    throw Error(ExitCode::input, fmt::format("The shard “{}” does not answer: {}.", place.words(), error.get_msg()),
                {"Nothing was searched: results without it would be partial."});
  }
}

// Every build is there as a whole and once.
void check_complete(const std::vector<Shard>& shards) {
  std::map<std::string, std::set<std::string>> numbers;  // by build
  for (const Shard& shard : shards)
    if (!numbers[shard.build].insert(shard.number).second)
      throw Error(ExitCode::input, "The same part of an index is given twice.", {}, {shard.place});
  for (const auto& [build, found] : numbers) {
    const std::string& one = *found.begin();
    if (one.empty()) continue;
    const std::size_t count =
        number_from<std::size_t>(std::string_view(one).substr(one.find('/') + 1), shards[0].place);
    for (std::size_t i = 1; i <= count; ++i)
      if (const std::string number = fmt::format("{}/{}", i, count); !found.contains(number))
        throw Error(ExitCode::input,
                    fmt::format("Shard {} of {} is missing, or of another build: results would be partial.", i, count),
                    {"Name every shard of the build; while it is being refreshed, try again."});
  }
}

void check_once(const std::vector<Shard>& shards) {
  std::map<std::string_view, const Shard*> holder;
  for (const Shard& shard : shards)
    for (const StudyRow& row : shard.columns.rows)
      if (!row.id.empty())
        if (const auto [other, is_new] = holder.emplace(row.id, &shard); !is_new)
          throw Error(
              ExitCode::input,
              fmt::format("The case study “{}” is in “{}” and in “{}”.", row.id, other->second->place, shard.place),
              {"Search one of them: whatever stands in both would count twice."});
}

}  // namespace

std::vector<Shard> open_shards(const std::vector<ShardPlace>& places) {
  std::vector<Shard> shards;
  for (const ShardPlace& place : places) {
    if (place.kind == ShardPlace::Kind::folder)
      open_folder(place.name, shards);
    else
      shards.push_back(open_remote(place));
  }
  if (shards.size() == 1 && shards[0].number.empty()) return shards;
  check_complete(shards);
  check_once(shards);
  for (const Shard& shard : shards)
    if (shard.label_weights != shards[0].label_weights)
      throw Error(
          ExitCode::input,
          fmt::format("“{}” and “{}” were graded by different evidence standards.", shards[0].place, shard.place),
          {"Index both with the same evidence_standard.yaml."});
  return shards;
}

}  // namespace hallmark::knowledge
