// The first row of a CSV file against a schema: which field holds which column.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/byte_window.h"
#include "data/schema.h"

namespace hallmark::data {

struct Header {
  static constexpr std::size_t absent = ~std::size_t{0};
  std::size_t fields = 0;
  std::vector<std::size_t> field_of;  // per schema column; absent for an optional column the file lacks
  std::vector<std::string> dropped;   // headers of fields that are read past: forbidden or not in the schema
  std::uint64_t end = 0;              // where the rows start
  std::uint64_t lines = 0;            // line feeds before them
};

// Reads the header at the start of the window. Columns may stand in any order; case and surrounding space do not
// matter. `name` is the file as the user knows it. Throws Error(ExitCode::input) for an empty file, another encoding
// than UTF-8 or Windows-1252, columns missing (with the nearest header as suggestion), repeated or forbidden.
Header read_header(const DatasetSchema& schema, ByteWindow& window, const std::string& name);

}  // namespace hallmark::data
