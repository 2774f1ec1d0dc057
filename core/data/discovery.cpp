#include "data/discovery.h"

#include <libdeflate.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "base/files.h"
#include "base/text.h"
#include "data/byte_window.h"
#include "hallmark/error.h"

namespace hallmark::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_folders = 100'000;

// What a name states as a month though none is written so, such as 2020-13, where the name is else one of records.
std::string impossible_month(const DatasetSchema& schema, const std::string& name) {
  constexpr std::string_view form = "9999-99", possible = "2000-01";
  for (std::size_t at = 0; at + form.size() <= name.size(); ++at) {
    std::string month = name.substr(at, form.size());
    const bool has_form = std::equal(month.begin(), month.end(), form.begin(),
                                     [](char c, char f) { return f == '-' ? c == '-' : c >= '0' && c <= '9'; });
    std::string repaired = name;
    repaired.replace(at, form.size(), possible);
    if (has_form && match_file_name(schema, repaired).month == possible) return month;
  }
  return {};
}

class Search {
 public:
  explicit Search(const DatasetSchema& schema) : schema_(schema) {}

  void add(const std::string& path) {
    container_ = path;
    seen_.clear();
    if (disk().is_folder(path))
      add_folder(path);
    else if (file_extension(path) == ".zip")
      add_archive(path);
    else
      add_file(path, true);
  }

  Discovery finish(const std::vector<std::string>& paths) {
    auto& files = found_.files;
    if (files.empty())
      throw Error(ExitCode::no_data, fmt::format("There are no files of {} in {}.", schema_.name, join(paths, ", ")),
                  {fmt::format("They are recognised by their names: {}; a zip of them is read as it is.",
                               join(schema_.file_names, ", "))});
    std::sort(files.begin(), files.end(), [](const InputFile& a, const InputFile& b) {
      return std::tie(a.name, a.path, a.member.name) < std::tie(b.name, b.path, b.member.name);
    });
    drop_repeats();
    return std::move(found_);
  }

 private:
  void add_folder(const std::string& folder) {
    if (!seen_.insert(disk().identity(folder)).second) return;  // by a link that leads back up, or by two of them
    if (seen_.size() > most_folders)
      throw Error(ExitCode::input, fmt::format("There are more than {} folders in “{}”.", most_folders, container_),
                  {"Name the folder of the records."});
    for (const auto& name : disk().list(folder)) {
      if (name.empty() || name[0] == '.') continue;
      const std::string path = join_path(folder, name);
      const bool is_folder = disk().is_folder(path);
      if (is_folder && match_file_name(schema_, name).matches)
        found_.notes.push_back(fmt::format("“{}” is a folder, though it is named as a file of records.", path));
      if (is_folder)
        add_folder(path);
      else if (file_extension(name) == ".zip")
        add_archive(path);
      else if (match_file_name(schema_, name).matches)
        add_file(path, false);
      else
        note_misnamed(path, name);
    }
  }

  void add_file(const std::string& path, bool named) {
    const FileWindow window(path);  // says what is wrong with it
    const std::string name = file_name(path);
    if (named && file_extension(path) != ".csv" && !match_file_name(schema_, name).matches)
      throw Error(ExitCode::input, fmt::format("“{}” is neither a folder, a .csv file nor a .zip.", path));
    found_.files.push_back({path,
                            name,
                            match_file_name(schema_, name).month,
                            false,
                            {},
                            window.total(),
                            named ? parent_folder(path) : container_,
                            nullptr});
  }

  void add_archive(const std::string& path) {
    bool any = false, nested = false;
    for (auto& member : Archive(path).members()) {
      const std::string name = file_name(member.name);
      const FileNameMatch match = match_file_name(schema_, name);
      nested |= file_extension(name) == ".zip";
      if (!match.matches) {
        note_misnamed(path + ": " + member.name, name);
        continue;
      }
      any = true;
      const std::uint64_t bytes = member.size;
      found_.files.push_back({path, name, match.month, true, std::move(member), bytes, path, nullptr});
    }
    if (!any) found_.notes.push_back(fmt::format("“{}” holds no files of {}.", path, schema_.name));
    if (nested)
      found_.notes.push_back(
          fmt::format("“{}” holds another zip, which is not read: unpack it and name the inner one.", path));
  }

