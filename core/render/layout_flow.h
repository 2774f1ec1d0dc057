// Blocks become strips, horizontal slices of the column that are never split; strips are stacked into pages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/layout.h"
#include "render/layout_style.h"

namespace hallmark::render {

// The ground and bar behind a callout, quote or code block; pages cut it where they break.
struct Frame {
  double x = 0, width = 0;
  std::optional<Colour> fill;
  std::optional<Colour> bar;  // at the left edge
  double padding = 0;         // above its first and below its last strip
  int parent = -1;
};

struct Strip {
  double height = 0;
  double give = 0;                          // how much its chart may be lowered to fit what is left of a page
  double space_above = 0, space_below = 0;  // between strips the larger of the two counts; none at the top of a page
  bool keep_with_next = false;
  bool starts_page = false;
  int frame = -1;
  int repeated_header = -1;         // what to repeat above this strip when it comes first on a page
  std::vector<Item> items;          // y from the top of the strip
  std::vector<Bookmark> bookmarks;  // place.y from the top of the strip
  std::vector<Anchor> anchors;
};

struct Flow {
  std::vector<Strip> strips;
  std::vector<Frame> frames;
  std::vector<Strip> repeated_headers;
};

struct Stacked {
  std::vector<Page> pages;
  std::vector<Bookmark> bookmarks;
  std::vector<Anchor> anchors;
};

// Fills pages from body_top to body_bottom. A chain of strips kept together starts a new page if it does not fit on
// this one, and is cut only if it is taller than a page.
Stacked stack(Flow flow);

}  // namespace hallmark::render
