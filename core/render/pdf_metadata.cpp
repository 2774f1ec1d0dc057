#include "render/pdf_metadata.h"

#include <string>
#include <string_view>

#include "base/text.h"

namespace hallmark::render {
namespace {

constexpr const char* producer = "Hallmark";

// For XML: well-formed, without the control characters that XML forbids.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c < 0x20)
      out += ' ';
    else if (c == 0xFFFE || c == 0xFFFF)
      append_utf8(out, 0xFFFD);
    else
      append_utf8(out, c);
  }
  return out;
}

// For information strings, which the library encodes two bytes a character.
std::string narrowed(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    append_utf8(out, c < 0x20 ? U' ' : c > 0xFFFF ? char32_t{0xFFFD} : c);
  }
  return out;
}

std::string xmp(const DocumentMeta& meta) {
  const auto alternatives = [](std::string_view name, const std::string& text) {
    if (text.empty()) return std::string();
    return fmt::format("<dc:{0}><rdf:Alt><rdf:li xml:lang=\"x-default\">{1}</rdf:li></rdf:Alt></dc:{0}>\n", name,
                       escaped(text));
  };
  std::string out =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
      "<dc:format>application/pdf</dc:format>\n";
  out += alternatives("title", meta.title);
  out += alternatives("description", meta.summary);
  if (!meta.organisation.empty())
    out += fmt::format("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n", escaped(meta.organisation));
  out += fmt::format("<dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\n", escaped(meta.language));
  out += fmt::format("<xmp:CreatorTool>{0}</xmp:CreatorTool>\n<pdf:Producer>{0}</pdf:Producer>\n", producer);
  out += "</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
  return out;
}

}  // namespace

void write_metadata(HPDF_Doc file, const DocumentMeta& meta) {
  const auto inform = [&](HPDF_InfoType type, const std::string& text) {
    if (!text.empty()) HPDF_SetInfoAttr(file, type, narrowed(text).c_str());
  };
  inform(HPDF_INFO_TITLE, meta.title);
  inform(HPDF_INFO_AUTHOR, meta.organisation);
  inform(HPDF_INFO_SUBJECT, meta.summary.empty() ? meta.subtitle : meta.summary);
  inform(HPDF_INFO_CREATOR, producer);
  inform(HPDF_INFO_PRODUCER, producer);

  HPDF_Dict preferences = HPDF_Dict_New(file->mmgr);
  HPDF_Dict_Add(file->catalog, "ViewerPreferences", preferences);
  HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);

  HPDF_Dict metadata = HPDF_DictStream_New(file->mmgr, file->xref);
  HPDF_Dict_Add(file->catalog, "Metadata", metadata);
  HPDF_Dict_AddName(metadata, "Type", "Metadata");
  HPDF_Dict_AddName(metadata, "Subtype", "XML");
  HPDF_Stream_WriteStr(metadata->stream, xmp(meta).c_str());
}

}  // namespace hallmark::render
