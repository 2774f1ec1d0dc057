#include "render/docx.h"

#include <chrono>

#include "base/inert.h"
#include "base/process.h"
#include "base/text.h"
#include "hallmark/error.h"
#include "render/html_text.h"
#include "render/markdown.h"

namespace hallmark::render {
namespace {

// Cross-references keep their words; Markdown would link them to anchors that Word files do not get.
Inlines unlinked(const Inlines& content, bool in_cell) {
  Inlines out;
  for (const Inline& part : content) {
    if (const auto* reference = std::get_if<CrossReference>(&part.node))
      out.push_back(text(reference->text.empty() ? reference->label : reference->text));
    else if (const auto* strong = std::get_if<Strong>(&part.node))
      out.push_back({Strong{unlinked(strong->children, in_cell)}});
    else if (const auto* emphasis = std::get_if<Emphasis>(&part.node))
      out.push_back({Emphasis{unlinked(emphasis->children, in_cell)}});
    else if (const auto* link = std::get_if<Link>(&part.node); link != nullptr && link->target.starts_with('#'))
      for (Inline& child : unlinked(link->children, in_cell)) out.push_back(std::move(child));
    else if (in_cell && std::holds_alternative<LineBreak>(part.node))
      out.push_back(text(" "));
    else
      out.push_back(part);
  }
  return out;
}

Table unlinked(Table table) {
  table.label.clear();
  for (auto& row : table.rows)
    for (Cell& cell : row)
      if (auto* inlines = std::get_if<Inlines>(&cell.content)) *inlines = unlinked(*inlines, true);
  return table;
}

Blocks for_word(const Blocks& blocks);

struct ForWord {
  Blocks operator()(const Heading& heading) const {
    return {{Heading{heading.level, unlinked(heading.content, false), {}, heading.number}, {}}};
  }
  Blocks operator()(const Paragraph& node) const { return {paragraph(unlinked(node.content, false))}; }
  Blocks operator()(const List& list) const {
    List out{list.ordered, list.start, {}};
    for (const ListItem& item : list.items) out.items.push_back({for_word(item.content)});
    return {{std::move(out), {}}};
  }
  Blocks operator()(const Quote& quote) const { return {{Quote{for_word(quote.content)}, {}}}; }
  Blocks operator()(const Code& node) const { return {{node, {}}}; }
  Blocks operator()(const Rule& node) const { return {{node, {}}}; }
  Blocks operator()(const PageBreak&) const { return {}; }
  Blocks operator()(const Table& table) const { return {{unlinked(table), {}}}; }
  Blocks operator()(const Callout& callout) const {
    Blocks out;
    if (!callout.title.empty()) out.push_back(paragraph({{Strong{{text(callout.title)}}}}));
    for (Block& block : for_word(callout.content)) out.push_back(std::move(block));
    return out;
  }
  Blocks operator()(const Figure& figure) const {
    const std::string name = fmt::format("Figure {}: {}", figure.number, figure.title);
    Blocks out{paragraph({{Strong{{text(name)}}}}), paragraph({text(figure.alt)})};
    if (!figure.description.empty()) out.push_back(paragraph({text(figure.description)}));
    Table data = unlinked(figure.data);
    if (data.columns.empty()) return out;
    data.caption = fmt::format("Data of figure {}", figure.number);
    data.number = 0;
    data.source = figure.source;
    out.push_back({std::move(data), {}});
    return out;
  }
};

Blocks for_word(const Blocks& blocks) {
  Blocks out;
  for (const Block& block : blocks)
    for (Block& changed : std::visit(ForWord{}, block.node)) out.push_back(std::move(changed));
  return out;
}

// The last second of "2025-03", as seconds since 1970.
std::string end_of_month(const std::string& month) {
  using namespace std::chrono;
  const year_month given{year{std::stoi(month.substr(0, 4))},
                         std::chrono::month{static_cast<unsigned>(std::stoi(month.substr(5)))}};
  const sys_days next = sys_days{(given + months{1}) / day{1}};
  return std::to_string(sys_seconds{next}.time_since_epoch().count() - 1);
}

}  // namespace

std::string docx_source(const Document& document, const Logo& logo) {
  const std::string text = markdown({document.meta, for_word(document.blocks)}, {}).text;
  if (logo.png.empty()) return text;
  return fmt::format("![{}](data:image/png;base64,{}){{height=1.6cm}}\n\n{}", escape_markdown(logo.alt),
                     base64(logo.png), text);
}

std::string docx(const Document& document, const std::string& last_month, const Logo& logo) {
  const std::string pandoc = find_program("pandoc");
  if (pandoc.empty())
    throw Error(ExitCode::output, "Word files are made by pandoc, which is not installed.",
                {"`sudo apt-get install pandoc` installs it; the other formats do not need it."});
  // --sandbox of pandoc 2.17 cuts it off from its own data files; the source names no file it could read. The title is
  // the one heading of level 1; shifted, it is the title of the Word file. An address within a name is no link.
  const ProcessResult result =
      run_program(pandoc,
                  {"--from=gfm-raw_html-autolink_bare_uris+attributes", "--to=docx", "--shift-heading-level-by=-1",
                   "--metadata=lang:" + document.meta.language, "--output=-"},
                  inert(docx_source(document, logo)), {{"SOURCE_DATE_EPOCH", end_of_month(last_month)}});
  if (result.exit_code != 0)
    throw Error(ExitCode::output, fmt::format("pandoc made no Word file: {}", trim(make_valid_utf8(result.errors))));
  return result.output;
}

}  // namespace hallmark::render
