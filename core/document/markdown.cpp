#include "document/markdown.h"

#include <cmark.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/text.h"
#include "document/chart_fence.h"
#include "document/document.h"
#include "document/inlines.h"
#include "document/source.h"
#include "document/tables.h"

namespace hallmark::document {

namespace {

struct NodeDeleter {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};

int line_of(cmark_node* node) {
  return cmark_node_get_start_line(node);
}

// How many quotes and lists a line opens at its start. A line of one mark only is a rule, not nesting.
int containers_opened(std::string_view line) {
  if (line.find_first_not_of("- \t") == std::string_view::npos ||
      line.find_first_not_of("* \t") == std::string_view::npos)
    return 0;
  const auto is_space_at = [&](std::size_t i) { return i >= line.size() || line[i] == ' ' || line[i] == '\t'; };
  int opened = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::size_t digits = line.find_first_not_of("0123456789", i);
    const std::size_t mark = digits == std::string_view::npos ? i : digits;
    const bool bullet = line[i] == '-' || line[i] == '*' || line[i] == '+';
    const bool enumerator = mark > i && (line[mark] == '.' || line[mark] == ')');
    if (line[i] == '>' || (bullet && is_space_at(i + 1)) || (enumerator && is_space_at(mark + 1)))
      ++opened;
    else if (!is_space_at(i))
      break;
    if (enumerator) i = mark;
  }
  return opened;
}

// What cmark 0.30 reads in quadratic time never reaches it: containers opened by one line, and openings of pictures
// (pictures are refused anyway), which it walks through at every link.
void refuse_slow_text(const Source& source) {
  constexpr int most_pictures = 1000;
  int number = 0, pictures = 0;
  for (const std::string_view line : split(source.text(), '\n')) {
    ++number;
    if (containers_opened(line) > deepest_nesting)
      source.fail(number, fmt::format("This line is nested more than {} levels deep.", deepest_nesting));
    for (std::size_t at = line.find("!["); at != std::string_view::npos; at = line.find("![", at + 2))
      if (++pictures > most_pictures)
        source.fail(number, fmt::format("This text holds “![” more than {} times.", most_pictures));
  }
}

class BlockReader {
 public:
  explicit BlockReader(const Source& source) : source_(source) {}

  Blocks read_children(cmark_node* parent, int depth) {
    if (depth > deepest_nesting)
      source_.fail(line_of(parent), fmt::format("This text is nested more than {} levels deep.", deepest_nesting));
    Blocks out;
    Captions captions;
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      read_block(node, depth, out);
      captions.resize(out.size());
      if (is_caption(node) && !out.empty()) captions.back() = line_of(node);
    }
    return attach_captions(std::move(out), captions);
  }

 private:
  // For each block the line of a one-line paragraph "Table: …", else 0. Told from what was typed: a value is no
  // caption.
  using Captions = std::vector<int>;

  template <class Node>
  void add(Blocks& out, cmark_node* node, Node content) {
    out.push_back({std::move(content), source_.at(line_of(node))});
  }

