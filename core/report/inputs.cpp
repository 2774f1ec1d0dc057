#include "report/inputs.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <set>
#include <thread>

#include "base/text.h"
#include "render/pdf.h"
#include "report/initiatives.h"
#include "report/script_host.h"

namespace hallmark::report {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_entries = 20'000;        // files and folders looked at
constexpr std::uint64_t most_bytes = 256ull << 20;  // hashed beside the records, which are hashed anyway

// Leaves by an Error: then there is no answer.
class Finder {
 public:
  Finder(const FileSystem& files, std::set<std::string> left_out) : files_(files), left_out_(std::move(left_out)) {}

  // A file or all below a folder; nothing where nothing is.
  void add(const std::string& path) {
    std::error_code error;
    const fs::file_type type = fs::status(path, error).type();
    if (type == fs::file_type::not_found) return;
    if (++entries_ > most_entries) throw Error(ExitCode::input, "There are too many files.");
    if (type == fs::file_type::regular)
      found_.emplace(path, Input{data::stamp_of(path), {}});
    else if (type != fs::file_type::directory)
      throw Error(ExitCode::input, fmt::format("“{}” is neither a file nor a folder.", path));
    else
      add_folder(path);
  }

  Inputs take() { return std::move(found_); }

 private:
  void add_folder(const std::string& path) {
    for (const std::string& name : files_.list(path))
      if (const std::string below = join_path(path, name); !left_out_.contains(files_.identity(below))) add(below);
  }

  const FileSystem& files_;
  std::set<std::string> left_out_;  // folders, by identity
  std::size_t entries_ = 0;
  Inputs found_;
};

// What hallmark.yaml names, and the folders that have a meaning without being named.
std::vector<std::string> named_paths(const FileSystem& files, const Workspace& workspace) {
  std::vector<std::string> paths{workspace.file};
  for (const std::string_view folder : {std::string_view("data"), std::string_view("case_studies"), initiatives_folder})
    paths.push_back(workspace.path(folder));
  const auto add_pattern = [&](const std::string& pattern, const SourceLocation& where) {
    for (std::string& path : expand_pattern(files, workspace, pattern, where)) paths.push_back(std::move(path));
  };
  for (const DatasetFiles& dataset : workspace.datasets)
    for (const std::string& pattern : dataset.patterns) add_pattern(pattern, dataset.where);
  for (const auto* list : {&workspace.lookups, &workspace.populations})
    for (const AreaFile& file : *list) add_pattern(file.path, file.where);
  for (const BoundaryFile& file : workspace.boundaries) paths.push_back(workspace.path(file.path));
  for (const auto* list : {&workspace.schemas, &workspace.plugins, &workspace.templates})
    for (const std::string& folder : *list) paths.push_back(workspace.path(folder));
  const Brand& brand = workspace.brand;
  if (!brand.file.empty()) paths.push_back(brand.file);
  for (const std::string& path : {brand.logo, brand.logo_pdf, brand.theme})
    if (!path.empty()) paths.push_back(workspace.path(path));
  return paths;
}

std::vector<std::string> shipped_paths(const FileSystem& files) {
  std::vector<std::string> paths = render::font_files();
  for (const char* folder : {"templates", "knowledge_base"}) paths.push_back(join_path(hallmark_home(), folder));
  // What else lies beside them, such as the tests of a build folder, is no part of a report.
  for (const std::string& name : files.list(shipped_plugins()))
    if (std::string plugin = join_path(shipped_plugins(), name); files.exists(join_path(plugin, "plugin.yaml")))
      paths.push_back(std::move(plugin));
  return paths;
}

void add_workspace(const FileSystem& files, const Workspace& workspace, const std::string& output_folder,
                   Inputs& inputs) {
  std::set<std::string> left_out{files.identity(output_folder)};
  for (const char* name : {".hallmark", ".git", "quarantine"}) left_out.insert(files.identity(workspace.path(name)));
  Finder all(files, std::move(left_out));
  all.add(workspace.folder);
  inputs.merge(all.take());
}

// The time that files are given moves in steps. A file written in this very step could be written again without a
// trace; false where its time is not past even when the step is over.
bool wait_for_the_next_step(const Inputs& inputs) {
  std::int64_t newest = 0;
  for (const auto& [path, input] : inputs) newest = std::max(newest, input.stamp.changed);
  for (int tries = 0; tries < 20; ++tries) {
    timespec now;
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec * 1'000'000'000 + now.tv_nsec > newest) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

}  // namespace

std::optional<Inputs> find_inputs(const FileSystem& files, const Workspace& workspace,
                                  const std::string& output_folder) {
  try {
    Finder named(files, {});
    for (const auto& paths : {named_paths(files, workspace), shipped_paths(files)})
      for (const std::string& path : paths) named.add(path);
    Inputs inputs = named.take();
    add_workspace(files, workspace, output_folder, inputs);
    // Read before this: what was read of them counts, not what they hold now.
    inputs[workspace.file].sha256 = workspace.sha256;
    if (!workspace.brand.file.empty()) inputs[workspace.brand.file].sha256 = workspace.brand.sha256;
    if (!wait_for_the_next_step(inputs)) return std::nullopt;
    return inputs;
  } catch (const Error&) {
    return std::nullopt;
  }
}

void take_hashes(Inputs& inputs, const data::Store& store) {
  for (const data::DatasetInfo& info : store.datasets())
    for (const data::SourceFile& file : info.files)
      if (const auto input = inputs.find(file.path); input != inputs.end()) input->second.sha256 = file.sha256;
}

bool hash_rest(Inputs& inputs) {
  std::uint64_t bytes = 0;
  for (const auto& [path, input] : inputs)
    if (input.sha256.empty()) bytes += static_cast<std::uint64_t>(input.stamp.size);
  if (bytes > most_bytes) return false;
  try {
    for (auto& [path, input] : inputs)
      if (input.sha256.empty()) input.sha256 = data::sha256_of_file(path);
  } catch (const Error&) {
    return false;
  }
  return true;
}

bool same_files(const Inputs& before, const Inputs& now) {
  return std::equal(before.begin(), before.end(), now.begin(), now.end(), [](const auto& a, const auto& b) {
    return a.first == b.first && a.second.stamp == b.second.stamp;
  });
}

}  // namespace hallmark::report
