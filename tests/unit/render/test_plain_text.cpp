#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "document/document.h"
#include "render/kitchen_sink.h"
#include "render/plain_table.h"
#include "render/plain_text.h"
#include "render/scan.h"
#include "render/wrap.h"
#include "source_dir.h"

namespace hallmark::render {
namespace {

Quantity count(double value) {
  return constant(value, "test", NumberFormat::count());
}

// The text after the title.
std::string body_of(Blocks blocks) {
  Document document;
  document.meta.title = "Title";
  document.blocks = std::move(blocks);
  const std::string text = plain_text(document).text;
  REQUIRE(text.starts_with("Title\n=====\n\n"));
  return text.substr(13);
}

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (const std::string_view line : split(text, '\n')) longest = std::max(longest, count_code_points(line));
  return longest;
}

}  // namespace

// Reviewed by eye. HALLMARK_UPDATE_GOLDEN=1 test_render rewrites it; read the difference before committing it.
TEST_CASE("plain text is as reviewed") {
  const std::string path = source_dir() + "/tests/golden/render/assessment.txt";
  const std::string text = plain_text(kitchen_sink()).text;
  if (std::getenv("HALLMARK_UPDATE_GOLDEN") != nullptr) disk().write_atomically(path, text);
  CHECK(disk().read(path) == text);
  CHECK(longest_line(text) <= 72);
}

TEST_CASE("lines end before the width, marks take no room and long words stay whole") {
  CHECK(wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("one  two\nthree", 72) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("see https://www.police.uk/data here", 10) ==
        std::vector<std::string>{"see", "https://www.police.uk/data", "here"});
  CHECK(wrap("\x01"
             "12\x02"
             "1,234\x03 one",
             9) == std::vector<std::string>{"\x01"
                                            "12\x02"
                                            "1,234\x03 one"});
  CHECK(wrap("−5 ½", 4) == std::vector<std::string>{"−5 ½"});
  CHECK(wrap("", 10) == std::vector<std::string>{""});
}

TEST_CASE("blocks are set for the eye") {
  CHECK(body_of(Blocks{heading(1, "Where"), heading(2, "Districts"), heading(3, "Streets")}) ==
        "Where\n=====\n\nDistricts\n---------\n\nStreets\n");
  CHECK(body_of(Blocks{{Quote{{paragraph({text("a")}), paragraph({text("b")})}}, {}}}) == "    a\n\n    b\n");
  CHECK(body_of(Blocks{{Callout{Callout::Kind::finding, "It fell", {paragraph({text("By half.")})}}, {}}}) ==
        "It fell\n\n  By half.\n");
  CHECK(body_of(Blocks{{List{true, 9, {{{paragraph({text("a")})}}, {{paragraph({text("b")})}}}}, {}}}) ==
        "9. a\n10. b\n");
  CHECK(body_of(Blocks{{List{false, 1, {{{paragraph({text("a")}), paragraph({text("b")})}}}}, {}}}) == "- a\n\n  b\n");
  CHECK(body_of(Blocks{paragraph({{Strong{{text("a")}}}, {LineBreak{}}, {Emphasis{{text("*b*")}}}})}) == "a\n*b*\n");
  CHECK(body_of(Blocks{paragraph({{Link{"https://a.b/c", {text("d")}}},
                                  text(", "),
                                  {Link{"mailto:e@f.uk", {text("e@f.uk")}}},
                                  text(", "),
                                  {Link{"#g", {text("g")}}},
                                  text(", "),
                                  {Link{"javascript:x", {text("h")}}}})}) == "d (https://a.b/c), e@f.uk, g, h\n");
}

TEST_CASE("no record can steer a reader's terminal") {
  CHECK(body_of(Blocks{paragraph({text("a\x1b[2Jb\x01"
                                       "7\x02"
                                       "c\x7f"
                                       "d\xc2\x9b"
                                       "e\rf")})}) == "a [2Jb 7 c d e f\n");
}

TEST_CASE("tables are aligned, wrapped and, where too wide, written row by row") {
  Table table;
  table.caption = "Levels";
  table.number = 3;
  table.columns = {{"Type", Column::Kind::text, "", true}, {"Count", Column::Kind::number, "incidents", false}};
  table.rows = {{cell("Burglary"), cell(count(1234))}, {cell("Arson"), {Suppressed{"fewer than five"}}}};
  table.footnotes = {"A note."};
  table.source = "police.uk";
  CHECK(body_of(Blocks{{table, {}}}) ==
        "Table 3: Levels\n\n"
        "Type      Count (incidents)\n"
        "--------  -----------------\n"
        "Burglary              1,234\n"
        "Arson                   [c]\n\n"
        "[c] withheld to protect confidentiality: fewer than five\n\n"
        "A note.\n\n"
        "Source: police.uk\n");
  CHECK(plain_table({{"Type", false}, {"Of all", true}}, {{"criminal damage and arson", "7"}}, 20) ==
        "                  Of\n"
        "Type             all\n"
        "---------------  ---\n"
        "criminal damage    7\n"
        "and arson");
  CHECK(plain_table({{"Type", false}, {"First", true}, {"Second", true}}, {{"arson", "1,000,000", "2,000,000"}}, 22) ==
        "arson\n"
        "  First: 1,000,000\n"
        "  Second: 2,000,000");
  CHECK(plain_table({}, {}, 20).empty());
}

TEST_CASE("a figure is its words") {
  Figure figure;
  figure.title = "Burglary by month";
  figure.number = 2;
  figure.alt = "Burglary fell.";
  figure.description = "From 30 to 16 a month.";
  figure.source = "police.uk";
  CHECK(body_of(Blocks{{figure, {}}}) ==
        "Figure 2: Burglary by month\n\nBurglary fell.\n\nFrom 30 to 16 a month.\n\nSource: police.uk\n");
}

TEST_CASE("numbers are found where they stand") {
  Document document;
  document.meta.title = "In 2020";
  document.blocks = {paragraph(
      {text("Of 7 themes, "), number(count(1234)), text(" fell and "), number(count(std::nan(""))), text(".")})};
  document::number(document);
  const PlainTextResult result = plain_text(document);
  const std::vector<NumberToken> tokens = number_tokens(result.text);
  REQUIRE(result.numbers.size() == 2);
  CHECK(result.numbers[0].id == "n1");
  CHECK(result.numbers[0].line == 4);
  CHECK(tokens.at(result.numbers[0].token).text == "1,234");
  CHECK(result.numbers[1].token == WrittenNumber::no_token);
}

TEST_CASE("every number of a document is written but those of charts") {
  const Document document = kitchen_sink();
  std::set<std::string> expected, written;
  document::for_each_block(document.blocks, [&](const Block& block) {
    if (std::holds_alternative<Figure>(block.node)) return;
    document::for_each_number(Document{{}, {block}},
                              [&](const Number& n, const SourceLocation&) { expected.insert(n.id); });
  });
  for (const WrittenNumber& number : plain_text(document).numbers) written.insert(number.id);
  REQUIRE(written.size() > 30);
  CHECK(written == expected);
}

}  // namespace hallmark::render
