// Memory in large blocks.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

namespace hallmark::data {

// Memory that is given out and never taken back before the table goes.
class Arena {
 public:
  void* take(std::size_t bytes) {  // aligned to 8
    bytes = (bytes + 7) & ~std::size_t{7};
    if (bytes > left_) {
      const std::size_t size = (std::max(bytes, block_size) + block_size - 1) / block_size * block_size;
      blocks_.emplace_back(static_cast<char*>(std::aligned_alloc(block_size, size)));
      if (!blocks_.back()) throw std::bad_alloc();
      ::madvise(blocks_.back().get(), size, MADV_HUGEPAGE);  // a wish: one fault a block instead of 512
      next_ = blocks_.back().get();
      left_ = size;
    }
    void* taken = next_;
    next_ += bytes;
    left_ -= bytes;
    return taken;
  }
  template <typename T>
  T* take_array(std::size_t count) {
    return static_cast<T*>(take(count * sizeof(T)));
  }

 private:
  struct Free {
    void operator()(char* block) const { std::free(block); }
  };
  static constexpr std::size_t block_size = 2 << 20;
  std::vector<std::unique_ptr<char, Free>> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace hallmark::data
