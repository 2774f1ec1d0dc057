// ```chart fences: a figure typed as YAML.
#pragma once

#include <string_view>

#include "document/source.h"
#include "hallmark/document.h"

namespace hallmark::document {

// `first_line` is the line of the content's first character. The figure carries its data table.
Figure read_chart_fence(const Source& source, std::string_view content, int first_line);

}  // namespace hallmark::document
