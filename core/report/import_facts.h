// Facts of an import as quantities: rows read, set aside, repeated. They are no queries, yet `verify` must be able to
// find them again, so each is the call of a formula on the import itself.
#pragma once

#include <string>
#include <vector>

#include "data/store.h"
#include "hallmark/plugin.h"

namespace hallmark::report {

// "import.rows"(dataset), "import.kept", "import.quarantined", "import.quarantined_because"(dataset, reason),
// "import.repeated_identifiers", "import.without_location", "import.outside_own_areas", "import.file_rows"(dataset,
// path, member), "import.blank"(dataset, column, month). `store` must outlive them.
std::vector<Formula> import_formulas(const data::Store& store);

// What data.quality(dataset) gives to scripts.
ValueMap import_quality(const data::Store& store, const std::string& dataset);

}  // namespace hallmark::report
