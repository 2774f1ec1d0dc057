// Text made ready for paper: characters with faces and widths, broken into lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "render/layout.h"
#include "render/layout_style.h"

namespace hallmark::render {

// A stretch of text of one look that belongs to one element.
struct Span {
  Face face = Face::regular;
  double size = 10;
  Colour colour;
  int element = artifact;
  std::string link;    // "" when it is no link
  std::string number;  // "n47" when it is a number of the document
};

struct Glyph {
  char32_t character = 0;  // '\n' is a forced break
  float advance = 0;       // points
  std::uint16_t span = 0;
  Face face = Face::regular;
};

// Glyphs [begin, end) without the spaces at which the line was broken.
struct Line {
  std::size_t begin = 0, end = 0;
  double width = 0;
};

class Prose {
 public:
  explicit Prose(const FontMetrics& metrics) : metrics_(&metrics) {}

  // Control and direction characters vanish; what no face covers, and anything beyond the basic plane, becomes U+FFFD.
  void add(std::string_view text, Span span);
  void add_gap(double points);  // widens the last character; what follows must be of another span
  void add_break();
  void add_blank(Span span);  // no text, but an item for the element, which the structure must not lack
  void scale(double factor);  // of sizes and widths

  bool empty() const { return glyphs_.empty() && !blank_; }
  std::size_t size() const { return glyphs_.size(); }
  std::string text(std::size_t begin, std::size_t end) const;
  std::string text() const { return text(0, glyphs_.size()); }
  double natural_width() const;  // of the longest line if nothing wraps
  double longest_word() const;   // the narrowest column in which no word must be broken
  // At least one line; a word wider than `width` is broken where it must be.
  std::vector<Line> lines(double width) const;

  // Appends the line's text runs and links: left edge at x, baseline at y.
  void place(const Line& line, double x, double y, std::vector<Item>& items,
             std::vector<Anchor>* numbers = nullptr) const;

 private:
  bool may_break_after(std::size_t at) const;
  std::size_t line_end(std::size_t begin, double width, double& line_width) const;

  const FontMetrics* metrics_;
  std::vector<Glyph> glyphs_;
  std::vector<Span> spans_;
  bool blank_ = false;
};

}  // namespace hallmark::render
