#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>

#include "base/files.h"
#include "base/number.h"
#include "document/document.h"
#include "render/kitchen_sink.h"
#include "render/markdown.h"
#include "render/scan.h"
#include "source_dir.h"

namespace hallmark::render {
namespace {

MarkdownOptions options() {
  return {"assessment", chart::house_style(), {}};
}

Quantity count(double value) {
  return constant(value, "test", NumberFormat::count());
}

// The text after the title.
std::string body_of(Blocks blocks) {
  Document document;
  document.meta.title = "Title";
  document.blocks = std::move(blocks);
  const std::string text = markdown(document, options()).text;
  REQUIRE(text.starts_with("# Title\n\n"));
  return text.substr(9);
}

std::string body_of(std::string words) {
  return body_of(Blocks{paragraph({text(std::move(words))})});
}

}  // namespace

TEST_CASE("gallery of Markdown") {
  const char* folder = std::getenv("HALLMARK_GALLERY");
  if (folder == nullptr) return;
  const MarkdownResult result = markdown(kitchen_sink(), options());
  disk().write_atomically(join_path(folder, "assessment.md"), result.text);
  disk().make_folders(join_path(folder, "assessment_files"));
  for (const auto& [name, bytes] : result.images)
    disk().write_atomically(join_path(join_path(folder, "assessment_files"), name), bytes);
}

// Reviewed by eye. HALLMARK_UPDATE_GOLDEN=1 test_render rewrites them; read the difference before committing it.
TEST_CASE("Markdown and its images are as reviewed") {
  const std::string folder = source_dir() + "/tests/golden/render";
  const MarkdownResult result = markdown(kitchen_sink(), options());
  const auto compare = [&](const std::string& name, const std::string& text) {
    const std::string path = join_path(folder, name);
    if (std::getenv("HALLMARK_UPDATE_GOLDEN") != nullptr) disk().write_atomically(path, text);
    CHECK_MESSAGE(disk().read(path) == text, path);
  };
  compare("assessment.md", result.text);
  compare("bar_chart.svg", result.images.at("figure-2.svg"));
}

TEST_CASE("text that looks like markup stays text") {
  CHECK(body_of("a *b* _c_ `d` [e](f) <g> ~h~ | \\ & $") ==
        "a \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) \\<g\\> \\~h\\~ \\| \\\\ \\& \\$\n");
  CHECK(body_of("# no heading") == "\\# no heading\n");
  CHECK(body_of("- no list") == "\\- no list\n");
  CHECK(body_of("+ no list") == "\\+ no list\n");
  CHECK(body_of("12. no list") == "12\\. no list\n");
  CHECK(body_of("12) no list") == "12\\) no list\n");
  CHECK(body_of("---") == "\\---\n");
  CHECK(body_of("===") == "\\===\n");
  CHECK(body_of("12.5 is a number") == "12.5 is a number\n");
  CHECK(body_of("one\ntwo\x01three") == "one two three\n");
}

TEST_CASE("blocks become CommonMark") {
  CHECK(body_of(Blocks{heading(1, "Where"), heading(2, "Districts")}) == "## Where\n\n### Districts\n");
  CHECK(body_of(Blocks{{Quote{{paragraph({text("a")}), paragraph({text("b")})}}, {}}}) == "> a\n>\n> b\n");
  CHECK(body_of(Blocks{{Callout{Callout::Kind::finding, "It fell", {paragraph({text("By half.")})}}, {}}}) ==
        "> [!finding] It fell\n> By half.\n");
  CHECK(body_of(Blocks{{List{true, 9, {{{paragraph({text("a")})}}, {{paragraph({text("b")})}}}}, {}}}) ==
        "9. a\n10. b\n");
  CHECK(body_of(Blocks{
            {List{false, 1, {{{paragraph({text("a")}), {List{false, 1, {{{paragraph({text("b")})}}}}, {}}}}}}, {}}}) ==
        "- a\n\n  - b\n");
  CHECK(body_of(Blocks{{Code{"sh", "a ``` b\n"}, {}}}) == "````sh\na ``` b\n````\n");
  CHECK(body_of(Blocks{paragraph({{CodeSpan{"a`b"}}})}) == "``a`b``\n");
  CHECK(body_of(Blocks{paragraph({{Link{"javascript:x", {text("a")}}}, {Link{"https://a.b/(c)", {text("d")}}}})}) ==
        "a[d](<https://a.b/(c)>)\n");
}

TEST_CASE("tables are pipe tables whose cells cannot break out") {
  Table table;
  table.caption = "Levels";
  table.number = 3;
  table.columns = {{"Type | kind", Column::Kind::text, "", true}, {"Count", Column::Kind::number, "incidents", false}};
  table.rows = {{cell("a | b\nc"), cell(count(1234))},
                {{Inlines{{CodeSpan{"x|y"}}, {LineBreak{}}, text("z")}}, {Suppressed{"fewer than five"}}}};
  table.footnotes = {"A note."};
  table.source = "police.uk";
  CHECK(body_of(Blocks{{table, {}}}) ==
        "**Table 3: Levels**\n\n"
        "| Type \\| kind | Count (incidents) |\n"
        "| --- | ---: |\n"
        "| a \\| b c | 1,234 |\n"
        "| `x\\|y`<br>z | \\[c\\] |\n\n"
        "\\[c\\] withheld to protect confidentiality: fewer than five\n\n"
        "A note.\n\n"
        "Source: police.uk\n");
}

TEST_CASE("figures are images beside the text, with their data") {
  const MarkdownResult result = markdown(kitchen_sink(), options());
  CHECK(result.images.size() == 7);
  for (const auto& [name, bytes] : result.images) {
    CHECK(bytes.starts_with("<?xml"));
    CHECK(result.text.find("](<assessment_files/" + name + ">)") != std::string::npos);
  }
  CHECK(result.text.find("<summary>Data of figure 3</summary>") != std::string::npos);
}

TEST_CASE("links inside the document have targets") {
  const std::string text = markdown(kitchen_sink(), options()).text;
  CHECK(text.find("[Figure 1](<#fig:trend>)") != std::string::npos);
  CHECK(text.find("<a id=\"fig:trend\"></a>") != std::string::npos);
  CHECK(text.find("<a id=\"fig:control\"></a>") == std::string::npos);  // nothing links there
}

TEST_CASE("every number is recorded where it stands") {
  const Document document = kitchen_sink();
  const MarkdownResult result = markdown(document, options());
  const std::vector<NumberToken> tokens = number_tokens(result.text);
  std::vector<std::pair<std::string, std::string>> expected;
  std::vector<std::pair<std::string, std::string>> recorded;
  document::for_each_number(document, [&](const Number& number, const SourceLocation&) {
    expected.emplace_back(number.id, format_number(number.quantity));
  });
  for (const WrittenNumber& number : result.numbers) {
    recorded.emplace_back(number.id, number.text);
    if (number.token == WrittenNumber::no_token) continue;
    REQUIRE(number.token < tokens.size());
    CHECK(tokens[number.token].text == number.text);
    CHECK(tokens[number.token].line == number.line);
  }
  CHECK(recorded == expected);
  CHECK(result.text.find('\x01') == std::string::npos);
  CHECK(result.text.find('\x02') == std::string::npos);
}

TEST_CASE("numbers at awkward places are still found") {
  Document document;
  document.meta.title = "Title";
  const Quantity change = constant(0.125, "test", NumberFormat::percent(1, true));
  document.blocks = {paragraph({number(count(12)), text(". Then")}),
                     paragraph({number(change), text(" more")}),
                     paragraph({text("(2020-"), number(count(-7)), text("–"), number(count(9)), text(")")}),
                     {Quote{{{List{false, 1, {{{paragraph({number(count(1000)), text("%")})}}}}, {}}}}, {}}};
  document::number(document);
  const MarkdownResult result = markdown(document, options());
  CHECK(result.text == "# Title\n\n12\\. Then\n\n+12.5% more\n\n(2020-−7–9)\n\n> - 1,000%\n");
  REQUIRE(result.numbers.size() == 5);
  const std::vector<NumberToken> tokens = number_tokens(result.text);
  for (const WrittenNumber& number : result.numbers) {
    REQUIRE(number.token < tokens.size());
    CHECK(tokens[number.token].text == number.text);
  }
  CHECK(result.numbers[1].text == "+12.5%");
  CHECK(result.numbers[4].line == 9);
}

TEST_CASE("the same document gives the same Markdown") {
  CHECK(markdown(kitchen_sink(), options()).text == markdown(kitchen_sink(), options()).text);
}

}  // namespace hallmark::render
