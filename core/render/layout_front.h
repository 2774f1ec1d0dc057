// What surrounds the body: cover, contents, running heads and feet.
#pragma once

#include <vector>

#include "render/layout_blocks.h"

namespace hallmark::render {

// Sets a single page; empty texts leave no hole.
Page cover_page(const DocumentMeta& meta, const LogoShape& logo, BlockSetter& setter);

// A line of the contents; page is 1-based, as printed.
struct ContentsEntry {
  std::string title;
  std::string anchor;
  int depth = 0;
  int page = 0;
};
// The strips of the contents. Their heights do not depend on the page numbers.
Flow contents_flow(const std::vector<ContentsEntry>& entries, BlockSetter& setter);

struct RunningMatter {
  std::string title, section, organisation, marking;
  int page = 0, pages = 0;  // 1-based
};
void add_running_matter(Page& page, const RunningMatter& matter, const BlockSetter& setter);

}  // namespace hallmark::render
