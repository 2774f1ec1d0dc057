// Inline content: cmark's inline nodes to Inlines.
#pragma once

#include <string_view>

#include "document/source.h"
#include "hallmark/document.h"

struct cmark_node;

namespace hallmark::document {

// The inlines from `first` up to, not including, `end` (null: all its later siblings). `line`: of the block they are
// in.
Inlines read_inlines(const Source& source, cmark_node* first, cmark_node* end, int line);

// One line of Markdown that can only be inline content, such as a table's cell: what would begin a block is literal.
Inlines read_inline_text(const Source& source, std::string_view text, int line);

// Raw HTML according to the source's policy: an error, or the literal text. Comments are dropped.
void read_html(const Source& source, std::string_view html, int line, Inlines& out);
bool is_html_comment(std::string_view html);

// http:, https:, mailto: and #anchor, without spaces or control characters.
bool is_allowed_link(std::string_view target);

// Appends, joining neighbouring texts.
void append_text(Inlines& out, std::string_view text);

}  // namespace hallmark::document
