// What a PDF says about itself: document information, XMP, viewer preferences.
#pragma once

#include <hpdf.h>

#include "hallmark/document.h"

namespace hallmark::render {

// No dates: the same document gives the same bytes.
void write_metadata(HPDF_Doc file, const DocumentMeta& meta);

}  // namespace hallmark::render
