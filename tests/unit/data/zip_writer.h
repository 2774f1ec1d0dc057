// A zip writer of a few lines, so that tests can make whole and broken zips byte by byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::data::test {

inline std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
  }
  return ~crc;
}

inline void put(std::string& out, std::uint64_t value, int bytes) {
  for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value & 0xFF);
}

// Deflate without compression: blocks of at most 65,535 bytes.
inline std::string deflated(std::string_view bytes) {
  std::string out;
  do {
    const std::string_view block = bytes.substr(0, 0xFFFF);
    bytes.remove_prefix(block.size());
    out += bytes.empty() ? '\1' : '\0';
    put(out, block.size(), 2);
    put(out, ~block.size(), 2);
    out += block;
  } while (!bytes.empty());
  return out;
}

struct ZipEntry {
  std::string name;
  std::string content;
  bool deflate = true;
  std::uint64_t stated_size = 0;  // 0: the truth
  std::uint16_t flags = 0;
};

inline std::string zip_of(const std::vector<ZipEntry>& entries) {
  std::string out, directory;
  for (const auto& entry : entries) {
    const std::string packed = entry.deflate ? deflated(entry.content) : entry.content;
    std::string facts;
    put(facts, 20, 2);
    put(facts, entry.flags, 2);
    put(facts, entry.deflate ? 8 : 0, 2);
    put(facts, 0, 4);  // time
    put(facts, crc32(entry.content), 4);
    put(facts, packed.size(), 4);
    put(facts, entry.stated_size ? entry.stated_size : entry.content.size(), 4);
    put(facts, entry.name.size(), 2);
    put(facts, 0, 2);
    directory += "PK\1\2";
    put(directory, 20, 2);
    directory += facts;
    put(directory, 0, 10);
    put(directory, out.size(), 4);
    directory += entry.name;
    out += "PK\3\4" + facts + entry.name + packed;
  }
  const std::size_t start = out.size();
  out += directory + "PK\5\6";
  put(out, 0, 4);
  put(out, entries.size(), 2);
  put(out, entries.size(), 2);
  put(out, directory.size(), 4);
  put(out, start, 4);
  put(out, 0, 2);
  return out;
}

}  // namespace hallmark::data::test
