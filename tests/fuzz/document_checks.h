// What must hold of any blocks that were read, whatever they were read from.
#pragma once

#include "hallmark/document.h"

namespace hallmark::fuzz {

// Texts are UTF-8 without placeholders, links lead where links may, rows are as wide as their table; numbering and
// checking end in an answer.
void check_blocks(Blocks blocks);

}  // namespace hallmark::fuzz
