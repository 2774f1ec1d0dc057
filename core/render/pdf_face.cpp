#include "render/pdf_face.h"

#include <string>

#include "base/text.h"
#include "render/pdf_stream.h"

namespace hallmark::render {
namespace {

HPDF_Dict new_dict(HPDF_Doc file) {
  HPDF_Dict dict = HPDF_Dict_New(file->mmgr);
  HPDF_Xref_Add(file->xref, dict);
  return dict;
}

// Character codes are UTF-16, so that identity is true.
std::string identity_to_unicode() {
  std::string map =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  // A range may not cross the first byte, and a section holds at most a hundred.
  for (int high = 0; high < 256; ++high) {
    if (high % 64 == 0) map += "64 beginbfrange\n";
    map += fmt::format("<{0:02X}00> <{0:02X}FF> <{0:02X}00>\n", high);
    if (high % 64 == 63) map += "endbfrange\n";
  }
  map += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
  return map;
}

// Two bytes a code, up to the last in use.
std::string glyphs_by_code(const std::vector<FaceCharacter>& characters) {
  std::string map((characters.back().code + std::size_t{1}) * 2, '\0');
  for (const FaceCharacter& character : characters) {
    map[character.code * std::size_t{2}] = static_cast<char>(character.glyph >> 8);
    map[character.code * std::size_t{2} + 1] = static_cast<char>(character.glyph & 0xFF);
  }
  return map;
}

// Each run of codes in sequence as its first code and a list of widths.
HPDF_Array widths_by_code(HPDF_Doc file, const std::vector<FaceCharacter>& characters) {
  HPDF_Array widths = HPDF_Array_New(file->mmgr), run = nullptr;
  int expected = -1;
  for (const FaceCharacter& character : characters) {
    if (character.code != expected) {
      HPDF_Array_AddNumber(widths, character.code);
      run = HPDF_Array_New(file->mmgr);
      HPDF_Array_Add(widths, run);
    }
    HPDF_Array_AddNumber(run, character.width);
    expected = character.code + 1;
  }
  return widths;
}

HPDF_Dict describe(HPDF_Doc file, HPDF_FontDef definition) {
  const auto* attributes = static_cast<HPDF_TTFontDefAttr>(definition->attr);
  HPDF_Dict program = HPDF_DictStream_New(file->mmgr, file->xref);
  HPDF_TTFontDef_SaveFontData(definition, program->stream);
  HPDF_Dict_AddNumber(program, "Length1", static_cast<HPDF_INT32>(attributes->length1));
  fill_stream(file, program, content_of(program->stream));

  HPDF_Dict descriptor = new_dict(file);
  HPDF_Dict_AddName(descriptor, "Type", "FontDescriptor");
  HPDF_Dict_AddName(descriptor, "FontName", attributes->base_font);
  HPDF_Dict_AddNumber(descriptor, "Flags", static_cast<HPDF_INT32>(definition->flags));
  HPDF_Dict_Add(descriptor, "FontBBox", HPDF_Box_Array_New(file->mmgr, definition->font_bbox));
  HPDF_Dict_AddNumber(descriptor, "ItalicAngle", definition->italic_angle);
  HPDF_Dict_AddNumber(descriptor, "Ascent", definition->ascent);
  HPDF_Dict_AddNumber(descriptor, "Descent", definition->descent);
  HPDF_Dict_AddNumber(descriptor, "CapHeight", definition->cap_height);
  HPDF_Dict_AddNumber(descriptor, "XHeight", definition->x_height);
  HPDF_Dict_AddNumber(descriptor, "StemV", definition->stemv);
  HPDF_Dict_Add(descriptor, "FontFile2", program);
  return descriptor;
}

}  // namespace

HPDF_Dict new_face(HPDF_Doc file) {
  HPDF_Dict font = new_dict(file);
  HPDF_Dict_AddName(font, "Type", "Font");
  HPDF_Dict_AddName(font, "Subtype", "Type0");
  HPDF_Dict_AddName(font, "Encoding", "Identity-H");
  return font;
}

void write_face(HPDF_Doc file, HPDF_Dict font, HPDF_FontDef definition, const std::vector<FaceCharacter>& characters) {
  const char* name = static_cast<HPDF_TTFontDefAttr>(definition->attr)->base_font;
  HPDF_Dict descendant = new_dict(file);
  HPDF_Dict_AddName(descendant, "Type", "Font");
  HPDF_Dict_AddName(descendant, "Subtype", "CIDFontType2");
  HPDF_Dict_AddName(descendant, "BaseFont", name);
  HPDF_Dict system = HPDF_Dict_New(file->mmgr);
  HPDF_Dict_Add(descendant, "CIDSystemInfo", system);
  HPDF_Dict_Add(system, "Registry", HPDF_String_New(file->mmgr, "Adobe", nullptr));
  HPDF_Dict_Add(system, "Ordering", HPDF_String_New(file->mmgr, "Identity", nullptr));
  HPDF_Dict_AddNumber(system, "Supplement", 0);
  HPDF_Dict_Add(descendant, "W", widths_by_code(file, characters));
  HPDF_Dict_Add(descendant, "CIDToGIDMap", new_stream(file, glyphs_by_code(characters)));
  HPDF_Dict_Add(descendant, "FontDescriptor", describe(file, definition));

  HPDF_Array descendants = HPDF_Array_New(file->mmgr);
  HPDF_Array_Add(descendants, descendant);
  HPDF_Dict_AddName(font, "BaseFont", name);
  HPDF_Dict_Add(font, "DescendantFonts", descendants);
  HPDF_Dict_Add(font, "ToUnicode", new_stream(file, identity_to_unicode()));
}

}  // namespace hallmark::render
