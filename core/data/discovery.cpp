#include "data/discovery.h"

#include <libdeflate.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "base/files.h"
#include "base/text.h"
#include "data/byte_window.h"
#include "hallmark/error.h"

namespace hallmark::data {

namespace {

namespace fs = std::filesystem;

constexpr int deepest_folder = 32;

class Search {
 public:
  explicit Search(const DatasetSchema& schema) : schema_(schema) {}

  void add(const std::string& path) {
    container_ = path;
    if (disk().is_folder(path))
      add_folder(path, 0);
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
  void add_folder(const std::string& folder, int depth) {
    if (depth > deepest_folder) return;  // a link that leads back up
    for (const auto& name : disk().list(folder)) {
      if (name.empty() || name[0] == '.') continue;
      const std::string path = join_path(folder, name);
      if (disk().is_folder(path))
        add_folder(path, depth + 1);
      else if (file_extension(name) == ".zip")
        add_archive(path);
      else if (match_file_name(schema_, name).matches)
        add_file(path, false);
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
    bool any = false;
    for (auto& member : Archive(path).members()) {
      const std::string name = file_name(member.name);
      const FileNameMatch match = match_file_name(schema_, name);
      if (!match.matches) continue;
      any = true;
      const std::uint64_t bytes = member.size;
      found_.files.push_back({path, name, match.month, true, std::move(member), bytes, path, nullptr});
    }
    if (!any) found_.notes.push_back(fmt::format("“{}” holds no files of {}.", path, schema_.name));
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
      if (other.path == file.path && other.member.name == file.member.name) continue;  // the same path named twice
      const auto &here = latest.at(file.container), &there = latest.at(other.container);
      if (here != there) {
        const bool newer = here > there;
        note_repeat(newer ? other : file, newer ? file : other, "the other is of a later download");
        if (newer) other = std::move(file);
      } else if (checksum(file) == checksum(other)) {
        note_repeat(file, other, "the other has the same content");
      } else {
        throw Error(ExitCode::input,
                    fmt::format("“{}” and “{}” have the same name but different content, and neither is of a later "
                                "download.",
                                where(other), where(file)),
                    {"Keep one of them."});
      }
    }
    found_.files = std::move(kept);
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

  const DatasetSchema& schema_;
  std::string container_;
  Discovery found_;
};

}  // namespace

Discovery discover(const DatasetSchema& schema, const std::vector<std::string>& paths) {
  Search search(schema);
  for (const auto& path : paths) search.add(path);
  return search.finish(paths);
}

}  // namespace hallmark::data
