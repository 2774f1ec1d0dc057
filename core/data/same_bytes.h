// Whether two fields of one length are equal, without a branch on the length below 64 bytes.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace hallmark::data {

// How far past its start a field is read: what must lie around both.
constexpr std::size_t same_bytes_reach = 64;

#if defined(__SSE2__)

// Bit i is set where byte i of 64 is equal.
inline std::uint64_t equal_mask(const char* a, const char* b) {
  std::uint64_t mask = 0;
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i left = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + 16 * part));
    const __m128i right = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + 16 * part));
    mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(left, right)))} << (16 * part);
  }
  return mask;
}

// Of at most 16 bytes.
inline bool same_short_bytes(const char* a, const char* b, std::uint32_t length) {
  const __m128i left = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
  const __m128i right = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
  return (~static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(left, right))) & ((1u << length) - 1)) == 0;
}

inline bool same_bytes(const char* a, const char* b, std::uint32_t length) {
  if (length >= 64) return std::memcmp(a, b, length) == 0;
  return (~equal_mask(a, b) & ((std::uint64_t{1} << length) - 1)) == 0;
}

#else

inline bool same_bytes(const char* a, const char* b, std::uint32_t length) {
  return std::memcmp(a, b, length) == 0;
}
inline bool same_short_bytes(const char* a, const char* b, std::uint32_t length) {
  return same_bytes(a, b, length);
}

#endif

}  // namespace hallmark::data
