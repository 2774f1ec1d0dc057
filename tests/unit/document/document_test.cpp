#include "document/document.h"

#include <doctest/doctest.h>

#include "base/diagnostic.h"
#include "base/text.h"
#include "document/markdown.h"

namespace hallmark::document {
namespace {

Document read(std::string_view text) {
  Document document;
  document.meta.title = "Title";
  document.blocks = parse_markdown(text, "x.md");
  return document;
}

Quantity count(double value) {
  return constant(value, "test", NumberFormat::count());
}

Figure bar_figure() {
  Figure figure;
  figure.title = "Levels";
  figure.alt = "It fell.";
  figure.chart = BarChart{{"a", "b"}, {{"s", {count(1), count(2)}}}, {}, true, {}};
  figure.data.columns = {{"Category", Column::Kind::text, {}, true}, {"s", Column::Kind::number, {}, false}};
  figure.data.rows = {{cell("a"), cell(count(1))}, {cell("b"), cell(count(2))}};
  return figure;
}

std::vector<std::string> sentences(const Document& document) {
  std::vector<std::string> out;
  for (const Diagnostic& problem : problems(document)) out.push_back(problem.sentence);
  return out;
}

TEST_CASE("headings are numbered to three levels") {
  Document document = read("# One\n\n## A\n\n### I\n\n#### deep\n\n## B\n\n# Two\n\n## C\n\n> # quoted\n");
  number(document);
  std::vector<std::string> numbers;
  for (const OutlineEntry& entry : outline(document)) numbers.push_back(entry.number + " " + entry.text);
  CHECK(numbers == std::vector<std::string>{"1 One", "1.1 A", "1.1.1 I", " deep", "1.2 B", "2 Two", "2.1 C"});
}

TEST_CASE("a page has no section numbers") {
  Document document = read("# A\n\n## B\n");
  document.meta.form = DocumentMeta::Form::page;
  number(document);
  CHECK(std::get<Heading>(document.blocks[1].node).number.empty());
  CHECK(std::get<Heading>(document.blocks[1].node).anchor == "b");
}

TEST_CASE("numbers count from the highest level used") {
  Document document = read("## One\n\n### A\n\n## Two\n");
  number(document);
  CHECK(outline(document)[1].number == "1.1");
  CHECK(outline(document)[2].number == "2");
}

TEST_CASE("anchors are unique, and never those of numbers and figures") {
  Document document = read(
      "# Crime & disorder\n\n# Crime, disorder\n\n# crime disorder 2\n\n# N1\n\n# Figure 3\n\n# ???\n\n# Don't\n\n> # "
      "Crime/disorder\n");
  number(document);
  std::vector<std::string> anchors;
  for_each_block(document.blocks, [&](const Block& block) {
    if (const auto* heading = std::get_if<Heading>(&block.node)) anchors.push_back(heading->anchor);
  });
  CHECK(anchors == std::vector<std::string>{"crime-disorder", "crime-disorder-2", "crime-disorder-2-2", "section-n1",
                                            "section-figure-3", "section", "dont", "crime-disorder-3"});
}

TEST_CASE("figures, tables and references are numbered in document order") {
  Document document = read(
      "See @tab:b and @fig:x.\n\nTable: A {#tab:a}\n\n|a|\n|-|\n|1|\n\n> Table: B {#tab:b}\n>\n> |a|\n> |-|\n> |1|\n\n"
      "```chart\ntype: bar\ntitle: t\nlabel: fig:x\nalt: a\ndata: {a: 1}\n```\n");
  number(document);
  CHECK(plain_text(std::get<Paragraph>(document.blocks[0].node).content) == "See Table 2 and Figure 1.");
  CHECK(std::get<Table>(document.blocks[1].node).number == 1);
}

TEST_CASE("unknown and repeated labels are all reported, with a suggestion") {
  Document document = read(
      "See @fig:trnd.\n\nAnd @tab:nil.\n\n```chart\ntype: bar\ntitle: t\nlabel: fig:trend\nalt: a\ndata: {a: "
      "1}\n```\n\n"
      "```chart\ntype: bar\ntitle: t\nlabel: fig:trend\nalt: a\ndata: {a: 1}\n```\n");
  try {
    number(document);
    FAIL("no error");
  } catch (const DocumentError& error) {
    REQUIRE(error.problems().size() == 3);
    CHECK(error.problems()[0].sentence == "The label “fig:trend” is used twice; Figure 1 has it already.");
    CHECK(error.problems()[1].sentence == "No figure or table has the label “fig:trnd”.");
    CHECK(error.problems()[1].where == SourceLocation{"x.md", 1, 0});
    CHECK(error.problems()[1].hints == std::vector<std::string>{"Did you mean “fig:trend”?"});
    CHECK(error.code() == ExitCode::configuration);
    CHECK(std::string(error.what()) == error.problems()[0].sentence);
  }
}

TEST_CASE("numbers are named in document order: text, tables, data of figures") {
  Document document;
  Table table;
  table.columns = {{"a", {}, {}, false}, {"b", {}, {}, false}};
  table.rows = {{cell(count(2)), Cell{Inlines{text("x"), {Strong{{number(count(3))}}}}}},
                {cell(count(4)), Cell{Suppressed{"c"}}}};
  document.blocks.push_back(paragraph({text("a"), {Emphasis{{number(count(1))}}}}));
  document.blocks.push_back({Quote{{{table, {}}}}, {}});
  document.blocks.push_back({List{false, 1, {{{paragraph({{Link{"#a", {number(count(5))}}}})}}}}, {}});
  document.blocks.push_back({bar_figure(), {"x.md", 9, 0}});
  document.blocks.push_back({Callout{Callout::Kind::note, "t", {paragraph({number(count(8))})}}, {}});
  number(document);
  number(document);
  std::string seen;
  for_each_number(static_cast<const Document&>(document), [&](const Number& n, const SourceLocation& where) {
    seen += fmt::format("{}={}{} ", n.id, n.quantity.value, where.line > 0 ? "@9" : "");
  });
  CHECK(seen == "n1=1 n2=2 n3=3 n4=4 n5=5 n6=1@9 n7=2@9 n8=8 ");
  for_each_number(document, [](Number& n, const SourceLocation&) { n.quantity.value += 1; });
  CHECK(std::get<Number>(std::get<Figure>(document.blocks[3].node).data.rows[0][1].content).quantity.value == 2);
}

TEST_CASE("a document in order has no problems") {
  Document document = read("# A\n\n[up](#a)\n\n## B\n\nTable: t\n\n|a|\n|-|\n|1|\n");
  document.blocks.push_back({bar_figure(), {}});
  number(document);
  CHECK(sentences(document).empty());
  check(document);
}

TEST_CASE("a figure without alt text fails at its line") {
  Document document = read("text\n\n```chart\ntype: bar\ntitle: Levels\ndata: {a: 1}\n```\n");
  number(document);
  try {
    check(document);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::configuration);
    CHECK(render(error.diagnostic(), false) ==
          "error: The figure “Levels” has no alt text.\n"
          "  --> x.md:3\n"
          "  hint: Say in one sentence what it shows, in `alt`.\n");
  }
}

TEST_CASE("every problem is reported, not only the first") {
  Document document =
      read("# A\n\n### C\n\n|a|\n|-|\n|1|\n\n```chart\ntype: bar\ndata: {a: 1}\n```\n\n[x](#nowhere)\n");
  document.meta.title.clear();
  number(document);
  CHECK(sentences(document) ==
        std::vector<std::string>{"The document has no title.", "The heading “C” is of level 3 below one of level 1.",
                                 "A table has no caption.", "A figure has no title.", "A figure has no alt text.",
                                 "Nothing in the document has the anchor “nowhere”."});
  CHECK_THROWS_AS(check(document), DocumentError);
}

TEST_CASE("rows and series have the lengths they claim") {
  Document document;
  document.meta.title = "T";
  Table table;
  table.caption = "Levels";
  table.columns.resize(2);
  table.rows = {{cell("a"), cell("b")}, {cell("a")}};
  document.blocks.push_back({table, {"x.lua", 4, 0}});
  Figure bar = bar_figure();
  std::get<BarChart>(bar.chart).categories.push_back("c");
  std::get<BarChart>(bar.chart).intervals = {{1, 2}};
  bar.data.rows[0].pop_back();
  document.blocks.push_back({bar, {}});
  Figure line = bar_figure();
  line.chart = LineChart{{"2020-01"}, {{"s", {}}}, {}};
  document.blocks.push_back({line, {}});
  Figure control = bar_figure();
  control.chart = ControlChart{{"2020-01"}, {"s", {count(1)}}, {}, {0}, {}, {false}, 2, {}};
  document.blocks.push_back({control, {}});
  Figure map = bar_figure();
  map.chart = MapChart{};
  document.blocks.push_back({map, {}});
  CHECK(sentences(document) ==
        std::vector<std::string>{"The table “Levels” has 2 columns, but its row 2 has 1 cells.",
                                 "The data of “Levels” has 2 columns, but its row 1 has 1 cells.",
                                 "The figure “Levels” has 3 categories, but its series “s” has 2 values.",
                                 "The figure “Levels” has 3 categories, but 1 intervals.",
                                 "The figure “Levels” has 1 periods, but its series “s” has 0 values.",
                                 "The figure “Levels” has 1 periods, but 1 lower limits, 0 upper limits and 1 signals.",
                                 "The figure “Levels” has 1 periods, but a baseline of 2.",
                                 "The figure “Levels” has neither boundaries nor a lattice to draw."});
}

TEST_CASE("plain text") {
  CHECK(plain_text(Inlines{text("a "),
                           {Strong{{text("b"), {Emphasis{{text("c")}}}}}},
                           {LineBreak{}},
                           {CodeSpan{"d"}},
                           number(count(1234))}) == "a bc d1,234");
  CHECK(plain_text(Cell{NotAvailable{"x"}}) == "[x]");
  CHECK(plain_text(Cell{Suppressed{"x"}}) == "[c]");
}

}  // namespace
}  // namespace hallmark::document
