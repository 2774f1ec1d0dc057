// The faces of a PDF: loaded from disk when first asked for, embedded as the subset that was measured.
#pragma once

#include <hpdf.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "render/layout.h"
#include "render/pdf.h"

namespace hallmark::render {

class PdfFonts : public FontMetrics {
 public:
  PdfFonts(HPDF_Doc file, const PdfOptions& options) : file_(file), options_(&options) {}

  int advance(Face face, char32_t character) const override;
  bool covers(Face face, char32_t character) const override;
  // To be shown on a page; its characters have been measured.
  HPDF_Dict font(Face face) const;
  // Once no more will be measured: the faces with what was.
  void write() const;

 private:
  struct Loaded {
    bool tried = false;
    HPDF_FontDef definition = nullptr;  // stays null only for an absent symbols face
    HPDF_Dict font = nullptr;           // null until it is shown
    std::vector<std::int16_t> widths;   // by character; negative: see pdf_fonts.cpp
  };
  Loaded& loaded(Face face) const;
  std::string path_of(Face face) const;

  HPDF_Doc file_;
  const PdfOptions* options_;
  mutable std::array<Loaded, face_count> faces_;
};

}  // namespace hallmark::render
