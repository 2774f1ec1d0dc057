// Streams of a PDF. They are compressed by libdeflate: libharu's zlib takes two and a half times as long.
#pragma once

#include <hpdf.h>

#include <string>
#include <string_view>

namespace hallmark::render {

// What a stream in memory holds.
std::string content_of(HPDF_Stream stream);

// Makes content all that a stream holds, compressed where the file is to be.
void fill_stream(HPDF_Doc file, HPDF_Dict stream, std::string_view content);

HPDF_Dict new_stream(HPDF_Doc file, std::string_view content);

}  // namespace hallmark::render
