#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <future>
#include <utility>

#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark {

namespace {

namespace fs = std::filesystem;

std::string reason(int error) {
  switch (error) {
    case ENOENT:
      return "it does not exist";
    case EACCES:
    case EPERM:
      return "permission is denied";
    case EISDIR:
      return "it is a folder";
    case ENOTDIR:
      return "a part of its path is a file, not a folder";
    case ELOOP:
      return "its links lead in a circle";
    case ESPIPE:
      return "it is a pipe or a device";
    case ENOSPC:
      return "the disk is full";
    case EFBIG:
      return "it is larger than files may be here (see `ulimit -f`)";
    case EDQUOT:
      return "the quota of this user is used up";
    case EROFS:
      return "the file system is read-only";
    default:
      return std::strerror(error);
  }
}

[[noreturn]] void fail(ExitCode code, std::string_view action, const std::string& path, int error) {
  throw Error(code, fmt::format("Cannot {} “{}”: {}.", action, path, reason(error)));
}

// A file descriptor that closes itself; the error of close() matters only when writing, where it is asked for.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, mode_t mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int close() { return ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

// The largest thing read whole is a country's boundaries.
constexpr std::size_t longest_text = std::size_t{1} << 30;

class Disk final : public FileSystem {
 public:
  std::string read(const std::string& path) const override {
    const Descriptor file(path, O_RDONLY | O_NONBLOCK);  // so that a pipe nobody writes to is not waited for
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0) fail(ExitCode::input, "read", path, errno);
    if (S_ISDIR(status.st_mode)) fail(ExitCode::input, "read", path, EISDIR);
    // /dev/stdin and the shell's <(…) are asked for by name and may be slow; what merely turns up in a folder is
    // refused.
    if (!S_ISREG(status.st_mode) && !path.starts_with("/dev/")) fail(ExitCode::input, "read", path, ESPIPE);
    ::fcntl(file.get(), F_SETFL, 0);
    std::string content;
    content.resize(static_cast<std::size_t>(status.st_size));
    std::size_t size = 0;
    for (;;) {
      if (size == content.size()) content.resize(size + std::max<std::size_t>(4096, size / 2));
      const ssize_t got = ::read(file.get(), content.data() + size, content.size() - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(ExitCode::input, "read", path, errno);
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
      if (size > longest_text)
        throw Error(ExitCode::input,
                    fmt::format("“{}” is longer than {} MiB; it is not read.", path, longest_text >> 20));
    }
    content.resize(size);
    return content;
  }

  bool exists(const std::string& path) const override {
    std::error_code error;
    return fs::exists(path, error);
  }

  bool is_folder(const std::string& path) const override {
    std::error_code error;
    return fs::is_directory(path, error);
  }

  std::vector<std::string> list(const std::string& folder) const override {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
      names.push_back(it->path().filename().string());
    if (error) fail(ExitCode::input, "read the folder", folder, error.value());
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string identity(const std::string& folder) const override {
    struct stat status {};
    return ::stat(folder.c_str(), &status) == 0 ? fmt::format("{}:{}", status.st_dev, status.st_ino) : folder;
  }

  void make_folders(const std::string& path) override {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) fail(ExitCode::output, "make the folder", path, error.value());
  }

  void remove(const std::string& path) override {
    std::error_code error;
    fs::remove_all(path, error);
    if (error) fail(ExitCode::output, "remove", path, error.value());
  }

  void write_atomically(const std::string& path, std::string_view content) override {
    // Hidden, for the moment in which a process can be killed between naming the file and moving it.
    const std::string temporary =
        join_path(parent_folder(path), fmt::format(".{}.{}.tmp", file_name(path), ::getpid()));
    try {
      write_whole(temporary, path, content, true);
    } catch (...) {
      ::unlink(temporary.c_str());
      throw;
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
      const int error = errno;
      ::unlink(temporary.c_str());
      fail(ExitCode::output, "write", path, error);
    }
  }

