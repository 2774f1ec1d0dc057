// A document as a Word file, made by pandoc from Markdown. Word holds no picture of a chart: its words and its data
// stand in its place, which can be edited and read aloud.
#pragma once

#include <string>

#include "hallmark/document.h"
#include "render/logo.h"

namespace hallmark::render {

// What pandoc is given: CommonMark with pipe tables, without HTML or links inside the document; the logo, a PNG, as
// data.
std::string docx_source(const Document& document, const Logo& logo = {});

// `last_month` of the data, "2025-03", dates the file: the same input gives the same bytes. Error(ExitCode::output)
// where pandoc is not installed or fails.
std::string docx(const Document& document, const std::string& last_month, const Logo& logo = {});

}  // namespace hallmark::render
