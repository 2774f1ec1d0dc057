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
  const std::uint32_t tens = digits == 9 ? static_cast<std::uint8_t>(field[sign] - '0') : 0;
  const bool regular = (digits == 8 || digits == 9) && tens <= 9 && (word & 0xFF00) == 0 &&
                       (((word + 0x0606060606060606u) | word) & 0xF0F0F0F0F0F0F0F0u) == 0;
  if (!regular) return parse_any_coordinate({field, length});
  const std::uint32_t whole = tens * 10 + static_cast<std::uint32_t>(word & 0xFF);
  // The six decimals as the last of eight digits, by halves (Lemire).
  word &= ~std::uint64_t{0xFFFF};
  word = (word * 10) + (word >> 8);
  word = (((word & 0x000000FF000000FFu) * 0x000F424000000064u) +
          (((word >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u)) >>
         32;
  const auto value = static_cast<std::int32_t>(whole * 1'000'000 + static_cast<std::uint32_t>(word));
  return sign ? -value : value;
}

// NaN for a blank field; false for what is no finite number.
bool parse_number(std::string_view field, double& value);

// 64 bits of an identifier as read, 0 for a blank one. Not for secrecy: it tells repeats from one another.
std::uint64_t hash_identifier(std::string_view field);

}  // namespace hallmark::data
