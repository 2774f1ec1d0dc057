// The HTML half of scan.h.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "render/scan.h"

namespace hallmark::render {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

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
    const std::size_t ampersand = std::min(text.find('&', at), text.size());
    out += text.substr(at, ampersand - at);
    at = ampersand;
    if (at == text.size()) break;
    const std::size_t end = text.find(';', at);
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
    const std::size_t end = html.find('>', html.find(close, at + open.size()));
    return end == std::string_view::npos ? html.size() : end + 1;
  }
  return at;
}

// A marked number whose start tag is at `at`, which is left past the element; nothing for any other tag, past whose
// start tag `at` is left.
std::optional<NumberElement> take_tag(std::string_view html, std::size_t& at) {
  if (!starts_tag(html, at, "<data")) {
    at = std::min(html.find('>', at), html.size() - 1) + 1;
    return std::nullopt;
  }
  at += std::string_view("<data").size();
  NumberElement element;
  bool number = false;
  for (const Attribute& attribute : attributes_of(html, at)) {
    if (attribute.name == "id") element.id = attribute.value;
    if (attribute.name == "value") element.value = attribute.value;
    if (attribute.name == "class") number = has_class(attribute.value, "number");
  }
  if (!number) return std::nullopt;
  element.text = element_text(html, at);
  return element;
}

int line_breaks(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

// Goes through a file once: `on_text` is given what stands between the tags, `on_number` the marked numbers and
// `on_tag` everything else.
template <typename Text, typename Number, typename Tag>
void walk(std::string_view html, const Text& on_text, const Number& on_number, const Tag& on_tag) {
  int line = 1;
  for (std::size_t at = 0; at < html.size();) {
    const std::size_t start = at;
    at = std::min(html.find('<', at), html.size());
    on_text(html.substr(start, at - start));
    if (at == html.size()) return;
    const std::size_t tag = at;
    line += line_breaks(html.substr(start, tag - start));
    at = past_hidden(html, tag);
    std::optional<NumberElement> number;
    if (at == tag) number = take_tag(html, at);
    if (number) {
      number->line = line;
      on_number(std::move(*number));
    }
    on_tag(html.substr(tag, at - tag));
    line += line_breaks(html.substr(tag, at - tag));
  }
}

}  // namespace

std::vector<NumberElement> number_elements(std::string_view html) {
  std::vector<NumberElement> elements;
  walk(
      html, [](std::string_view) {}, [&](NumberElement element) { elements.push_back(std::move(element)); },
      [](std::string_view) {});
  return elements;
}

std::string html_text(std::string_view html) {
  std::string text;
  walk(
      html, [&](std::string_view between) { text += decoded(between); }, [](const NumberElement&) {},
      [&](std::string_view tag) {
        text += ' ';
        text.append(static_cast<std::size_t>(line_breaks(tag)), '\n');
      });
  return text;
}

}  // namespace hallmark::render
