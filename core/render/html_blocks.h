// The blocks of a document as HTML, a function per kind of node.
#pragma once

#include <string>

#include "chart/draw.h"
#include "hallmark/document.h"

namespace hallmark::render {

class HtmlBlocks {
 public:
  explicit HtmlBlocks(const chart::Style& style) : style_(style) {}

  // Top-level blocks: each first-level heading opens a <section>.
  std::string sections(const Blocks& blocks);

  void write(const Blocks& blocks);
  void operator()(const Heading& heading);
  void operator()(const Paragraph& paragraph);
  void operator()(const List& list);
  void operator()(const Quote& quote);
  void operator()(const Code& code);
  void operator()(const Rule& rule);
  void operator()(const Table& table);
  void operator()(const Figure& figure);
  void operator()(const Callout& callout);
  void operator()(const PageBreak& page_break);

  void write(const Inlines& inlines);
  void operator()(const Text& text);
  void operator()(const Number& number);
  void operator()(const Emphasis& emphasis);
  void operator()(const Strong& strong);
  void operator()(const CodeSpan& code);
  void operator()(const Link& link);
  void operator()(const CrossReference& reference);
  void operator()(const LineBreak& line_break);

 private:
  void table(const Table& table, const std::string& caption, const std::string& id);
  void table_head(const Table& table);
  void table_row(const Table& table, const std::vector<Cell>& row);
  void notes(const Table& table);
  void number_element(const Number& number, const std::string& content);
  std::string fresh_id(const char* kind);

  const chart::Style& style_;
  std::string out_;
  int ids_ = 0;
};

}  // namespace hallmark::render
