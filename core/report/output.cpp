#include "report/output.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <mutex>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::report {

namespace {

namespace fs = std::filesystem;

// What an interruption must know: the folders to remove, and whether files are changing places right now.
struct Open {
  std::recursive_mutex moving;
  std::map<std::string, std::string> stages;  // with the folder made for them, or ""
};

void remove_stage(const std::string& stage, const std::string& made_folder) {
  std::error_code ignored;
  fs::remove_all(stage, ignored);
  if (!made_folder.empty()) fs::remove(made_folder, ignored);  // only if nothing was written into it
}

Open& open_outputs() {
  static Open open;
  return open;
}

// The folder itself is what runs take turns at: a lock file would be left behind.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder) : fd_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (fd_ >= 0) ::flock(fd_, LOCK_EX);  // a file system without locks: the renames are still one by one whole
  }
  ~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int fd_;
};

// Names of what is in a stage: the new files, a copy of each file replaced, and the list of what is to be renamed and
// removed, which is there while files change places.
constexpr std::string_view new_files = "new";
constexpr std::string_view list_of_moves = "moves";
constexpr std::string_view stage_prefix = ".hallmark-";

// -1: another process holds it.
int try_to_hold(const std::string& stage) {
  const int held = ::open(stage.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (held >= 0 && ::flock(held, LOCK_EX | LOCK_NB) == 0) return held;
  if (held >= 0) ::close(held);
  return -1;
}

// With its subfolder, if that is empty then.
void remove_file(const std::string& folder, const std::string& name) {
  std::error_code ignored;
  fs::remove(join_path(folder, name), ignored);
  if (const std::string below = parent_folder(name); below != ".") fs::remove(join_path(folder, below), ignored);
}

// Files of a list of moves: "+name" is renamed into the folder, "-name" removed from it.
void finish_moves(const std::string& folder, const std::string& stage, std::string_view list) {
  std::error_code ignored;
  for (const std::string_view line : split(list, '\n')) {
    if (line.empty()) continue;
    const std::string name(line.substr(1));
    if (line.front() == '-') {
      remove_file(folder, name);
      continue;
    }
    const std::string made = join_path(stage, join_path(new_files, name)), target = join_path(folder, name);
    if (!fs::exists(made, ignored)) continue;  // it is in its place already
    fs::create_directories(parent_folder(target), ignored);
    fs::rename(made, target, ignored);
  }
}

// What runs that were killed left behind. The caller holds the folder.
void clear_abandoned(const std::string& folder) {
  for (const std::string& name : disk().list(folder)) {
    const std::string stage = join_path(folder, name);
    if (!name.starts_with(stage_prefix) || !disk().is_folder(stage)) continue;
    const int held = try_to_hold(stage);
    if (held < 0) continue;
    const std::string list = join_path(stage, list_of_moves);
    if (disk().exists(list)) finish_moves(folder, stage, disk().read(list));
    remove_stage(stage, {});
    ::close(held);
  }
}

[[noreturn]] void fail_to_write(const std::string& path, const std::error_code& error) {
  throw Error(ExitCode::output, fmt::format("Cannot write “{}”: {}.", path, to_lower(error.message())));
}

bool keep_a_copy(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::create_hard_link(from, to, error);
  if (error) fs::copy_file(from, to, error);
  return !error;
}

}  // namespace

Uninterrupted::Uninterrupted() {
  open_outputs().moving.lock();
}
Uninterrupted::~Uninterrupted() {
  open_outputs().moving.unlock();
}

void abandon_outputs_and_exit(int exit_code) {
  open_outputs().moving.lock();
  for (const auto& [stage, made_folder] : open_outputs().stages) remove_stage(stage, made_folder);
  ::_exit(exit_code);
}

bool has_unfinished_output(const std::string& folder) {
  const std::vector<std::string> names = disk().list(folder);
  return std::any_of(names.begin(), names.end(), [](const auto& name) { return name.starts_with(stage_prefix); });
}

