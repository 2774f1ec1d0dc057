// The content stream of one page: operators with short numbers, colours and fonts written only when they change.
// Coordinates are as in layout.h, from the top left; this is where they are turned over.
#pragma once

#include <hpdf.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chart/canvas.h"
#include "render/layout.h"
#include "render/pdf_fonts.h"

namespace hallmark::render {

class PdfContent {
 public:
  PdfContent(HPDF_Doc file, HPDF_Page page, const PdfFonts& fonts, double page_height);

  void box(const Box& box);
  void image(std::string_view name, double x, double y, double width, double height);
  void text(const TextRun& run, double degrees = 0);  // turned counter-clockwise about (run.x, run.y)

  // Paths, painted by one of fill, stroke or clip.
  void move_to(double x, double y);
  void line_to(double x, double y);
  void curve_to(double x1, double y1, double x2, double y2, double x3, double y3);
  void rectangle(double x, double y, double width, double height);
  void close_path();
  enum class Painting { fill, stroke, both };
  void paint(Painting painting);  // even-odd
  void clip();                    // even-odd; within save and restore
  void set_fill(Colour colour);
  void set_stroke(const chart::Stroke& stroke, double scale);
  void round_lines();  // joins and ends
  void save();
  void restore();

  void begin_tagged(const char* structure_type, int content_id);
  void begin_artifact(bool pagination);
  void end_marked();

  void finish();  // writes everything into the page

 private:
  struct State {
    std::optional<Colour> fill, stroke;
    double line_width = -1;
    std::vector<double> dashes;
    int face = -1;
    double size = 0;
  };
  void number(double value);
  void point(double x, double y);
  void op(std::string_view name);
  void colour(Colour colour, std::string_view name);
  void leave_text();
  void enter_text();

  HPDF_Doc file_;
  HPDF_Page page_;
  const PdfFonts* fonts_;
  double height_;
  std::string out_;
  State state_;
  std::vector<State> saved_;
  bool in_text_ = false;
};

}  // namespace hallmark::render
