#include "data/file_state.h"

#include <sys/stat.h>

#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::data {

namespace {

// Device, inode, size, times of the content and of the entry; empty for a file that is gone.
std::vector<long long> state_of(const std::string& path) {
  struct stat facts;
  if (::stat(path.c_str(), &facts) != 0) return {};
  return {static_cast<long long>(facts.st_dev),
          static_cast<long long>(facts.st_ino),
          facts.st_size,
          facts.st_mtim.tv_sec,
          facts.st_mtim.tv_nsec,
          facts.st_ctim.tv_sec,
          facts.st_ctim.tv_nsec};
}

}  // namespace

void UnchangedFiles::add(const std::string& path) {
  if (!states_.contains(path)) states_.emplace(path, state_of(path));
}

void UnchangedFiles::check() const {
  for (const auto& [path, state] : states_)
    if (state_of(path) != state)
      throw Error(ExitCode::input, fmt::format("“{}” changed while it was being read.", path),
                  {"Wait until it is written, then try again."});
}

}  // namespace hallmark::data
