// A column of coordinates, eight rows at a time where the processor has AVX2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace hallmark::data {

// What the coordinates of some rows keep: the lowest and highest that is not blank, and whether any is.
struct CoordinateRange {
  std::int32_t lowest = std::numeric_limits<std::int32_t>::max();
  std::int32_t highest = std::numeric_limits<std::int32_t>::min();
  bool blank = false;

  void add(std::int32_t coordinate);
  void add(const CoordinateRange& other);
};

// parse_coordinate() of one field of `rows` rows. Row r's lies in data[place[r * stride] + 1, place[r * stride + 1]);
// places are below 2^31, eight bytes before the first field and after the last may be read.
CoordinateRange parse_coordinates(const char* data, const std::uint32_t* place, std::size_t stride, std::size_t rows,
                                  std::int32_t* out);

// The versions behind it, for tests; null where this processor cannot run it.
using ParseCoordinates = CoordinateRange (*)(const char*, const std::uint32_t*, std::size_t, std::size_t,
                                             std::int32_t*);
ParseCoordinates parse_coordinates_portable();
ParseCoordinates parse_coordinates_avx2();

}  // namespace hallmark::data
