// Single fields that are not labels: coordinates, numbers, identifiers.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

namespace hallmark::data {

// Values of parse_coordinate() that are no coordinate.
constexpr std::int32_t blank_coordinate = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t bad_coordinate = blank_coordinate + 1;

// Decimal degrees to millionths, rounded half away from zero; exponents, NaN and the like are bad. Any form.
std::int32_t parse_any_coordinate(std::string_view field);

// The same, fast for "-1.452188": one or two digits, a point, six digits. Up to eight bytes before the field are read.
inline std::int32_t parse_coordinate(const char* field, std::uint32_t length) {
  const std::uint32_t sign = length > 0 && field[0] == '-' ? 1 : 0;
  const std::uint32_t digits = length - sign;
  std::uint64_t word;
  std::memcpy(&word, field + length - 8, 8);
  // d.ffffff, each byte less its expected zero: digits become 0..9, the point 0.
  word ^= 0x3030303030302E30u;
  const bool regular = (digits == 8 || digits == 9) && (word & 0xFF00) == 0 &&
                       (((word + 0x0606060606060606u) | word) & 0xF0F0F0F0F0F0F0F0u) == 0;
  if (!regular) return parse_any_coordinate({field, length});
  // Eight decimal digits by halves (Lemire); the point stands where a zero would.
  word = (word * 10) + (word >> 8);
  word = (((word & 0x000000FF000000FFu) * 0x000F424000000064u) +
          (((word >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u)) >>
         32;
  auto value = static_cast<std::int32_t>(static_cast<std::uint32_t>(word));
  value -= value / 10'000'000 * 9'000'000;
  if (digits == 9) {
    const char tens = field[sign];
    if (tens < '0' || tens > '9') return bad_coordinate;
    value += (tens - '0') * 10'000'000;
  }
  return sign ? -value : value;
}

// NaN for a blank field; false for what is no finite number.
bool parse_number(std::string_view field, double& value);

// 64 bits of an identifier as read, 0 for a blank one. Not for secrecy: it tells repeats from one another.
std::uint64_t hash_identifier(std::string_view field);

}  // namespace hallmark::data
