#include "document/walk.h"

#include "base/number.h"
#include "base/text.h"
#include "document/document.h"

namespace hallmark::document {

namespace {

template <class DocumentType, class Visit>
void numbers(DocumentType& document, const Visit& visit) {
  using BlockType = LikeConst<DocumentType, Block>;
  auto in_block = [&](BlockType& block) {
    auto of_cell = [&](LikeConst<DocumentType, Number>& number) { visit(number, block.where); };
    auto of_text = [&](LikeConst<DocumentType, Inline>& part) {
      if (auto* number = std::get_if<Number>(&part.node)) visit(*number, block.where);
    };
    walk_content(block, of_text, of_cell);
  };
  walk_blocks<BlockType>(document.blocks, in_block);
}

}  // namespace

void for_each_block(Blocks& blocks, const std::function<void(Block&)>& visit) {
  walk_blocks<Block>(blocks, visit);
}
void for_each_block(const Blocks& blocks, const std::function<void(const Block&)>& visit) {
  walk_blocks<const Block>(blocks, visit);
}

void for_each_number(Document& document, const std::function<void(Number&, const SourceLocation&)>& visit) {
  numbers(document, visit);
}
void for_each_number(const Document& document, const std::function<void(const Number&, const SourceLocation&)>& visit) {
  numbers(document, visit);
}

std::string plain_text(const Inlines& inlines) {
  std::string out;
  const auto append = [&](const Inline& part) {
    if (const auto* words = std::get_if<Text>(&part.node))
      out += words->text;
    else if (const auto* number = std::get_if<Number>(&part.node))
      out += format_number(number->quantity);
    else if (const auto* code = std::get_if<CodeSpan>(&part.node))
      out += code->text;
    else if (const auto* reference = std::get_if<CrossReference>(&part.node))
      out += reference->text.empty() ? "@" + reference->label : reference->text;
    else if (std::holds_alternative<LineBreak>(part.node))
      out += ' ';
  };
  walk_inlines<const Inline>(inlines, append);
  return out;
}

std::string plain_text(const Cell& cell) {
  if (const auto* number = std::get_if<Number>(&cell.content)) return format_number(number->quantity);
  if (const auto* inlines = std::get_if<Inlines>(&cell.content)) return plain_text(*inlines);
  return std::holds_alternative<Suppressed>(cell.content) ? "[c]" : "[x]";
}

std::vector<OutlineEntry> outline(const Document& document) {
  std::vector<OutlineEntry> entries;
  for (const Block& block : document.blocks)
    if (const auto* heading = std::get_if<Heading>(&block.node))
      entries.push_back({heading->level, heading->number, plain_text(heading->content), heading->anchor});
  return entries;
}

}  // namespace hallmark::document
