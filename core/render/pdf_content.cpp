#include "render/pdf_content.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "base/text.h"
#include "render/pdf_stream.h"

namespace hallmark::render {
namespace {

// A font size needs finer steps than a coordinate; three decimals serve both.
constexpr int steps = 1000;

void append_hexadecimal(std::string& out, unsigned value) {
  constexpr char digits[] = "0123456789ABCDEF";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[(value >> shift) & 15];
}

}  // namespace

PdfContent::PdfContent(HPDF_Doc file, HPDF_Page page, const PdfFonts& fonts, double page_height)
    : file_(file), page_(page), fonts_(&fonts), height_(page_height) {
  out_.reserve(1 << 14);
}

// ---- Writing operators
// --------------------------------------------------------------------------------------------------

void PdfContent::number(double value) {
  long long scaled = std::isfinite(value) ? std::llround(value * steps) : 0;
  if (scaled < 0) {
    out_ += '-';
    scaled = -scaled;
  }
  char digits[24];
  int length = 0;
  long long whole = scaled / steps;
  do digits[length++] = static_cast<char>('0' + whole % 10);
  while ((whole /= 10) > 0);
  while (length > 0) out_ += digits[--length];
  if (long long rest = scaled % steps) {
    out_ += '.';
    for (long long unit = steps / 10; rest > 0; unit /= 10) {
      out_ += static_cast<char>('0' + rest / unit);
      rest %= unit;
    }
  }
  out_ += ' ';
}

void PdfContent::point(double x, double y) {
  // A hundredth of a point is a 7000th of an inch: charts of many points stay small.
  number(std::round(x * 100) / 100);
  number(std::round((height_ - y) * 100) / 100);
}

void PdfContent::op(std::string_view name) {
  out_ += name;
  out_ += '\n';
}

void PdfContent::colour(Colour colour, std::string_view name) {
  for (const std::uint8_t part : {colour.red, colour.green, colour.blue}) number(part / 255.0);
  op(name);
}

void PdfContent::leave_text() {
  if (std::exchange(in_text_, false)) op("ET");
}

void PdfContent::enter_text() {
  if (!std::exchange(in_text_, true)) op("BT");
}

// ---- Text and boxes
// -----------------------------------------------------------------------------------------------------

void PdfContent::text(const TextRun& run, double degrees) {
  if (run.text.empty()) return;
  enter_text();
  set_fill(run.colour);
  if (state_.face != static_cast<int>(run.face) || state_.size != run.size) {
    state_.face = static_cast<int>(run.face);
    state_.size = run.size;
    out_ += '/';
    out_ += HPDF_Page_GetLocalFontName(page_, fonts_->font(run.face));
    out_ += ' ';
    number(run.size);
    op("Tf");
  }
  const double angle = degrees * std::numbers::pi / 180;
  const double cosine = degrees == 0 ? 1 : std::cos(angle), sine = degrees == 0 ? 0 : std::sin(angle);
  for (const double part : {cosine, sine, -sine, cosine}) number(part);
  point(run.x, run.y);
  out_ += "Tm\n<";
  for (std::size_t at = 0; at < run.text.size();) append_hexadecimal(out_, next_code_point(run.text, at));
  op("> Tj");
}

void PdfContent::box(const Box& box) {
  set_fill(box.fill);
  rectangle(box.x, box.y, box.width, box.height);
  op("f");
}

void PdfContent::image(std::string_view name, double x, double y, double width, double height) {
  save();
  for (const double part : {width, 0.0, 0.0, height}) number(part);
  point(x, y + height);
  op("cm");
  op(fmt::format("/{} Do", name));
  restore();
}

// ---- Paths
// --------------------------------------------------------------------------------------------------------------

void PdfContent::move_to(double x, double y) {
  leave_text();
  point(x, y);
  op("m");
}

void PdfContent::line_to(double x, double y) {
  point(x, y);
  op("l");
}

void PdfContent::curve_to(double x1, double y1, double x2, double y2, double x3, double y3) {
  point(x1, y1);
  point(x2, y2);
  point(x3, y3);
  op("c");
}

void PdfContent::rectangle(double x, double y, double width, double height) {
  leave_text();
  point(x, y + height);
  number(width);
  number(height);
  op("re");
}

void PdfContent::close_path() {
  op("h");
}

void PdfContent::paint(Painting painting) {
  op(painting == Painting::fill ? "f*" : painting == Painting::stroke ? "S" : "B*");
}

void PdfContent::clip() {
  op("W* n");
}

void PdfContent::set_fill(Colour wanted) {
  if (state_.fill == wanted) return;
  state_.fill = wanted;
  colour(wanted, "rg");
}

void PdfContent::set_stroke(const chart::Stroke& stroke, double scale) {
  leave_text();
  if (state_.stroke != stroke.colour) {
    state_.stroke = stroke.colour;
    colour(stroke.colour, "RG");
  }
  if (state_.line_width != stroke.width * scale) {
    state_.line_width = stroke.width * scale;
    number(state_.line_width);
    op("w");
  }
  if (state_.dashes != stroke.dashes) {
    state_.dashes = stroke.dashes;
    out_ += '[';
    for (const double dash : stroke.dashes) number(dash * scale);
    op("] 0 d");
  }
}

void PdfContent::round_lines() {
  op("1 J 1 j");
}

void PdfContent::save() {
  leave_text();
  saved_.push_back(state_);
  op("q");
}

void PdfContent::restore() {
  leave_text();
  state_ = std::move(saved_.back());
  saved_.pop_back();
  op("Q");
}

// ---- Marked content
// -----------------------------------------------------------------------------------------------------

void PdfContent::begin_tagged(const char* structure_type, int content_id) {
  leave_text();
  op(fmt::format("/{} <</MCID {}>> BDC", structure_type, content_id));
}

void PdfContent::begin_artifact(bool pagination) {
  leave_text();
  op(pagination ? "/Artifact <</Type /Pagination>> BDC" : "/Artifact <</Type /Layout>> BDC");
}

void PdfContent::end_marked() {
  leave_text();
  op("EMC");
}

void PdfContent::finish() {
  leave_text();
  fill_stream(file_, static_cast<HPDF_PageAttr>(page_->attr)->contents, out_);
}

}  // namespace hallmark::render
