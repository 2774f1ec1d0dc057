#include "chart/svg.h"

#include <cmath>
#include <utility>

#include "base/text.h"
#include "chart/font_widths.h"

namespace hallmark::chart {
namespace {

constexpr double tenth = 10;  // coordinates are written in whole tenths

long long tenths(double value) {
  constexpr double limit = 1e7;  // beyond any drawing; keeps the cast defined
  if (!(std::abs(value) < limit)) value = std::isnan(value) ? 0 : std::copysign(limit, value);
  return std::llround(value * tenth);
}

// 125 -> "12.5", -5 -> "-.5", 120 -> "12".
void append_tenths(std::string& out, long long value) {
  if (value < 0) out += '-';
  const unsigned long long magnitude = static_cast<unsigned long long>(value < 0 ? -value : value);
  if (magnitude >= 10 || magnitude == 0) out += std::to_string(magnitude / 10);
  if (magnitude % 10 != 0) {
    out += '.';
    out += static_cast<char>('0' + magnitude % 10);
  }
}

std::string shortest(double value) {
  std::string out;
  append_tenths(out, tenths(value));
  return out;
}

// XML text: the five characters with a meaning, and control characters that XML cannot hold at all.
std::string escape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        append_utf8(out, (c < 0x20 && c != '\t') || c == 0x7f || c == 0xfffe || c == 0xffff ? 0xfffd : c);
    }
  }
  return out;
}

std::string stroke_attributes(const Stroke& stroke) {
  std::string out = fmt::format(" stroke=\"{}\"", to_hex(stroke.colour));
  if (stroke.width != 1) out += fmt::format(" stroke-width=\"{}\"", shortest(stroke.width));
  if (!stroke.dashes.empty()) {
    std::vector<std::string> parts;
    for (const double dash : stroke.dashes) parts.push_back(shortest(dash));
    out += fmt::format(" stroke-dasharray=\"{}\"", join(parts, " "));
  }
  return out;
}

std::string paint_attributes(const Paint& paint) {
  std::string out = fmt::format(" fill=\"{}\"", paint.fill ? to_hex(*paint.fill) : "none");
  if (paint.stroke) out += stroke_attributes(*paint.stroke);
  return out;
}

// Relative path commands between points rounded once, so that rounding does not add up along a line.
class PathWriter {
 public:
  void add(const std::vector<Point>& points, bool closed) {
    bool first = true;
    for (const Point& point : points) {
      const long long x = tenths(point.x), y = tenths(point.y);
      if (first) {
        move_to(x, y);
        first = false;
      } else if (x != x_ || y != y_) {
        line_to(x, y);
      }
    }
    if (closed && !first) {
      out_ += 'z';
      x_ = start_x_;
      y_ = start_y_;
      command_ = 'z';
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void move_to(long long x, long long y) {
    out_ += 'M';
    append_tenths(out_, x);
    append_second(y);
    start_x_ = x_ = x;
    start_y_ = y_ = y;
    command_ = 'M';
  }

  void line_to(long long x, long long y) {
    if (y == y_) {
      begin('h', x - x_);
    } else if (x == x_) {
      begin('v', y - y_);
    } else {
      begin('l', x - x_);
      append_second(y - y_);
    }
    x_ = x;
    y_ = y;
  }

  void begin(char command, long long value) {
    if (command_ != command) {
      out_ += command;
      append_tenths(out_, value);
    } else {
      append_second(value);
    }
    command_ = command;
  }

  void append_second(long long value) {
    if (value >= 0) out_ += ' ';
    append_tenths(out_, value);
  }

  std::string out_;
  long long x_ = 0, y_ = 0, start_x_ = 0, start_y_ = 0;
  char command_ = 0;
};

std::string path_data(const Outlines& outlines, bool closed) {
  PathWriter writer;
  for (const Outline& outline : outlines) writer.add(outline, closed);
  return writer.take();
}

}  // namespace

SvgCanvas::SvgCanvas(Size size, std::string id, bool hover) : size_(size), id_(std::move(id)), hover_(hover) {}

double SvgCanvas::text_width(std::string_view text, double size, bool bold) const {
  return open_sans_width(text, size, bold);
}

// Neighbouring shapes that look alike share one group, which keeps maps of many areas small.
void SvgCanvas::shape(const Paint& paint, std::string_view element) {
  std::string attributes = paint_attributes(paint);
  if (attributes != open_paint_) {
    close_paint();
    body_ += fmt::format("<g{}>", attributes);
    open_paint_ = std::move(attributes);
  }
  body_ += "<";
  body_ += element;
  if (title_.empty()) {
    body_ += "/>";
  } else {
    body_ += fmt::format(">{}</{}>", title_, element.substr(0, element.find(' ')));
    title_.clear();
  }
}

void SvgCanvas::close_paint() {
  if (!open_paint_.empty()) body_ += "</g>\n";
  open_paint_.clear();
}

void SvgCanvas::rectangle(const Rectangle& box, const Paint& paint) {
  shape(paint,
        fmt::format(
            "path d=\"{}\"",
            path_data({{{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}}},
                      true)));
}

void SvgCanvas::polyline(const std::vector<Point>& points, const Stroke& stroke) {
  if (points.size() < 2) return;
  shape({std::nullopt, stroke}, fmt::format("path d=\"{}\"", path_data({points}, false)));
}

void SvgCanvas::polygon(const Outlines& outlines, const Paint& paint) {
  std::string data = path_data(outlines, true);
  if (!data.empty()) shape(paint, fmt::format("path d=\"{}\"", data));
}

void SvgCanvas::circle(Point centre, double radius, const Paint& paint) {
  shape(paint,
        fmt::format("circle cx=\"{}\" cy=\"{}\" r=\"{}\"", shortest(centre.x), shortest(centre.y), shortest(radius)));
}

void SvgCanvas::text(Point at, std::string_view text, const TextStyle& style) {
  close_paint();
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"", shortest(at.x), shortest(at.y),
                       shortest(style.size), to_hex(style.colour));
  if (style.bold) body_ += " font-weight=\"700\"";
  if (style.anchor == Anchor::middle) body_ += " text-anchor=\"middle\"";
  if (style.anchor == Anchor::end) body_ += " text-anchor=\"end\"";
  if (style.rotation != 0)
    body_ += fmt::format(" transform=\"rotate({} {} {})\"", shortest(-style.rotation), shortest(at.x), shortest(at.y));
  body_ += fmt::format(">{}</text>\n", escape(text));
}

