// A document's own words, as its readers will see them.
#pragma once

#include <vector>

#include "hallmark/document.h"
#include "language/prose.h"

namespace hallmark::language {

struct BlockProse {
  Prose prose;
  std::vector<SourceLocation> places;  // of each passage: where its block stands in the template
};

// Paragraphs, list items, headings, titles, captions, alt texts, descriptions, footnotes and the cells of tables. Code
// is not read. A source line or a link is a source.
BlockProse prose_of(const Blocks& blocks);
// The same with title, subtitle and summary before it, which have no place.
BlockProse prose_of(const Document& document);

}  // namespace hallmark::language
