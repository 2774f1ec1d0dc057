#include "data/fields.h"

#include <charconv>
#include <cmath>
#include <string>

#include "base/csv.h"
#include "base/text.h"

namespace hallmark::data {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A field without white space and quotes, as a view where it has no quotes.
std::string_view plain(std::string_view field, std::string& room) {
  field = trim(field);
  if (field.empty() || field[0] != '"') return field;
  return room = clean_field(field);
}

}  // namespace

std::int32_t parse_any_coordinate(std::string_view field) {
  std::string room;
  std::string_view text = plain(field, room);
  if (text.empty()) return blank_coordinate;
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  std::int64_t value = 0;
  int decimals = -1;  // -1: before the point
  bool digits = false, round_up = false;
  for (const char c : text) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
    } else if (!is_digit(c)) {
      return bad_coordinate;
    } else if (decimals < 6) {
      digits = true;
      value = value * 10 + (c - '0');
      if (value > std::numeric_limits<std::int32_t>::max()) return bad_coordinate;
      if (decimals >= 0) ++decimals;
    } else {
      if (decimals++ == 6) round_up = c >= '5';
    }
  }
  if (!digits) return bad_coordinate;
  for (int i = decimals < 0 ? 0 : decimals; i < 6; ++i) value *= 10;
  value += round_up;
  if (value > std::numeric_limits<std::int32_t>::max()) return bad_coordinate;
  return static_cast<std::int32_t>(negative ? -value : value);
}

bool parse_number(std::string_view field, double& value) {
  std::string room;
  const std::string_view text = plain(field, room);
  value = std::nan("");
  if (text.empty()) return true;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

std::uint64_t hash_identifier(std::string_view field) {
  std::string room;
  const std::string_view text = plain(field, room);
  if (text.empty()) return 0;
  std::uint64_t hash = 0x9E3779B97F4A7C15u ^ text.size();
  for (std::size_t at = 0; at < text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, std::min<std::size_t>(8, text.size() - at));
    hash = (hash ^ word) * 0xD6E8FEB86659FD93u;
    hash ^= hash >> 32;
  }
  return hash == 0 ? 1 : hash;
}

}  // namespace hallmark::data
