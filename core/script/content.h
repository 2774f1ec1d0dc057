// Script values as document content.
#pragma once

#include <string>

#include "script/values.h"

namespace hallmark::script {

// A string, a number, a Quantity, what strong() and its kind return, or a list of these.
Inlines to_inlines(const Call& call, const Value& value, std::string_view what);
// Blocks, lists of blocks, and whatever is inline content as a paragraph. Nil and false give nothing.
Blocks to_blocks(const Call& call, const Value& value, std::string_view what);
Cell to_cell(const Call& call, const Value& value, std::string_view what);
Table to_table(const Call& call, Fields fields);

Block block_at(const Call& call, decltype(Block::node) node);
Blocks one(const Call& call, decltype(Block::node) node);

}  // namespace hallmark::script
