// A moving window over bytes that may be changed and overread: a file read piece by piece, or memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hallmark::data {

// Bytes held around a window's data so that fields can be loaded whole: 8 before, 128 after.
constexpr std::size_t window_margin_before = 8;
constexpr std::size_t window_margin_after = 128;

class ByteWindow {
 public:
  virtual ~ByteWindow() = default;
  char* data() const { return data_; }
  std::size_t size() const { return size_; }
  std::uint64_t position() const { return position_; }         // of data()[0]
  bool at_end() const { return position_ + size_ >= total_; }  // nothing follows the window
  std::uint64_t total() const { return total_; }

  // Starts over: `more` bytes from `position`.
  virtual void open_at(std::uint64_t position, std::size_t more) = 0;
  // Leaves the first `used` bytes behind and takes in `more`.
  virtual void advance(std::size_t used, std::size_t more) = 0;

 protected:
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t position_ = 0, total_ = 0;
};

// Throws Error(ExitCode::input) for a file that cannot be opened or read, or shrinks meanwhile.
class FileWindow : public ByteWindow {
 public:
  // `room`: memory to use and leave to the next window, where there is one.
  explicit FileWindow(const std::string& path, std::vector<char>* room = nullptr);
  ~FileWindow() override;
  FileWindow(const FileWindow&) = delete;
  FileWindow& operator=(const FileWindow&) = delete;

  void open_at(std::uint64_t position, std::size_t more) override;
  void advance(std::size_t used, std::size_t more) override;

 private:
  void take_in(std::size_t more);

  std::string path_;
  int file_ = -1;
  std::vector<char> own_room_;
  std::vector<char>& buffer_;
};

// `bytes` stays the owner; it has the margins around [begin, begin + size).
class MemoryWindow : public ByteWindow {
 public:
  MemoryWindow(char* begin, std::size_t size);
  void open_at(std::uint64_t position, std::size_t more) override;
  void advance(std::size_t used, std::size_t more) override;

 private:
  char* begin_;
};

}  // namespace hallmark::data
