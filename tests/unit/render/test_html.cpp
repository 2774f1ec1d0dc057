#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "base/files.h"
#include "base/hash.h"
#include "base/number.h"
#include "document/document.h"
#include "render/html.h"
#include "render/html_text.h"
#include "render/kitchen_sink.h"
#include "render/scan.h"
#include "source_dir.h"

namespace hallmark::render {
namespace {

Theme shipped_theme() {
  return load_theme(disk(), source_dir() + "/templates/theme");
}

std::string rendered() {
  const Document document = kitchen_sink();
  return html(document, {shipped_theme(), kitchen_sink_provenance(document)});
}

std::size_t occurrences(const std::string& text, std::string_view wanted) {
  std::size_t found = 0;
  for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) ++found;
  return found;
}

// Everything between the first `open` and the next `close`.
std::string between(const std::string& text, std::string_view open, std::string_view close) {
  const std::size_t from = text.find(open);
  REQUIRE(from != std::string::npos);
  const std::size_t start = from + open.size();
  return text.substr(start, text.find(close, start) - start);
}

Document document_of(Blocks blocks) {
  Document document;
  document.meta.title = "Title";
  document.blocks = std::move(blocks);
  return document;
}

std::string body_of(Blocks blocks) {
  return between(html(document_of(std::move(blocks)), {}), "<main", "</main>");
}

std::vector<std::string> attribute_values(const std::string& text, const std::string& name) {
  std::vector<std::string> values;
  const std::string open = " " + name + "=\"";
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const std::size_t start = at + open.size();
    values.push_back(text.substr(start, text.find('"', start) - start));
  }
  return values;
}

}  // namespace

// HALLMARK_GALLERY=folder test_render -tc="gallery" writes the pages for a look in a browser.
TEST_CASE("gallery") {
  const char* folder = std::getenv("HALLMARK_GALLERY");
  if (folder == nullptr) return;
  disk().write_atomically(join_path(folder, "kitchen_sink.html"), rendered());
}

TEST_CASE("a report is one file that asks for nothing") {
  const std::string page = rendered();
  const std::string policy = between(page, "Content-Security-Policy\" content=\"", "\"");
  CHECK(policy.starts_with("default-src 'none'"));
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(policy.find(policy_hash(between(page, "<style>", "</style>"))) != std::string::npos);
  CHECK(policy.find(policy_hash(between(page, "<script>", "</script>"))) != std::string::npos);
  for (const char* request :
       {" src=", "@import", "url(http", "<link", "<iframe", "<img", "fetch(", " style=", "onclick="})
    CHECK_MESSAGE(page.find(request) == std::string::npos, request);
}

