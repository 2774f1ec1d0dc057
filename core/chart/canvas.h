// The surface charts are drawn on. Drawing code is written once against this; SVG is implemented here (svg.h), PDF in
// render/. Units are abstract: x grows to the right, y grows downwards, and a size of 12 reads like 12 px on screen.
// Every colour is opaque, so that a canvas needs no transparency.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::chart {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
  friend bool operator==(const Colour&, const Colour&) = default;
};

// "#206095" or "#29c"; nothing for anything else.
std::optional<Colour> parse_colour(std::string_view text);
std::string to_hex(Colour colour);  // "#206095"
// Contrast ratio of WCAG 2.2, 1 to 21.
double contrast(Colour a, Colour b);

struct Point {
  double x = 0, y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};
struct Size {
  double width = 0, height = 0;
};
struct Rectangle {
  double x = 0, y = 0, width = 0, height = 0;
  double right() const { return x + width; }
  double bottom() const { return y + height; }
};
using Outline = std::vector<Point>;     // closed implicitly
using Outlines = std::vector<Outline>;  // filled by the even-odd rule, so a ring inside another is a hole

struct Stroke {
  Colour colour;
  double width = 1;
  std::vector<double> dashes;  // on, off, …; empty: solid
  friend bool operator==(const Stroke&, const Stroke&) = default;
};

// Fill and outline of a shape; either may be absent. Joins and line ends are round.
struct Paint {
  std::optional<Colour> fill;
  std::optional<Stroke> stroke;
  friend bool operator==(const Paint&, const Paint&) = default;
};

enum class Anchor { start, middle, end };

struct TextStyle {
  double size = 12;
  bool bold = false;
  Anchor anchor = Anchor::start;
  double rotation = 0;  // degrees counter-clockwise about the anchor point
  Colour colour;
};

class Canvas {
 public:
  virtual ~Canvas() = default;

  // Advance width of one line of text in the font that will be drawn.
  virtual double text_width(std::string_view text, double size, bool bold) const = 0;

  virtual void rectangle(const Rectangle& box, const Paint& paint) = 0;
  virtual void polyline(const std::vector<Point>& points, const Stroke& stroke) = 0;
  virtual void polygon(const Outlines& outlines, const Paint& paint) = 0;
  virtual void circle(Point centre, double radius, const Paint& paint) = 0;
  // `at` is on the baseline. White space is drawn as given; there are no line breaks.
  virtual void text(Point at, std::string_view text, const TextStyle& style) = 0;

  // Marks what belongs together; `title` is what hovering shows where the medium can (may be empty).
  virtual void begin_group(std::string_view title) = 0;
  virtual void end_group() = 0;
  // Restricts drawing to the outlines until the matching end; nests by intersection.
  virtual void begin_clip(const Outlines& outlines) = 0;
  virtual void end_clip() = 0;
};

}  // namespace hallmark::chart
