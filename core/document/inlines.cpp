#include "document/inlines.h"

#include <cmark.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.h"

namespace hallmark::document {

namespace {

bool is_label_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Length of "@fig:label" or "@tab:label" at `at`, 0 if there is none. "me@fig:x" is an address, not a reference.
std::size_t reference_length(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (!rest.starts_with("@fig:") && !rest.starts_with("@tab:")) return 0;
  if (at > 0 && (is_label_character(text[at - 1]) || text[at - 1] == '.')) return 0;
  std::size_t end = 5;
  while (end < rest.size() && is_label_character(rest[end])) ++end;
  while (end > 5 && rest[end - 1] == '-') --end;
  return end > 5 ? end : 0;
}

void append_with_references(Inlines& out, std::string_view text) {
  std::size_t from = 0;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const std::size_t length = reference_length(text, at);
    if (length == 0) continue;
    append_text(out, text.substr(from, at - from));
    out.push_back({CrossReference{std::string(text.substr(at + 1, length - 1)), {}}});
    from = at + length;
  }
  append_text(out, text.substr(from));
}

const Inlines* only_paragraph(const Blocks& blocks) {
  const auto* paragraph = blocks.size() == 1 ? std::get_if<Paragraph>(&blocks.front().node) : nullptr;
  return paragraph ? &paragraph->content : nullptr;
}

// A paragraph that an expression gave may flow into a sentence, that of a warning in brackets; other blocks may not.
Inlines inline_content(const Source& source, const Insert& insert) {
  if (const auto* inlines = std::get_if<Inlines>(&insert.content)) return *inlines;
  const Blocks& blocks = std::get<Blocks>(insert.content);
  if (const Inlines* words = only_paragraph(blocks)) return *words;
  const auto* callout = blocks.size() == 1 ? std::get_if<Callout>(&blocks.front().node) : nullptr;
  const Inlines* words =
      callout && callout->kind == Callout::Kind::warning ? only_paragraph(callout->content) : nullptr;
  if (words == nullptr) refuse_blocks(source, insert, "a sentence");
  Inlines in_brackets{text("(")};
  in_brackets.insert(in_brackets.end(), words->begin(), words->end());
  in_brackets.push_back(text(")"));
  return in_brackets;
}

class InlineReader {
 public:
  InlineReader(const Source& source, int line) : source_(source), line_(line) {}

  Inlines read(cmark_node* first, cmark_node* end, int depth) {
    if (depth > deepest_nesting)
      source_.fail(line_, fmt::format("This text is nested more than {} levels deep.", deepest_nesting));
    Inlines out;
    for (cmark_node* node = first; node != end && node != nullptr; node = cmark_node_next(node))
      read_node(node, out, depth);
    return out;
  }

 private:
  void read_node(cmark_node* node, Inlines& out, int depth) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_TEXT:
        return read_text(cmark_node_get_literal(node), out);
      case CMARK_NODE_SOFTBREAK:
        return append_text(out, " ");
      case CMARK_NODE_LINEBREAK:
        out.push_back({LineBreak{}});
        return;
      case CMARK_NODE_CODE:
        out.push_back({CodeSpan{source_.resolve(cmark_node_get_literal(node), "code")}});
        return;
      case CMARK_NODE_EMPH:
        out.push_back({Emphasis{read(cmark_node_first_child(node), nullptr, depth + 1)}});
        return;
      case CMARK_NODE_STRONG:
        out.push_back({Strong{read(cmark_node_first_child(node), nullptr, depth + 1)}});
        return;
      case CMARK_NODE_LINK:
        return read_link(node, out, depth);
      case CMARK_NODE_IMAGE:
        source_.fail(line_of(node), "Pictures cannot be placed in a document.",
                     {"Draw a chart with a ```chart fence or an analysis; it carries its own alt text and data."},
                     "![");
      case CMARK_NODE_HTML_INLINE:
        return read_html(source_, cmark_node_get_literal(node), line_of(node), out);
      default:
        source_.fail(line_of(node), "This Markdown cannot be read here.");
    }
  }

  void read_text(std::string_view text, Inlines& out) {
    source_.pieces(
        text, [&](std::string_view plain) { append_with_references(out, plain); },
        [&](const Insert& insert) {
          for (const Inline& part : inline_content(source_, insert)) {
            if (const auto* words = std::get_if<Text>(&part.node))
              append_text(out, words->text);
            else
              out.push_back(part);
          }
        });
  }

  void read_link(cmark_node* node, Inlines& out, int depth) {
    const std::string written = cmark_node_get_url(node);
    const std::string target = source_.resolve(written, "a link");
    if (!is_allowed_link(target))
      source_.fail(line_of(node), fmt::format("The link to “{}” is refused.", target),
                   {"Links lead to http://, https:// or mailto: addresses, or to an #anchor of the document."},
                   written);
    Inlines children = read(cmark_node_first_child(node), nullptr, depth + 1);
    if (children.empty()) children.push_back(hallmark::text(target));
    out.push_back({Link{target, std::move(children)}});
  }

  int line_of(cmark_node* node) const { return std::max(line_, cmark_node_get_start_line(node)); }

  const Source& source_;
  int line_;
};

