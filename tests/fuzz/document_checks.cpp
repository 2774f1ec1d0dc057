#include "document_checks.h"

#include "base/text.h"
#include "document/document.h"
#include "document/markdown.h"
#include "targets.h"

namespace hallmark::fuzz {

namespace {

void check_text(const std::string& text) {
  require(is_valid_utf8(text));
  for (std::size_t at = 0; at < text.size();) require(!document::is_placeholder_mark(next_code_point(text, at)));
}

void check_inlines(const Inlines& inlines) {
  check_text(document::plain_text(inlines));
  for (const Inline& part : inlines)
    if (const auto* link = std::get_if<Link>(&part.node)) {
      require(starts_with_ignoring_case(link->target, "http") || starts_with_ignoring_case(link->target, "mailto:") ||
              link->target.starts_with("#"));
      check_inlines(link->children);
    }
}

void check_block(const Block& block) {
  if (const auto* paragraph = std::get_if<Paragraph>(&block.node)) check_inlines(paragraph->content);
  if (const auto* heading = std::get_if<Heading>(&block.node)) check_inlines(heading->content);
  if (const auto* code = std::get_if<Code>(&block.node)) check_text(code->text + code->language);
  if (const auto* callout = std::get_if<Callout>(&block.node)) check_text(callout->title);
  if (const auto* figure = std::get_if<Figure>(&block.node)) check_text(figure->title + figure->alt);
  if (const auto* table = std::get_if<Table>(&block.node)) {
    check_text(table->caption + table->label);
    for (const auto& row : table->rows) {
      require(row.size() == table->columns.size());
      for (const Cell& cell : row) check_text(document::plain_text(cell));
    }
  }
}

}  // namespace

void check_blocks(Blocks blocks) {
  document::for_each_block(blocks, [](Block& block) { check_block(block); });
  Document document;
  document.blocks = std::move(blocks);
  try {
    document::number(document);
  } catch (const document::DocumentError& error) {
    require(!error.problems().empty());
  }
  document::problems(document);
}

}  // namespace hallmark::fuzz
