// Lines of a limited width, measured as a reader sees them: marks around numbers take no room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::render {

// Words put on lines of at most `width` columns; "\n" in the text ends a line. A word longer than the width keeps a
// line of its own, since a broken address leads nowhere. At least one line.
std::vector<std::string> wrap(std::string_view marked, std::size_t width);

// Every line of the text with the prefix before it; blank lines keep no trailing space.
std::string prefixed(std::string_view text, std::string_view first, std::string_view others);

}  // namespace hallmark::render
