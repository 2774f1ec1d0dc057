// A partnership's logo: an SVG or PNG from outside, let through only if it can do nothing but be looked at.
#pragma once

#include <string>
#include <string_view>

#include "hallmark/error.h"

namespace hallmark::render {

struct Logo {
  enum class Kind { none, svg, png };
  Kind kind = Kind::none;
  std::string bytes;          // of HTML and Markdown
  std::string png;            // of PDF; empty where only an SVG is given
  int width = 0, height = 0;  // of the PNG, in pixels
  std::string alt;
  std::string_view extension() const { return kind == Kind::svg ? "svg" : "png"; }
};

inline constexpr std::size_t largest_svg = 512u << 10, largest_png = 4u << 20;  // bytes
inline constexpr int widest_png = 6000;                                         // pixels, either way

// Well-formed, and of shapes, text and gradients only: no script, event, style sheet, foreign content, picture, link or
// reference that leaves the file, document type or entity. Error(ExitCode::configuration) names file and line.
void check_svg(std::string_view bytes, const std::string& path);

// Its chunks are whole and of a size a page can use; sets `logo`'s width and height. Error(ExitCode::configuration).
void check_png(std::string_view bytes, const std::string& path, Logo& logo);

}  // namespace hallmark::render
