// A canvas that remembers what was drawn, for tests of where things are.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "chart/canvas.h"
#include "chart/font_widths.h"

namespace hallmark::chart {

struct DrawnText {
  std::string text;
  Rectangle box;  // of the glyphs, roughly: from the ascent to a little below the baseline
  Colour colour;
};
struct DrawnLine {
  std::vector<Point> points;
  Stroke stroke;
};
struct DrawnShape {
  Outlines outlines;
  Paint paint;
  std::string title;
};

class RecordingCanvas : public Canvas {
 public:
  std::vector<DrawnText> texts;
  std::vector<DrawnLine> lines;
  std::vector<DrawnShape> shapes;  // rectangles and polygons
  std::vector<Point> circles;
  int open_groups = 0, open_clips = 0;

  double text_width(std::string_view text, double size, bool bold) const override {
    return open_sans_width(text, size, bold);
  }
  void rectangle(const Rectangle& b, const Paint& paint) override {
    polygon({{{b.x, b.y}, {b.right(), b.y}, {b.right(), b.bottom()}, {b.x, b.bottom()}}}, paint);
  }
  void polyline(const std::vector<Point>& points, const Stroke& stroke) override {
    if (open_clips == 0) lines.push_back({points, stroke});
  }
  void polygon(const Outlines& outlines, const Paint& paint) override { shapes.push_back({outlines, paint, title_}); }
  void circle(Point centre, double, const Paint&) override { circles.push_back(centre); }
  void text(Point at, std::string_view text, const TextStyle& style) override {
    const double width = text_width(text, style.size, style.bold);
    const double left = style.anchor == Anchor::start ? 0 : style.anchor == Anchor::middle ? width / 2 : width;
    texts.push_back(
        {std::string(text), {at.x - left, at.y - style.size * 0.78, width, style.size * 0.95}, style.colour});
  }
  void begin_group(std::string_view title) override {
    ++open_groups;
    title_ = title;
  }
  void end_group() override {
    --open_groups;
    title_.clear();
  }
  void begin_clip(const Outlines&) override { ++open_clips; }
  void end_clip() override { --open_clips; }

  const DrawnText* find(std::string_view text) const {
    for (const DrawnText& drawn : texts)
      if (drawn.text == text) return &drawn;
    return nullptr;
  }
  bool says(std::string_view part) const {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const DrawnText& drawn) { return drawn.text.find(part) != std::string::npos; });
  }

 private:
  std::string title_;
};

inline bool overlap(const Rectangle& a, const Rectangle& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

}  // namespace hallmark::chart
