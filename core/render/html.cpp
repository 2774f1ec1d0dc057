#include "render/html.h"

#include "base/json.h"
#include "base/text.h"
#include "document/document.h"
#include "render/html_blocks.h"
#include "render/html_text.h"

namespace hallmark::render {
namespace {

constexpr int deepest_contents_level = 2;

// White text stands on the brand colour, so it must be dark enough for it.
std::string brand_colour(const DocumentMeta& meta, const Theme& theme) {
  for (const std::string& candidate : {meta.brand_colour, theme.brand})
    if (const auto colour = chart::parse_colour(candidate); colour && chart::contrast(*colour, {255, 255, 255}) >= 4.5)
      return chart::to_hex(*colour);
  return chart::to_hex(chart::house_style().palette.front());
}

std::string head(const DocumentMeta& meta, const std::string& css, const Theme& theme, bool scripted) {
  std::string policy = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + policy_hash(css);
  if (scripted) policy += "; script-src " + policy_hash(theme.script);
  if (theme.logo.kind != Logo::Kind::none) policy += "; img-src data:";
  std::string out = fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n",
                                escape_html(meta.language.empty() ? "en-GB" : meta.language));
  out += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", policy);
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += "<meta name=\"generator\" content=\"Hallmark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n";
  if (!meta.summary.empty())
    out += fmt::format("<meta name=\"description\" content=\"{}\">\n", escape_html(meta.summary));
  out += fmt::format("<title>{}{}</title>\n", escape_html(meta.title),
                     meta.organisation.empty() ? "" : " – " + escape_html(meta.organisation));
  out += fmt::format("<style>{}</style>\n</head>\n", css);
  return out;
}

// On white above the coloured header, so that no logo has to stand on the brand colour. An SVG in an <img> runs
// nothing.
std::string logo_strip(const Logo& logo) {
  if (logo.kind == Logo::Kind::none) return {};
  return fmt::format(
      "<div class=\"logo\"><div class=\"page-width\"><img alt=\"{}\" src=\"data:image/{};base64,{}\"></div></div>\n",
      escape_html(logo.alt), logo.kind == Logo::Kind::svg ? "svg+xml" : "png", base64(logo.bytes));
}

std::string page_header(const DocumentMeta& meta, const Logo& logo) {
  std::string out = "<header>\n" + logo_strip(logo) + "<div class=\"page-header\">\n<div class=\"page-width\">\n";
  if (!meta.marking.empty()) out += fmt::format("<p class=\"marking\">{}</p>\n", escape_html(meta.marking));
  if (!meta.organisation.empty())
    out += fmt::format("<p class=\"organisation\">{}</p>\n", escape_html(meta.organisation));
  out += fmt::format("<h1>{}</h1>\n", escape_html(meta.title));
  if (!meta.subtitle.empty()) out += fmt::format("<p class=\"subtitle\">{}</p>\n", escape_html(meta.subtitle));
  if (!meta.period.empty() || !meta.date.empty()) {
    out += "<dl class=\"facts\">\n";
    if (!meta.period.empty()) out += fmt::format("<div><dt>Period</dt><dd>{}</dd></div>\n", escape_html(meta.period));
    if (!meta.date.empty()) out += fmt::format("<div><dt>Data to</dt><dd>{}</dd></div>\n", escape_html(meta.date));
    out += "</dl>\n";
  }
  out += "</div>\n</div>\n</header>\n";
  return out;
}

// Nested lists of links to sections and their first subsections.
std::string contents(const Document& document) {
  std::string list;
  int depth = 0;
  for (const auto& entry : document::outline(document)) {
    if (entry.level > deepest_contents_level || entry.anchor.empty()) continue;
    const int level = depth == 0 ? 1 : entry.level;
    if (level > depth) {
      list += "<ol>\n";
      ++depth;
    } else {
      list += "</li>\n";
      for (; depth > level; --depth) list += "</ol>\n</li>\n";
    }
    const std::string number =
        entry.number.empty() ? std::string()
                             : fmt::format("<span class=\"section-number\">{}</span> ", escape_html(entry.number));
    list += fmt::format("<li><a href=\"#{}\">{}<span>{}</span></a>", id_attribute(entry.anchor), number,
                        escape_html(entry.text));
  }
  for (; depth > 0; --depth) list += "</li>\n</ol>\n";
  if (list.empty()) return list;
  return "<nav class=\"contents\" aria-labelledby=\"hm-contents\">\n<h2 id=\"hm-contents\">Contents</h2>\n" + list +
         "</nav>\n";
}

std::string page_footer(const DocumentMeta& meta) {
  std::string out = "<footer class=\"page-footer\">\n<div class=\"page-width\">\n";
  std::vector<std::string> parts;
  for (const std::string& part : {meta.organisation, meta.title, meta.period})
    if (!part.empty()) parts.push_back(escape_html(part));
  out += fmt::format("<p>{}</p>\n", join(parts, " · "));
  if (!meta.marking.empty()) out += fmt::format("<p class=\"marking\">{}</p>\n", escape_html(meta.marking));
  out += "</div>\n</footer>\n";
  return out;
}

void check_provenance(const std::string& text) {
  try {
    const json::value value = parse_json(text, "provenance");
    if (value.is_object() && value.as_object().if_contains("numbers")) return;
  } catch (const Error& error) {
    throw Error(ExitCode::internal, std::string("The provenance of the numbers is not JSON. ") + error.what());
  }
  throw Error(ExitCode::internal, "The provenance of the numbers has no “numbers”.");
}

}  // namespace

std::string html(const Document& document, const HtmlOptions& options) {
  const DocumentMeta& meta = document.meta;
  const bool scripted = !options.provenance_json.empty();
  if (scripted) check_provenance(options.provenance_json);
  const std::string brand = brand_colour(meta, options.theme);
  const std::string css = fmt::format(":root{{--brand:{}}}\n", brand) + options.theme.css;
  chart::Style style = options.theme.chart;
  if (!meta.brand_colour.empty()) style = chart::with_brand(std::move(style), meta.brand_colour);

  std::string out = head(meta, css, options.theme, scripted);
  out +=
      "<body>\n<a class=\"skip\" href=\"#hm-main\">Skip to main content</a>\n" + page_header(meta, options.theme.logo);
  const std::string navigation = meta.form == DocumentMeta::Form::page ? std::string() : contents(document);
  out += fmt::format("<div class=\"page-width page-body{}\">\n", navigation.empty() ? " without-contents" : "");
  out += navigation + "<main id=\"hm-main\" tabindex=\"-1\">\n" + HtmlBlocks(style).sections(document.blocks);
  out += "</main>\n</div>\n" + page_footer(meta);
  if (scripted) {
    out += "<script type=\"application/json\" id=\"hm-provenance\">" + escape_json_for_script(options.provenance_json) +
           "</script>\n";
    out += "<script>" + options.theme.script + "</script>\n";
  }
  out += "</body>\n</html>\n";
  return out;
}

}  // namespace hallmark::render
