#include "render/scan.h"

#include <algorithm>
#include <array>

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

// ---- HTML
// -------------------------------------------------------------------------------------------------------------

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Entity, 10> entities = {{{"amp", "&"},
                                              {"lt", "<"},
                                              {"gt", ">"},
                                              {"quot", "\""},
                                              {"apos", "'"},
                                              {"nbsp", "\u00a0"},
                                              {"minus", "\u2212"},
                                              {"pound", "\u00a3"},
                                              {"ndash", "\u2013"},
                                              {"mdash", "\u2014"}}};

// "#8722" or "#x2212" -> the character; nothing for anything else.
std::string numeric_entity(std::string_view name) {
  const bool hexadecimal = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
  char32_t value = 0;
  for (const char c : name.substr(hexadecimal ? 2 : 1)) {
    const bool letter = hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    if (!is_digit(c) && !letter) return {};
    value = value * (hexadecimal ? 16 : 10) + static_cast<char32_t>(letter ? (c | 0x20) - 'a' + 10 : c - '0');
    if (value > 0x10ffff) return {};
  }
  std::string out;
  if (value != 0 && (value < 0xd800 || value > 0xdfff)) append_utf8(out, value);
  return out;
}

std::string decoded(std::string_view text) {
  constexpr std::size_t longest = 10;
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
    std::string replacement;
    if (end != std::string_view::npos && end - at - 1 <= longest && end > at + 1) {
      const std::string_view name = text.substr(at + 1, end - at - 1);
      if (name[0] == '#' && name.size() > 1) replacement = numeric_entity(name);
      for (const Entity& entity : entities)
        if (entity.name == name) replacement = entity.text;
    }
    if (replacement.empty()) {
      out += text[at];
    } else {
      out += replacement;
      at = end;
    }
  }
  return out;
}

struct Attribute {
  std::string name, value;
};

// Reads the attributes of a start tag from `at`, just past its name; leaves `at` past its ">".
std::vector<Attribute> attributes_of(std::string_view html, std::size_t& at) {
  std::vector<Attribute> found;
  while (at < html.size() && html[at] != '>') {
    if (is_space(html[at]) || html[at] == '/') {
      ++at;
      continue;
    }
    const std::size_t start = at;
    while (at < html.size() && !is_space(html[at]) && html[at] != '=' && html[at] != '>') ++at;
    Attribute attribute{to_lower(html.substr(start, at - start)), {}};
    while (at < html.size() && is_space(html[at])) ++at;
    if (at < html.size() && html[at] == '=') {
      ++at;
      while (at < html.size() && is_space(html[at])) ++at;
      const char quote = at < html.size() && (html[at] == '"' || html[at] == '\'') ? html[at] : '\0';
      const std::size_t from = quote ? ++at : at;
      while (at < html.size() && (quote ? html[at] != quote : !is_space(html[at]) && html[at] != '>')) ++at;
      attribute.value = decoded(html.substr(from, at - from));
      if (quote && at < html.size()) ++at;
    }
    found.push_back(std::move(attribute));
  }
  if (at < html.size()) ++at;
  return found;
}

bool starts_tag(std::string_view html, std::size_t at, std::string_view name) {
  if (!starts_with_ignoring_case(html.substr(at), name)) return false;
  const std::size_t end = at + name.size();
  return end >= html.size() || is_space(html[end]) || html[end] == '>' || html[end] == '/';
}

// The text up to </data>, without tags; `at` is left behind it.
std::string element_text(std::string_view html, std::size_t& at) {
  std::string text;
  while (at < html.size()) {
    if (html[at] != '<') {
      text += html[at++];
      continue;
    }
    if (starts_tag(html, at, "<data")) break;
    const bool end = starts_tag(html, at, "</data");
    const std::size_t close = html.find('>', at);
    at = close == std::string_view::npos ? html.size() : close + 1;
    if (end) break;
  }
  return std::string(trim(decoded(text)));
}

bool has_class(std::string_view classes, std::string_view wanted) {
  for (const std::string_view name : split(classes, ' '))
    if (name == wanted) return true;
  return false;
}

// Comments, styles and scripts hold no elements; past the one at `at`, or `at` itself.
std::size_t past_hidden(std::string_view html, std::size_t at) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> hidden = {
      {{"<!--", "-->"}, {"<script", "</script"}, {"<style", "</style"}}};
  for (const auto& [open, close] : hidden) {
    if (!(open == "<!--" ? html.substr(at).starts_with(open) : starts_tag(html, at, open))) continue;
    const std::size_t end = html.find(close, at + open.size());
    return end == std::string_view::npos ? html.size() : end + close.size();
  }
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

std::vector<NumberElement> number_elements(std::string_view html) {
  std::vector<NumberElement> elements;
  int line = 1;
  std::size_t counted = 0;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    if (const std::size_t past = past_hidden(html, at); past != at) {
      at = past;
      continue;
    }
    if (!starts_tag(html, at, "<data")) {
      ++at;
      continue;
    }
    line += static_cast<int>(std::count(html.begin() + static_cast<std::ptrdiff_t>(counted),
                                        html.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted = at;
    at += std::string_view("<data").size();
    NumberElement element;
    element.line = line;
    bool number = false;
    for (const Attribute& attribute : attributes_of(html, at)) {
      if (attribute.name == "id") element.id = attribute.value;
      if (attribute.name == "value") element.value = attribute.value;
      if (attribute.name == "class") number = has_class(attribute.value, "number");
    }
    if (!number) continue;
    element.text = element_text(html, at);
    elements.push_back(std::move(element));
  }
  return elements;
}

}  // namespace hallmark::render
