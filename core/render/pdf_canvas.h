// Charts drawn straight into a page as vectors, with the page's own fonts.
#pragma once

#include "chart/canvas.h"
#include "render/pdf_content.h"

namespace hallmark::render {

class PdfCanvas : public chart::Canvas {
 public:
  // The drawing's unit becomes `scale` points; its top left corner lies at (x, y).
  PdfCanvas(PdfContent& content, const FontMetrics& metrics, double x, double y, double scale);
  ~PdfCanvas() override;
  PdfCanvas(const PdfCanvas&) = delete;
  PdfCanvas& operator=(const PdfCanvas&) = delete;

  double text_width(std::string_view text, double size, bool bold) const override;
  void rectangle(const chart::Rectangle& box, const chart::Paint& paint) override;
  void polyline(const std::vector<chart::Point>& points, const chart::Stroke& stroke) override;
  void polygon(const chart::Outlines& outlines, const chart::Paint& paint) override;
  void circle(chart::Point centre, double radius, const chart::Paint& paint) override;
  void text(chart::Point at, std::string_view text, const chart::TextStyle& style) override;
  void begin_group(std::string_view) override {}  // paper has nothing to hover over
  void end_group() override {}
  void begin_clip(const chart::Outlines& outlines) override;
  void end_clip() override;

 private:
  bool prepare(const chart::Paint& paint);
  void finish(const chart::Paint& paint);
  void trace(const std::vector<chart::Point>& points, bool closed);

  PdfContent& content_;
  const FontMetrics& metrics_;
  double x_, y_, scale_;
};

}  // namespace hallmark::render
