// Whether a file is still the one that was found: hashing, slicing and reading open it several times.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace hallmark::data {

class UnchangedFiles {
 public:
  // Remembers the file's place, size and times of change; once per path.
  void add(const std::string& path);
  // Throws Error(ExitCode::input) for one that is not as it was.
  void check() const;

 private:
  std::map<std::string, std::vector<long long>> states_;
};

}  // namespace hallmark::data
