#include "render/pdf_fonts.h"

#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/files.h"
#include "base/text.h"
#include "render/pdf_face.h"

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

// Checked here because the library leaks what it has opened when an error is thrown through it.
bool is_truetype(const std::string& path) {
  char signature[4] = {};
  std::ifstream(path, std::ios::binary).read(signature, sizeof signature);
  return std::string_view(signature, sizeof signature) == std::string_view("\0\1\0\0", 4);
}

}  // namespace

std::vector<std::string> font_files(const PdfOptions& options) {
  std::vector<std::string> paths;
  for (const FaceFile& file : face_files)
    paths.push_back(join_path(file.symbol_folder ? options.symbol_folder : options.font_folder, file.name));
  return paths;
}

std::string PdfFonts::path_of(Face face) const {
  return font_files(*options_)[static_cast<int>(face)];
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
  entry.definition = HPDF_GetFontDef(file_, name);
  entry.widths.assign(0x10000, unknown);
  entry.tried = true;
  return entry;
}

bool PdfFonts::covers(Face face, char32_t character) const {
  Loaded& entry = loaded(face);
  if (!entry.definition || character > 0xFFFF) return false;
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

HPDF_Dict PdfFonts::font(Face face) const {
  Loaded& entry = loaded(face);
  if (!entry.font) entry.font = new_face(file_);
  return entry.font;
}

void PdfFonts::write() const {
  for (const Loaded& entry : faces_) {
    if (!entry.font) continue;
    std::vector<FaceCharacter> characters;
    for (std::size_t code = 0; code < entry.widths.size(); ++code) {
      if (entry.widths[code] < 0) continue;
      const auto character = static_cast<HPDF_UINT16>(code);
      characters.push_back({character, HPDF_TTFontDef_GetGlyphid(entry.definition, character), entry.widths[code]});
    }
    write_face(file_, entry.font, entry.definition, characters);
  }
}

}  // namespace hallmark::render
