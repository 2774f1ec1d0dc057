#include "document/source.h"

#include <algorithm>
#include <charconv>

#include "base/diagnostic.h"
#include "base/text.h"
#include "document/document.h"

namespace hallmark::document {

namespace {

constexpr char32_t opening = 0xE000, closing = 0xE001, first_digit = 0xE100, last_digit = 0xE1FF;
constexpr std::size_t longest_text = 64u << 20;

// "&#xE000;" would become a placeholder inside cmark, after every check of the source. Returns the length of such a
// reference, 0 if there is none at `at`.
std::size_t placeholder_reference(std::string_view text, std::size_t at) {
  std::size_t i = at + 2;
  const bool hexadecimal = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (hexadecimal) ++i;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc{} || end == text.data() + text.size() || *end != ';') return 0;
  return is_placeholder_mark(value) ? static_cast<std::size_t>(end - text.data()) + 1 - at : 0;
}

// Well-formed UTF-8 with "\n" line ends and without references to the code points of placeholders.
std::string normalised(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
    } else if (const std::size_t length = text.substr(i).starts_with("&#") ? placeholder_reference(text, i) : 0) {
      append_utf8(out, 0xFFFD);
      i += length - 1;
    } else {
      out += text[i];
    }
  }
  return is_valid_utf8(out) ? out : make_valid_utf8(out);
}

}  // namespace

void append_placeholder(std::string& out, std::size_t index) {
  append_utf8(out, opening);
  std::string digits;
  do {
    std::string digit;
    append_utf8(digit, first_digit + static_cast<char32_t>(index & 0xFF));
    digits.insert(0, digit);
    index >>= 8;
  } while (index != 0);
  out += digits;
  append_utf8(out, closing);
}

SourceLocation SourceMap::at(int line) const {
  if (lines.empty()) return {};
  const auto index = static_cast<std::size_t>(std::clamp(line, 1, static_cast<int>(lines.size()))) - 1;
  const Origin& origin = lines[index];
  return {origin.source < sources.size() ? sources[origin.source].file : std::string(), origin.line, 0};
}

void SourceMap::quote(Diagnostic& diagnostic, std::string_view part) const {
  const auto source =
      std::find_if(sources.begin(), sources.end(), [&](const Source& s) { return s.file == diagnostic.where.file; });
  if (source == sources.end()) return;
  quote_source(diagnostic, source->text);
  const std::size_t column = part.empty() ? std::string::npos : diagnostic.source_line.find(part);
  if (column == std::string::npos) return;
  diagnostic.where.column = static_cast<int>(column) + 1;
  diagnostic.caret_length = static_cast<int>(part.size());
}

SourceMap SourceMap::of_file(std::string file, std::string_view text, int first_line) {
  SourceMap map;
  map.sources.push_back({std::move(file), std::string(static_cast<std::size_t>(std::max(0, first_line - 1)), '\n')});
  const std::string lines = normalised(text);
  map.sources.front().text += lines;
  const auto count = static_cast<int>(std::count(lines.begin(), lines.end(), '\n')) + 1;
  for (int i = 0; i < count; ++i) map.lines.push_back({0, first_line + i});
  return map;
}

Source::Source(const Markdown& markdown) : markdown_(markdown) {
  if (markdown.text.size() > longest_text) fail(1, fmt::format("This text is longer than {} MiB.", longest_text >> 20));
  text_ = normalised(markdown.text);
  lines_ = split(text_, '\n');
}

std::string_view Source::line(int number) const {
  const auto index = static_cast<std::size_t>(number) - 1;
  return number >= 1 && index < lines_.size() ? lines_[index] : std::string_view();
}

void Source::pieces(std::string_view text, const std::function<void(std::string_view)>& plain,
                    const std::function<void(const Insert&)>& insert) const {
  // Every code point of a placeholder is three bytes that begin with 0xEE.
  std::size_t from = 0;
  for (std::size_t at = text.find('\xEE'); at != std::string_view::npos; at = text.find('\xEE', at)) {
    std::size_t next = at;
    char32_t c = next_code_point(text, next);
    if (!is_placeholder_mark(c)) {
      at = next;
      continue;
    }
    if (at > from) plain(text.substr(from, at - from));
    std::size_t index = 0, digits = 0;
    const bool opened = c == opening;
    while (opened && next < text.size()) {
      std::size_t after = next;
      c = next_code_point(text, after);
      if (c < first_digit || c > last_digit || ++digits > 4) break;
      index = (index << 8) | (c - first_digit);
      next = after;
    }
    std::size_t after = next;
    const bool closed = opened && digits > 0 && next < text.size() && next_code_point(text, after) == closing;
    if (closed) next = after;
    if (closed && index < markdown_.inserts.size())
      insert(markdown_.inserts[index]);
    else
      plain("\xEF\xBF\xBD");
    from = at = next;
  }
  if (from < text.size()) plain(text.substr(from));
}

std::string Source::resolve(std::string_view text, std::string_view place) const {
  std::string out;
  pieces(
      text, [&](std::string_view plain) { out += plain; },
      [&](const Insert& insert) {
        const auto* inlines = std::get_if<Inlines>(&insert.content);
        if (inlines == nullptr) refuse_blocks(*this, insert, place);
        out += plain_text(*inlines);
      });
  return out;
}

void Source::fail(int line, std::string sentence, std::vector<std::string> hints, std::string_view part) const {
  Diagnostic diagnostic{Severity::error, std::move(sentence), at(line), {}, 1, std::move(hints), {}};
  markdown_.positions.quote(diagnostic, part);
  throw Error(ExitCode::configuration, std::move(diagnostic));
}

void Source::fail(const Insert& insert, std::string sentence, std::vector<std::string> hints) const {
  Diagnostic diagnostic{Severity::error, std::move(sentence), insert.where, {}, insert.length, std::move(hints), {}};
  markdown_.positions.quote(diagnostic);
  throw Error(ExitCode::configuration, std::move(diagnostic));
}

void Source::with_positions(const std::function<void()>& read) const {
  try {
    read();
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    if (!diagnostic.where.file.empty()) throw;
    const int line_here = diagnostic.where.line, column = diagnostic.where.column;
    diagnostic.where = at(line_here);
    markdown_.positions.quote(diagnostic);
    if (diagnostic.source_line == line(line_here)) diagnostic.where.column = column;
    throw Error(error.code(), std::move(diagnostic));
  }
}

void refuse_blocks(const Source& source, const Insert& insert, std::string_view place) {
  source.fail(
      insert,
      fmt::format("This expression gave blocks (a table, a figure or paragraphs), which cannot stand in {}.", place),
      {"Put it alone on its line, with an empty line above and below."});
}

}  // namespace hallmark::document
