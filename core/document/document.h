// What is done to a whole document: numbering, checking, walking.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "hallmark/document.h"
#include "hallmark/error.h"

namespace hallmark::document {

// Several problems at once: what() and diagnostic() are of the first.
class DocumentError : public Error {
 public:
  explicit DocumentError(std::vector<Diagnostic> problems);
  const std::vector<Diagnostic>& problems() const { return problems_; }

 private:
  std::vector<Diagnostic> problems_;
};

// Sets heading numbers ("2.1", to three levels, headings outside quotes and callouts only, none in a document of the
// form “page”) and anchors (unique in the document), figure and table numbers, the text of cross-references ("Figure
// 3") and number ids n1, n2, … in the order of for_each_number. Calling it again gives the same. Unknown and repeated
// labels: DocumentError with all of them.
void number(Document& document);

// What a published document must satisfy: figures with title, alt text and data series as long as their categories;
// tables with a caption and rows as wide as their columns; heading levels that do not jump; a title. Empty: none found.
std::vector<Diagnostic> problems(const Document& document);
void check(const Document& document);  // throws DocumentError(ExitCode::configuration) with every problem

// Numbers in document order: of text, of tables row by row, of the data tables of figures. The location is that of the
// block they stand in. Numbers inside a chart are those of its data table and are not visited again.
void for_each_number(Document& document, const std::function<void(Number&, const SourceLocation&)>& visit);
void for_each_number(const Document& document, const std::function<void(const Number&, const SourceLocation&)>& visit);

// Every block, also those inside lists, quotes and callouts, parents first.
void for_each_block(Blocks& blocks, const std::function<void(Block&)>& visit);
void for_each_block(const Blocks& blocks, const std::function<void(const Block&)>& visit);

// Words only; numbers as base/number.h writes them, line breaks as spaces.
std::string plain_text(const Inlines& inlines);
std::string plain_text(const Cell& cell);  // suppressed and not available cells as "[c]" and "[x]"

// Headings outside quotes and callouts, for contents lists and bookmarks. The document must have been numbered.
struct OutlineEntry {
  int level = 1;
  std::string number;
  std::string text;
  std::string anchor;
};
std::vector<OutlineEntry> outline(const Document& document);

}  // namespace hallmark::document
