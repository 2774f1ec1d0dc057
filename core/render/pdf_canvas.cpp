#include "render/pdf_canvas.h"

#include <cmath>
#include <numbers>

#include "render/layout_text.h"

namespace hallmark::render {
namespace {

constexpr double nearest_points = 0.06;  // points of a path nearer than this, in points, are one

}  // namespace

PdfCanvas::PdfCanvas(PdfContent& content, const FontMetrics& metrics, double x, double y, double scale)
    : content_(content), metrics_(metrics), x_(x), y_(y), scale_(scale) {
  content_.save();
  content_.round_lines();
}

PdfCanvas::~PdfCanvas() {
  content_.restore();
}

double PdfCanvas::text_width(std::string_view text, double size, bool bold) const {
  Prose prose(metrics_);
  prose.add(text, {bold ? Face::bold : Face::regular, size, {}, artifact, {}, {}});
  return prose.natural_width();
}

bool PdfCanvas::prepare(const chart::Paint& paint) {
  if (paint.fill) content_.set_fill(*paint.fill);
  if (paint.stroke) content_.set_stroke(*paint.stroke, scale_);
  return paint.fill || paint.stroke;
}

void PdfCanvas::finish(const chart::Paint& paint) {
  using Painting = PdfContent::Painting;
  content_.paint(paint.fill && paint.stroke ? Painting::both : paint.fill ? Painting::fill : Painting::stroke);
}

void PdfCanvas::trace(const std::vector<chart::Point>& points, bool closed) {
  double last_x = 0, last_y = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double x = x_ + points[i].x * scale_, y = y_ + points[i].y * scale_;
    if (i == 0) {
      content_.move_to(x, y);
    } else if (i + 1 < points.size() && std::abs(x - last_x) < nearest_points &&
               std::abs(y - last_y) < nearest_points) {
      continue;
    } else {
      content_.line_to(x, y);
    }
    last_x = x;
    last_y = y;
  }
  if (closed && !points.empty()) content_.close_path();
}

void PdfCanvas::rectangle(const chart::Rectangle& box, const chart::Paint& paint) {
  if (!prepare(paint)) return;
  content_.rectangle(x_ + box.x * scale_, y_ + box.y * scale_, box.width * scale_, box.height * scale_);
  finish(paint);
}

void PdfCanvas::polyline(const std::vector<chart::Point>& points, const chart::Stroke& stroke) {
  if (points.empty()) return;
  const chart::Paint paint{{}, stroke};
  prepare(paint);
  trace(points, false);
  finish(paint);
}

void PdfCanvas::polygon(const chart::Outlines& outlines, const chart::Paint& paint) {
  bool any = false;
  for (const chart::Outline& outline : outlines) any = any || !outline.empty();
  if (!any || !prepare(paint)) return;
  for (const chart::Outline& outline : outlines) trace(outline, true);
  finish(paint);
}

void PdfCanvas::circle(chart::Point centre, double radius, const chart::Paint& paint) {
  if (!prepare(paint)) return;
  const double x = x_ + centre.x * scale_, y = y_ + centre.y * scale_, r = radius * scale_;
  const double c = r * 4 * (std::numbers::sqrt2 - 1) / 3;  // control points of a quarter circle
  content_.move_to(x + r, y);
  content_.curve_to(x + r, y + c, x + c, y + r, x, y + r);
  content_.curve_to(x - c, y + r, x - r, y + c, x - r, y);
  content_.curve_to(x - r, y - c, x - c, y - r, x, y - r);
  content_.curve_to(x + c, y - r, x + r, y - c, x + r, y);
  content_.close_path();
  finish(paint);
}

void PdfCanvas::text(chart::Point at, std::string_view text, const chart::TextStyle& style) {
  Prose prose(metrics_);
  prose.add(text, {style.bold ? Face::bold : Face::regular, style.size * scale_, style.colour, artifact, {}, {}});
  if (prose.empty()) return;
  const double share = style.anchor == chart::Anchor::start ? 0 : style.anchor == chart::Anchor::middle ? 0.5 : 1;
  std::vector<Item> items;
  prose.place({0, prose.size(), 0}, -share * prose.natural_width(), 0, items);
  const double angle = style.rotation * std::numbers::pi / 180;
  for (const Item& item : items) {
    TextRun run = std::get<TextRun>(item.shape);
    const double along = run.x;
    run.x = x_ + at.x * scale_ + along * std::cos(angle);
    run.y = y_ + at.y * scale_ - along * std::sin(angle);
    content_.text(run, style.rotation);
  }
}

void PdfCanvas::begin_clip(const chart::Outlines& outlines) {
  content_.save();
  bool any = false;
  for (const chart::Outline& outline : outlines) {
    any = any || !outline.empty();
    trace(outline, true);
  }
  if (!any) content_.rectangle(0, 0, 0, 0);
  content_.clip();
}

void PdfCanvas::end_clip() {
  content_.restore();
}

}  // namespace hallmark::render
