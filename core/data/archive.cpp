#include "data/archive.h"

#include <libdeflate.h>
#include <unzip.h>

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
constexpr std::size_t longest_name = 65535;
constexpr unsigned long encrypted = 1;  // of a member's flags

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

// minizip finds the members; their bytes are read here, so that none passes through a buffer of its own.
struct Archive::Handle {
  explicit Handle(const std::string& path) : file(path), zip(unzOpen64(path.c_str())) {}
  ~Handle() {
    if (zip) unzClose(zip);
    libdeflate_free_decompressor(inflater);
  }

  FileWindow file;  // first: says what is wrong with a pipe, a device, a file without permission
  unzFile zip;
  libdeflate_decompressor* inflater = libdeflate_alloc_decompressor();
  bool deflated = false;  // the member last fetched
};

Archive::Archive(const std::string& path) : path_(path), handle_(std::make_unique<Handle>(path)) {
  if (!handle_->zip)
    fail(fmt::format("“{}” is no zip, or it is damaged or was cut short.", path),
         {"Download it again and compare its size with the one the website states."});
  if (!handle_->inflater) throw std::bad_alloc();
}

Archive::~Archive() = default;

std::vector<ArchiveMember> Archive::members() const {
  std::vector<ArchiveMember> members;
  std::uint64_t compressed = 0;
  std::string name;
  int state = unzGoToFirstFile(handle_->zip);
  for (; state == UNZ_OK; state = unzGoToNextFile(handle_->zip)) {
    unz_file_info64 facts;
    unz64_file_pos place;
    name.resize(longest_name);
    state = unzGetCurrentFileInfo64(handle_->zip, &facts, name.data(), longest_name, nullptr, 0, nullptr, 0);
    if (state != UNZ_OK || unzGetFilePos64(handle_->zip, &place) != UNZ_OK) break;
    name.resize(facts.size_filename);
    if (name.empty() || name.back() == '/') continue;
    compressed += facts.compressed_size;
    members.push_back({make_valid_utf8(name), place.num_of_file, place.pos_in_zip_directory, facts.compressed_size,
                       facts.uncompressed_size, static_cast<std::uint32_t>(facts.crc)});
  }
  if (state != UNZ_OK && state != UNZ_END_OF_LIST_OF_FILE) fail_damaged(fmt::format("“{}”", path_));
  // Members that share bytes are how a small zip states a huge content.
  if (compressed > handle_->file.total())
    fail(fmt::format("“{}” states more content than it has bytes for, as a zip bomb does; it is not read.", path_));
  return members;
}

std::string Archive::words_for(const ArchiveMember& member) const {
  return fmt::format("“{}” in “{}”", member.name, path_);
}

std::string_view Archive::fetch(const ArchiveMember& member) {
  if (member.size > largest_member)
    fail(fmt::format("{} is {} MiB long, more than a file of records can be; it is not read.", words_for(member),
                     member.size >> 20));
  if (member.size > suspicious_size && member.size / suspicious_ratio > member.compressed)
    fail(fmt::format("{} would grow {}-fold, as a zip bomb does; it is not read.", words_for(member),
                     member.size / std::max<std::uint64_t>(1, member.compressed)));
  const unz64_file_pos place{member.place, member.index};
  unz_file_info64 facts;
  if (unzGoToFilePos64(handle_->zip, &place) != UNZ_OK ||
      unzGetCurrentFileInfo64(handle_->zip, &facts, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK ||
      facts.uncompressed_size != member.size || facts.compressed_size != member.compressed)
    fail(fmt::format("“{}” changed while it was being read.", path_));
  if (facts.flag & encrypted)
    fail(fmt::format("{} is encrypted.", words_for(member)),
         {"Unpack it with its password and name the folder instead."});
  int method = 0;
  if (unzOpenCurrentFile2(handle_->zip, &method, nullptr, 1) != UNZ_OK) fail_damaged(words_for(member));
  const std::uint64_t start = unzGetCurrentFileZStreamPos64(handle_->zip);
  unzCloseCurrentFile(handle_->zip);
  if (method != 0 && method != Z_DEFLATED)
    fail(fmt::format("{} is packed by method {}, which is not read here.", words_for(member), method),
         {"Unpack it and name the folder instead, or pack it as an ordinary zip."});
  handle_->deflated = method == Z_DEFLATED;
  const std::uint64_t total = handle_->file.total();
  if (start > total || member.compressed > total - start || (!handle_->deflated && member.compressed != member.size))
    fail_damaged(words_for(member));
  handle_->file.open_at(start, member.compressed);
  return {handle_->file.data(), handle_->file.size()};
}

void Archive::inflate(const ArchiveMember& member, MemberBytes& bytes) {
  const FileWindow& packed = handle_->file;
  char* content = bytes.resize(member.size);
  bool whole = true;
  if (!handle_->deflated)
    std::memcpy(content, packed.data(), member.size);
  else
    whole = libdeflate_deflate_decompress(handle_->inflater, packed.data(), packed.size(), content, member.size,
                                          nullptr) == LIBDEFLATE_SUCCESS;
  if (!whole || libdeflate_crc32(0, content, member.size) != member.crc) fail_damaged(words_for(member));
}

}  // namespace hallmark::data
