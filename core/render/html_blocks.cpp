#include "render/html_blocks.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "base/text.h"
#include "chart/svg.h"
#include "render/html_text.h"
#include "render/table_notes.h"

namespace hallmark::render {
namespace {

constexpr double wide_drawing = 720;    // beside the contents list of a wide screen
constexpr double narrow_drawing = 320;  // of a phone, so that its labels stay readable

std::string captioned(const char* kind, int number, const std::string& caption) {
  return number > 0 ? fmt::format("{} {}: {}", kind, number, caption) : caption;
}

const char* callout_class(Callout::Kind kind) {
  switch (kind) {
    case Callout::Kind::warning:
      return "warning";
    case Callout::Kind::finding:
      return "finding";
    case Callout::Kind::note:
      break;
  }
  return "note";
}

const char* callout_title(Callout::Kind kind) {
  switch (kind) {
    case Callout::Kind::warning:
      return "Warning";
    case Callout::Kind::finding:
      return "Finding";
    case Callout::Kind::note:
      break;
  }
  return "Note";
}

bool has_class_text(const Column& column) {
  return column.kind == Column::Kind::text;
}

std::string shorthand_cell(const char* mark, const std::string& reason) {
  return fmt::format("<abbr class=\"shorthand\" title=\"{}\">{}</abbr>", escape_html(reason), mark);
}

}  // namespace

std::string HtmlBlocks::sections(const Blocks& blocks) {
  bool open = false;
  for (const Block& block : blocks) {
    const auto* heading = std::get_if<Heading>(&block.node);
    if (heading && heading->level <= 1) {
      if (open) out_ += "</section>\n";
      out_ += heading->anchor.empty()
                  ? std::string("<section>\n")
                  : fmt::format("<section aria-labelledby=\"{}\">\n", id_attribute(heading->anchor));
      open = true;
    }
    std::visit(*this, block.node);
  }
  if (open) out_ += "</section>\n";
  return std::move(out_);
}

void HtmlBlocks::write(const Blocks& blocks) {
  for (const Block& block : blocks) std::visit(*this, block.node);
}

void HtmlBlocks::write(const Inlines& inlines) {
  for (const Inline& part : inlines) std::visit(*this, part.node);
}

std::string HtmlBlocks::fresh_id(const char* kind) {
  return fmt::format("hm-{}-{}", kind, ++ids_);
}

// The title of the document is the only <h1>.
void HtmlBlocks::operator()(const Heading& heading) {
  const int level = std::clamp(heading.level + 1, 2, 6);
  out_ += fmt::format("<h{}", level);
  if (!heading.anchor.empty()) out_ += fmt::format(" id=\"{}\"", id_attribute(heading.anchor));
  out_ += ">";
  if (!heading.number.empty())
    out_ += fmt::format("<span class=\"section-number\">{}</span> ", escape_html(heading.number));
  write(heading.content);
  out_ += fmt::format("</h{}>\n", level);
}

void HtmlBlocks::operator()(const Paragraph& paragraph) {
  out_ += "<p>";
  write(paragraph.content);
  out_ += "</p>\n";
}

void HtmlBlocks::operator()(const List& list) {
  const char* tag = list.ordered ? "ol" : "ul";
  out_ += fmt::format("<{}", tag);
  if (list.ordered && list.start != 1) out_ += fmt::format(" start=\"{}\"", list.start);
  out_ += ">\n";
  for (const ListItem& item : list.items) {
    out_ += "<li>";
    const auto* only = item.content.size() == 1 ? std::get_if<Paragraph>(&item.content[0].node) : nullptr;
    if (only)
      write(only->content);
    else
      write(item.content);
    out_ += "</li>\n";
  }
  out_ += fmt::format("</{}>\n", tag);
}

void HtmlBlocks::operator()(const Quote& quote) {
  out_ += "<blockquote>\n";
  write(quote.content);
  out_ += "</blockquote>\n";
}

void HtmlBlocks::operator()(const Code& code) {
  out_ += fmt::format("<pre tabindex=\"0\"><code>{}</code></pre>\n", escape_html(code.text));
}

void HtmlBlocks::operator()(const Rule&) {
  out_ += "<hr>\n";
}

void HtmlBlocks::operator()(const PageBreak&) {
  out_ += "<div class=\"page-break\"></div>\n";
}

void HtmlBlocks::operator()(const Callout& callout) {
  const std::string id = fresh_id("callout");
  const std::string title = callout.title.empty() ? callout_title(callout.kind) : callout.title;
  out_ +=
      fmt::format("<div class=\"callout {}\" role=\"note\" aria-labelledby=\"{}\">\n", callout_class(callout.kind), id);
  out_ += fmt::format("<p class=\"callout-title\" id=\"{}\">{}</p>\n", id, escape_html(title));
  write(callout.content);
  out_ += "</div>\n";
}

// ---- Tables
// -----------------------------------------------------------------------------------------------------------

void HtmlBlocks::operator()(const Table& table) {
  const std::string id = table.label.empty() ? fresh_id("table") : table.label;
  this->table(table, captioned("Table", table.number, table.caption), id);
}

void HtmlBlocks::table(const Table& table, const std::string& caption, const std::string& id) {
  const std::string name = fresh_id("caption");
  out_ += fmt::format("<div class=\"table\" id=\"{}\">\n", id_attribute(id));
  out_ += fmt::format("<div class=\"table-scroll\" role=\"region\" aria-labelledby=\"{}\" tabindex=\"0\">\n<table>\n",
                      name);
  out_ += fmt::format("<caption><span id=\"{}\">{}</span></caption>\n", name, escape_html(caption));
  table_head(table);
  out_ += "<tbody>\n";
  for (const auto& row : table.rows) table_row(table, row);
  out_ += "</tbody>\n</table>\n</div>\n";
  notes(table);
  out_ += "</div>\n";
}

void HtmlBlocks::table_head(const Table& table) {
  out_ += "<thead>\n<tr>";
  for (const Column& column : table.columns) {
    const char* kind = has_class_text(column) ? "" : " class=\"numeric\"";
    if (column.heading.empty() && column.unit.empty()) {
      out_ += fmt::format("<td{}></td>", kind);
      continue;
    }
    out_ += fmt::format("<th scope=\"col\"{}>{}", kind, escape_html(column.heading));
    if (!column.unit.empty()) out_ += fmt::format(" <span class=\"unit\">{}</span>", escape_html(column.unit));
    out_ += "</th>";
  }
  out_ += "</tr>\n</thead>\n";
}

void HtmlBlocks::table_row(const Table& table, const std::vector<Cell>& row) {
  struct CellWriter {
    HtmlBlocks& blocks;
    void operator()(const Inlines& inlines) { blocks.write(inlines); }
    void operator()(const Number& number) {
      if (number.quantity.available())
        blocks(number);
      else
        blocks.number_element(number, shorthand_cell(not_available_mark, "not available"));
    }
    void operator()(const Suppressed& cell) { blocks.out_ += shorthand_cell(suppressed_mark, cell.reason); }
    void operator()(const NotAvailable& cell) { blocks.out_ += shorthand_cell(not_available_mark, cell.reason); }
  };
  out_ += "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Column column = i < table.columns.size() ? table.columns[i] : Column{};
    const char* tag = column.row_header ? "th scope=\"row\"" : "td";
    out_ += fmt::format("<{}{}>", tag, has_class_text(column) ? "" : " class=\"numeric\"");
    std::visit(CellWriter{*this}, row[i].content);
    out_ += column.row_header ? "</th>" : "</td>";
  }
  out_ += "</tr>\n";
}

