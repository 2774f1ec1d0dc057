#include "render/pdf_text.h"

#include <charconv>
#include <map>
#include <vector>

#include "base/text.h"
#include "data/zlib_stream.h"

namespace hallmark::render {
namespace {

constexpr std::size_t largest_page = std::size_t{64} << 20;
constexpr std::size_t most_pages = 100'000;

struct Object {
  std::string_view dictionary;
  std::string_view stream;  // as stored
};
using Objects = std::map<int, Object>;

std::string_view between(std::string_view text, std::size_t from, std::size_t to) {
  return text.substr(from, to - from);
}

// The number before " 0 obj" at `mark`; -1 where there is none.
int number_before(std::string_view pdf, std::size_t mark) {
  std::size_t start = mark;
  while (start > 0 && pdf[start - 1] >= '0' && pdf[start - 1] <= '9') --start;
  int number = -1;
  std::from_chars(pdf.data() + start, pdf.data() + mark, number);
  return number;
}

// Every object by its number; of two with one number the later stands, as an editor that appends means it.
Objects objects_of(std::string_view pdf) {
  constexpr std::string_view begin = " 0 obj", end = "endobj", stream_begin = "stream", stream_end = "endstream";
  Objects objects;
  for (std::size_t at = pdf.find(begin); at != std::string_view::npos; at = pdf.find(begin, at)) {
    const int number = number_before(pdf, at);
    const std::size_t body = at + begin.size();
    const std::size_t close = pdf.find(end, body);
    if (close == std::string_view::npos) break;
    const std::size_t data = between(pdf, body, close).find(stream_begin);
    Object object{between(pdf, body, close).substr(0, data), {}};
    at = close;
    if (data != std::string_view::npos) {
      std::size_t from = body + data + stream_begin.size();
      if (pdf.substr(from, 1) == "\r") ++from;
      if (pdf.substr(from, 1) == "\n") ++from;
      const std::size_t to = pdf.find(stream_end, from);
      if (to == std::string_view::npos) break;
      object.stream = between(pdf, from, to);
      at = to + stream_end.size();
    }
    objects[number] = object;
  }
  return objects;
}

// The objects a key refers to: "/Contents 23 0 R" or "/Kids [ 22 0 R 25 0 R ]".
std::vector<int> references(std::string_view dictionary, std::string_view key) {
  std::vector<int> found;
  std::size_t at = dictionary.find(key);
  if (at == std::string_view::npos) return found;
  at = dictionary.find_first_not_of(" \r\n\t", at + key.size());
  const bool list = at != std::string_view::npos && dictionary[at] == '[';
  const std::size_t end = list ? dictionary.find(']', at) : std::string_view::npos;
  for (std::size_t mark = dictionary.find(" 0 R", at); mark < end; mark = dictionary.find(" 0 R", mark + 1)) {
    found.push_back(number_before(dictionary, mark));
    if (!list) break;
  }
  return found;
}

// The pages below a node of the page tree, in order. False for a tree that is none.
bool add_pages(const Objects& objects, int node, int depth, std::vector<int>& pages) {
  constexpr int deepest = 32;
  const auto found = objects.find(node);
  if (found == objects.end() || depth > deepest || pages.size() > most_pages) return false;
  if (found->second.dictionary.find("/Kids") == std::string_view::npos) {
    pages.push_back(node);
    return true;
  }
  for (const int kid : references(found->second.dictionary, "/Kids"))
    if (!add_pages(objects, kid, depth + 1, pages)) return false;
  return true;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Our strings are hexadecimal, four digits a character (pdf_content.cpp); any other kind is an editor's and is taken
// as it stands.
void add_strings(std::string_view content, std::string& out) {
  for (std::size_t at = 0; at < content.size();) {
    if (content[at] != '<' && content[at] != '(') {
      ++at;
      continue;
    }
    if (content.substr(at, 2) == "<<") {
      at += 2;
      continue;
    }
    const bool plain = content[at] == '(';
    const std::size_t end = std::min(content.find(plain ? ')' : '>', at), content.size());
    const std::string_view inside = between(content, at + 1, end);
    if (plain) out += make_valid_utf8(inside);
    for (std::size_t i = 0; !plain && i + 4 <= inside.size(); i += 4) {
      char32_t character = 0;
      for (const char c : inside.substr(i, 4)) character = character << 4 | static_cast<char32_t>(nibble(c) & 15);
      append_utf8(out, character >= 0xd800 && character < 0xe000 ? 0xfffd : character);
    }
    out += '\n';
    at = end;
  }
}

}  // namespace

std::optional<std::string> pdf_text(std::string_view pdf) {
  if (pdf.find("%%EOF") == std::string_view::npos) return std::nullopt;  // cut short
  const Objects objects = objects_of(pdf);
  std::vector<int> pages;
  for (const auto& [number, object] : objects)
    if (object.dictionary.find("/Type /Catalog") != std::string_view::npos)
      for (const int root : references(object.dictionary, "/Pages"))
        if (!add_pages(objects, root, 0, pages)) return std::nullopt;
  if (pages.empty()) return std::nullopt;
  std::string out;
  for (const int page : pages) {
    for (const int part : references(objects.at(page).dictionary, "/Contents")) {
      const auto content = objects.find(part);
      if (content == objects.end()) return std::nullopt;
      const bool deflated = content->second.dictionary.find("/FlateDecode") != std::string_view::npos;
      const auto text = deflated ? data::inflate_zlib(content->second.stream, largest_page)
                                 : std::optional<std::string>(content->second.stream);
      if (!text) return std::nullopt;
      add_strings(*text, out);
    }
    out += '\f';
  }
  return out;
}

}  // namespace hallmark::render
