// What `hallmark check` says of a workspace's records: what was read, set aside and why, and which months are held.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "data/store.h"
#include "hallmark/data.h"
#include "report/initiatives.h"
#include "report/workspace.h"

namespace hallmark::report {

// Years down, months across, one grid for each supplier: rows held, "GAP" for a month missing between the first and the
// last month held, "." for months outside that span.
std::string coverage_grid(const Coverage& coverage);

// Everything for a reader; `quarantine` are the files written.
std::string check_text(const data::Store& store, const std::vector<std::string>& quarantine);

// The same for scripts.
json::value check_json(const data::Store& store, const std::vector<Initiative>& initiatives,
                       const std::vector<std::string>& quarantine);

}  // namespace hallmark::report
