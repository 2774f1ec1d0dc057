// The words on the pages of a PDF this room wrote, which someone may have edited since.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hallmark::render {

// One line per run of text, a form feed after each page. Nothing for a file that cannot be read as one pdf.h writes:
// damaged, encrypted, or saved again by a program that packs its objects.
std::optional<std::string> pdf_text(std::string_view pdf);

}  // namespace hallmark::render
