#include "render/layout_text.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace hallmark::render {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_unseen(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

char32_t printable(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) return ' ';
  if (is_unseen(c)) return 0;
  // The PDF library encodes two bytes a character.
  if (c > 0xFFFD || (c >= 0xD800 && c <= 0xDFFF)) return replacement;
  return c;
}

Glyph make_glyph(const FontMetrics& metrics, char32_t character, const Span& span) {
  Glyph glyph{character, 0, 0, span.face};
  if (!metrics.covers(glyph.face, character)) {
    if (metrics.covers(Face::symbols, character)) {
      glyph.face = Face::symbols;
    } else {
      glyph.character = metrics.covers(glyph.face, replacement) ? replacement : U'?';
    }
  }
  glyph.advance = static_cast<float>(metrics.advance(glyph.face, glyph.character) * span.size / 1000);
  return glyph;
}

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000);
}

}  // namespace

void Prose::add(std::string_view text, Span span) {
  const auto index = static_cast<std::uint16_t>(std::min<std::size_t>(spans_.size(), 0xFFFE));
  if (spans_.size() < 0xFFFF) spans_.push_back(std::move(span));
  const Span& look = spans_[index];
  glyphs_.reserve(glyphs_.size() + text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t character = printable(next_code_point(text, at));
    if (character == 0) continue;
    Glyph glyph = make_glyph(*metrics_, character, look);
    glyph.span = index;
    glyphs_.push_back(glyph);
  }
}

void Prose::add_gap(double points) {
  if (!glyphs_.empty()) glyphs_.back().advance += static_cast<float>(points);
}

void Prose::add_break() {
  if (spans_.empty()) spans_.emplace_back();
  glyphs_.push_back({U'\n', 0, static_cast<std::uint16_t>(spans_.size() - 1), Face::regular});
}

void Prose::add_blank(Span span) {
  spans_.push_back(std::move(span));
  blank_ = true;
}

void Prose::scale(double factor) {
  for (Glyph& glyph : glyphs_) glyph.advance = static_cast<float>(glyph.advance * factor);
  for (Span& span : spans_) span.size *= factor;
}

std::string Prose::text(std::size_t begin, std::size_t end) const {
  std::string result;
  for (std::size_t i = begin; i < end; ++i)
    append_utf8(result, glyphs_[i].character == '\n' ? U' ' : glyphs_[i].character);
  return result;
}

bool Prose::may_break_after(std::size_t at) const {
  const char32_t c = glyphs_[at].character;
  if (c == ' ') return true;
  if (at == 0 || at + 1 >= glyphs_.size()) return false;
  const char32_t before = glyphs_[at - 1].character, after = glyphs_[at + 1].character;
  if (c == '-' || c == 0x2010 || c == 0x2013) return is_letter(before) && is_letter(after);
  if (c == 0x2014) return after != ' ';
  return c == '/' && (is_letter(before) || is_digit(before)) && is_letter(after);
}

double Prose::natural_width() const {
  double widest = 0, width = 0;
  for (const Glyph& glyph : glyphs_) {
    width = glyph.character == '\n' ? 0 : width + glyph.advance;
    widest = std::max(widest, width);
  }
  return widest;
}

double Prose::longest_word() const {
  double widest = 0, width = 0;
  for (std::size_t i = 0; i < glyphs_.size(); ++i) {
    const bool blank = glyphs_[i].character == ' ' || glyphs_[i].character == '\n';
    if (!blank) width += glyphs_[i].advance;
    widest = std::max(widest, width);
    if (blank || may_break_after(i)) width = 0;
  }
  return widest;
}

// The end of the line that starts at `begin`, its following spaces included.
std::size_t Prose::line_end(std::size_t begin, double width, double& line_width) const {
  // Glyph widths are single precision: a column made to fit its content must hold it.
  const double limit = width + 0.01;
  double reach = 0, broken_width = 0;
  std::size_t broken = 0;
  for (std::size_t i = begin; i < glyphs_.size(); ++i) {
    const Glyph& glyph = glyphs_[i];
    if (glyph.character == '\n') {
      line_width = reach;
      return i + 1;
    }
    const bool space = glyph.character == ' ';
    if (!space && reach + glyph.advance > limit && i > begin) {
      line_width = broken > begin ? broken_width : reach;
      return broken > begin ? broken : i;
    }
    if (space) {
      if (broken != i) broken_width = reach;
      broken = i + 1;
    }
    reach += glyph.advance;
    if (!space && may_break_after(i)) {
      broken = i + 1;
      broken_width = reach;
    }
  }
  line_width = !glyphs_.empty() && broken == glyphs_.size() ? broken_width : reach;
  return glyphs_.size();
}

std::vector<Line> Prose::lines(double width) const {
  std::vector<Line> result;
  std::size_t begin = 0;
  do {
    Line line{begin, begin, 0};
    line.end = line_end(begin, width, line.width);
    begin = line.end;
    result.push_back(line);
  } while (begin < glyphs_.size());
  return result;
}

void Prose::place(const Line& line, double x, double y, std::vector<Item>& items, std::vector<Anchor>* numbers) const {
  if (blank_)
    items.push_back({TextRun{x, y, 0, spans_[0].size, spans_[0].face, spans_[0].colour, {}}, spans_[0].element});
  double right = x;
  std::size_t i = line.begin;
  while (i < line.end) {
    const Glyph& first = glyphs_[i];
    const Span& span = spans_[first.span];
    TextRun run{right, y, 0, span.size, first.face, span.colour, {}};
    double trailing = 0;
    for (; i < line.end && glyphs_[i].span == first.span && glyphs_[i].face == first.face; ++i) {
      if (glyphs_[i].character == '\n') continue;
      append_utf8(run.text, glyphs_[i].character);
      run.width += glyphs_[i].advance;
      trailing = glyphs_[i].character == ' ' ? trailing + glyphs_[i].advance : 0;
    }
    right += run.width;
    if (i == line.end) run.width -= trailing;  // spaces at the end of a line are there for readers of the text only
    if (numbers && !span.number.empty()) numbers->push_back({span.number, {0, y - span.size}});
    if (!span.link.empty())
      items.push_back({LinkArea{run.x, y - span.size, run.width, span.size * 1.3, span.link}, span.element});
    if (!run.text.empty()) items.push_back({std::move(run), span.element});
  }
}

}  // namespace hallmark::render
