#include "language/blocks.h"

#include "base/number.h"

namespace hallmark::language {

namespace {

using Kind = Passage::Kind;

struct Writer {
  BlockProse out;
  SourceLocation where;
  Kind text_kind = Kind::paragraph;
  bool cites = false;

  // ---- Inline content
  void operator()(const Text& text) { out.prose.text += text.text; }
  void operator()(const Number& number) { out.prose.text += format_number(number.quantity); }
  void operator()(const Emphasis& emphasis) { write(emphasis.children); }
  void operator()(const Strong& strong) { write(strong.children); }
  void operator()(const CodeSpan&) {}
  void operator()(const Link& link) {
    cites = true;
    write(link.children);
  }
  void operator()(const CrossReference& reference) { out.prose.text += reference.text; }
  void operator()(const LineBreak&) { out.prose.text += ' '; }
  void write(const Inlines& inlines) {
    for (const Inline& part : inlines) std::visit(*this, part.node);
  }

  // ---- Passages, a line each
  template <class Content>
  void passage(Kind kind, const Content& content) {
    const std::size_t begin = out.prose.text.size();
    cites = false;
    if constexpr (std::is_same_v<Content, Inlines>)
      write(content);
    else
      out.prose.text += content;
    if (out.prose.text.size() == begin) return;
    out.prose.passages.push_back({kind, begin, out.prose.text.size(), cites});
    out.places.push_back(where);
    out.prose.text += '\n';
  }

  void source(const std::string& source) {
    if (!source.empty()) passage(Kind::paragraph, "Source: " + source);
  }

  // ---- Cells
  void operator()(const Inlines& inlines) { passage(Kind::cell, inlines); }
  void operator()(const Suppressed& cell) { passage(Kind::cell, cell.reason); }
  void operator()(const NotAvailable& cell) { passage(Kind::cell, cell.reason); }

  // ---- Blocks
  void operator()(const Heading& heading) { passage(Kind::heading, heading.content); }
  void operator()(const Paragraph& paragraph) { passage(text_kind, paragraph.content); }
  void operator()(const List& list) {
    const Kind outer = text_kind;
    text_kind = Kind::item;
    for (const ListItem& item : list.items) write(item.content);
    text_kind = outer;
  }
  void operator()(const Quote& quote) { write(quote.content); }
  void operator()(const Code&) {}
  void operator()(const Rule&) {}
  void operator()(const PageBreak&) {}
  void operator()(const Callout& callout) {
    passage(Kind::heading, callout.title);
    write(callout.content);
  }
  void operator()(const Table& table) {
    passage(Kind::heading, table.caption);
    for (const Column& column : table.columns) passage(Kind::cell, column.heading);
    for (const auto& row : table.rows)
      for (const Cell& cell : row)
        if (!std::holds_alternative<Number>(cell.content)) std::visit(*this, cell.content);
    for (const std::string& note : table.footnotes) passage(Kind::paragraph, note);
    source(table.source);
  }
  void operator()(const Figure& figure) {
    passage(Kind::heading, figure.title);
    passage(Kind::paragraph, figure.alt);
    passage(Kind::paragraph, figure.description);
    source(figure.source);
  }
  void write(const Blocks& blocks) {
    for (const Block& block : blocks) {
      const SourceLocation outer = where;
      if (block.where.line > 0) where = block.where;
      std::visit(*this, block.node);
      where = outer;
    }
  }
};

}  // namespace

BlockProse prose_of(const Blocks& blocks) {
  Writer writer;
  writer.write(blocks);
  return std::move(writer.out);
}

BlockProse prose_of(const Document& document) {
  Writer writer;
  writer.passage(Kind::heading, document.meta.title);
  writer.passage(Kind::heading, document.meta.subtitle);
  writer.passage(Kind::paragraph, document.meta.summary);
  writer.write(document.blocks);
  return std::move(writer.out);
}

}  // namespace hallmark::language