  void note_misnamed(const std::string& where, const std::string& name) {
    if (const std::string month = impossible_month(schema_, name); !month.empty())
      found_.notes.push_back(fmt::format(
          "“{}” is not read: it is named as a file of records, but of {}, which is no month. Give it its month's name.",
          where, month));
  }

  // The latest month a folder or zip reaches: a later download holds later outcomes of the same months.
  std::map<std::string, std::string> latest_months() const {
    std::map<std::string, std::string> latest;
    for (const auto& file : found_.files) {
      auto& month = latest[file.container];
      month = std::max(month, file.month);
    }
    return latest;
  }

  void drop_repeats() {
    const auto latest = latest_months();
    std::vector<InputFile> kept;
    for (auto& file : found_.files) {
      if (kept.empty() || kept.back().name != file.name || file.month.empty()) {
        kept.push_back(std::move(file));
        continue;
      }
      InputFile& other = kept.back();
      if (is_same(file, other)) continue;  // the same path named twice
      const auto &here = latest.at(file.container), &there = latest.at(other.container);
      if (here != there) {
        const bool newer = here > there;
        note_repeat(newer ? other : file, newer ? file : other, "the other is of a later download");
        if (newer) other = std::move(file);
      } else if (file.bytes == other.bytes && checksum(file) == checksum(other)) {
        note_repeat(file, other, same_content);
      } else {
        throw Error(ExitCode::input,
                    fmt::format("“{}” and “{}” have the same name but different content, and neither is of a later "
                                "download.",
                                where(other), where(file)),
                    {"Keep one of them."});
      }
    }
    found_.files = drop_copies(std::move(kept));
  }

  // The same bytes under two names would count every row twice.
  std::vector<InputFile> drop_copies(std::vector<InputFile> files) {
    std::map<std::uint64_t, std::vector<std::size_t>> by_size;  // positions among those kept
    std::vector<InputFile> kept;
    for (auto& file : files) {
      auto& alike = by_size[file.bytes];
      const auto first = std::find_if(alike.begin(), alike.end(),
                                      [&](std::size_t other) { return checksum(kept[other]) == checksum(file); });
      if (first != alike.end()) {
        if (!is_same(kept[*first], file)) note_repeat(file, kept[*first], same_content);
        continue;
      }
      alike.push_back(kept.size());
      kept.push_back(std::move(file));
    }
    return kept;
  }

  static bool is_same(const InputFile& a, const InputFile& b) {
    return a.path == b.path && a.member.index == b.member.index;
  }

  static std::string where(const InputFile& file) {
    return file.in_archive ? file.path + ": " + file.member.name : file.path;
  }

  void note_repeat(const InputFile& left, const InputFile& kept, std::string_view why) {
    found_.notes.push_back(
        fmt::format("{} is left out because {} is read instead: {}.", where(left), where(kept), why));
  }

  static std::uint32_t checksum(const InputFile& file) {
    if (file.in_archive) return file.member.crc;
    FileWindow window(file.path);
    std::uint32_t crc = 0;
    constexpr std::size_t piece = 1 << 20;
    for (window.open_at(0, piece); window.size() > 0; window.advance(window.size(), piece))
      crc = libdeflate_crc32(crc, window.data(), window.size());
    return crc;
  }

  static constexpr std::string_view same_content = "the other has the same content";
  const DatasetSchema& schema_;
  std::string container_;
  std::set<std::string> seen_;  // folders of the container
  Discovery found_;
};

}  // namespace

Discovery discover(const DatasetSchema& schema, const std::vector<std::string>& paths) {
  Search search(schema);
  for (const auto& path : paths) search.add(path);
  return search.finish(paths);
}

}  // namespace hallmark::data
