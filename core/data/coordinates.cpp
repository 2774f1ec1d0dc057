#include "data/coordinates.h"

#include <algorithm>

#include "data/fields.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace hallmark::data {

void CoordinateRange::add(std::int32_t coordinate) {
  if (coordinate == blank_coordinate) {
    blank = true;
    return;
  }
  lowest = std::min(lowest, coordinate);
  highest = std::max(highest, coordinate);
}

void CoordinateRange::add(const CoordinateRange& other) {
  lowest = std::min(lowest, other.lowest);
  highest = std::max(highest, other.highest);
  blank |= other.blank;
}

namespace {

CoordinateRange portable(const char* data, const std::uint32_t* place, std::size_t stride, std::size_t rows,
                         std::int32_t* out) {
  CoordinateRange range;
  for (std::size_t r = 0; r < rows; ++r, place += stride) {
    const std::uint32_t begin = place[0] + 1;
    out[r] = parse_coordinate(data + begin, place[1] - begin);
    range.add(out[r]);
  }
  return range;
}

#if defined(__x86_64__)

#define HALLMARK_AVX2 __attribute__((target("avx2")))

// Four words "d.ffffff", less their expected zeros, to d.ffffff millionths; 64 bits each.
HALLMARK_AVX2 __m256i millionths(__m256i words) {
  const __m256i decimals = _mm256_andnot_si256(_mm256_set1_epi64x(0xFFFF), words);
  const __m256i pairs = _mm256_maddubs_epi16(decimals, _mm256_set1_epi16(0x010A));          // 0, ff, ff, ff
  const __m256i halves = _mm256_madd_epi16(pairs, _mm256_set1_epi64x(0x0001006400010000));  // ff, ffff
  const __m256i six =
      _mm256_add_epi64(_mm256_mul_epu32(halves, _mm256_set1_epi64x(10'000)), _mm256_srli_epi64(halves, 32));
  const __m256i unit = _mm256_and_si256(words, _mm256_set1_epi64x(0xFF));
  return _mm256_add_epi64(six, _mm256_mul_epu32(unit, _mm256_set1_epi64x(1'000'000)));
}

// All ones where every byte is a digit and the second is the point.
HALLMARK_AVX2 __m256i has_form(__m256i words) {
  const __m256i above = _mm256_or_si256(_mm256_add_epi8(words, _mm256_set1_epi8(6)), words);
  const __m256i wrong = _mm256_or_si256(_mm256_and_si256(above, _mm256_set1_epi8(static_cast<char>(0xF0))),
                                        _mm256_and_si256(words, _mm256_set1_epi64x(0xFF00)));
  return _mm256_cmpeq_epi64(wrong, _mm256_setzero_si256());
}

// The low halves of eight 64-bit lanes.
HALLMARK_AVX2 __m256i low_halves(__m256i first, __m256i second) {
  const __m256 mixed = _mm256_shuffle_ps(_mm256_castsi256_ps(first), _mm256_castsi256_ps(second), 0x88);
  return _mm256_permute4x64_epi64(_mm256_castps_si256(mixed), 0xD8);
}

HALLMARK_AVX2 CoordinateRange avx2(const char* data, const std::uint32_t* place, std::size_t stride, std::size_t rows,
                                   std::int32_t* out) {
  const __m256i lanes =
      _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32(static_cast<int>(stride)));
  const auto* words_at = reinterpret_cast<const long long*>(data - 8);
  const __m256i expected = _mm256_set1_epi64x(0x3030303030302E30);
  const __m256i blank = _mm256_set1_epi32(blank_coordinate);
  const __m256i most = _mm256_set1_epi32(std::numeric_limits<std::int32_t>::max());
  __m256i lowest = most, highest = blank, blanks = _mm256_setzero_si256();
  std::size_t r = 0;
  for (; r + 8 <= rows; r += 8, place += 8 * stride) {
    const __m256i before = _mm256_i32gather_epi32(reinterpret_cast<const int*>(place), lanes, 4);
    const __m256i end = _mm256_i32gather_epi32(reinterpret_cast<const int*>(place + 1), lanes, 4);
    const __m256i head = _mm256_i32gather_epi32(reinterpret_cast<const int*>(data + 1), before, 1);
    const __m256i low_byte = _mm256_set1_epi32(0xFF);
    const __m256i minus = _mm256_cmpeq_epi32(_mm256_and_si256(head, low_byte), _mm256_set1_epi32('-'));
    // Characters without the sign; `before` is one less than the begin.
    const __m256i digits =
        _mm256_add_epi32(_mm256_sub_epi32(_mm256_sub_epi32(end, before), _mm256_set1_epi32(1)), minus);
    const __m256i nine = _mm256_cmpeq_epi32(digits, _mm256_set1_epi32(9));
    const __m256i eight = _mm256_cmpeq_epi32(digits, _mm256_set1_epi32(8));
    const __m256i leading = _mm256_and_si256(_mm256_blendv_epi8(head, _mm256_srli_epi32(head, 8), minus), low_byte);
    const __m256i tens = _mm256_and_si256(_mm256_sub_epi32(leading, _mm256_set1_epi32('0')), nine);
    const __m256i tens_wrong = _mm256_or_si256(_mm256_cmpgt_epi32(_mm256_setzero_si256(), tens),
                                               _mm256_cmpgt_epi32(tens, _mm256_set1_epi32(9)));
    const __m256i first = _mm256_xor_si256(_mm256_i32gather_epi64(words_at, _mm256_castsi256_si128(end), 1), expected);
    const __m256i second =
        _mm256_xor_si256(_mm256_i32gather_epi64(words_at, _mm256_extracti128_si256(end, 1), 1), expected);
    __m256i value = low_halves(millionths(first), millionths(second));
    value = _mm256_add_epi32(value, _mm256_mullo_epi32(tens, _mm256_set1_epi32(10'000'000)));
    value = _mm256_sub_epi32(_mm256_xor_si256(value, minus), minus);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + r), value);
    const __m256i regular = _mm256_andnot_si256(
        tens_wrong, _mm256_and_si256(_mm256_or_si256(eight, nine), low_halves(has_form(first), has_form(second))));
    const auto all = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(regular)));
    for (unsigned others = ~all & 0xFF; others != 0; others &= others - 1) {
      const auto lane = static_cast<unsigned>(__builtin_ctz(others));
      portable(data, place + lane * stride, stride, 1, out + r + lane);
    }
    if (all != 0xFF) value = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(out + r));
    const __m256i is_blank = _mm256_cmpeq_epi32(value, blank);
    blanks = _mm256_or_si256(blanks, is_blank);
    lowest = _mm256_min_epi32(lowest, _mm256_blendv_epi8(value, most, is_blank));
    highest = _mm256_max_epi32(highest, value);
  }
  CoordinateRange range = portable(data, place, stride, rows - r, out + r);
  alignas(32) std::int32_t lows[8], highs[8];
  _mm256_store_si256(reinterpret_cast<__m256i*>(lows), lowest);
  _mm256_store_si256(reinterpret_cast<__m256i*>(highs), highest);
  for (int lane = 0; lane < 8; ++lane) range.add({lows[lane], highs[lane], false});
  range.blank |= _mm256_movemask_epi8(blanks) != 0;
  return range;
}

#endif

}  // namespace

ParseCoordinates parse_coordinates_portable() {
  return portable;
}

#if defined(__x86_64__)
ParseCoordinates parse_coordinates_avx2() {
  return __builtin_cpu_supports("avx2") ? avx2 : nullptr;
}
#else
ParseCoordinates parse_coordinates_avx2() {
  return nullptr;
}
#endif

CoordinateRange parse_coordinates(const char* data, const std::uint32_t* place, std::size_t stride, std::size_t rows,
                                  std::int32_t* out) {
  static const ParseCoordinates best = parse_coordinates_avx2() ? parse_coordinates_avx2() : portable;
  return best(data, place, stride, rows, out);
}

}  // namespace hallmark::data
