// Zips as downloaded: the directory through minizip, the members inflated with libdeflate.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::data {

struct ArchiveMember {
  std::string name;  // path inside the zip
  std::uint64_t index = 0;
  std::uint64_t place = 0;  // of its entry in the directory
  std::uint64_t compressed = 0;
  std::uint64_t size = 0;  // as the directory states it
  std::uint32_t crc = 0;
};

// Memory for one member, with the margins a ByteWindow needs.
class MemberBytes {
 public:
  char* data();
  std::size_t size() const { return size_; }
  char* resize(std::size_t size);  // contents are lost

 private:
  std::unique_ptr<char[]> room_;
  std::size_t capacity_ = 0, size_ = 0;
};

// One thread's view of a zip. Every fault is an Error(ExitCode::input): no zip, cut short, encrypted, a member larger
// than it can honestly be, wrong checksum.
class Archive {
 public:
  explicit Archive(const std::string& path);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  std::vector<ArchiveMember> members() const;  // files, in the directory's order
  void read(const ArchiveMember& member, MemberBytes& bytes) {
    fetch(member);
    inflate(member, bytes);
  }
  // The two steps of it: the member as received, valid until the next call, and from that its content.
  std::string_view fetch(const ArchiveMember& member);
  void inflate(const ArchiveMember& member, MemberBytes& bytes);

 private:
  struct Handle;
  std::string words_for(const ArchiveMember& member) const;

  std::string path_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace hallmark::data
