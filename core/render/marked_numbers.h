// Where the numbers of a document stand in a text made of it, however the text was quoted, indented or wrapped on the
// way: a number is marked while the text grows and the marks are taken out at the end. A writer must let no control
// character of the document through, so that nothing else can look like a mark.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hallmark/document.h"

namespace hallmark::render {

// One number of the document as it stands in the text.
struct WrittenNumber {
  static constexpr std::size_t no_token = static_cast<std::size_t>(-1);
  std::string id;                // "n47"
  int line = 0;                  // 1-based
  std::string text;              // as number_tokens of render/scan.h reads it: "1,234"
  std::size_t token = no_token;  // its index in number_tokens(text); no_token: not available, "[x]" in tables
};

// \x01 index \x02 text \x03
class NumberMarks {
 public:
  static constexpr char open = '\x01';
  static constexpr char close = '\x02';
  static constexpr char end = '\x03';
  static bool is_mark(char c) { return c == open || c == close || c == end; }

  // The content with marks around it.
  std::string mark(const Number& number, std::string_view content);

  // The text without its marks, and its numbers in the order of the text.
  struct Placed {
    std::string text;
    std::vector<WrittenNumber> numbers;
  };
  Placed place(std::string_view marked) const;

 private:
  std::vector<std::string> ids_;
};

// Columns a reader sees: code points outside marks.
std::size_t width_without_marks(std::string_view marked);

}  // namespace hallmark::render
