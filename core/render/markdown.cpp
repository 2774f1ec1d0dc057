#include "render/markdown.h"

#include <algorithm>
#include <set>

#include "base/number.h"
#include "base/text.h"
#include "chart/svg.h"
#include "document/document.h"
#include "render/html_text.h"
#include "render/table_notes.h"
#include "render/wrap.h"

namespace hallmark::render {

std::string escape_markdown(std::string_view text) {
  constexpr std::string_view special = "\\`*_[]<>|~&$";
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += ' ';
      continue;
    }
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

namespace {

constexpr double drawing_width = 720;

// A paragraph must not begin like a heading, a list or a rule.
std::string escape_line_start(std::string text) {
  std::size_t at = 0;
  if (!text.empty() && text[0] == NumberMarks::open) at = text.find(NumberMarks::close) + 1;
  const std::size_t first = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  const bool digits = at > first;
  if (at < text.size() && text[at] == NumberMarks::end) ++at;
  const bool counted = digits && at < text.size() && (text[at] == '.' || text[at] == ')') &&
                       (at + 1 == text.size() || text[at + 1] == ' ');
  const std::string_view rest = std::string_view(text).substr(at);
  const bool marker = !digits && (rest.starts_with('#') || rest.starts_with('=') || rest.starts_with("--") ||
                                  rest == "-" || rest == "+" || rest.starts_with("- ") || rest.starts_with("+ "));
  if (counted || marker) text.insert(at, 1, '\\');
  return text;
}

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string captioned(const char* kind, int number, const std::string& caption) {
  return number > 0 ? fmt::format("{} {}: {}", kind, number, escape_markdown(caption)) : escape_markdown(caption);
}

// Anchors are written only where something links to them.
std::set<std::string> linked_anchors(const Document& document) {
  struct Collect {
    std::set<std::string>& anchors;
    void operator()(const Inlines& inlines) {
      for (const Inline& part : inlines) std::visit(*this, part.node);
    }
    void operator()(const Emphasis& node) { (*this)(node.children); }
    void operator()(const Strong& node) { (*this)(node.children); }
    void operator()(const Link& node) {
      if (node.target.starts_with('#')) anchors.insert(node.target.substr(1));
      (*this)(node.children);
    }
    void operator()(const CrossReference& node) { anchors.insert(node.label); }
    void operator()(const Text&) {}
    void operator()(const Number&) {}
    void operator()(const CodeSpan&) {}
    void operator()(const LineBreak&) {}
  };
  std::set<std::string> anchors;
  Collect collect{anchors};
  document::for_each_block(document.blocks, [&](const Block& block) {
    if (const auto* heading = std::get_if<Heading>(&block.node)) collect(heading->content);
    if (const auto* paragraph = std::get_if<Paragraph>(&block.node)) collect(paragraph->content);
    if (const auto* table = std::get_if<Table>(&block.node))
      for (const auto& row : table->rows)
        for (const Cell& cell : row)
          if (const auto* inlines = std::get_if<Inlines>(&cell.content)) collect(*inlines);
  });
  return anchors;
}

class MarkdownBlocks {
 public:
  MarkdownBlocks(const MarkdownOptions& options, std::string marking, std::set<std::string> anchors)
      : options_(options), marking_(std::move(marking)), anchors_(std::move(anchors)) {}

  std::map<std::string, std::string> images;
  NumberMarks marks;

  std::string blocks(const Blocks& content) {
    std::vector<std::string> parts;
    for (const Block& block : content) parts.push_back(std::visit(*this, block.node));
    std::erase(parts, std::string());
    return join(parts, "\n\n");
  }

  std::string operator()(const Heading& heading) {
    const std::string number = heading.number.empty() ? std::string() : heading.number + " ";
    const std::string hashes(static_cast<std::size_t>(std::clamp(heading.level + 1, 2, 6)), '#');
    return fmt::format("{}{} {}{}", anchor(heading.anchor), hashes, number, inlines(heading.content));
  }
  std::string operator()(const Paragraph& paragraph) { return escape_line_start(inlines(paragraph.content)); }

