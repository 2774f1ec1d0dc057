#include "render/layout.h"

#include <algorithm>
#include <utility>

#include "render/layout_blocks.h"
#include "render/layout_flow.h"
#include "render/layout_front.h"

namespace hallmark::render {
namespace {

constexpr std::size_t fewest_contents = 3;
constexpr int contents_depth = 2;

// Body bookmarks as entries of the contents; a heading without an anchor is listed without a link.
std::vector<ContentsEntry> entries_of(const Stacked& body, int pages_before) {
  std::vector<ContentsEntry> entries;
  auto anchor = body.anchors.begin();
  for (const Bookmark& mark : body.bookmarks) {
    if (mark.depth >= contents_depth) continue;
    const auto here = [&](const Anchor& a) { return a.place.page == mark.place.page && a.place.y == mark.place.y; };
    const auto found = std::find_if(anchor, body.anchors.end(), here);
    if (found != body.anchors.end()) anchor = found;
    entries.push_back({mark.title, found == body.anchors.end() ? std::string() : found->name, mark.depth,
                       mark.place.page + pages_before + 1});
  }
  return entries;
}

void move_pages(Stacked& stacked, int by) {
  for (Bookmark& mark : stacked.bookmarks) mark.place.page += by;
  for (Anchor& anchor : stacked.anchors) anchor.place.page += by;
}

// The top-level heading in force on each page: the first that starts on it, else the one still open.
std::vector<std::string> sections_of(const std::vector<Bookmark>& bookmarks, std::size_t pages) {
  std::vector<std::string> sections(pages);
  std::string open;
  std::size_t next = 0;
  for (std::size_t page = 0; page < pages; ++page) {
    bool first = true;
    sections[page] = open;
    for (; next < bookmarks.size() && bookmarks[next].place.page == static_cast<int>(page); ++next) {
      if (bookmarks[next].depth != 0) continue;
      open = bookmarks[next].title;
      if (std::exchange(first, false)) sections[page] = open;
    }
  }
  return sections;
}

void append(std::vector<Page>& pages, std::vector<Page> more) {
  pages.insert(pages.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

Layout lay_out(const Document& document, const FontMetrics& metrics, const LayoutOptions& options) {
  Layout layout;
  layout.width = page_width;
  layout.height = page_height;
  layout.elements.push_back({Role::document, -1, 0, false, {}});
  BlockSetter setter(document, metrics, options, layout.elements);

  const bool page_form = document.meta.form == DocumentMeta::Form::page;
  const bool cover = options.cover && !page_form && !document.meta.title.empty();
  if (cover) layout.pages.push_back(cover_page(document.meta, options.logo, setter));

  // The contents stand before the body, but how many pages they take moves the page numbers they print: they are set
  // once to count them and once to keep. Elements are ordered by the pages they appear on, not by when they were
  // opened.
  if (page_form) setter.set_title(document.meta);
  setter.set(document.blocks, {});
  Stacked body = stack(setter.take_flow());
  int before = cover ? 1 : 0;
  if (options.contents && !page_form && entries_of(body, 0).size() >= fewest_contents) {
    const std::size_t elements = layout.elements.size();
    const Stacked trial = stack(contents_flow(entries_of(body, 0), setter));
    layout.elements.resize(elements);
    before += static_cast<int>(trial.pages.size());
    append(layout.pages, stack(contents_flow(entries_of(body, before), setter)).pages);
  }
  move_pages(body, before);
  append(layout.pages, std::move(body.pages));
  layout.bookmarks = std::move(body.bookmarks);
  layout.anchors = std::move(body.anchors);
  if (layout.pages.empty()) layout.pages.emplace_back();

  std::vector<std::string> sections = sections_of(layout.bookmarks, layout.pages.size());
  for (int i = cover ? 1 : 0; i < before; ++i) sections[i] = "Contents";
  const DocumentMeta& meta = document.meta;
  for (std::size_t i = cover ? 1 : 0; i < layout.pages.size(); ++i) {
    add_running_matter(layout.pages[i],
                       {meta.title, sections[i], meta.organisation, meta.marking, static_cast<int>(i) + 1,
                        static_cast<int>(layout.pages.size())},
                       setter);
  }
  return layout;
}

}  // namespace hallmark::render
