#include "zip_writer.h"

#include <libdeflate.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace hallmark::examples {
namespace {

constexpr std::uint16_t version_needed = 20, deflated = 8;
constexpr std::uint16_t fixed_time = 0, fixed_date = (2025 - 1980) << 9 | 5 << 5 | 20;  // 20 May 2025, midnight

void append_16(std::string& out, std::size_t value) {
  out += static_cast<char>(value & 255);
  out += static_cast<char>(value >> 8 & 255);
}

void append_32(std::string& out, std::size_t value) {
  append_16(out, value & 65535);
  append_16(out, value >> 16);
}

std::string deflate(const std::string& text) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(12), libdeflate_free_compressor);
  if (!compressor) throw std::bad_alloc();
  std::string packed(libdeflate_deflate_compress_bound(compressor.get(), text.size()), '\0');
  packed.resize(libdeflate_deflate_compress(compressor.get(), text.data(), text.size(), packed.data(), packed.size()));
  return packed;
}

}  // namespace

std::string zip_archive(const std::map<std::string, std::string>& files) {
  std::string archive, directory;
  for (const auto& [name, content] : files) {
    const std::string packed = deflate(content);
    std::string facts;  // the same in the entry and in the directory
    append_16(facts, version_needed);
    append_16(facts, 0);
    append_16(facts, deflated);
    append_16(facts, fixed_time);
    append_16(facts, fixed_date);
    append_32(facts, libdeflate_crc32(0, content.data(), content.size()));
    append_32(facts, packed.size());
    append_32(facts, content.size());
    append_16(facts, name.size());
    append_16(facts, 0);

    directory += "PK\1\2";
    append_16(directory, version_needed);
    directory += facts;
    directory.append(10, '\0');  // comment, disk, attributes
    append_32(directory, archive.size());
    directory += name;
    archive += "PK\3\4" + facts + name + packed;
  }
  const std::size_t directory_start = archive.size();
  archive += directory + "PK\5\6";
  archive.append(4, '\0');  // disk numbers
  append_16(archive, files.size());
  append_16(archive, files.size());
  append_32(archive, directory.size());
  append_32(archive, directory_start);
  append_16(archive, 0);
  return archive;
}

}  // namespace hallmark::examples
