// The disk behind an interface, so that tests can record and fail it. Bulk data is read by data/ with its own reader.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark {

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // Errors are hallmark::Error sentences naming the path: missing, a folder, no permission, a pipe or a device, longer
  // than any text of Hallmark's is (ExitCode::input).
  virtual std::string read(const std::string& path) const = 0;
  virtual bool exists(const std::string& path) const = 0;
  virtual bool is_folder(const std::string& path) const = 0;
  // Names (not paths) in a folder, sorted by byte order.
  virtual std::vector<std::string> list(const std::string& folder) const = 0;
  // The same text for every path that leads to the same folder, so that links which lead back up are seen.
  virtual std::string identity(const std::string& folder) const = 0;
  virtual void make_folders(const std::string& path) = 0;
  virtual void remove(const std::string& path) = 0;
  // Writes a file without a name, flushes it to disk and puts it in the place of `path`: readers see the old file or
  // the new one, never a part, and a process killed meanwhile leaves nothing behind (ExitCode::output).
  virtual void write_atomically(const std::string& path, std::string_view content) = 0;
  // For many files that take their places together: writes where nobody reads yet, and flush() sees to it that all of
  // them are on the disk, which takes them at once in a fraction of the time it needs for one after the other.
  virtual void write(const std::string& path, std::string_view content) = 0;
  virtual void flush(const std::vector<std::string>& paths) = 0;
};

FileSystem& disk();

// Files in memory; writes to `refused` paths fail as a full disk does.
class MemoryFileSystem : public FileSystem {
 public:
  std::map<std::string, std::string> files;
  std::vector<std::string> refused;

  std::string read(const std::string& path) const override;
  bool exists(const std::string& path) const override;
  bool is_folder(const std::string& path) const override;
  std::vector<std::string> list(const std::string& folder) const override;
  std::string identity(const std::string& folder) const override;
  void make_folders(const std::string& path) override;
  void remove(const std::string& path) override;
  void write_atomically(const std::string& path, std::string_view content) override;
  void write(const std::string& path, std::string_view content) override { write_atomically(path, content); }
  void flush(const std::vector<std::string>&) override {}
};

// Paths below `folder` matching a pattern of *, ?, ** (any depth) and literal parts, sorted; relative patterns only.
// Links are followed, but not back into a folder they are in.
std::vector<std::string> glob(const FileSystem& files, const std::string& folder, std::string_view pattern);
bool matches_pattern(std::string_view path, std::string_view pattern);

std::string join_path(std::string_view folder, std::string_view name);  // an absolute name stays as it is
std::string parent_folder(std::string_view path);
std::string file_name(std::string_view path);
std::string file_extension(std::string_view path);  // ".csv", lower case; "" for none

// Folder of the shipped templates, plugins and knowledge base: $HALLMARK_HOME, else found from the executable.
std::string hallmark_home();

}  // namespace hallmark
