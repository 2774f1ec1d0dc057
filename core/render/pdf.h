// A document as PDF: tagged, fonts embedded, bookmarks and links; the same document gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "hallmark/document.h"
#include "render/theme.h"

namespace hallmark::render {

struct PdfOptions {
  Theme theme;  // brand and chart style; the house style where its palette is empty
  std::string font_folder = "/usr/share/fonts/truetype/open-sans";  // Debian: fonts-open-sans
  std::string symbol_folder = "/usr/share/fonts/truetype/dejavu";   // code, and characters Open Sans lacks
  bool cover = true;
  bool contents = true;  // left out anyway when the document has fewer than three headings
  bool compress = true;  // off: streams stay readable, for tests
};

// Files of the faces a PDF may use, installed or not.
std::vector<std::string> font_files(const PdfOptions& options = {});

// The whole file. Errors are hallmark::Error: a font that is not installed names its package (configuration); a link
// target other than http, https, mailto or #anchor is drawn as plain text.
std::string pdf(const Document& document, const PdfOptions& options = {});

}  // namespace hallmark::render
