// What the reader of a report sees, whatever its format, so that an edited word or number can be named.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/scan.h"

namespace hallmark::report {

// Formats that are text stand as they are; of HTML the words outside its marked numbers, on their lines; of a PDF those
// on its pages, a form feed after each. Nothing for a format whose words are not read, and for a file that is damaged.
std::optional<std::string> readable_text(const std::string& format, const std::string& content);

// Words [from, to) in one line, the first dozen of many.
std::string joined(const std::vector<render::Word>& words, std::size_t from, std::size_t to);

}  // namespace hallmark::report
