#include "report/output.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
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

StagedOutput::StagedOutput(std::string folder) : folder_(std::move(folder)) {
  const Uninterrupted guard;
  made_folder_ = !disk().exists(folder_);
  if (!made_folder_ && !disk().is_folder(folder_))
    throw Error(ExitCode::output, fmt::format("Cannot write into “{}”: it is a file, not a folder.", folder_),
                {"Name a folder with -o."});
  disk().make_folders(folder_);
  stage_ = join_path(folder_, fmt::format(".hallmark-{}", ::getpid()));
  std::error_code error;
  fs::remove_all(stage_, error);
  fs::create_directory(stage_, error);
  if (error)
    throw Error(ExitCode::output,
                fmt::format("Cannot write into the folder “{}”: {}.", folder_, to_lower(error.message())),
                {"Name another folder with -o, or ask for permission to write there."});
  open_outputs().stages.emplace(stage_, made_folder_ ? folder_ : std::string());
}

StagedOutput::~StagedOutput() {
  const Uninterrupted guard;
  remove_stage(stage_, made_folder_ ? folder_ : std::string());
  open_outputs().stages.erase(stage_);
}

void StagedOutput::add(const std::string& name, std::string_view content) {
  const std::string path = staged(name);
  disk().make_folders(parent_folder(path));
  as_if_in_place([&] { disk().write(path, content); }, name);
  if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
}

std::string StagedOutput::staged(const std::string& name) const {
  return join_path(stage_, join_path("new", name));
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
  const Uninterrupted guard;
  try {
    for (const std::string& name : names_) replace(name);
  } catch (...) {
    put_back();
    throw;
  }
  std::error_code ignored;
  for (const std::string& name : rest.removed) {
    fs::remove(join_path(folder_, name), ignored);
    if (const std::string below = parent_folder(name); below != ".") fs::remove(join_path(folder_, below), ignored);
  }
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
