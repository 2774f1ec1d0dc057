#include "render/html_text.h"

#include <array>

#include "base/hash.h"
#include "base/text.h"

namespace hallmark::render {
namespace {

int nibble(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(nibble(hex[i]) * 16 + nibble(hex[i + 1]));
  return bytes;
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        append_utf8(out, (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) ? 0xfffd : c);
    }
  }
  return out;
}

std::string escape_json_for_script(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

std::string id_attribute(std::string_view id) {
  std::string plain;
  for (const char c : id) plain += c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ? '-' : c;
  return escape_html(plain);
}

bool is_safe_link(std::string_view target) {
  constexpr std::array<std::string_view, 4> prefixes = {"http://", "https://", "mailto:", "#"};
  for (const std::string_view prefix : prefixes)
    if (starts_with_ignoring_case(target, prefix)) return true;
  return false;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : alphabet[group >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string policy_hash(std::string_view content) {
  return fmt::format("'sha256-{}'", base64(bytes_of_hex(sha256(content))));
}

}  // namespace hallmark::render
