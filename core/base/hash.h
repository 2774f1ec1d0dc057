// SHA-256 (Nettle) as lower-case hexadecimal.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace hallmark {

std::string sha256(std::string_view bytes);

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(const void* bytes, std::size_t size);
  std::string finish();  // once

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace hallmark
