#include <doctest/doctest.h>

#include "hallmark/document.h"
#include "render/pdf.h"
#include "render/pdf_text.h"

using namespace hallmark;

namespace {

Document two_pages() {
  Document document;
  document.meta.title = "Sample";
  document.blocks = {paragraph({text("Burglary – “13” £5 (−3.2%)")}), {PageBreak{}, {}}, paragraph({text("Ĳssel 東")})};
  return document;
}

render::PdfOptions options(bool compress) {
  render::PdfOptions options;
  options.cover = false;
  options.compress = compress;
  return options;
}

}  // namespace

TEST_CASE("the words of a PDF are those that were written, page by page, compressed or not") {
  for (const bool compress : {true, false}) {
    const auto text = render::pdf_text(render::pdf(two_pages(), options(compress)));
    REQUIRE(text);
    const std::size_t first = text->find("Burglary – “13” £5 (−3.2%)"), end = text->find('\f');
    const std::size_t second = text->find("Ĳssel");
    CHECK(first < end);
    CHECK(end < second);
    CHECK(text->substr(second).find('\f') != std::string::npos);
  }
}

TEST_CASE("a string an editor wrote its own way stands as it is, and of two objects of one number the later counts") {
  std::string pdf = render::pdf(two_pages(), options(false));
  const std::size_t at = pdf.find("<0042");
  REQUIRE(at != std::string::npos);
  pdf.replace(at, pdf.find('>', at) + 1 - at, "(Robbery)");
  const auto text = render::pdf_text(pdf);
  REQUIRE(text);
  CHECK(text->find("Robbery") != std::string::npos);
  CHECK(text->find("Burglary") == std::string::npos);
}

TEST_CASE("a file that cannot be read as one of ours has no words, and never an error") {
  const std::string pdf = render::pdf(two_pages(), options(true));
  CHECK_FALSE(render::pdf_text(""));
  CHECK_FALSE(render::pdf_text("%PDF-1.7\n%%EOF\n"));
  for (std::size_t size = 0; size + 6 < pdf.size(); size += 97) CHECK_FALSE(render::pdf_text(pdf.substr(0, size)));
  CHECK_FALSE(
      render::pdf_text("1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj 2 0 obj <</Kids [2 0 R]>> endobj %%EOF"));
  CHECK_FALSE(
      render::pdf_text("1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj 2 0 obj <</Kids [9 0 R]>> endobj %%EOF"));
  std::string damaged = pdf;
  const std::size_t stream = damaged.find("stream\r\n");
  REQUIRE(stream != std::string::npos);
  for (std::size_t i = stream + 8; i < damaged.size() - 200; i += 31) damaged[i] = 'x';
  CHECK_FALSE(render::pdf_text(damaged));
}
