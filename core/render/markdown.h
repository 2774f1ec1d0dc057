// A document as Markdown (CommonMark with pipe tables) for whatever comes after Hallmark.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "chart/draw.h"
#include "hallmark/document.h"

namespace hallmark::render {

struct MarkdownOptions {
  std::string name;  // of the report: images are linked as <name>_files/figure-1.svg
  chart::Style chart;
};

// One number of the document as it stands in the text.
struct MarkdownNumber {
  static constexpr std::size_t no_token = static_cast<std::size_t>(-1);
  std::string id;                // "n47"
  int line = 0;                  // 1-based
  std::string text;              // as number_tokens of render/scan.h reads it: "1,234"
  std::size_t token = no_token;  // its index in number_tokens(text); no_token: not available, "[x]" in tables
};

struct MarkdownResult {
  std::string text;
  std::map<std::string, std::string> images;  // "figure-1.svg" -> its bytes, for the folder <name>_files
  std::vector<MarkdownNumber> numbers;        // in the order of the text
};

MarkdownResult markdown(const Document& document, const MarkdownOptions& options);

}  // namespace hallmark::render
