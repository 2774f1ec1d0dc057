// `hallmark trace`: one number of a report, back to its files.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "hallmark/plugin.h"
#include "report/ledger.h"

namespace hallmark::report {

// The number called `id` of a report; Error(ExitCode::usage) with a suggestion.
const LedgerNumber& find_number(const Ledger& ledger, std::string_view id);

// In plain words. `formulas` compute the values of the steps between; those that need whole results stay without one.
std::string trace_text(const Ledger& ledger, const LedgerNumber& number, const std::vector<Formula>& formulas);
json::value trace_json(const Ledger& ledger, const LedgerNumber& number);

// The files (indexes into the ledger's) anywhere below a node of its traces.
std::set<std::size_t> files_below(const Ledger& ledger, std::size_t root);

}  // namespace hallmark::report
