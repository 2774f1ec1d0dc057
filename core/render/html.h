// A document as one self-contained, accessible HTML file: no request leaves it, and a content security policy admits
// only its own style and script, by hash.
#pragma once

#include <string>

#include "hallmark/document.h"
#include "render/theme.h"

namespace hallmark::render {

// Where every number came from, for the panel that a number opens. One JSON object, written compactly; strings are what
// the reader sees. Numbers that are missing from it simply open no panel.
//
//   {
//     "files":   [["data/2020-07-street.csv", "9f2c… 64 hexadecimal digits"], …],
//     "queries": [{"dataset": "police_street_crime",
//                  "where":   ["month is 2020-10 to 2021-09", "crime_type is Burglary"],
//                  "by":      ["local_authority"],
//                  "measure": "count",
//                  "files":   [0, 1, 2]},                  // indexes into files
//                 …],
//     "numbers": {"n47": ["(a − b) ÷ b",                   // the formula in words; "" for one query or constant
//                         [["a", 0, ["Barnsley"], 1234],   // name in the formula ("" if alone), index into queries,
//                          ["b", 1, ["Barnsley"], 1301]],  //   the group's labels ([] = whole result), source rows
//                         [["c", "245199", "ONS mid-2020 population"]],   // constants: name, value, source
//                         [4]],                            // files of facts that are no query, indexes into files
//                 …}
//   }
//
// "numbers" is required; the others may be absent where nothing refers to them. The third and fourth element of a
// number may be left out.
struct HtmlOptions {
  Theme theme;
  std::string provenance_json;  // as above; empty: numbers are plain text
};

// Numbers are <data class="number" id="n47" value="1234">1,234</data>, the value being the shortest decimal that reads
// back as the same double; when not available it is "" and a table shows [x]. Throws Error(ExitCode::internal) if
// provenance_json is not JSON.
std::string html(const Document& document, const HtmlOptions& options);

}  // namespace hallmark::render
