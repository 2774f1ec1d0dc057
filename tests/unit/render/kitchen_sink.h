// A report with one of everything, as a partnership would circulate it; numbered and checked.
#pragma once

#include <string>

#include "hallmark/document.h"

namespace hallmark::render {

Document kitchen_sink();

// Provenance of every number of the document, in the shape html.h asks for.
std::string kitchen_sink_provenance(const Document& document);

}  // namespace hallmark::render
