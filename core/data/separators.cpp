#include "data/separators.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
// gcc 12 takes the deliberately undefined operands of its own intrinsics for mistakes (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace hallmark::data {

namespace {

// 64 bytes at a time: one bit a byte.
struct Marks {
  std::uint64_t separators, line_feeds, quotes;
};

// The bytes equal to `byte` in a word, as its high bits (exact, unlike the shorter form that borrows).
std::uint64_t equal_bytes(std::uint64_t word, char byte) {
  constexpr std::uint64_t low = 0x7F7F7F7F7F7F7F7F;
  const std::uint64_t difference = word ^ (0x0101010101010101u * static_cast<unsigned char>(byte));
  return ~(((difference & low) + low) | difference | low);
}

// The high bits of eight bytes, gathered into one.
std::uint64_t gather(std::uint64_t high_bits) {
  return (high_bits >> 7) * 0x0102040810204080u >> 56;
}

Marks marks_portable(const char* data) {
  Marks marks{0, 0, 0};
  for (unsigned i = 0; i < 8; ++i) {
    std::uint64_t word;
    std::memcpy(&word, data + 8 * i, 8);
    const std::uint64_t feeds = equal_bytes(word, '\n'), quotes = equal_bytes(word, '"');
    const std::uint64_t all = feeds | quotes | equal_bytes(word, ',');
    if (all == 0) continue;
    marks.separators |= gather(all) << (8 * i);
    marks.line_feeds |= gather(feeds) << (8 * i);
    marks.quotes |= gather(quotes) << (8 * i);
  }
  return marks;
}

// Bits below `count`.
std::uint64_t first_bits(std::size_t count) {
  return count >= 64 ? ~0ull : (1ull << count) - 1;
}

SeparatorCount portable(const char* data, std::size_t size, std::uint32_t* out) {
  SeparatorCount count;
  std::uint64_t quotes = 0;
  for (std::size_t at = 0; at < size; at += 64) {
    const Marks marks = marks_portable(data + at);
    const std::uint64_t inside = first_bits(size - at);
    quotes |= marks.quotes & inside;
    count.line_feeds += static_cast<std::size_t>(std::popcount(marks.line_feeds & inside));
    for (std::uint64_t bits = marks.separators & inside; bits != 0; bits &= bits - 1)
      out[count.found++] = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(bits));
  }
  count.quotes = quotes != 0;
  return count;
}

#if defined(__x86_64__)

__attribute__((target("avx2,bmi,popcnt"))) SeparatorCount avx2(const char* data, std::size_t size, std::uint32_t* out) {
  SeparatorCount count;
  std::uint64_t quotes = 0;
  const __m256i comma = _mm256_set1_epi8(','), feed = _mm256_set1_epi8('\n'), quote = _mm256_set1_epi8('"');
  for (std::size_t at = 0; at < size; at += 64) {
    std::uint64_t all = 0, feeds = 0, quoted = 0;
    for (unsigned half = 0; half < 2; ++half) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + at + 32 * half));
      const __m256i is_feed = _mm256_cmpeq_epi8(bytes, feed), is_quote = _mm256_cmpeq_epi8(bytes, quote);
      const __m256i is_any = _mm256_or_si256(_mm256_or_si256(is_feed, is_quote), _mm256_cmpeq_epi8(bytes, comma));
      all |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(is_any))} << (32 * half);
      feeds |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(is_feed))} << (32 * half);
      quoted |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(is_quote))} << (32 * half);
    }
    const std::uint64_t inside = size - at >= 64 ? ~0ull : (1ull << (size - at)) - 1;
    quotes |= quoted & inside;
    count.line_feeds += static_cast<std::size_t>(_mm_popcnt_u64(feeds & inside));
    for (std::uint64_t bits = all & inside; bits != 0; bits &= bits - 1)
      out[count.found++] = static_cast<std::uint32_t>(at + _tzcnt_u64(bits));
  }
  count.quotes = quotes != 0;
  return count;
}

// Positions are compressed out of 0..63 by the mask and widened sixteen at a time; storing more than there are is
// cheaper than a loop, and the room for it is part of the contract.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,popcnt"))) SeparatorCount avx512(const char* data,
                                                                                                  std::size_t size,
                                                                                                  std::uint32_t* out) {
  SeparatorCount count;
  std::uint64_t quotes = 0;
  const __m512i comma = _mm512_set1_epi8(','), feed = _mm512_set1_epi8('\n'), quote = _mm512_set1_epi8('"');
  alignas(64) char counting[64];
  for (int i = 0; i < 64; ++i) counting[i] = static_cast<char>(i);
  const __m512i places = _mm512_load_si512(counting);
  for (std::size_t at = 0; at < size; at += 64) {
    const __m512i bytes = _mm512_loadu_si512(data + at);
    const std::uint64_t inside = size - at >= 64 ? ~0ull : (1ull << (size - at)) - 1;
    const std::uint64_t feeds = _mm512_cmpeq_epi8_mask(bytes, feed) & inside;
    const std::uint64_t quoted = _mm512_cmpeq_epi8_mask(bytes, quote) & inside;
    const std::uint64_t all = (_mm512_cmpeq_epi8_mask(bytes, comma) & inside) | feeds | quoted;
    quotes |= quoted;
    count.line_feeds += static_cast<std::size_t>(_mm_popcnt_u64(feeds));
    const auto here = static_cast<std::size_t>(_mm_popcnt_u64(all));
    const __m512i packed = _mm512_maskz_compress_epi8(all, places);
    const __m512i base = _mm512_set1_epi32(static_cast<int>(at));
    const auto widen = [&](__m128i sixteen, std::size_t offset) __attribute__((target("avx512f,avx512bw"))) {
      _mm512_storeu_si512(out + count.found + offset, _mm512_add_epi32(_mm512_cvtepu8_epi32(sixteen), base));
    };
    widen(_mm512_castsi512_si128(packed), 0);
    if (here > 16) {
      widen(_mm512_extracti32x4_epi32(packed, 1), 16);
      widen(_mm512_extracti32x4_epi32(packed, 2), 32);
      widen(_mm512_extracti32x4_epi32(packed, 3), 48);
    }
    count.found += here;
  }
  count.quotes = quotes != 0;
  return count;
}

#endif

}  // namespace

FindSeparators find_separators_portable() {
  return portable;
}

#if defined(__x86_64__)
FindSeparators find_separators_avx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") ? avx2 : nullptr;
}
FindSeparators find_separators_avx512() {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                 __builtin_cpu_supports("avx512vbmi2")
             ? avx512
             : nullptr;
}
#else
FindSeparators find_separators_avx2() {
  return nullptr;
}
FindSeparators find_separators_avx512() {
  return nullptr;
}
#endif

SeparatorCount find_separators(const char* data, std::size_t size, std::uint32_t* out) {
  static const FindSeparators best = find_separators_avx512() ? find_separators_avx512()
                                     : find_separators_avx2() ? find_separators_avx2()
                                                              : find_separators_portable();
  return best(data, size, out);
}

}  // namespace hallmark::data
