// Sets blocks into strips: one function per kind of block.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "render/layout.h"
#include "render/layout_flow.h"
#include "render/layout_text.h"

namespace hallmark::render {

// Where blocks are set: a column within the page, a frame behind it, the element they belong to.
struct Setting {
  double x = margin_left;
  double width = body_width;
  int frame = -1;
  int element = 0;
  double gap = 7.5;  // between paragraphs
  int list_depth = 0;
};

// The brand as ground of the cover, and the accent in which text is still readable on white.
struct Brand {
  Colour ground, accent;
};
Brand brand_of(const std::string& wished, const std::string& fallback);

class BlockSetter {
 public:
  BlockSetter(const Document& document, const FontMetrics& metrics, const LayoutOptions& options,
              std::vector<Element>& elements);

  void set(const Blocks& blocks, const Setting& setting);
  void set_title(const DocumentMeta& meta);  // above the text, where there is no cover
  Flow take_flow() { return std::move(flow_); }
  int top_level() const { return top_level_; }  // the smallest heading level of the document
  const Brand& brand() const { return brand_; }

  int open(Role role, int parent);
  void describe(int element, std::string alternative) { (*elements_)[element].alternative = std::move(alternative); }
  // Lines of prose as strips. Returns the index of the first; the rest follow it.
  std::size_t set_prose(const Prose& prose, const TextLook& look, const Setting& setting, bool keep_whole = false);
  void collect(const Inlines& inlines, const Span& span, Prose& prose);
  Prose prose_of(std::string_view text, const TextLook& look, int element) const;

 private:
  friend class TableSetter;
  void operator()(const Heading& heading, const Setting& setting);
  void operator()(const Paragraph& paragraph, const Setting& setting);
  void operator()(const List& list, const Setting& setting);
  void operator()(const Quote& quote, const Setting& setting);
  void operator()(const Code& code, const Setting& setting);
  void operator()(const Rule& rule, const Setting& setting);
  void operator()(const Table& table, const Setting& setting);
  void operator()(const Figure& figure, const Setting& setting);
  void operator()(const Callout& callout, const Setting& setting);
  void operator()(const PageBreak& page_break, const Setting& setting);
  void set_logo(const Setting& setting);

  void survey(const Blocks& blocks);
  void set_framed(const Blocks& blocks, const Frame& frame, double indent, const Setting& setting,
                  const Prose* title = nullptr);
  Strip& add_strip(double height, const Setting& setting);
  bool leads_somewhere(std::string_view target) const;
  void collect_link(const std::string& target, const Inlines& children, Span span, Prose& prose);

  const FontMetrics* metrics_;
  const LayoutOptions* options_;
  std::vector<Element>* elements_;
  Flow flow_;
  Brand brand_;
  std::set<std::string_view> anchors_;
  int top_level_ = 6;
  bool titled_ = false;  // the title stands above the text, and its headings look one rank smaller than it
  bool page_break_due_ = false;
};

}  // namespace hallmark::render
