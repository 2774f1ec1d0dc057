// Finding the bytes that matter in CSV: commas, line feeds and quotes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hallmark::data {

struct SeparatorCount {
  std::size_t found = 0;  // positions written
  std::size_t line_feeds = 0;
  bool quotes = false;
};

// Writes the position of every ',', '\n' and '"' in data[0, size) to `out`, ascending. data may be read up to 64 bytes
// past the end; `out` needs room for size + 64. Uses AVX-512 or AVX2 where the processor has them.
SeparatorCount find_separators(const char* data, std::size_t size, std::uint32_t* out);

// The versions behind it, for tests; null where this processor cannot run them.
using FindSeparators = SeparatorCount (*)(const char*, std::size_t, std::uint32_t*);
FindSeparators find_separators_portable();
FindSeparators find_separators_avx2();
FindSeparators find_separators_avx512();

}  // namespace hallmark::data