  void read_block(cmark_node* node, int depth, Blocks& out) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_PARAGRAPH:
        return read_paragraph(node, out);
      case CMARK_NODE_HEADING:
        return add(out, node, Heading{cmark_node_get_heading_level(node), inlines_of(node), {}, {}});
      case CMARK_NODE_LIST:
        return read_list(node, depth, out);
      case CMARK_NODE_BLOCK_QUOTE:
        return read_quote(node, depth, out);
      case CMARK_NODE_CODE_BLOCK:
        return read_code(node, out);
      case CMARK_NODE_THEMATIC_BREAK:
        return add(out, node, Rule{});
      case CMARK_NODE_HTML_BLOCK:
        return read_html_block(node, out);
      default:
        source_.fail(line_of(node), "This Markdown cannot be read here.");
    }
  }

  Inlines inlines_of(cmark_node* node) {
    return read_inlines(source_, cmark_node_first_child(node), nullptr, line_of(node));
  }

  void read_paragraph(cmark_node* node, Blocks& out) {
    cmark_node* first = cmark_node_first_child(node);
    if (read_placed_blocks(first, out)) return;
    const bool words_only =
        first != nullptr && cmark_node_next(first) == nullptr && cmark_node_get_type(first) == CMARK_NODE_TEXT;
    if (words_only && std::string_view(cmark_node_get_literal(first)) == "\\pagebreak")
      return add(out, node, PageBreak{});
    const auto column = static_cast<std::size_t>(std::max(1, cmark_node_get_start_column(node)));
    if (auto table = read_pipe_table(source_, {line_of(node), cmark_node_get_end_line(node), column}))
      return add(out, node, std::move(*table));
    Inlines content = inlines_of(node);
    if (!content.empty()) add(out, node, Paragraph{std::move(content)});
  }

  // A paragraph of placeholders for blocks, and nothing else, is those blocks.
  bool read_placed_blocks(cmark_node* first, Blocks& out) {
    std::vector<const Insert*> inserts;
    bool only_blocks = true;
    for (cmark_node* node = first; node != nullptr && only_blocks; node = cmark_node_next(node)) {
      if (cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK) continue;
      if (cmark_node_get_type(node) != CMARK_NODE_TEXT) return false;
      source_.pieces(
          cmark_node_get_literal(node), [&](std::string_view text) { only_blocks = only_blocks && trim(text).empty(); },
          [&](const Insert& insert) {
            only_blocks = only_blocks && std::holds_alternative<Blocks>(insert.content);
            inserts.push_back(&insert);
          });
    }
    if (!only_blocks || inserts.empty()) return false;
    for (const Insert* insert : inserts)
      for (const Block& block : std::get<Blocks>(insert->content)) {
        out.push_back(block);
        if (out.back().where.file.empty()) out.back().where = insert->where;
      }
    return true;
  }

  void read_list(cmark_node* node, int depth, Blocks& out) {
    List list;
    list.ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    if (list.ordered) list.start = cmark_node_get_list_start(node);
    for (cmark_node* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item))
      list.items.push_back({read_children(item, depth + 1)});
    add(out, node, std::move(list));
  }

  void read_quote(cmark_node* node, int depth, Blocks& out) {
    if (const auto callout = read_callout(node, depth)) return add(out, node, *callout);
    add(out, node, Quote{read_children(node, depth + 1)});
  }

  // "> [!note] Title" on the first line of a quote.
  std::optional<Callout> read_callout(cmark_node* quote, int depth) {
    cmark_node* paragraph = cmark_node_first_child(quote);
    if (paragraph == nullptr || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) return std::nullopt;
    cmark_node* first = cmark_node_first_child(paragraph);
    if (first == nullptr || cmark_node_get_type(first) != CMARK_NODE_TEXT) return std::nullopt;
    const std::string text = cmark_node_get_literal(first);
    const std::size_t end = text.find(']');
    if (!text.starts_with("[!") || end == std::string::npos) return std::nullopt;

    Callout callout;
    callout.kind = callout_kind(text.substr(2, end - 2), line_of(quote));
    cmark_node_set_literal(first, text.substr(std::min(text.size(), text.find_first_not_of(' ', end + 1))).c_str());
    cmark_node* rest = first;
    while (rest != nullptr && cmark_node_get_type(rest) != CMARK_NODE_SOFTBREAK &&
           cmark_node_get_type(rest) != CMARK_NODE_LINEBREAK)
      rest = cmark_node_next(rest);
    callout.title = plain_text(read_inlines(source_, first, rest, line_of(paragraph)));
    // What follows the title's line stays in the paragraph, as its content.
    while (cmark_node* title = cmark_node_first_child(paragraph)) {
      const bool is_break = title == rest;
      cmark_node_unlink(title);
      cmark_node_free(title);
      if (is_break) break;
    }
    if (cmark_node_first_child(paragraph) == nullptr) {
      cmark_node_unlink(paragraph);
      cmark_node_free(paragraph);
    }
    callout.content = read_children(quote, depth + 1);
    return callout;
  }

  Callout::Kind callout_kind(const std::string& word, int line) {
    if (word == "note") return Callout::Kind::note;
    if (word == "warning") return Callout::Kind::warning;
    if (word == "finding") return Callout::Kind::finding;
    source_.fail(line, fmt::format("The callout “{}” is not known.", word),
                 {suggestion(word, {"note", "warning", "finding"})}, "[!" + word + "]");
  }

  void read_code(cmark_node* node, Blocks& out) {
    const std::string_view info = cmark_node_get_fence_info(node);
    const std::string_view language = info.substr(0, info.find(' '));
    std::string_view text = cmark_node_get_literal(node);
    if (language == "table") return add(out, node, read_table_fence(source_, text, line_of(node) + 1));
    if (language == "chart") return add(out, node, read_chart_fence(source_, text, line_of(node) + 1));
    if (text.ends_with('\n')) text.remove_suffix(1);
    add(out, node, Code{source_.resolve(language, "code"), source_.resolve(text, "code")});
  }

  void read_html_block(cmark_node* node, Blocks& out) {
    const std::string_view html = trim(cmark_node_get_literal(node));
    if (is_html_comment(html) && trim(html.substr(4, html.size() - 7)) == "pagebreak")
      return add(out, node, PageBreak{});
    Inlines content;
    read_html(source_, html, line_of(node), content);
    if (!content.empty()) add(out, node, Paragraph{std::move(content)});
  }

  static bool is_caption(cmark_node* node) {
    cmark_node* first = cmark_node_first_child(node);
    return cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && first != nullptr &&
           cmark_node_get_type(first) == CMARK_NODE_TEXT && line_of(node) == cmark_node_get_end_line(node) &&
           std::string_view(cmark_node_get_literal(first)).starts_with("Table: ");
  }

  // The paragraph above a table without a caption, or else the one below it, is its caption if it can be one.
  Blocks attach_captions(Blocks blocks, Captions& captions) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      auto* table = std::get_if<Table>(&blocks[i].node);
      if (table == nullptr || !table->caption.empty()) continue;
      for (const std::size_t beside : {i - 1, i + 1})
        if (table->caption.empty() && beside < blocks.size() && captions[beside] > 0) {
          const std::string_view line = source_.line(captions[beside]);
          const std::size_t start = std::min(line.find("Table: "), line.size());
          if (read_caption(source_, line.substr(start), captions[beside], *table)) captions[beside] = taken;
        }
    }
    Blocks kept;
    for (std::size_t i = 0; i < blocks.size(); ++i)
      if (captions[i] != taken) kept.push_back(std::move(blocks[i]));
    return kept;
  }

  static constexpr int taken = -1;
  const Source& source_;
};

}  // namespace

Blocks parse_markdown(const Markdown& markdown) {
  const Source source(markdown);
  refuse_slow_text(source);
  const std::unique_ptr<cmark_node, NodeDeleter> root(
      cmark_parse_document(source.text().data(), source.text().size(), CMARK_OPT_SMART));
  cmark_consolidate_text_nodes(root.get());
  return BlockReader(source).read_children(root.get(), 0);
}

Blocks parse_markdown(std::string_view text, const std::string& file, int first_line) {
  return parse_markdown(
      Markdown{std::string(text), SourceMap::of_file(file, text, first_line), {}, Markdown::Html::refuse});
}

}  // namespace hallmark::document
