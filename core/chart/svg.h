// A canvas that writes SVG. Coordinates are short fixed decimals and the output depends on nothing but the calls.
#pragma once

#include <string>
#include <vector>

#include "chart/canvas.h"
#include "chart/draw.h"

namespace hallmark::chart {

struct SvgText {
  std::string title;         // the accessible name
  std::string description;   // may be empty
  std::string marking = {};  // of a file: stands below the drawing, since a picture is passed on without its page
};

class SvgCanvas : public Canvas {
 public:
  // `id` begins every id in the drawing, so that several drawings can share a page: [a-z0-9-] only.
  // Without `hover`, groups show no titles.
  SvgCanvas(Size size, std::string id, bool hover = true);

  // Widths of Open Sans, the widest face of the font stack, so that text fits in any of them.
  double text_width(std::string_view text, double size, bool bold) const override;
  void rectangle(const Rectangle& box, const Paint& paint) override;
  void polyline(const std::vector<Point>& points, const Stroke& stroke) override;
  void polygon(const Outlines& outlines, const Paint& paint) override;
  void circle(Point centre, double radius, const Paint& paint) override;
  void text(Point at, std::string_view text, const TextStyle& style) override;
  void begin_group(std::string_view title) override;
  void end_group() override;
  void begin_clip(const Outlines& outlines) override;
  void end_clip() override;

  // The element alone, to stand inside HTML: role="img" with title and description.
  std::string element(const SvgText& text) const;
  // A file of its own, with the XML namespace, a white background and a font stack.
  std::string document(const SvgText& text) const;

 private:
  void shape(const Paint& paint, std::string_view element);
  void close_paint();
  std::string opening(const SvgText& text, bool standalone) const;

  Size size_;
  std::string id_;
  std::string body_;
  std::string open_paint_;  // attributes of the group now open, shared by the shapes in it
  std::string title_;       // of the group begun, until a shape takes it
  bool hover_ = true;
  int clips_ = 0;
};

// The drawing of a chart at a width, as an element or as a file. Narrow drawings, made for phones, do without hovering.
std::string svg_element(const Chart& chart, double width, const Style& style, const std::string& id,
                        const SvgText& text);
std::string svg_document(const Chart& chart, double width, const Style& style, const SvgText& text);

}  // namespace hallmark::chart
