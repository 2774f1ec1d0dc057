#include "base/inert.h"

#include <array>

#include "base/text.h"

namespace hallmark {

namespace {

// The end of a colour sequence at `at`, or `at` where there is none.
std::size_t past_colour(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\x1b[") return at;
  const std::size_t end = text.find_first_not_of("0123456789;", at + 2);
  return end != std::string_view::npos && text[end] == 'm' ? end + 1 : at;
}

// The bytes with which a character that steers begins.
constexpr std::array<bool, 256> suspicious = [] {
  std::array<bool, 256> is{};
  for (unsigned c = 0; c < 0x20; ++c) is[c] = c != '\t' && c != '\n';
  is[0x7f] = is[0xc2] = is[0xe2] = true;
  return is;
}();

// Nearly every text is done after this: the first two bytes of UTF-8 already tell U+0080–009F and U+2000–207F apart.
bool may_steer(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!suspicious[static_cast<unsigned char>(text[i])]) continue;
    const auto byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u; };
    const unsigned c = byte(i);
    if (c <= 0x7f) return true;
    if (c == 0xc2 && byte(i + 1) < 0xa0) return true;
    if (c == 0xe2 && (byte(i + 1) == 0x81 || (byte(i + 1) == 0x80 && byte(i + 2) >= 0xa8))) return true;
  }
  return false;
}

}  // namespace

bool steers(char32_t c) {
  const bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
  return control || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

std::string inert(std::string_view text, bool colours) {
  if (!may_steer(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at, colour_end = colours ? past_colour(text, at) : at;
    if (colour_end != at)
      at = colour_end;
    else if (steers(next_code_point(text, at))) {
      append_utf8(out, 0xfffd);
      continue;
    }
    out.append(text, start, at - start);
  }
  return out;
}

std::string inert_json(std::string_view json) {
  if (!may_steer(json)) return std::string(json);
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t start = at;
    const char32_t c = next_code_point(json, at);
    if (steers(c))
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out.append(json, start, at - start);
  }
  return out;
}

}  // namespace hallmark