StagedOutput::StagedOutput(std::string folder) : folder_(std::move(folder)) {
  made_folder_ = !disk().exists(folder_);
  if (!made_folder_ && !disk().is_folder(folder_))
    throw Error(ExitCode::output, fmt::format("Cannot write into “{}”: it is a file, not a folder.", folder_),
                {"Name a folder with -o."});
  disk().make_folders(folder_);
  const FolderLock turn(folder_);
  const Uninterrupted guard;
  disk().make_folders(folder_);  // a run that ended without output may have taken away what it had made
  clear_abandoned(folder_);
  stage_ = join_path(folder_, fmt::format("{}XXXXXX", stage_prefix));
  if (::mkdtemp(stage_.data()) == nullptr)
    throw Error(ExitCode::output,
                fmt::format("Cannot write into the folder “{}”: {}.", folder_,
                            to_lower(std::generic_category().message(errno))),
                {"Name another folder with -o, or ask for permission to write there."});
  held_ = try_to_hold(stage_);
  open_outputs().stages.emplace(stage_, made_folder_ ? folder_ : std::string());
}

StagedOutput::~StagedOutput() {
  const Uninterrupted guard;
  remove_stage(stage_, made_folder_ ? folder_ : std::string());
  open_outputs().stages.erase(stage_);
  if (held_ >= 0) ::close(held_);
}

void StagedOutput::add(const std::string& name, std::string_view content) {
  const std::string path = staged(name);
  disk().make_folders(parent_folder(path));
  as_if_in_place([&] { disk().write(path, content); }, name);
  if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
}

std::string StagedOutput::staged(const std::string& name) const {
  return join_path(stage_, join_path(new_files, name));
}

void StagedOutput::flush() {
  std::vector<std::string> paths;
  for (const std::string& name : names_) paths.push_back(staged(name));
  as_if_in_place([&] { disk().flush(paths); }, "");
}

// The reader of an error knows a file by its own place, not by the one it is made in.
void StagedOutput::as_if_in_place(const std::function<void()>& write, const std::string& name) const {
  try {
    write();
  } catch (const Error& error) {
    std::string sentence = error.diagnostic().sentence;
    const std::string here = staged(name);
    if (const std::size_t at = sentence.find(here); at != std::string::npos)
      sentence.replace(at, here.size(), join_path(folder_, name));
    throw Error(error.code(), sentence);
  }
}

void StagedOutput::publish(const std::function<Last()>& last) {
  const FolderLock turn(folder_);
  const Last rest = last();
  for (const auto& [name, content] : rest.files) add(name, content);
  flush();
  std::string moves;
  for (const std::string& name : names_) moves += fmt::format("+{}\n", name);
  for (const std::string& name : rest.removed) moves += fmt::format("-{}\n", name);
  const std::string list = join_path(stage_, list_of_moves);
  const Uninterrupted guard;
  try {
    disk().write_atomically(list, moves);
    for (const std::string& name : names_) replace(name);
  } catch (...) {
    std::error_code ignored;
    fs::remove(list, ignored);  // first: from here on the old files are the ones wanted
    put_back();
    throw;
  }
  for (const std::string& name : rest.removed) remove_file(folder_, name);
  replaced_.clear();
}

void StagedOutput::replace(const std::string& name) {
  const std::string target = join_path(folder_, name);
  std::error_code error;
  if (const std::string below = parent_folder(target); below != folder_) fs::create_directories(below, error);
  if (error) fail_to_write(target, error);
  bool had_backup = false;
  if (fs::exists(fs::symlink_status(target, error))) {
    if (fs::is_directory(target, error))
      throw Error(ExitCode::output, fmt::format("Cannot write “{}”: a folder of that name is there.", target));
    const std::string backup = join_path(stage_, fmt::format("old-{}", replaced_.size()));
    had_backup = keep_a_copy(target, backup);
  }
  fs::rename(staged(name), target, error);
  if (error) fail_to_write(target, error);
  replaced_.push_back({name, had_backup});
}

void StagedOutput::put_back() {
  std::error_code ignored;
  for (std::size_t i = replaced_.size(); i-- > 0;) {
    const std::string target = join_path(folder_, replaced_[i].name);
    if (replaced_[i].had_backup)
      fs::rename(join_path(stage_, fmt::format("old-{}", i)), target, ignored);
    else
      fs::remove(target, ignored);
  }
  replaced_.clear();
}

}  // namespace hallmark::report