// The title hangs on the first shape of the group, so that shapes of one paint still share theirs.
void SvgCanvas::begin_group(std::string_view title) {
  title_ = title.empty() || !hover_ ? std::string() : fmt::format("<title>{}</title>", escape(title));
}

void SvgCanvas::end_group() {
  title_.clear();
}

void SvgCanvas::begin_clip(const Outlines& outlines) {
  close_paint();
  const std::string name = fmt::format("{}-clip{}", id_, ++clips_);
  body_ +=
      fmt::format("<clipPath id=\"{0}\"><path clip-rule=\"evenodd\" d=\"{1}\"/></clipPath><g clip-path=\"url(#{0})\">",
                  name, path_data(outlines, true));
}

void SvgCanvas::end_clip() {
  close_paint();
  body_ += "</g>\n";
}

std::string SvgCanvas::opening(const SvgText& text, bool standalone) const {
  std::string out = "<svg";
  if (standalone) out += " xmlns=\"http://www.w3.org/2000/svg\"";
  out += fmt::format(" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" aria-labelledby=\"{2}-title\"",
                     shortest(size_.width), shortest(size_.height), id_);
  if (!text.description.empty()) out += fmt::format(" aria-describedby=\"{}-desc\"", id_);
  if (standalone) out += " font-family=\"'Open Sans', 'Segoe UI', Helvetica, Arial, sans-serif\"";
  out += " fill-rule=\"evenodd\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n";
  out += fmt::format("<title id=\"{}-title\">{}</title>\n", id_, escape(text.title));
  if (!text.description.empty()) out += fmt::format("<desc id=\"{}-desc\">{}</desc>\n", id_, escape(text.description));
  if (standalone)
    out += fmt::format("<path fill=\"#ffffff\" d=\"M0 0h{}v{}H0z\"/>\n", shortest(size_.width), shortest(size_.height));
  return out;
}

std::string SvgCanvas::element(const SvgText& text) const {
  return opening(text, false) + body_ + (open_paint_.empty() ? "" : "</g>\n") + "</svg>\n";
}

std::string SvgCanvas::document(const SvgText& text) const {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + opening(text, true) + body_ +
         (open_paint_.empty() ? "" : "</g>\n") + "</svg>\n";
}

namespace {

constexpr double marking_band = 24;

SvgCanvas drawn(const Chart& chart, double width, const Style& style, const std::string& id,
                const std::string& marking) {
  const Size size{width, natural_height(chart, width, style)};
  constexpr double phone = 480;
  SvgCanvas canvas({width, size.height + (marking.empty() ? 0 : marking_band)}, id, width >= phone);
  draw(chart, canvas, size, style);
  if (!marking.empty())
    canvas.text({width / 2, size.height + marking_band * 2 / 3}, marking, {12, true, Anchor::middle, 0, style.ink});
  return canvas;
}

}  // namespace

std::string svg_element(const Chart& chart, double width, const Style& style, const std::string& id,
                        const SvgText& text) {
  return drawn(chart, width, style, id, {}).element(text);
}

std::string svg_document(const Chart& chart, double width, const Style& style, const SvgText& text) {
  return drawn(chart, width, style, "chart", text.marking).document(text);
}

}  // namespace hallmark::chart