void HtmlBlocks::notes(const Table& table) {
  const std::vector<std::string> notes = table_notes(table);
  if (!notes.empty()) {
    out_ += "<ul class=\"notes\">\n";
    for (const std::string& note : notes) out_ += fmt::format("<li>{}</li>\n", escape_html(note));
    out_ += "</ul>\n";
  }
  if (!table.source.empty()) out_ += fmt::format("<p class=\"source\">Source: {}</p>\n", escape_html(table.source));
}

// ---- Figures
// ----------------------------------------------------------------------------------------------------------

void HtmlBlocks::operator()(const Figure& figure) {
  const std::string id = fresh_id("figure");
  out_ += fmt::format("<figure id=\"{}\">\n<figcaption>{}</figcaption>\n",
                      figure.label.empty() ? id : id_attribute(figure.label),
                      escape_html(captioned("Figure", figure.number, figure.title)));
  const chart::SvgText text{figure.alt, figure.description};
  out_ += "<div class=\"drawing wide\">" + chart::svg_element(figure.chart, wide_drawing, style_, id + "-wide", text) +
          "</div>\n";
  out_ += "<div class=\"drawing narrow\">" +
          chart::svg_element(figure.chart, narrow_drawing, style_, id + "-narrow", text) + "</div>\n";
  if (!figure.source.empty()) out_ += fmt::format("<p class=\"source\">Source: {}</p>\n", escape_html(figure.source));
  const std::string name = figure.number > 0 ? fmt::format("figure {}", figure.number) : "this figure";
  if (!figure.data.columns.empty() || !figure.description.empty()) {
    out_ += fmt::format("<details>\n<summary>Description and data of {}</summary>\n", name);
    out_ += fmt::format("<p>{}</p>\n", escape_html(figure.description.empty() ? figure.alt : figure.description));
    if (!figure.data.columns.empty())
      table(figure.data, figure.data.caption.empty() ? "Data of " + name + ": " + figure.title : figure.data.caption,
            fresh_id("data"));
    out_ += "</details>\n";
  }
  out_ += "</figure>\n";
}

// ---- Inlines
// ----------------------------------------------------------------------------------------------------------

void HtmlBlocks::operator()(const Text& text) {
  out_ += escape_html(text.text);
}

void HtmlBlocks::operator()(const Number& number) {
  number_element(number, escape_html(format_number(number.quantity)));
}

void HtmlBlocks::number_element(const Number& number, const std::string& content) {
  out_ += "<data class=\"number\"";
  if (!number.id.empty()) out_ += fmt::format(" id=\"{}\"", id_attribute(number.id));
  const double value = number.quantity.value;
  out_ += fmt::format(" value=\"{}\">{}</data>", std::isfinite(value) ? round_trip(value) : "", content);
}

void HtmlBlocks::operator()(const Emphasis& emphasis) {
  out_ += "<em>";
  write(emphasis.children);
  out_ += "</em>";
}

void HtmlBlocks::operator()(const Strong& strong) {
  out_ += "<strong>";
  write(strong.children);
  out_ += "</strong>";
}

void HtmlBlocks::operator()(const CodeSpan& code) {
  out_ += fmt::format("<code>{}</code>", escape_html(code.text));
}

void HtmlBlocks::operator()(const Link& link) {
  if (!is_safe_link(link.target)) return write(link.children);
  out_ += fmt::format("<a href=\"{}\"{}>", escape_html(link.target),
                      link.target.starts_with('#') ? "" : " rel=\"noopener noreferrer\"");
  write(link.children);
  out_ += "</a>";
}

void HtmlBlocks::operator()(const CrossReference& reference) {
  out_ += fmt::format("<a href=\"#{}\">{}</a>", id_attribute(reference.label),
                      escape_html(reference.text.empty() ? reference.label : reference.text));
}

void HtmlBlocks::operator()(const LineBreak&) {
  out_ += "<br>\n";
}

}  // namespace hallmark::render
