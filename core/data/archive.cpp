#include "data/archive.h"

#include <libdeflate.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "data/byte_window.h"
#include "hallmark/error.h"

namespace hallmark::data {

namespace {

// What one member may inflate to: deflate cannot exceed a ratio of 1032, records never pass 50, and one file of records
// fits in memory.
constexpr std::uint64_t largest_member = std::uint64_t{2} << 30;
constexpr std::uint64_t suspicious_size = std::uint64_t{32} << 20;
constexpr std::uint64_t suspicious_ratio = 200;

[[noreturn]] void fail(std::string sentence, std::vector<std::string> hints = {}) {
  throw Error(ExitCode::input, std::move(sentence), std::move(hints));
}

[[noreturn]] void fail_damaged(const std::string& member) {
  fail(fmt::format("{} is damaged.", member), {"Download the zip again."});
}

}  // namespace

char* MemberBytes::data() {
  return room_.get() + window_margin_before;
}

char* MemberBytes::resize(std::size_t size) {
  size_ = size;
  if (size > capacity_) {
    room_.reset();  // before taking more: never both
    room_ = std::make_unique_for_overwrite<char[]>(window_margin_before + size + window_margin_after);
    capacity_ = size;
  }
  return data();
}

struct Archive::Handle {
  zip_t* zip = nullptr;
  libdeflate_decompressor* inflater = nullptr;
  std::vector<char> compressed;
  bool deflated = false;  // the member last fetched

  ~Handle() {
    if (zip) zip_discard(zip);
    libdeflate_free_decompressor(inflater);
  }
};

Archive::Archive(const std::string& path) : path_(path), handle_(std::make_unique<Handle>()) {
  const FileWindow readable(path);  // says what is wrong with a pipe, a device, a file without permission
  int code = 0;
  handle_->zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (!handle_->zip) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (code == ZIP_ER_NOENT) fail(fmt::format("Cannot read “{}”: it does not exist.", path));
    if (code == ZIP_ER_OPEN || code == ZIP_ER_READ) fail(fmt::format("Cannot read “{}”: {}.", path, why));
    fail(fmt::format("“{}” is no zip, or it is damaged or was cut short.", path),
         {"Download it again and compare its size with the one the website states."});
  }
  handle_->inflater = libdeflate_alloc_decompressor();
  if (!handle_->inflater) throw std::bad_alloc();
}

Archive::~Archive() = default;

std::vector<ArchiveMember> Archive::members() const {
  std::vector<ArchiveMember> members;
  std::uint64_t compressed = 0;
  const zip_int64_t count = zip_get_num_entries(handle_->zip, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t facts;
    const auto index = static_cast<zip_uint64_t>(i);
    if (zip_stat_index(handle_->zip, index, ZIP_FL_ENC_GUESS, &facts) != 0 || !(facts.valid & ZIP_STAT_NAME)) continue;
    const std::string_view name = facts.name;
    if (name.empty() || name.back() == '/') continue;
    compressed += facts.comp_size;
    members.push_back({make_valid_utf8(name), index, facts.comp_size, facts.size, facts.crc});
  }
  // Members that share bytes are how a small zip states a huge content.
  struct stat facts;
  if (::stat(path_.c_str(), &facts) == 0 && compressed > static_cast<std::uint64_t>(facts.st_size))
    fail(fmt::format("“{}” states more content than it has bytes for, as a zip bomb does; it is not read.", path_));
  return members;
}

std::string Archive::words_for(const ArchiveMember& member) const {
  return fmt::format("“{}” in “{}”", member.name, path_);
}

std::string_view Archive::fetch(const ArchiveMember& member, MemberBytes& bytes) {
  if (member.size > largest_member)
    fail(fmt::format("{} is {} MiB long, more than a file of records can be; it is not read.", words_for(member),
                     member.size >> 20));
  if (member.size > suspicious_size && member.size / suspicious_ratio > member.compressed)
    fail(fmt::format("{} would grow {}-fold, as a zip bomb does; it is not read.", words_for(member),
                     member.size / std::max<std::uint64_t>(1, member.compressed)));
  zip_stat_t facts;
  if (zip_stat_index(handle_->zip, member.index, ZIP_FL_ENC_GUESS, &facts) != 0 || facts.size != member.size)
    fail(fmt::format("“{}” changed while it was being read.", path_));
  if (facts.encryption_method != ZIP_EM_NONE)
    fail(fmt::format("{} is encrypted.", words_for(member)),
         {"Unpack it with its password and name the folder instead."});
  // Other methods are left to libzip.
  handle_->deflated = facts.comp_method == ZIP_CM_DEFLATE;
  zip_file_t* file = zip_fopen_index(handle_->zip, member.index, handle_->deflated ? ZIP_FL_COMPRESSED : 0);
  if (!file)
    fail(fmt::format("{} cannot be read: {}.", words_for(member), zip_error_strerror(zip_get_error(handle_->zip))));
  const std::uint64_t wanted = handle_->deflated ? member.compressed : member.size;
  if (handle_->deflated) handle_->compressed.resize(wanted);
  char* into = handle_->deflated ? handle_->compressed.data() : bytes.resize(wanted);
  const zip_int64_t read = zip_fread(file, into, wanted);
  zip_fclose(file);
  if (read != static_cast<zip_int64_t>(wanted)) fail_damaged(words_for(member));
  return {into, wanted};
}

void Archive::inflate(const ArchiveMember& member, MemberBytes& bytes) {
  bool whole = true;
  if (handle_->deflated)
    whole = libdeflate_deflate_decompress(handle_->inflater, handle_->compressed.data(), handle_->compressed.size(),
                                          bytes.resize(member.size), member.size, nullptr) == LIBDEFLATE_SUCCESS;
  if (!whole || libdeflate_crc32(0, bytes.data(), member.size) != member.crc) fail_damaged(words_for(member));
}

}  // namespace hallmark::data
