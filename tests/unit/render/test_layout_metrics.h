// Metrics for layout tests: every character half as wide as its size is tall, bold a little wider.
#pragma once

#include "render/layout.h"
#include "render/layout_style.h"

namespace sample {

class PlainMetrics : public hallmark::render::FontMetrics {
 public:
  int advance(hallmark::render::Face face, char32_t) const override {
    return face == hallmark::render::Face::bold ? 550 : 500;
  }
  // Latin, general punctuation and U+FFFD in the text faces; Hebrew in the symbols face; nothing else.
  bool covers(hallmark::render::Face face, char32_t c) const override {
    if (face == hallmark::render::Face::symbols) return c >= 0x590 && c < 0x600;
    return c < 0x500 || (c >= 0x2000 && c < 0x2300) || c == 0xFFFD;
  }
};

}  // namespace sample
