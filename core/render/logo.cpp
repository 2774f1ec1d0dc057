#include "render/logo.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "base/text.h"

namespace hallmark::render {

namespace {

constexpr int deepest = 64, most_elements = 20'000;

constexpr std::array<std::string_view, 23> allowed_elements = {
    "svg",      "g",       "path",     "rect",  "circle",         "ellipse", "line",
    "polyline", "polygon", "text",     "tspan", "linearGradient", "stop",    "defs",
    "title",    "desc",    "clipPath", "mask",  "radialGradient", "use",     "symbol",
    "metadata", "switch"};

[[noreturn]] void refuse(const std::string& path, int line, std::string sentence, std::string hint) {
  throw Error(ExitCode::configuration, std::move(sentence), {std::move(hint)}, {path, line, 0});
}

struct SvgCheck {
  const std::string& path;
  XML_Parser parser = nullptr;
  int depth = 0, elements = 0;
  std::string fault, hint;  // the first; the parser is stopped

  void stop(std::string sentence, std::string what_to_do) {
    if (!fault.empty()) return;
    fault = std::move(sentence);
    hint = std::move(what_to_do);
    XML_StopParser(parser, XML_FALSE);
  }

  // "url(#a)" is fine, "url(https://…)" is not.
  static bool reaches_out(std::string_view value) {
    const std::string lower = to_lower(value);
    for (std::size_t at = 0; (at = lower.find("url(", at)) != std::string::npos; at += 4) {
      const std::size_t target = lower.find_first_not_of(" \t\n\r'\"", at + 4);
      if (target == std::string::npos || lower[target] != '#') return true;
    }
    return lower.find("javascript:") != std::string::npos || lower.find("data:") != std::string::npos ||
           lower.find("@import") != std::string::npos || lower.find('\\') != std::string::npos;
  }

  void element(std::string_view name, const char** attributes) {
    const std::string_view local = name.substr(name.rfind(':') == std::string_view::npos ? 0 : name.rfind(':') + 1);
    if (++elements == 1 && local != "svg")
      return stop("This file is no SVG: its first element is “" + std::string(name) + "”.",
                  "Export the logo as SVG or PNG.");
    if (elements > most_elements || ++depth > deepest)
      return stop("This drawing has more parts than a logo needs.", "Simplify it, or give a PNG.");
    if (local != name || std::find(allowed_elements.begin(), allowed_elements.end(), name) == allowed_elements.end())
      return stop(fmt::format("A logo may not hold a <{}>.", name),
                  "Export it as plain SVG of shapes only, or give a PNG.");
    for (; attributes[0] != nullptr; attributes += 2) attribute(attributes[0], attributes[1]);
  }

  void attribute(std::string_view name, std::string_view value) {
    const std::string lower = to_lower(name);
    const bool link = lower == "href" || lower == "xlink:href" || lower == "src";
    if (lower.starts_with("on"))
      stop(fmt::format("A logo may not act: it has an “{}”.", name), "Export it as plain SVG, or give a PNG.");
    else if (!lower.starts_with("xmlns") && ((link && !value.starts_with('#')) || reaches_out(value)))
      stop(fmt::format("A logo may not fetch or carry anything: its “{}” does.", name),
           "Turn pictures and fonts into shapes, or give a PNG.");
  }
};

void XMLCALL on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
  static_cast<SvgCheck*>(data)->element(name, attributes);
}
void XMLCALL on_end(void* data, const XML_Char*) {
  --static_cast<SvgCheck*>(data)->depth;
}
void XMLCALL on_instruction(void* data, const XML_Char* target, const XML_Char*) {
  static_cast<SvgCheck*>(data)->stop(fmt::format("A logo may not hold an instruction (“{}”).", target),
                                     "Export it as plain SVG, or give a PNG.");
}
void XMLCALL on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  static_cast<SvgCheck*>(data)->stop("A logo may not declare a document type, which can hide entities.",
                                     "Delete the <!DOCTYPE …> line.");
}

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

}  // namespace

void check_svg(std::string_view bytes, const std::string& path) {
  if (bytes.size() > largest_svg)
    refuse(path, 0, fmt::format("This logo is larger than {} KiB.", largest_svg >> 10), "Simplify it, or give a PNG.");
  SvgCheck check{path, nullptr, 0, 0, {}, {}};
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"), XML_ParserFree);
  check.parser = parser.get();
  XML_SetUserData(parser.get(), &check);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetProcessingInstructionHandler(parser.get(), on_instruction);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  const bool read = XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), XML_TRUE) == XML_STATUS_OK;
  const auto line = static_cast<int>(XML_GetCurrentLineNumber(parser.get()));
  if (!check.fault.empty()) refuse(path, line, check.fault, check.hint);
  if (!read)
    refuse(path, line, fmt::format("This SVG cannot be read: {}.", XML_ErrorString(XML_GetErrorCode(parser.get()))),
           "Export the logo again.");
}

void check_png(std::string_view bytes, const std::string& path, Logo& logo) {
  using namespace std::string_view_literals;
  constexpr std::size_t chunk_frame = 12, header = 13;
  if (bytes.size() > largest_png)
    refuse(path, 0, fmt::format("This logo is larger than {} MiB.", largest_png >> 20), "Save it smaller.");
  if (!bytes.starts_with("\x89PNG\r\n\x1a\n"sv) || bytes.size() < 8 + chunk_frame + header ||
      bytes.substr(12, 4) != "IHDR")
    refuse(path, 0, "This file is no PNG.", "Export the logo as SVG or PNG.");
  const std::uint32_t width = big_endian(bytes, 16), height = big_endian(bytes, 20);
  if (width == 0 || height == 0 || width > widest_png || height > widest_png)
    refuse(path, 0, fmt::format("This logo is {} × {} pixels.", width, height),
           fmt::format("Save it with 1 to {} pixels either way.", widest_png));
  if (bytes[28] != 0) refuse(path, 0, "This PNG is interlaced.", "Save it without interlacing.");
  std::size_t at = 8;
  std::string_view kind;
  while (kind != "IEND" && at + chunk_frame <= bytes.size()) {
    kind = bytes.substr(at + 4, 4);
    at += chunk_frame + big_endian(bytes, at);
  }
  if (kind != "IEND" || at != bytes.size())
    refuse(path, 0, "This PNG is cut short or has more after its end.", "Export the logo again.");
  logo.width = static_cast<int>(width);
  logo.height = static_cast<int>(height);
}

}  // namespace hallmark::render
