// A document as Markdown (CommonMark with pipe tables) for whatever comes after Hallmark.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "chart/draw.h"
#include "hallmark/document.h"
#include "render/logo.h"
#include "render/marked_numbers.h"

namespace hallmark::render {

struct MarkdownOptions {
  std::string name;  // of the report: images are linked as <name>_files/figure-1.svg
  chart::Style chart;
  Logo logo;
};

struct MarkdownResult {
  std::string text;
  std::map<std::string, std::string> images;  // "figure-1.svg" -> its bytes, for the folder <name>_files
  std::vector<WrittenNumber> numbers;         // in the order of the text
};

// Backslashes before what Markdown would read as markup; line breaks and control characters become spaces.
std::string escape_markdown(std::string_view text);

MarkdownResult markdown(const Document& document, const MarkdownOptions& options);

}  // namespace hallmark::render
