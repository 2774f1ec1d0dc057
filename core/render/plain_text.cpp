#include "render/plain_text.h"

#include "base/number.h"
#include "base/text.h"
#include "render/html_text.h"
#include "render/plain_table.h"
#include "render/table_notes.h"
#include "render/wrap.h"

namespace hallmark::render {
namespace {

constexpr std::size_t page_width = 72;  // the customary width of plain-text mail

// Words of the document. Control characters (C0, DEL and C1) become spaces: no record can steer a reader's terminal.
std::string words(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    append_utf8(out, c < 0x20 || (c >= 0x7f && c < 0xa0) ? U' ' : c);
  }
  return out;
}

std::string underlined(const std::string& text, char rule) {
  std::size_t widest = 0;
  for (const std::string_view line : split(text, '\n')) widest = std::max(widest, width_without_marks(line));
  return fmt::format("{}\n{}", text, std::string(widest, rule));
}

std::string captioned(const char* kind, int number, const std::string& caption) {
  return number > 0 ? fmt::format("{} {}: {}", kind, number, words(caption)) : words(caption);
}

class PlainBlocks {
 public:
  NumberMarks marks;

  std::string blocks(const Blocks& content, std::size_t width) {
    std::vector<std::string> parts;
    for (const Block& block : content)
      parts.push_back(std::visit([&](const auto& node) { return write(node, width); }, block.node));
    std::erase(parts, std::string());
    return join(parts, "\n\n");
  }

  static std::string filled(const std::string& text, std::size_t width) { return join(wrap(text, width), "\n"); }

 private:
  std::string write(const Heading& heading, std::size_t width) {
    const std::string number = heading.number.empty() ? std::string() : heading.number + " ";
    const std::string text = filled(number + inlines(heading.content), width);
    return heading.level <= 2 ? underlined(text, heading.level == 1 ? '=' : '-') : text;
  }
  std::string write(const Paragraph& paragraph, std::size_t width) { return filled(inlines(paragraph.content), width); }

  std::string write(const List& list, std::size_t width) {
    std::vector<std::string> items;
    bool loose = false;
    int number = list.start;
    for (const ListItem& item : list.items) {
      const std::string marker = list.ordered ? fmt::format("{}. ", number++) : std::string("- ");
      items.push_back(indented(item.content, marker, std::string(marker.size(), ' '), width));
      loose = loose || item.content.size() > 1;
    }
    return join(items, loose ? "\n\n" : "\n");
  }

  std::string write(const Quote& quote, std::size_t width) { return indented(quote.content, "    ", "    ", width); }

  std::string write(const Code& code, std::size_t) {
    std::vector<std::string> lines;
    for (const std::string_view line : split(trim_end(code.text), '\n')) lines.push_back(words(line));
    return prefixed(join(lines, "\n"), "    ", "    ");
  }

  std::string write(const Rule&, std::size_t width) { return std::string(width, '-'); }
  std::string write(const PageBreak&, std::size_t) { return {}; }

  std::string write(const Callout& callout, std::size_t width) {
    const std::string content = indented(callout.content, "  ", "  ", width);
    if (callout.title.empty()) return content;
    return fmt::format("{}\n\n{}", filled(words(callout.title), width), content);
  }

  std::string write(const Table& table, std::size_t width) {
    std::vector<PlainColumn> columns;
    for (const Column& column : table.columns) {
      const std::string unit = column.unit.empty() ? std::string() : fmt::format(" ({})", words(column.unit));
      columns.push_back({words(column.heading) + unit, column.kind == Column::Kind::number});
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : table.rows) {
      rows.emplace_back();
      for (const Cell& cell : row)
        rows.back().push_back(std::visit([&](const auto& content) { return in_cell(content); }, cell.content));
    }
    std::string out =
        filled(captioned("Table", table.number, table.caption), width) + "\n\n" + plain_table(columns, rows, width);
    for (const std::string& note : table_notes(table)) out += "\n\n" + filled(words(note), width);
    return out + source(table.source, width);
  }

  std::string write(const Figure& figure, std::size_t width) {
    std::string out =
        filled(captioned("Figure", figure.number, figure.title), width) + "\n\n" + filled(words(figure.alt), width);
    if (!figure.description.empty()) out += "\n\n" + filled(words(figure.description), width);
    return out + source(figure.source, width);
  }

  std::string source(const std::string& text, std::size_t width) const {
    return text.empty() ? std::string() : "\n\n" + filled("Source: " + words(text), width);
  }

  std::string indented(const Blocks& content, std::string_view first, std::string_view others, std::size_t width) {
    return prefixed(blocks(content, width > 2 * others.size() ? width - others.size() : width), first, others);
  }

  static std::string_view trim_end(std::string_view text) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    return text;
  }

  std::string in_cell(const Inlines& content) { return inlines(content); }
  std::string in_cell(const Number& number) {
    return number.quantity.available() ? (*this)(number) : marks.mark(number, not_available_mark);
  }
  std::string in_cell(const Suppressed&) { return suppressed_mark; }
  std::string in_cell(const NotAvailable&) { return not_available_mark; }

 public:
  std::string inlines(const Inlines& content) {
    std::string out;
    for (const Inline& part : content) out += std::visit(*this, part.node);
    return out;
  }
  std::string operator()(const Text& text) { return words(text.text); }
  std::string operator()(const Number& number) { return marks.mark(number, format_number(number.quantity)); }
  std::string operator()(const Emphasis& emphasis) { return inlines(emphasis.children); }
  std::string operator()(const Strong& strong) { return inlines(strong.children); }
  std::string operator()(const CodeSpan& code) { return words(code.text); }
  std::string operator()(const Link& link) {
    const std::string content = inlines(link.children);
    constexpr std::string_view mail = "mailto:";
    const std::string_view address =
        std::string_view(link.target).substr(link.target.starts_with(mail) ? mail.size() : 0);
    const bool shown = link.target.starts_with('#') || !is_safe_link(link.target) || content == address;
    return shown ? content : fmt::format("{} ({})", content, words(address));
  }
  std::string operator()(const CrossReference& reference) {
    return words(reference.text.empty() ? reference.label : reference.text);
  }
  std::string operator()(const LineBreak&) { return "\n"; }
};

std::string front(const DocumentMeta& meta) {
  std::string out = underlined(PlainBlocks::filled(words(meta.title), page_width), '=');
  if (!meta.marking.empty()) out = fmt::format("{}\n\n{}", words(meta.marking), out);
  if (!meta.subtitle.empty()) out += "\n\n" + PlainBlocks::filled(words(meta.subtitle), page_width);
  std::vector<std::string> facts;
  for (const std::string& fact : {meta.organisation, meta.period, meta.date})
    if (!fact.empty()) facts.push_back(PlainBlocks::filled(words(fact), page_width));
  return facts.empty() ? out : out + "\n\n" + join(facts, "\n");
}

}  // namespace

PlainTextResult plain_text(const Document& document) {
  PlainBlocks blocks;
  const std::string body = blocks.blocks(document.blocks, page_width);
  NumberMarks::Placed placed = blocks.marks.place(front(document.meta) + (body.empty() ? "" : "\n\n" + body) + "\n");
  return {std::move(placed.text), std::move(placed.numbers)};
}

}  // namespace hallmark::render
