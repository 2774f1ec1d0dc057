// Markdown to blocks. cmark reads CommonMark; tables, charts, callouts and cross-references are added here, and values
// computed by a template enter as placeholders, so that no value can ever be read as Markdown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hallmark/document.h"
#include "hallmark/error.h"

namespace hallmark::document {

// Where each line of a text came from: expansion joins several template files and repeats lines in loops.
struct SourceMap {
  struct Source {
    std::string file;
    std::string text;  // the whole file, to quote from
  };
  struct Origin {
    std::uint32_t source = 0;
    int line = 0;
  };
  std::vector<Source> sources;
  std::vector<Origin> lines;  // [0] is where line 1 of the text came from

  // Of a 1-based line of the text; past the end: of the last line.
  SourceLocation at(int line) const;
  // Fills source_line from the file that diagnostic.where names; puts the caret under `part` where that line has it.
  void quote(Diagnostic& diagnostic, std::string_view part = {}) const;

  static SourceMap of_file(std::string file, std::string_view text, int first_line = 1);
};

// What a placeholder stands for, and the expression that gave it.
struct Insert {
  std::variant<Inlines, Blocks> content;
  SourceLocation where;
  int length = 1;  // of the expression, in bytes from where.column
};

// A placeholder is U+E000, the index in base 256 as U+E100..U+E1FF, U+E001. Markdown sees ordinary letters.
void append_placeholder(std::string& out, std::size_t index);
// Whether the code point is one of those placeholders are made of; templates that contain one are refused.
constexpr bool is_placeholder_mark(char32_t c) {
  return c >= 0xE000 && c <= 0xE1FF;
}

struct Markdown {
  enum class Html { refuse, literal };
  std::string text;
  SourceMap positions;
  std::vector<Insert> inserts;  // by placeholder index
  Html html = Html::refuse;     // raw HTML is an error at its line, or becomes literal text; it is never passed on
};

// Beyond CommonMark:
//   ```table      caption:, label:, columns: [{heading, kind: text|number, unit, row_header}], footnotes:, source: as
//                 YAML, then pipe rows; without `columns` the first row and the |---| row below it say them
//   | a | b |     pipe tables with |---|--:| below their first row; the caption is a line "Table: Words {#tab:label}"
//                 directly or one paragraph above or below. Cells [c], [x], [z]: suppressed, not available, not
//                 applicable
//   ```chart      type: bar|column|line, title:, label:, alt:, description:, value_axis:, source:, columns: [heading of
//   the
//                 categories, series…], data: [[category, value…]…] or a mapping of one series
//   > [!note] Title    also [!warning], [!finding]
//   @fig:label @tab:label, \pagebreak or <!-- pagebreak --> alone in a paragraph
// Links lead to http, https, mailto or #anchor. A placeholder of Blocks stands alone in its paragraph, or with others.
// Every block carries the position of its first line. Errors are Error(ExitCode::configuration) at their line: nesting
// deeper than 64, raw HTML, images, refused links, unknown callouts, broken tables and charts, blocks inside a
// sentence.
Blocks parse_markdown(const Markdown& markdown);
Blocks parse_markdown(std::string_view text, const std::string& file, int first_line = 1);

}  // namespace hallmark::document