TEST_CASE("policy hashes are the base64 of SHA-256") {
  // The empty string's digest, as every browser console prints it.
  CHECK(policy_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  CHECK(policy_hash("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
}

TEST_CASE("a page has no contents") {
  Document document = kitchen_sink();
  REQUIRE(html(document, {}).find("class=\"contents\"") != std::string::npos);
  document.meta.form = DocumentMeta::Form::page;
  CHECK(html(document, {}).find("class=\"contents\"") == std::string::npos);
}

TEST_CASE("the frame of the page names language, title, landmarks") {
  const std::string page = rendered();
  CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
  CHECK(between(page, "<title>", "</title>") ==
        "Joint strategic assessment – South Yorkshire Community Safety Partnership");
  CHECK(occurrences(page, "<h1>") == 1);
  CHECK(occurrences(page, "<main ") == 1);
  CHECK(occurrences(page, "<nav ") == 1);
  CHECK(page.find("<a class=\"skip\" href=\"#hm-main\">") < page.find("<header"));
}

TEST_CASE("ids are unique and every link inside the page has a target") {
  const std::string page = rendered();
  const std::vector<std::string> ids = attribute_values(page, "id");
  const std::set<std::string> unique(ids.begin(), ids.end());
  CHECK(unique.size() == ids.size());
  for (const char* name : {"aria-labelledby", "aria-describedby"})
    for (const std::string& id : attribute_values(page, name)) CHECK_MESSAGE(unique.contains(id), id);
  for (const std::string& target : attribute_values(page, "href"))
    if (target.starts_with('#')) CHECK_MESSAGE(unique.contains(target.substr(1)), target);
}

TEST_CASE("heading levels never jump") {
  const std::string page = rendered();
  char before = '1';
  for (std::size_t at = page.find("<h"); at != std::string::npos; at = page.find("<h", at + 1)) {
    if (page[at + 2] < '1' || page[at + 2] > '6') continue;
    CHECK(page[at + 2] <= before + 1);
    before = page[at + 2];
  }
}

TEST_CASE("every number is an element with its id and exact value") {
  const Document document = kitchen_sink();
  const std::vector<NumberElement> elements = number_elements(html(document, {shipped_theme(), ""}));
  std::vector<std::pair<std::string, Quantity>> expected;
  document::for_each_number(document, [&](const Number& number, const SourceLocation&) {
    expected.emplace_back(number.id, number.quantity);
  });
  REQUIRE(elements.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(elements[i].id == expected[i].first);
    if (expected[i].second.available()) {
      CHECK(std::strtod(elements[i].value.c_str(), nullptr) == expected[i].second.value);
      CHECK(elements[i].text == format_number(expected[i].second));
    } else {
      CHECK(elements[i].value.empty());
      CHECK((elements[i].text == "[x]" || elements[i].text == "not available"));
    }
  }
}

TEST_CASE("tables say what they are") {
  const std::string page = rendered();
  const std::string table = between(page, "<div class=\"table\" id=\"tab:levels\">", "<h3");
  CHECK(table.find("role=\"region\"") != std::string::npos);
  CHECK(table.find(">Table 1: Recorded crime by type") != std::string::npos);
  CHECK(occurrences(table, "<th scope=\"col\"") == 5);
  CHECK(occurrences(table, "<th scope=\"row\"") == 7);
  CHECK(table.find("<span class=\"unit\">per 1,000 residents</span>") != std::string::npos);
  CHECK(table.find(">[c]</abbr>") != std::string::npos);
  CHECK(table.find("[c] withheld to protect confidentiality: fewer than five in a district") != std::string::npos);
  CHECK(occurrences(table, "too few to say</li>") == 1);
  CHECK(table.find("Source: police.uk") != std::string::npos);
}

TEST_CASE("figures have a caption, an accessible drawing and their data") {
  const std::string figure = between(rendered(), "<figure id=\"fig:control\">", "</figure>");
  CHECK(figure.find("<figcaption>Figure 3: Burglary left its usual range") != std::string::npos);
  CHECK(occurrences(figure, "role=\"img\"") == 2);
  CHECK(occurrences(figure, "Control chart of burglaries by month with limits") >= 2);
  CHECK(figure.find("<details>") != std::string::npos);
  CHECK(figure.find("<caption>") != std::string::npos);
}

TEST_CASE("hostile text stays text") {
  const std::string evil = "</script><script>alert(1)</script>\" onload='x' & <b>\x01";
  Document document = document_of({heading(1, evil),
                                   paragraph({text(evil)}),
                                   {Callout{Callout::Kind::note, evil, {}}, {}},
                                   {Code{evil, evil}, {}}});
  document.meta = {evil, evil, evil, evil, evil, "en\"><script>", evil, "red;}</style><script>", evil};
  Table table{evil,   evil, 1, {{evil, Column::Kind::text, evil, false}}, {{cell(evil)}, {{Suppressed{evil}}}},
              {evil}, evil};
  document.blocks.push_back({table, {}});
  Figure figure{evil,  evil, 1, evil, evil, BarChart{{evil}, {{evil, {constant(1, evil)}}}, {}, true, evil},
                table, evil};
  document.blocks.push_back({figure, {}});
  document.blocks.push_back(
      {Figure{
           evil, "", 2, evil, evil, LineChart{{evil, evil}, {{evil, {constant(1, "")}}, {evil, {}}}, evil}, {}, evil},
       {}});
  const std::string page = html(document, {});
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("<b>") == std::string::npos);
  CHECK(page.find('\x01') == std::string::npos);
  CHECK(page.find("onload='") == std::string::npos);
}

TEST_CASE("provenance cannot end its script element") {
  const std::string page =
      html(document_of({}), {{}, R"({"numbers":{"n1":["</script><script>alert(1)</script>",[]]}})"});
  CHECK(page.find("alert(1)</script>") == std::string::npos);
  CHECK(page.find("\\u003c/script>") != std::string::npos);
}

TEST_CASE("provenance that is not as promised is refused") {
  CHECK_THROWS_AS(html(document_of({}), {{}, "{"}), Error);
  CHECK_THROWS_AS(html(document_of({}), {{}, "[]"}), Error);
  CHECK_THROWS_AS(html(document_of({}), {{}, "{}"}), Error);
}

TEST_CASE("only safe links become links") {
  const auto link = [](std::string target) {
    return body_of({paragraph({{Link{std::move(target), {text("there")}}}})});
  };
  CHECK(link("https://www.ons.gov.uk/?a=1&b=2").find("href=\"https://www.ons.gov.uk/?a=1&amp;b=2\"") !=
        std::string::npos);
  CHECK(link("mailto:csp@example.org").find("href=") != std::string::npos);
  for (const char* target : {"javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "data:text/html,x",
                             "file:///etc/passwd", "//example.org", "vbscript:x"}) {
    CHECK_MESSAGE(link(target).find("href=") == std::string::npos, target);
    CHECK(link(target).find("there") != std::string::npos);
  }
}

TEST_CASE("a brand colour too pale for white text is not used") {
  Document document = document_of({});
  document.meta.brand_colour = "#ffee00";
  CHECK(html(document, {}).find("--brand:#206095") != std::string::npos);
  document.meta.brand_colour = "#5b0f6b";
  CHECK(html(document, {}).find("--brand:#5b0f6b") != std::string::npos);
}

TEST_CASE("the same document gives the same bytes") {
  CHECK(rendered() == rendered());
}

TEST_CASE("an empty document is still a page") {
  const std::string page = html(document_of({}), {});
  CHECK(page.find("</html>") != std::string::npos);
  CHECK(page.find("<nav") == std::string::npos);
}

TEST_CASE("a theme is refused where it could not be read") {
  const auto theme = [](std::string yaml, std::string css = "a{}") {
    MemoryFileSystem files;
    files.files = {
        {"theme/theme.yaml", std::move(yaml)}, {"theme/report.css", std::move(css)}, {"theme/report.js", ""}};
    return load_theme(files, "theme");
  };
  CHECK(theme("brand: \"#003c57\"\n").brand == "#003c57");
  CHECK_THROWS_WITH_AS(theme("brand: \"#ffee00\"\n"), doctest::Contains("too pale"), Error);
  CHECK_THROWS_WITH_AS(theme("brand: blue\n"), doctest::Contains("not a colour"), Error);
  CHECK_THROWS_AS(theme("brnad: \"#003c57\"\n"), Error);
  CHECK_THROWS_AS(theme("chart:\n  palette: [\"#fefefe\"]\n"), Error);
  CHECK_THROWS_AS(theme("chart:\n  text_size: 90\n"), Error);
  CHECK_THROWS_AS(theme("brand: \"#003c57\"\n", "</style><script>"), Error);
}

TEST_CASE("the shipped theme is the house style") {
  const Theme theme = shipped_theme();
  const chart::Style style = chart::house_style();
  CHECK(theme.chart.palette == style.palette);
  CHECK(theme.chart.sequential == style.sequential);
  CHECK(theme.brand == chart::to_hex(style.palette.front()));
}

}  // namespace hallmark::render
