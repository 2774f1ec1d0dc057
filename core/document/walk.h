// Walking a document's inlines in document order; shared by the const and the changing visits of document.h.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "hallmark/document.h"

namespace hallmark::document {

// `T` as const as `Like`.
template <class Like, class T>
using LikeConst = std::conditional_t<std::is_const_v<Like>, const T, T>;

template <class BlockType, class Visit>
void walk_blocks(LikeConst<BlockType, Blocks>& blocks, Visit& visit) {
  for (BlockType& block : blocks) {
    visit(block);
    if (auto* list = std::get_if<List>(&block.node))
      for (auto& item : list->items) walk_blocks<BlockType>(item.content, visit);
    else if (auto* quote = std::get_if<Quote>(&block.node))
      walk_blocks<BlockType>(quote->content, visit);
    else if (auto* callout = std::get_if<Callout>(&block.node))
      walk_blocks<BlockType>(callout->content, visit);
  }
}

// Every inline, parents before children.
template <class InlineType, class Visit>
void walk_inlines(LikeConst<InlineType, Inlines>& inlines, Visit& visit) {
  for (InlineType& part : inlines) {
    visit(part);
    if (auto* emphasis = std::get_if<Emphasis>(&part.node))
      walk_inlines<InlineType>(emphasis->children, visit);
    else if (auto* strong = std::get_if<Strong>(&part.node))
      walk_inlines<InlineType>(strong->children, visit);
    else if (auto* link = std::get_if<Link>(&part.node))
      walk_inlines<InlineType>(link->children, visit);
  }
}

// The inlines of a block itself (not of the blocks in it), and the numbers that are whole cells.
template <class BlockType, class InlineVisit, class NumberVisit>
void walk_content(BlockType& block, InlineVisit& visit_inline, NumberVisit& visit_number) {
  using InlineType = LikeConst<BlockType, Inline>;
  const auto walk_table = [&](LikeConst<BlockType, Table>& table) {
    for (auto& row : table.rows)
      for (auto& cell : row) {
        if (auto* number = std::get_if<Number>(&cell.content))
          visit_number(*number);
        else if (auto* inlines = std::get_if<Inlines>(&cell.content))
          walk_inlines<InlineType>(*inlines, visit_inline);
      }
  };
  if (auto* heading = std::get_if<Heading>(&block.node))
    walk_inlines<InlineType>(heading->content, visit_inline);
  else if (auto* paragraph = std::get_if<Paragraph>(&block.node))
    walk_inlines<InlineType>(paragraph->content, visit_inline);
  else if (auto* table = std::get_if<Table>(&block.node))
    walk_table(*table);
  else if (auto* figure = std::get_if<Figure>(&block.node))
    walk_table(figure->data);
}

}  // namespace hallmark::document
