// Reads the numbers back out of a rendered report, which someone may have edited since. `verify` compares them with the
// ledger.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::render {

// A run of digits as people write numbers: a sign (+, - or U+2212) that does not join it to a word or number before it,
// "£", thousands separators, one decimal point, "%". "2020-07" is two tokens, 2020 and 07.
struct NumberToken {
  int line = 0;            // 1-based
  std::size_t offset = 0;  // in bytes
  std::string text;        // as written: "−3.2%"
};

// Every token of a Markdown text in order, wherever it stands (captions, dates and addresses too).
std::vector<NumberToken> number_tokens(std::string_view markdown);

// A number token or a run of other characters without white space between them.
struct Word {
  int line = 0;  // 1-based
  int page = 1;  // 1-based: form feeds end pages
  bool number = false;
  std::string text;
};

// Every word of a text in order; its number tokens are those of number_tokens().
std::vector<Word> words(std::string_view text);

// A <data class="number"> element of an HTML report.
struct NumberElement {
  std::string id;     // "" if it was removed
  std::string value;  // the value attribute
  std::string text;   // the text a reader sees, entities decoded, inner tags dropped
  int line = 0;       // 1-based, of the start tag
};

// In the order of the file. Attributes may stand in any order and quoting; broken markup ends the element at the next
// "<data" or the end of the file, never in an error.
std::vector<NumberElement> number_elements(std::string_view html);

// What else a reader sees, each word on its line of the file: without tags, entities decoded, without styles, scripts,
// comments and the marked numbers.
std::string html_text(std::string_view html);

}  // namespace hallmark::render
