#include "base/hash.h"

#include <nettle/sha2.h>

namespace hallmark {

struct Sha256::Context {
  sha256_ctx state;
  Context() { sha256_init(&state); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}

Sha256::~Sha256() = default;

void Sha256::add(const void* bytes, std::size_t size) {
  sha256_update(&context_->state, size, static_cast<const std::uint8_t*>(bytes));
}

std::string Sha256::finish() {
  static constexpr char digits[] = "0123456789abcdef";
  std::uint8_t digest[SHA256_DIGEST_SIZE];
  sha256_digest(&context_->state, sizeof digest, digest);
  std::string out;
  for (const std::uint8_t byte : digest) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes.data(), bytes.size());
  return hash.finish();
}

}  // namespace hallmark
