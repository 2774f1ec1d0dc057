// The notes under a table, the same in every output.
#pragma once

#include <string>
#include <vector>

#include "hallmark/document.h"

namespace hallmark::render {

inline constexpr const char* suppressed_mark = "[c]";
inline constexpr const char* not_available_mark = "[x]";

// What the shorthand of the table's cells means, with the reasons each given once, then the table's own footnotes.
std::vector<std::string> table_notes(const Table& table);

}  // namespace hallmark::render
