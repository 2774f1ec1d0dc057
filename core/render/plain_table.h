// A table as aligned plain text: columns side by side while they fit, else a record a row.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hallmark::render {

struct PlainColumn {
  std::string heading;
  bool right = false;  // numbers
};

// Cells may hold marks around numbers. Lines are at most `width` columns, but for words that are longer.
std::string plain_table(const std::vector<PlainColumn>& columns, const std::vector<std::vector<std::string>>& rows,
                        std::size_t width);

}  // namespace hallmark::render
