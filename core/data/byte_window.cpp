#include "data/byte_window.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::data {

namespace {

[[noreturn]] void fail(const std::string& path, int error) {
  const char* why = error == ENOENT                     ? "it does not exist"
                    : error == EACCES || error == EPERM ? "permission is denied"
                    : error == EISDIR                   ? "it is a folder"
                    : error == ELOOP                    ? "its links lead in a circle"
                    : error == ESPIPE                   ? "it is a pipe or a device"
                                                        : std::strerror(error);
  throw Error(ExitCode::input, fmt::format("Cannot read “{}”: {}.", path, why));
}

}  // namespace

FileWindow::FileWindow(const std::string& path, std::vector<char>* room)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)), buffer_(room ? *room : own_room_) {
  if (file_ < 0) fail(path, errno);
  struct stat facts;
  int error = ::fstat(file_, &facts) != 0 ? errno : S_ISDIR(facts.st_mode) ? EISDIR : 0;
  if (error == 0 && !S_ISREG(facts.st_mode)) error = ESPIPE;  // a pipe or device cannot be read in pieces
  if (error != 0) {
    ::close(file_);
    fail(path, error);
  }
  total_ = static_cast<std::uint64_t>(facts.st_size);
}

FileWindow::~FileWindow() {
  ::close(file_);
}

void FileWindow::open_at(std::uint64_t position, std::size_t more) {
  position_ = position;
  size_ = 0;
  take_in(more);
}

void FileWindow::advance(std::size_t used, std::size_t more) {
  size_ -= used;
  position_ += used;
  std::memmove(buffer_.data() + window_margin_before, data_ + used, size_);
  take_in(more);
}

void FileWindow::take_in(std::size_t more) {
  more = static_cast<std::size_t>(std::min<std::uint64_t>(more, total_ - position_ - size_));
  const std::size_t needed = window_margin_before + size_ + more + window_margin_after;
  if (buffer_.size() < needed) buffer_.resize(needed);
  data_ = buffer_.data() + window_margin_before;
  while (more > 0) {
    const ssize_t read = ::pread(file_, data_ + size_, more, static_cast<off_t>(position_ + size_));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) fail(path_, errno);
    if (read == 0)
      throw Error(ExitCode::input, fmt::format("“{}” became shorter while it was being read.", path_),
                  {"Wait until it is written, then try again."});
    size_ += static_cast<std::size_t>(read);
    more -= static_cast<std::size_t>(read);
  }
}

MemoryWindow::MemoryWindow(char* begin, std::size_t size) : begin_(begin) {
  total_ = size;
}

void MemoryWindow::open_at(std::uint64_t position, std::size_t more) {
  position_ = position;
  size_ = 0;
  advance(0, more);
}

void MemoryWindow::advance(std::size_t used, std::size_t more) {
  position_ += used;
  size_ -= used;
  data_ = begin_ + position_;
  size_ += static_cast<std::size_t>(std::min<std::uint64_t>(more, total_ - position_ - size_));
}

}  // namespace hallmark::data
