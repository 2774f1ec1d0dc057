// Where every number of a report came from, as render/html.h wants it for the panel a number opens.
#pragma once

#include <string>
#include <vector>

#include "report/ledger.h"

namespace hallmark::report {

std::string provenance_json(const Ledger& ledger);

// The files (indexes into ledger.files) that records of a query can stand in: those of its dataset, without the ones
// whose name states a month the query leaves out. Sorted.
std::vector<std::size_t> files_of(const Ledger& ledger, const Query& query);

}  // namespace hallmark::report
