// Blocks and font metrics in, pages of positioned items out. Pure: no files, no library, no clock.
// Lengths are points (1/72 inch) from the top left corner of an A4 page; a text run's y is its baseline.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "chart/canvas.h"
#include "hallmark/document.h"

namespace hallmark::render {

// `symbols` stands in for characters the text faces lack.
enum class Face : std::uint8_t { regular, bold, italic, bold_italic, mono, symbols };
inline constexpr int face_count = 6;

class FontMetrics {
 public:
  virtual ~FontMetrics() = default;
  // Width of a character in thousandths of the font size. Asked only of characters the face covers.
  virtual int advance(Face face, char32_t character) const = 0;
  virtual bool covers(Face face, char32_t character) const = 0;
};

using Colour = chart::Colour;

// ---- What is on a page
// ------------------------------------------------------------------------------------------------
struct TextRun {
  double x = 0, y = 0, width = 0, size = 0;
  Face face = Face::regular;
  Colour colour;
  std::string text;  // UTF-8, only characters the face covers
};
struct Box {  // filled; a thin one is a rule
  double x = 0, y = 0, width = 0, height = 0;
  Colour fill;
};
struct ChartArea {
  double x = 0, y = 0, width = 0, height = 0;
  const Figure* figure = nullptr;  // of the document laid out
};
struct LogoArea {
  double x = 0, y = 0, width = 0, height = 0;
};
struct LinkArea {
  double x = 0, y = 0, width = 0, height = 0;
  std::string target;  // http, https, mailto, or "#anchor"
};

inline constexpr int artifact = -1;  // decoration and repeated matter: no part of the structure

struct Item {
  std::variant<TextRun, Box, ChartArea, LinkArea, LogoArea> shape;
  int element = artifact;  // index into Layout::elements
};
struct Page {
  std::vector<Item> items;  // in reading order; boxes that lie below text come first
};

// ---- The document's structure, for tags
// ---------------------------------------------------------------------------------
enum class Role : std::uint8_t {
  document,
  cover_title,
  heading,
  paragraph,
  list,
  list_item,
  label,
  list_body,
  table,
  row,
  header_cell,
  cell,
  figure,
  caption,
  contents,
  contents_item,
  note,
  quote,
  code,
  link,
  group,
};
struct Element {
  Role role = Role::paragraph;
  int parent = -1;          // children are in the order of their first item on the pages
  int level = 0;            // of a heading, 1..6
  bool heads_row = false;   // of a header cell: scope row, else column
  std::string alternative;  // of a figure
};

struct Place {
  int page = 0;  // 0-based
  double y = 0;
};
struct Bookmark {
  std::string title;
  int depth = 0;  // 0 = top
  Place place;
};
struct Anchor {
  std::string name;  // of a heading, table, figure ("tab:levels") or number ("n47")
  Place place;
};

struct Layout {
  double width = 0, height = 0;  // of every page
  std::vector<Page> pages;
  std::vector<Element> elements;  // elements[0] is the document
  std::vector<Bookmark> bookmarks;
  std::vector<Anchor> anchors;  // in document order; the first of a name counts
};

// Stands on the cover; 0 by 0: none.
struct LogoShape {
  double width = 0, height = 0;  // in any unit
  std::string alternative;
};

struct LayoutOptions {
  bool cover = true;
  bool contents = true;  // left out anyway when the document has fewer than three headings
  std::string brand;     // "#206095": where the document names no colour of its own
  LogoShape logo;
  // How tall a chart wants to be at a width; bounded by the page afterwards.
  std::function<double(const Figure&, double width)> figure_height;  // none: half the width
};

Layout lay_out(const Document& document, const FontMetrics& metrics, const LayoutOptions& options = {});

}  // namespace hallmark::render
