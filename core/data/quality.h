// What can be said of a dataset's quality from the records alone, for `check` and the data_quality plugin.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/store.h"

namespace hallmark::data {

struct BlankColumn {
  std::string column;
  std::vector<std::uint64_t> blank;  // one per month of Quality::months
};

struct Quality {
  std::string dataset;
  std::vector<std::string> months;      // held, in order
  std::vector<std::uint64_t> rows;      // kept, one per month
  std::vector<BlankColumn> blanks;      // columns loaded that have blank values, in schema order
  std::uint64_t without_location = 0;   // rows without coordinates
  std::uint64_t outside_own_areas = 0;  // rows whose LSOA lies outside the workspace's own local authorities
  std::vector<std::pair<std::string, std::uint64_t>> outside_areas;  // those by local authority, most frequent first
  bool own_areas_known = false;
  bool identifiers_checked = false;        // needs ImportOptions::hash_identifiers
  std::uint64_t repeated_identifiers = 0;  // rows whose identifier already stood in the same file and month
  std::vector<std::string> gaps;           // months between first and last that no supplier, or not every one, holds
};

Quality quality(const Store& store, std::string_view dataset);

// Why rows were set aside, and what would keep them in.
struct QuarantineReason {
  std::string reason;
  std::uint64_t rows = 0;
  std::uint64_t files = 0;  // in how many files
  QuarantinedRow first;     // in file and line order; without the row itself
  std::string request;      // a sentence for the supplier: "Write every month as YYYY-MM, such as 2024-05."
};

// Most frequent first.
std::vector<QuarantineReason> quarantine_reasons(const DatasetInfo& info);

}  // namespace hallmark::data
