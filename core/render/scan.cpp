#include "render/scan.h"

#include <algorithm>

#include "base/text.h"

namespace hallmark::render {
namespace {

constexpr std::string_view minus_sign = "−";
constexpr std::string_view pound_sign = "£";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// Whether a dash after these characters joins rather than signs: letters and digits of any script, "%" and dashes.
bool joins_after(std::string_view before) {
  if (before.empty()) return false;
  std::size_t at = before.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(before[at]) & 0xc0) == 0x80) --at;
  const char32_t c = next_code_point(before, at);
  if (c < 0x80)
    return is_digit(static_cast<char>(c)) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '%' ||
           c == '-';
  const bool punctuation = c < 0xc0 || (c >= 0x2000 && c <= 0x206f);
  return !punctuation;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

// Just past the number whose first digit is at `at`.
std::size_t end_of_number(std::string_view text, std::size_t at) {
  std::size_t end = at + digits_at(text, at);
  if (end - at <= 3)
    while (end < text.size() && text[end] == ',' && digits_at(text, end + 1) == 3) end += 4;
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) end += 1 + digits_at(text, end + 1);
  if (end < text.size() && text[end] == '%') ++end;
  return end;
}

// Where the number begins, counting the sign and currency before its first digit. Nothing before `least` belongs to it.
std::size_t start_of_number(std::string_view text, std::size_t at, std::size_t least) {
  const auto step_back = [&](std::string_view sign) {
    if (at < least + sign.size() || text.substr(at - sign.size(), sign.size()) != sign) return false;
    at -= sign.size();
    return true;
  };
  const auto sign_back = [&] {
    const std::size_t digit = at;
    if (!step_back(minus_sign) && !step_back("-") && !step_back("+")) return false;
    const bool joins = joins_after(text.substr(0, at));
    if (joins) at = digit;
    return !joins;
  };
  const bool pound = step_back(pound_sign);
  if (!sign_back() || pound) return at;
  step_back(pound_sign);  // "£-5" as well as "-£5"
  return at;
}

}  // namespace

std::vector<NumberToken> number_tokens(std::string_view markdown) {
  std::vector<NumberToken> tokens;
  int line = 1;
  std::size_t counted = 0, least = 0;
  for (std::size_t at = 0; at < markdown.size();) {
    if (!is_digit(markdown[at])) {
      ++at;
      continue;
    }
    const std::size_t start = start_of_number(markdown, at, least), end = end_of_number(markdown, at);
    line += static_cast<int>(std::count(markdown.begin() + static_cast<std::ptrdiff_t>(counted),
                                        markdown.begin() + static_cast<std::ptrdiff_t>(start), '\n'));
    counted = start;
    tokens.push_back({line, start, std::string(markdown.substr(start, end - start))});
    at = least = end;
  }
  return tokens;
}

std::vector<Word> words(std::string_view text) {
  const std::vector<NumberToken> tokens = number_tokens(text);
  std::vector<Word> found;
  auto token = tokens.begin();
  Word place{1, 1, false, {}};
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      place.line += text[at] == '\n';
      place.page += text[at] == '\f';
      ++at;
      continue;
    }
    const std::size_t next = token == tokens.end() ? text.size() : token->offset;
    std::size_t end = at;
    if (at == next) {
      end += token++->text.size();
    } else {
      while (end < next && !is_space(text[end])) ++end;
    }
    found.push_back({place.line, place.page, at == next, std::string(text.substr(at, end - at))});
    at = end;
  }
  return found;
}

}  // namespace hallmark::render
