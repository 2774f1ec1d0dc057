#include <doctest/doctest.h>

#include <random>

#include "data/zlib_stream.h"

namespace {

using hallmark::data::deflate_zlib;
using hallmark::data::inflate_zlib;

constexpr std::size_t most = 1 << 20;

std::string bytes(std::size_t count, unsigned kinds) {
  std::mt19937 random(static_cast<unsigned>(count) + kinds);
  std::string text(count, '\0');
  for (char& c : text) c = static_cast<char>(random() % kinds);
  return text;
}

TEST_CASE("a zlib stream holds what went into it") {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{31}, std::size_t{100'000}})
    for (const unsigned kinds : {1u, 4u, 256u}) {
      const std::string text = bytes(count, kinds);
      CHECK(inflate_zlib(deflate_zlib(text), most) == text);
    }
  CHECK(deflate_zlib(bytes(100'000, 4)).size() < 40'000);
}

// RFC 1950: 0x78 0x01 says deflate with a window of 32 KiB; a stored block and the Adler-32 of "abc", 0x024d0127,
// follow.
TEST_CASE("a zlib stream as RFC 1950 writes it") {
  const std::string stored(
      "\x78\x01\x01\x03\x00\xfc\xff"
      "abc\x02\x4d\x01\x27",
      14);
  CHECK(inflate_zlib(stored, most) == "abc");
  std::string wrong = stored;
  wrong.back() = '\x28';
  CHECK_FALSE(inflate_zlib(wrong, most));
  CHECK_FALSE(inflate_zlib(stored.substr(0, 9), most));
}

TEST_CASE("a stream that would grow past the limit is none") {
  const std::string stream = deflate_zlib(std::string(5000, 'x'));
  CHECK(inflate_zlib(stream, 5000));
  CHECK_FALSE(inflate_zlib(stream, 4999));
}

}  // namespace
