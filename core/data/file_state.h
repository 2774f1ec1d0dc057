// Whether a file is still the one that was found: hashing, slicing and reading open it several times.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace hallmark::data {

// What tells that a file was not written to between two looks at it; all 0 where there is none.
struct FileStamp {
  std::uint64_t device = 0, inode = 0;
  std::int64_t size = 0, modified = 0, changed = 0;  // nanoseconds; `changed`: the content or the entry, never set back
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
FileStamp stamp_of(const std::string& path);

class UnchangedFiles {
 public:
  // Remembers the file's stamp; once per path.
  void add(const std::string& path);
  // Throws Error(ExitCode::input) for one that is not as it was.
  void check() const;

 private:
  std::map<std::string, FileStamp> stamps_;
};

// SHA-256 of a file's content. Throws Error(ExitCode::input) for one that cannot be read, or shrinks meanwhile.
std::string sha256_of_file(const std::string& path);

}  // namespace hallmark::data