  void write(const std::string& path, std::string_view content) override { write_whole(path, path, content, false); }

  void flush(const std::vector<std::string>& paths) override {
    constexpr std::size_t at_once = 16;
    std::vector<std::future<void>> pending;
    for (std::size_t first = 0; first < std::min(at_once, paths.size()); ++first)
      pending.push_back(std::async(std::launch::async, [&paths, first] {
        for (std::size_t i = first; i < paths.size(); i += at_once) {
          const Descriptor file(paths[i], O_RDONLY);
          if (file.get() < 0) fail(ExitCode::output, "write", paths[i], errno);
          sync(file, paths[i]);
        }
      }));
    for (auto& each : pending) each.wait();
    for (auto& each : pending) each.get();
  }

 private:
  static void sync(const Descriptor& file, const std::string& path) {
    // EINVAL: the file system has nothing to flush to.
    if (::fsync(file.get()) != 0 && errno != EINVAL) fail(ExitCode::output, "write", path, errno);
  }

  // `path`: as which the file is known to the reader of an error.
  static void write_whole(const std::string& temporary, const std::string& path, std::string_view content,
                          bool flushed) {
    if (flushed && write_nameless(temporary, path, content)) return;
    Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file.get() < 0) fail(ExitCode::output, "write", path, errno);
    write_content(file, path, content);
    if (flushed) sync(file, path);
    if (file.close() != 0) fail(ExitCode::output, "write", path, errno);
  }

  // The file has no name until it is whole; false where the file system cannot do that.
  static bool write_nameless(const std::string& temporary, const std::string& path, std::string_view content) {
    const Descriptor file(parent_folder(path), O_WRONLY | O_TMPFILE, 0666);
    if (file.get() < 0) return false;
    write_content(file, path, content);
    sync(file, path);
    const std::string link = fmt::format("/proc/self/fd/{}", file.get());
    ::unlink(temporary.c_str());
    return ::linkat(AT_FDCWD, link.c_str(), AT_FDCWD, temporary.c_str(), AT_SYMLINK_FOLLOW) == 0;
  }

  static void write_content(const Descriptor& file, const std::string& path, std::string_view content) {
    while (!content.empty()) {
      const ssize_t put = ::write(file.get(), content.data(), content.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) fail(ExitCode::output, "write", path, errno);
      content.remove_prefix(static_cast<std::size_t>(put));
    }
  }
};

