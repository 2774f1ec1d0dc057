// Queries as text: the command line's --where and --by, and the canonical JSON of the ledger.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "hallmark/data.h"

namespace hallmark::data {

// "crime_type=Burglary,Robbery" · "outcome!=" (not blank) · "month=2020-01..2020-12" · "month>=2020-01" ·
// "month<=2020-12". A comma inside a label is written "\,". Error(ExitCode::usage) with the forms known.
Filter parse_filter(std::string_view text);

// "month,cell(250)" -> {"month", "cell(250)"}.
std::vector<std::string> parse_by(std::string_view text);

// "count", "sum(residents)", "distinct(crime_id)".
Measure parse_measure(std::string_view text);

// The text forms again, for `trace` and tables.
std::string to_text(const Filter& filter);
std::string to_text(const Measure& measure);
// "police_street_crime where month=2020-01..2020-12 by crime_type: count"
std::string to_text(const Query& query);

// Keys in fixed order, empty parts left out: equal queries give equal bytes.
json::value to_json(const Query& query);
// Error(ExitCode::input) naming the part that is no query; `file` is where it was read.
Query query_from_json(const json::value& value, const std::string& file);

}  // namespace hallmark::data