struct NodeDeleter {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};

}  // namespace

void append_text(Inlines& out, std::string_view text) {
  if (text.empty()) return;
  if (!out.empty())
    if (auto* last = std::get_if<Text>(&out.back().node)) {
      last->text += text;
      return;
    }
  out.push_back(hallmark::text(std::string(text)));
}

bool is_allowed_link(std::string_view target) {
  const auto forbidden = [](unsigned char c) { return c <= 0x20 || c == 0x7F || c == '"' || c == '<' || c == '>'; };
  if (std::any_of(target.begin(), target.end(), forbidden)) return false;
  if (target.starts_with("#")) return target.size() > 1;
  constexpr std::array<std::string_view, 3> schemes = {"https://", "http://", "mailto:"};
  return std::any_of(schemes.begin(), schemes.end(), [&](std::string_view scheme) {
    return target.size() > scheme.size() && starts_with_ignoring_case(target, scheme);
  });
}

bool is_html_comment(std::string_view html) {
  html = trim(html);
  return html.starts_with("<!--") && html.find("-->") == html.size() - 3 && html.size() >= 7;
}

void read_html(const Source& source, std::string_view html, int line, Inlines& out) {
  if (is_html_comment(html)) return;
  if (source.html() == Markdown::Html::literal) return append_text(out, source.resolve(trim(html), "HTML"));
  const std::string_view first_line = trim(html.substr(0, html.find('\n')));
  source.fail(line, "Raw HTML is not passed on.", {"Write it as Markdown, or \\< for a plain “<”."}, first_line);
}

Inlines read_inlines(const Source& source, cmark_node* first, cmark_node* end, int line) {
  return InlineReader(source, line).read(first, end, 0);
}

namespace {

// Words and figures in which Markdown finds nothing to mark, as in most cells of a table: "Vehicle crime", "7,640",
// "+15.3%". A sign before a blank and a number before ". " would begin a list, two blanks may stand for code.
bool is_plain(std::string_view text) {
  bool after_word = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool leads = i == 0 && (c == '+' || c == '-');
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
      after_word = true;
    else if (leads || (after_word && std::string_view(" ,.-+").find(c) != std::string_view::npos))
      after_word = false;
    else if (!after_word || c != '%')
      return false;
  }
  return after_word;
}

}  // namespace

Inlines read_inline_text(const Source& source, std::string_view text, int line) {
  Inlines out;
  if (is_plain(text)) {
    append_text(out, text);
    return out;
  }
  const std::unique_ptr<cmark_node, NodeDeleter> root(cmark_parse_document(text.data(), text.size(), CMARK_OPT_SMART));
  cmark_consolidate_text_nodes(root.get());
  cmark_node* block = cmark_node_first_child(root.get());
  const bool alone = block != nullptr && cmark_node_next(block) == nullptr;
  if (alone && cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH)
    return read_inlines(source, cmark_node_first_child(block), nullptr, line);
  if (alone && cmark_node_get_type(block) == CMARK_NODE_HTML_BLOCK)
    read_html(source, cmark_node_get_literal(block), line, out);
  else
    append_text(out, source.resolve(text, "a line of text"));
  return out;
}

}  // namespace hallmark::document
