// How an error looks on the terminal:
//   error: unknown dimension “crime_typ”
//     --> templates/x/template.md:12:9
//      |
//   12 | {{ levels{by = "crime_typ"} }}
//      |                 ^^^^^^^^^
//   hint: Did you mean “crime_type”?
#pragma once

#include <string>

#include "hallmark/error.h"

namespace hallmark {

std::string render(const Diagnostic& diagnostic, bool colour);

// Fills source_line from the text of the file, for a diagnostic whose line is known.
void quote_source(Diagnostic& diagnostic, std::string_view file_text);

}  // namespace hallmark