// Byte-wise match of one path part with * and ?, linear apart from the last star.
bool matches_part(std::string_view name, std::string_view pattern) {
  std::size_t n = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n]) && pattern[p] != '*') {
      ++n;
      ++p;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

using Parts = std::vector<std::string_view>;

bool matches_parts(const Parts& path, std::size_t i, const Parts& pattern, std::size_t j) {
  if (j == pattern.size()) return i == path.size();
  if (pattern[j] == "**") {
    for (std::size_t k = i; k <= path.size(); ++k)
      if (matches_parts(path, k, pattern, j + 1)) return true;
    return false;
  }
  return i < path.size() && matches_part(path[i], pattern[j]) && matches_parts(path, i + 1, pattern, j + 1);
}

// Whether something below `path` may match.
bool leads_on(const Parts& path, std::size_t i, const Parts& pattern, std::size_t j) {
  if (i == path.size()) return j < pattern.size();
  if (j == pattern.size()) return false;
  return pattern[j] == "**" || (matches_part(path[i], pattern[j]) && leads_on(path, i + 1, pattern, j + 1));
}

class Glob {
 public:
  Glob(const FileSystem& files, std::string_view pattern) : files_(files), pattern_(split(pattern, '/')) {}

  std::vector<std::string> find(const std::string& folder) {
    if (files_.is_folder(folder)) collect(folder, "");
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  void collect(const std::string& folder, const std::string& relative) {
    const std::string here = files_.identity(folder);
    if (std::find(above_.begin(), above_.end(), here) != above_.end()) return;  // a link that leads back up
    if (++folders_ > most_folders)
      throw Error(ExitCode::input, fmt::format("There are more than {} folders below “{}”.", most_folders, folder),
                  {"Write a pattern that names the folder of the records."});
    above_.push_back(here);
    for (const std::string& name : files_.list(folder)) {
      const std::string path = join_path(folder, name);
      const std::string below = relative.empty() ? name : relative + "/" + name;
      const Parts parts = split(below, '/');
      if (matches_parts(parts, 0, pattern_, 0)) found_.push_back(path);
      if (name.front() != '.' && leads_on(parts, 0, pattern_, 0) && files_.is_folder(path)) collect(path, below);
    }
    above_.pop_back();
  }

  static constexpr int most_folders = 100'000;
  const FileSystem& files_;
  Parts pattern_;
  std::vector<std::string> above_;
  std::vector<std::string> found_;
  int folders_ = 0;
};

}  // namespace

FileSystem& disk() {
  static Disk instance;
  return instance;
}

bool matches_pattern(std::string_view path, std::string_view pattern) {
  return matches_parts(split(path, '/'), 0, split(pattern, '/'), 0);
}

std::vector<std::string> glob(const FileSystem& files, const std::string& folder, std::string_view pattern) {
  return Glob(files, pattern).find(folder);
}

std::string join_path(std::string_view folder, std::string_view name) {
  if (!name.empty() && name.front() == '/') return std::string(name);
  if (folder.empty() || folder == ".") return std::string(name);
  return fmt::format("{}{}{}", folder, folder.back() == '/' ? "" : "/", name);
}

std::string parent_folder(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string file_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

std::string file_extension(std::string_view path) {
  const std::string name = file_name(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? "" : to_lower(std::string_view(name).substr(dot));
}

std::string hallmark_home() {
  if (const char* home = std::getenv("HALLMARK_HOME"); home != nullptr && *home != '\0') return home;
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  // Installed as <prefix>/bin/hallmark with <prefix>/share/hallmark, or run from build/<preset>/ of a checkout.
  for (fs::path folder = executable.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    if (fs::exists(folder / "share/hallmark/templates", error)) return (folder / "share/hallmark").string();
    if (fs::exists(folder / "templates", error) && fs::exists(folder / "knowledge_base", error)) return folder.string();
  }
  return ".";
}

// ---- MemoryFileSystem ---------------------------------------------------------------------------------------------

std::string MemoryFileSystem::read(const std::string& path) const {
  const auto file = files.find(path);
  if (file == files.end()) fail(ExitCode::input, "read", path, is_folder(path) ? EISDIR : ENOENT);
  return file->second;
}

bool MemoryFileSystem::exists(const std::string& path) const {
  return files.contains(path) || is_folder(path);
}

bool MemoryFileSystem::is_folder(const std::string& path) const {
  const auto first = files.lower_bound(path + "/");
  return path == "." || (first != files.end() && first->first.starts_with(path + "/"));
}

std::vector<std::string> MemoryFileSystem::list(const std::string& folder) const {
  if (!is_folder(folder)) fail(ExitCode::input, "read the folder", folder, ENOENT);
  const std::string prefix = folder == "." ? "" : folder + "/";
  std::vector<std::string> names;
  for (const auto& [path, content] : files) {
    if (!path.starts_with(prefix)) continue;
    std::string name = path.substr(prefix.size(), path.find('/', prefix.size()) - prefix.size());
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string MemoryFileSystem::identity(const std::string& folder) const {
  return folder;
}

void MemoryFileSystem::make_folders(const std::string&) {}

void MemoryFileSystem::remove(const std::string& path) {
  std::erase_if(files, [&](const auto& file) { return file.first == path || file.first.starts_with(path + "/"); });
}

void MemoryFileSystem::write_atomically(const std::string& path, std::string_view content) {
  if (std::find(refused.begin(), refused.end(), path) != refused.end()) fail(ExitCode::output, "write", path, ENOSPC);
  files[path] = std::string(content);
}

}  // namespace hallmark
