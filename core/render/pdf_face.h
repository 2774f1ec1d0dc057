// A face inside a PDF: a composite font whose codes are UTF-16, with the glyphs and widths of the characters in use.
// The library's own font of this kind looks up all 65,536 codes, which takes as long as laying out a long report.
#pragma once

#include <hpdf.h>

#include <vector>

namespace hallmark::render {

struct FaceCharacter {
  HPDF_UINT16 code = 0;
  HPDF_UINT16 glyph = 0;
  HPDF_INT16 width = 0;  // thousandths of the size
};

// The font that pages refer to; it has nothing in it yet.
HPDF_Dict new_face(HPDF_Doc file);

// What the font shows: its characters in the order of their codes, at least one.
void write_face(HPDF_Doc file, HPDF_Dict font, HPDF_FontDef definition, const std::vector<FaceCharacter>& characters);

}  // namespace hallmark::render
