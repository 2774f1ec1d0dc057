#include <doctest/doctest.h>

#include "render/logo.h"

using namespace hallmark;
using namespace hallmark::render;

namespace {

std::string svg(const std::string& inside, const std::string& attributes = "") {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\" " + attributes + ">" + inside + "</svg>";
}

void refused_svg(const std::string& bytes) {
  CHECK_THROWS_AS_MESSAGE(check_svg(bytes, "logo.svg"), Error, bytes.substr(0, 120));
}

std::string big_endian(unsigned value) {
  std::string out;
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(value >> shift & 255);
  return out;
}

std::string chunk(const std::string& kind, const std::string& data) {
  return big_endian(static_cast<unsigned>(data.size())) + kind + data + "CRC!";
}

std::string png(unsigned width, unsigned height, char interlace = 0) {
  return std::string("\x89PNG\r\n\x1a\n", 8) +
         chunk("IHDR", big_endian(width) + big_endian(height) + std::string{8, 2, 0, 0, interlace}) +
         chunk("IDAT", "pixels") + chunk("IEND", "");
}

}  // namespace

TEST_CASE("a plain drawing is let through") {
  check_svg(svg("<title>A &amp; B</title><defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"red\"/>"
                "</linearGradient></defs><g fill=\"url(#a)\"><path d=\"M0 0h10v10z\" style=\"fill:url('#a')\"/></g>"
                "<use href=\"#b\"/>"),
            "logo.svg");
}

TEST_CASE("a logo that could do anything but be looked at is refused") {
  for (const char* inside :
       {"<script>alert(1)</script>", "<foreignObject/>", "<image href=\"https://x.y/z.png\"/>", "<style>*{}</style>",
        "<a href=\"#x\"><path/></a>", "<animate/>", "<set/>", "<use href=\"https://x.y/z.svg#a\"/>",
        "<use xlink:href=\"other.svg#a\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"/>",
        "<path fill=\"url(https://x.y/z)\"/>", "<path fill=\"url( 'data:image/png;base64,AA')\"/>",
        "<path style=\"background:URL(//x.y)\"/>", "<path style=\"fill:\\75rl(//x.y)\"/>", "<path onclick=\"a()\"/>",
        "<path ONLOAD=\"a()\"/>", "<x:script xmlns:x=\"http://www.w3.org/2000/svg\">a()</x:script>", "<?php x ?>",
        "<unknown/>", "<g>"})
    refused_svg(svg(inside));
  refused_svg(svg("", "onload=\"a()\""));
  refused_svg("<!DOCTYPE svg [<!ENTITY a \"b\">]>" + svg("&a;"));
  refused_svg("<html></html>");
  refused_svg("");
  refused_svg(std::string(largest_svg + 1, ' '));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<g>";
  for (int i = 0; i < 100; ++i) deep += "</g>";
  refused_svg(svg(deep));
  std::string many;
  for (int i = 0; i < 30'000; ++i) many += "<g/>";
  refused_svg(svg(many));
}

TEST_CASE("the line of what is refused is named") {
  try {
    check_svg("<svg>\n<path/>\n<script/></svg>", "w/logo.svg");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.diagnostic().where == SourceLocation{"w/logo.svg", 3, 0});
    CHECK(error.diagnostic().sentence == "A logo may not hold a <script>.");
  }
}

TEST_CASE("a PNG must be whole and of a size a page can use") {
  Logo logo;
  check_png(png(300, 80), "logo.png", logo);
  CHECK(logo.width == 300);
  CHECK(logo.height == 80);
  const std::string good = png(300, 80);
  for (const std::string& bad : {std::string(), std::string("GIF89a"), png(0, 80), png(80, 7000), png(8, 8, 1),
                                 good.substr(0, good.size() - 1), good + "more", good.substr(0, 20)})
    CHECK_THROWS_AS(check_png(bad, "logo.png", logo), Error);
}