  std::string operator()(const List& list) {
    std::vector<std::string> items;
    bool loose = false;
    int number = list.start;
    for (const ListItem& item : list.items) {
      const std::string marker = list.ordered ? fmt::format("{}. ", number++) : std::string("- ");
      items.push_back(prefixed(blocks(item.content), marker, std::string(marker.size(), ' ')));
      loose = loose || item.content.size() > 1;
    }
    return join(items, loose ? "\n\n" : "\n");
  }

  std::string operator()(const Quote& quote) { return prefixed(blocks(quote.content), "> ", "> "); }

  std::string operator()(const Code& code) {
    const std::string fence(std::max<std::size_t>(3, longest_run(code.text, '`') + 1), '`');
    std::string text;
    for (const char c : code.text) text += NumberMarks::is_mark(c) ? ' ' : c;
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return fmt::format("{0}{1}\n{2}\n{0}", fence, escape_markdown(code.language), text);
  }

  std::string operator()(const Rule&) { return "---"; }
  std::string operator()(const PageBreak&) { return {}; }

  std::string operator()(const Callout& callout) {
    const char* kind = callout.kind == Callout::Kind::warning   ? "warning"
                       : callout.kind == Callout::Kind::finding ? "finding"
                                                                : "note";
    std::string out = fmt::format("> [!{}]", kind);
    if (!callout.title.empty()) out += fmt::format(" {}", escape_markdown(callout.title));
    const std::string content = blocks(callout.content);
    return content.empty() ? out : out + "\n" + prefixed(content, "> ", "> ");
  }

  std::string operator()(const Table& table) {
    return fmt::format("{}**{}**\n\n{}", anchor(table.label), captioned("Table", table.number, table.caption),
                       grid(table));
  }

  std::string operator()(const Figure& figure) {
    const std::string file = fmt::format("figure-{}.svg", figure.number > 0 ? figure.number : ++unnumbered_);
    images[file] =
        chart::svg_document(figure.chart, drawing_width, options_.chart, {figure.alt, figure.description, marking_});
    std::string out =
        fmt::format("{}**{}**\n\n", anchor(figure.label), captioned("Figure", figure.number, figure.title));
    out += fmt::format("![{}](<{}_files/{}>)", escape_markdown(figure.alt), path_text(options_.name), file);
    if (!figure.description.empty())
      out += fmt::format("\n\n{}", escape_line_start(escape_markdown(figure.description)));
    if (!figure.source.empty()) out += fmt::format("\n\nSource: {}", escape_markdown(figure.source));
    if (figure.data.columns.empty()) return out;
    const std::string name = figure.number > 0 ? fmt::format("figure {}", figure.number) : "this figure";
    return fmt::format("{}\n\n<details>\n<summary>Data of {}</summary>\n\n{}\n\n</details>", out, name,
                       grid(figure.data));
  }

  std::string inlines(const Inlines& content) {
    std::string out;
    for (const Inline& part : content) out += std::visit(*this, part.node);
    return out;
  }
  std::string operator()(const Text& text) { return escape_markdown(text.text); }
  std::string operator()(const Number& number) { return marks.mark(number, format_number(number.quantity)); }
  std::string operator()(const Emphasis& emphasis) { return fmt::format("*{}*", inlines(emphasis.children)); }
  std::string operator()(const Strong& strong) { return fmt::format("**{}**", inlines(strong.children)); }
  std::string operator()(const CodeSpan& code) {
    const std::string fence(longest_run(code.text, '`') + 1, '`');
    std::string text;
    for (const char c : code.text) text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    const bool pad = !text.empty() && (text.front() == '`' || text.back() == '`');
    return fmt::format("{0}{1}{2}{1}{0}", fence, pad ? " " : "", text);
  }
  std::string operator()(const Link& link) {
    const std::string content = inlines(link.children);
    return is_safe_link(link.target) ? fmt::format("[{}](<{}>)", content, path_text(link.target)) : content;
  }
  std::string operator()(const CrossReference& reference) {
    const std::string& text = reference.text.empty() ? reference.label : reference.text;
    return fmt::format("[{}](<#{}>)", escape_markdown(text), path_text(reference.label));
  }
  std::string operator()(const LineBreak&) { return "\\\n"; }

