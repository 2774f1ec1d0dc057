#include "data/column_cache.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <map>

#include "base/build_id.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/text.h"
#include "data/cache_format.h"

namespace hallmark::data {

namespace {

constexpr std::string_view entry_ending = ".columns", unfinished_ending = ".tmp";

// A file in memory, as long as the last owner of it lives; null where it cannot be.
std::shared_ptr<const void> mapped(const std::string& path, std::string_view& bytes) {
  // Neither waits for a FIFO nor follows what somebody else put there.
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  if (file < 0) return nullptr;
  struct stat facts;
  void* start = MAP_FAILED;
  std::size_t size = 0;
  if (::fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0) {
    size = static_cast<std::size_t>(facts.st_size);
    start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  }
  ::close(file);
  if (start == MAP_FAILED) return nullptr;
  bytes = {static_cast<const char*>(start), size};
  return {start, [size](const void* at) { ::munmap(const_cast<void*>(at), size); }};
}

// "<slot>.<process>.<number>.tmp" of a process that is no more.
bool is_left_over(const std::string& name) {
  if (!name.ends_with(unfinished_ending)) return false;
  const std::vector<std::string_view> parts = split(name, '.');
  pid_t process = 0;
  if (parts.size() == 4) std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), process);
  return process > 0 && ::kill(process, 0) != 0 && errno == ESRCH;
}

}  // namespace

std::string ColumnCache::slot(const DatasetSchema& schema, const InputFile& input) {
  return sha256(join({schema.name, file_name(input.path), input.member.name}, std::string(1, '\0'))).substr(0, 32);
}

std::string ColumnCache::key(const DatasetSchema& schema, const InputFile& input, std::string_view sha) {
  const std::string& build = build_id();
  if (build.empty() || schema.sha256.empty()) return {};
  // What a zip's directory says of a member decides too whether it is read.
  return sha256(fmt::format("{}\n{}\n{}\n{}\n{} {} {}\n", build, schema.sha256, sha, input.month, input.member.crc,
                            input.member.size, input.member.compressed));
}

std::optional<CachedFile> ColumnCache::read(const std::string& slot, const std::string& key, const ReadingPlan& plan,
                                            Arena& arena) const {
  std::string_view bytes;
  std::shared_ptr<const void> memory = mapped(join_path(folder_, slot + std::string(entry_ending)), bytes);
  if (!memory) return std::nullopt;
  std::optional<CachedFile> file = decode_entry(bytes, key, plan, arena);
  if (file) file->memory = std::move(memory);
  return file;
}

std::string ColumnCache::write(const std::vector<KeptFile>& files) const {
  try {
    prepare();
    std::map<const Table*, LabelOrder> orders;
    for (const KeptFile& file : files) {
      const auto [order, is_new] = orders.try_emplace(file.table);
      if (is_new) order->second = label_order(*file.table);
      write(file, order->second);
    }
    return {};
  } catch (const Error& error) {
    return error.diagnostic().sentence;
  }
}

void ColumnCache::write(const KeptFile& file, const LabelOrder& order) const {
  static std::atomic<unsigned> number{0};
  const std::string path = join_path(folder_, file.slot + std::string(entry_ending));
  const std::string unfinished =
      join_path(folder_, fmt::format("{}.{}.{}{}", file.slot, ::getpid(), number++, unfinished_ending));
  try {
    // Not flushed: what a power cut leaves of it, its checksum tells.
    disk().write(unfinished, encode_entry(file.key, file.entry, *file.table, order, file.first, file.end));
    if (::rename(unfinished.c_str(), path.c_str()) != 0)
      throw Error(ExitCode::output, fmt::format("Cannot write “{}”: {}.", path, std::strerror(errno)));
  } catch (const Error&) {
    ::unlink(unfinished.c_str());
    throw;
  }
}

// Makes the folder and removes what killed runs left in it.
void ColumnCache::prepare() const {
  disk().make_folders(folder_);
  if (const std::string ignored = join_path(folder_, ".gitignore"); !disk().exists(ignored))
    disk().write_atomically(ignored, "# Columns of files as they were read. May be deleted at any time.\n*\n");
  for (const std::string& name : disk().list(folder_))
    if (is_left_over(name)) ::unlink(join_path(folder_, name).c_str());
}

}  // namespace hallmark::data
