#include "base/diagnostic.h"

#include "base/text.h"

namespace hallmark {

namespace {

struct Palette {
  std::string_view head, quiet, plain;
};

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

// The part of a long line around the caret, so that a line of a megabyte shows as one of 160 bytes.
std::string_view window(std::string_view line, int column, std::size_t& caret) {
  constexpr std::size_t before = 100, width = 160;
  caret = column > 0 ? static_cast<std::size_t>(column - 1) : 0;
  if (line.size() <= width || caret >= line.size()) return line.substr(0, width);
  const auto is_middle = [&](std::size_t i) { return (static_cast<unsigned char>(line[i]) & 0xC0) == 0x80; };
  std::size_t start = caret > before ? caret - before : 0;
  while (start > 0 && is_middle(start)) --start;
  std::size_t end = std::min(line.size(), start + width);
  while (end < line.size() && is_middle(end)) ++end;
  caret -= start;
  return line.substr(start, end - start);
}

void quote(std::string& out, const Diagnostic& diagnostic, const Palette& colours) {
  std::size_t caret = 0;
  const std::string_view line = window(diagnostic.source_line, diagnostic.where.column, caret);
  const std::string number = fmt::format("{:>4}", diagnostic.where.line);
  const std::string gutter(number.size(), ' ');
  out += fmt::format("{}{} |{}\n{}{} |{} ", colours.quiet, gutter, colours.plain, colours.quiet, number, colours.plain);
  std::string shown, pad;
  for (std::size_t at = 0; at < line.size();) {
    const bool before_caret = at < caret;
    const char32_t c = next_code_point(line, at);
    append_utf8(shown, c < 0x20 || c == 0x7F ? U' ' : c);
    if (before_caret) pad += ' ';
  }
  out += shown + "\n";
  if (diagnostic.where.column <= 0) return;
  const std::size_t end = std::min(line.size(), caret + static_cast<std::size_t>(std::max(1, diagnostic.caret_length)));
  const std::size_t length = caret < end ? count_code_points(line.substr(caret, end - caret)) : 1;
  out += fmt::format("{}{} |{} {}{}{}{}\n", colours.quiet, gutter, colours.plain, pad, colours.head,
                     std::string(std::max<std::size_t>(1, length), '^'), colours.plain);
}

}  // namespace

std::string render(const Diagnostic& diagnostic, bool colour) {
  const Palette colours = !colour                                    ? Palette{"", "", ""}
                          : diagnostic.severity == Severity::error   ? Palette{"\x1b[1;31m", "\x1b[34m", "\x1b[0m"}
                          : diagnostic.severity == Severity::warning ? Palette{"\x1b[1;33m", "\x1b[34m", "\x1b[0m"}
                                                                     : Palette{"\x1b[1;36m", "\x1b[34m", "\x1b[0m"};
  std::string out =
      fmt::format("{}{}:{} {}\n", colours.head, severity_name(diagnostic.severity), colours.plain, diagnostic.sentence);
  if (!diagnostic.where.file.empty()) {
    out += fmt::format("  {}-->{} {}", colours.quiet, colours.plain, diagnostic.where.file);
    if (diagnostic.where.line > 0) out += fmt::format(":{}", diagnostic.where.line);
    if (diagnostic.where.line > 0 && diagnostic.where.column > 0) out += fmt::format(":{}", diagnostic.where.column);
    out += '\n';
  }
  if (!diagnostic.source_line.empty() && diagnostic.where.line > 0) quote(out, diagnostic, colours);
  for (const std::string& hint : diagnostic.hints)
    out += fmt::format("  {}hint:{} {}\n", colours.quiet, colours.plain, hint);
  if (!diagnostic.traceback.empty())
    for (const std::string_view frame : split(trim(diagnostic.traceback), '\n'))
      out += fmt::format("    {}\n", trim(frame));
  return out;
}

void quote_source(Diagnostic& diagnostic, std::string_view file_text) {
  if (diagnostic.where.line <= 0) return;
  for (int line = 1; line < diagnostic.where.line; ++line) {
    const std::size_t end = file_text.find('\n');
    if (end == std::string_view::npos) return;
    file_text.remove_prefix(end + 1);
  }
  std::string_view line = file_text.substr(0, file_text.find('\n'));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  diagnostic.source_line = std::string(line);
}

}  // namespace hallmark