 private:
  std::string anchor(const std::string& name) const {
    return name.empty() || !anchors_.contains(name) ? std::string()
                                                    : fmt::format("<a id=\"{}\"></a>\n\n", id_attribute(name));
  }

  // Between < and > of a link target.
  static std::string path_text(std::string_view path) {
    std::string out;
    for (const char c : path) {
      if (c == '<' || c == '>' || c == '\\' || static_cast<unsigned char>(c) < 0x20)
        out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
      else
        out += c;
    }
    return out;
  }

  std::string grid(const Table& table) {
    std::string head = "|", rule = "|";
    for (const Column& column : table.columns) {
      const std::string unit = column.unit.empty() ? std::string() : fmt::format(" ({})", escape_markdown(column.unit));
      head += fmt::format(" {}{} |", escape_markdown(column.heading), unit);
      rule += column.kind == Column::Kind::number ? " ---: |" : " --- |";
    }
    std::string out = head + "\n" + rule;
    for (const auto& row : table.rows) {
      out += "\n|";
      for (const Cell& cell : row) out += fmt::format(" {} |", cell_text(cell));
    }
    return out + notes(table);
  }

  std::string cell_text(const Cell& cell) {
    struct CellWriter {
      MarkdownBlocks& blocks;
      std::string operator()(const Inlines& content) { return blocks.inlines(content); }
      std::string operator()(const Number& number) {
        return number.quantity.available() ? blocks(number)
                                           : blocks.marks.mark(number, escape_markdown(not_available_mark));
      }
      std::string operator()(const Suppressed&) { return escape_markdown(suppressed_mark); }
      std::string operator()(const NotAvailable&) { return escape_markdown(not_available_mark); }
    };
    std::string text = std::visit(CellWriter{*this}, cell.content);
    for (std::size_t at; (at = text.find("\\\n")) != std::string::npos;) text.replace(at, 2, "<br>");
    // A pipe inside a code span is the one kind the escaping above has not reached.
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
      if (at == 0 || text[at - 1] != '\\') text.insert(at, 1, '\\');
    return text;
  }

  std::string notes(const Table& table) {
    std::string out;
    for (const std::string& note : table_notes(table))
      out += fmt::format("\n\n{}", escape_line_start(escape_markdown(note)));
    if (!table.source.empty()) out += fmt::format("\n\nSource: {}", escape_markdown(table.source));
    return out;
  }

  const MarkdownOptions& options_;
  std::string marking_;  // of the document, on every picture
  std::set<std::string> anchors_;
  int unnumbered_ = 1000;  // names of figures without a number, beyond any that has one
};

std::string front(const DocumentMeta& meta) {
  std::string out = fmt::format("# {}", escape_markdown(meta.title));
  std::vector<std::string> facts;
  for (const std::string& fact : {meta.organisation, meta.period, meta.date})
    if (!fact.empty()) facts.push_back(escape_markdown(fact));
  if (!meta.subtitle.empty()) out += fmt::format("\n\n*{}*", escape_markdown(meta.subtitle));
  if (!facts.empty()) out += fmt::format("\n\n{}", escape_line_start(join(facts, " · ")));
  if (!meta.marking.empty()) out += fmt::format("\n\n**{}**", escape_markdown(meta.marking));
  return out;
}

}  // namespace

MarkdownResult markdown(const Document& document, const MarkdownOptions& options) {
  MarkdownBlocks blocks(options, document.meta.marking, linked_anchors(document));
  std::string logo;
  if (options.logo.kind != Logo::Kind::none) {
    const std::string name = fmt::format("logo.{}", options.logo.extension());
    logo = fmt::format("![{}](<{}_files/{}>)\n\n", escape_markdown(options.logo.alt), options.name, name);
    blocks.images.emplace(name, options.logo.bytes);
  }
  const std::string body = blocks.blocks(document.blocks);
  NumberMarks::Placed placed =
      blocks.marks.place(logo + front(document.meta) + (body.empty() ? "" : "\n\n" + body) + "\n");
  return {std::move(placed.text), std::move(blocks.images), std::move(placed.numbers)};
}

}  // namespace hallmark::render
