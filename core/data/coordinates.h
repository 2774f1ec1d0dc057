// A column of coordinates, eight rows at a time where the processor has AVX2.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hallmark::data {

// parse_coordinate() of one field of `rows` rows. Row r's lies in data[place[r * stride] + 1, place[r * stride + 1]);
// places are below 2^31, eight bytes before the first field and after the last may be read.
void parse_coordinates(const char* data, const std::uint32_t* place, std::size_t stride, std::size_t rows,
                       std::int32_t* out);

// The versions behind it, for tests; null where this processor cannot run it.
using ParseCoordinates = void (*)(const char*, const std::uint32_t*, std::size_t, std::size_t, std::int32_t*);
ParseCoordinates parse_coordinates_portable();
ParseCoordinates parse_coordinates_avx2();

}  // namespace hallmark::data
