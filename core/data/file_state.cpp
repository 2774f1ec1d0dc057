#include "data/file_state.h"

#include <sys/stat.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "data/byte_window.h"
#include "hallmark/error.h"

namespace hallmark::data {

FileStamp stamp_of(const std::string& path) {
  struct stat facts;
  if (::stat(path.c_str(), &facts) != 0) return {};
  const auto nanoseconds = [](const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; };
  return {facts.st_dev, facts.st_ino, facts.st_size, nanoseconds(facts.st_mtim), nanoseconds(facts.st_ctim)};
}

void UnchangedFiles::add(const std::string& path) {
  if (!stamps_.contains(path)) stamps_.emplace(path, stamp_of(path));
}

void UnchangedFiles::check() const {
  for (const auto& [path, stamp] : stamps_)
    if (stamp_of(path) != stamp)
      throw Error(ExitCode::input, fmt::format("“{}” changed while it was being read.", path),
                  {"Wait until it is written, then try again."});
}

std::string sha256_of_file(const std::string& path) {
  FileWindow window(path);
  const auto piece = static_cast<std::size_t>(std::clamp<std::uint64_t>(window.total(), 1, 512 << 10));
  Sha256 sum;
  for (window.open_at(0, piece); window.size() > 0; window.advance(window.size(), piece))
    sum.add(window.data(), window.size());
  return sum.finish();
}

}  // namespace hallmark::data
