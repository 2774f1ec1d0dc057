// A document as plain text for e-mail and notice boards: 72 columns, tables aligned, figures in words.
#pragma once

#include <string>
#include <vector>

#include "hallmark/document.h"
#include "render/marked_numbers.h"

namespace hallmark::render {

struct PlainTextResult {
  std::string text;
  std::vector<WrittenNumber> numbers;  // in the order of the text; those of figures' data tables are not written
};

PlainTextResult plain_text(const Document& document);

}  // namespace hallmark::render
