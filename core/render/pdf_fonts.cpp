#include "render/pdf_fonts.h"

#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/files.h"
#include "base/text.h"

namespace hallmark::render {
namespace {

constexpr std::int16_t unknown = -1, absent = -2, unmeasured = -3;

struct FaceFile {
  const char* name;
  bool symbol_folder;
  const char* package;
};
constexpr FaceFile face_files[face_count] = {
    {"OpenSans-Regular.ttf", false, "fonts-open-sans"}, {"OpenSans-Semibold.ttf", false, "fonts-open-sans"},
    {"OpenSans-Italic.ttf", false, "fonts-open-sans"},  {"OpenSans-SemiboldItalic.ttf", false, "fonts-open-sans"},
    {"DejaVuSansMono.ttf", true, "fonts-dejavu-core"},  {"DejaVuSans.ttf", true, "fonts-dejavu-core"},
};

// The library's own ToUnicode map has an operator that readers refuse. Character codes are UTF-16, so identity is true.
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

void replace_to_unicode(HPDF_Font font) {
  const auto* attributes = static_cast<HPDF_FontAttr>(font->attr);
  HPDF_Stream stream = attributes->cmap_stream->stream;
  HPDF_MemStream_FreeData(stream);
  const std::string map = identity_to_unicode();
  HPDF_Stream_Write(stream, reinterpret_cast<const HPDF_BYTE*>(map.data()), static_cast<HPDF_UINT>(map.size()));
}

// Checked here because the library leaks what it has opened when an error is thrown through it.
bool is_truetype(const std::string& path) {
  char signature[4] = {};
  std::ifstream(path, std::ios::binary).read(signature, sizeof signature);
  return std::string_view(signature, sizeof signature) == std::string_view("\0\1\0\0", 4);
}

}  // namespace

std::string PdfFonts::path_of(Face face) const {
  const FaceFile& file = face_files[static_cast<int>(face)];
  return join_path(file.symbol_folder ? options_->symbol_folder : options_->font_folder, file.name);
}

PdfFonts::Loaded& PdfFonts::loaded(Face face) const {
  Loaded& entry = faces_[static_cast<int>(face)];
  if (entry.tried) return entry;
  const std::string path = path_of(face);
  const FaceFile& file = face_files[static_cast<int>(face)];
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    entry.tried = true;
    if (face == Face::symbols) return entry;
    entry.tried = false;
    throw Error(ExitCode::configuration, fmt::format("The font {} that PDF output needs is not installed.", path),
                {fmt::format("Install it with: sudo apt-get install {}", file.package)});
  }
  if (!is_truetype(path)) {
    throw Error(ExitCode::configuration, fmt::format("The file {} is not a TrueType font.", path),
                {fmt::format("Install it again with: sudo apt-get install --reinstall {}", file.package)});
  }
  const char* name = HPDF_LoadTTFontFromFile(file_, path.c_str(), HPDF_TRUE);
  entry.font = HPDF_GetFont(file_, name, "UTF-8");
  entry.definition = static_cast<HPDF_FontAttr>(entry.font->attr)->fontdef;
  entry.widths.assign(0x10000, unknown);
  replace_to_unicode(entry.font);
  entry.tried = true;
  return entry;
}

bool PdfFonts::covers(Face face, char32_t character) const {
  Loaded& entry = loaded(face);
  if (!entry.font || character > 0xFFFF) return false;
  std::int16_t& width = entry.widths[character];
  if (width == unknown)
    width = HPDF_TTFontDef_GetGlyphid(entry.definition, static_cast<HPDF_UINT16>(character)) ? unmeasured : absent;
  return width != absent;
}

// Measuring marks the glyph as used, which puts it into the embedded subset.
int PdfFonts::advance(Face face, char32_t character) const {
  Loaded& entry = loaded(face);
  std::int16_t& width = entry.widths[character];
  if (width < 0) width = HPDF_TTFontDef_GetCharWidth(entry.definition, static_cast<HPDF_UINT16>(character));
  return width;
}

}  // namespace hallmark::render
