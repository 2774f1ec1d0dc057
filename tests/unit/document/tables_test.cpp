#include <doctest/doctest.h>

#include "base/diagnostic.h"
#include "base/text.h"
#include "document/document.h"
#include "document/markdown.h"

namespace hallmark::document {
namespace {

template <class Node>
Node only(const Blocks& blocks) {
  REQUIRE(blocks.size() == 1);
  const Node* node = std::get_if<Node>(&blocks.front().node);
  REQUIRE(node != nullptr);
  return *node;
}

Table table_of(std::string_view text) {
  return only<Table>(parse_markdown(text, "x.md"));
}
Figure figure_of(std::string_view text) {
  return only<Figure>(parse_markdown(text, "x.md"));
}

Error error_of(std::string_view text) {
  try {
    parse_markdown(text, "x.md");
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error");
  throw std::logic_error("unreachable");
}

std::vector<std::string> row(const Table& table, std::size_t i) {
  std::vector<std::string> out;
  for (const Cell& cell : table.rows.at(i)) out.push_back(plain_text(cell));
  return out;
}

using Texts = std::vector<std::string>;

TEST_CASE("a pipe table with its caption above") {
  const Table table = table_of(
      "Table: Recorded crime {#tab:levels}\n\n| Area | *Count* |\n|:--|--:|\n| Barnsley | 12 |\n| A\\|B | `x` |\n");
  CHECK(table.caption == "Recorded crime");
  CHECK(table.label == "tab:levels");
  REQUIRE(table.columns.size() == 2);
  CHECK(table.columns[0].heading == "Area");
  CHECK(table.columns[0].row_header);
  CHECK(table.columns[0].kind == Column::Kind::text);
  CHECK(table.columns[1].heading == "Count");
  CHECK(table.columns[1].kind == Column::Kind::number);
  CHECK(row(table, 0) == Texts{"Barnsley", "12"});
  CHECK(row(table, 1) == Texts{"A|B", "x"});
}

TEST_CASE("a caption may stand below, or directly at the table") {
  CHECK(table_of("| a |\n|---|\n| 1 |\n\nTable: Below").caption == "Below");
  CHECK(table_of("| a |\n|---|\n| 1 |\nTable: Below").caption == "Below");
  CHECK(table_of("Table: Above\n| a |\n|---|\n| 1 |").caption == "Above");
  CHECK(table_of("a | b\n--|--\n1 | 2\n\nTable: *Words* 'here'").caption == "Words ‘here’");
  const Blocks two = parse_markdown("Table: A\n\n|a|\n|-|\n|1|\n\nTable: B\n\n|b|\n|-|\n|2|", "x.md");
  REQUIRE(two.size() == 2);
  CHECK(std::get<Table>(two[0].node).caption == "A");
  CHECK(std::get<Table>(two[1].node).caption == "B");
  const Blocks alone = parse_markdown("Table: nothing near\n\ntext", "x.md");
  CHECK(alone.size() == 2);
}

TEST_CASE("tables stand in quotes and lists") {
  const Blocks quote = parse_markdown("> | a | b |\n> |---|---|\n> | 1 | 2 |", "x.md");
  CHECK(row(std::get<Table>(std::get<Quote>(quote[0].node).content.at(0).node), 0) == Texts{"1", "2"});
  const Blocks list = parse_markdown("- | a | b |\n  |---|---|\n  | 1 | 2 |", "x.md");
  CHECK(row(std::get<Table>(std::get<List>(list[0].node).items[0].content.at(0).node), 0) == Texts{"1", "2"});
}

TEST_CASE("what only looks like a table is text") {
  for (const char* text : {"a | b\nc | d", "| a |", "a\n---", "x --|-- y", "a | b\n- | c"}) {
    CAPTURE(text);
    for (const Block& block : parse_markdown(text, "x.md")) CHECK_FALSE(std::holds_alternative<Table>(block.node));
  }
}

TEST_CASE("cells hold what would begin a block, literally") {
  const Table table =
      table_of("| a |\n|---|\n| # x |\n| - x |\n| - |\n| 1. x |\n| > x |\n|  |\n| [q]: http://a.uk |\n| --- |");
  REQUIRE(table.rows.size() == 8);
  CHECK(row(table, 0) == Texts{"# x"});
  CHECK(row(table, 1) == Texts{"- x"});
  CHECK(row(table, 2) == Texts{"-"});
  CHECK(row(table, 3) == Texts{"1. x"});
  CHECK(row(table, 5) == Texts{""});
}

TEST_CASE("words and figures read without Markdown are what Markdown makes of them") {
  // Every text of up to four of these characters, beside itself with an escaped mark, which Markdown has to read.
  constexpr std::string_view characters = "1a ,.-+%";
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; texts[i].size() < 4; ++i)
    for (const char c : characters) texts.push_back(texts[i] + c);
  std::string markdown = "| alone | escaped |\n|---|---|\n";
  std::size_t rows = 0;
  std::erase_if(texts, [](const std::string& text) {
    return trim(text) != text || text.find_first_of("1a") == std::string::npos;
  });
  for (const std::string& text : texts) markdown += fmt::format("| {0} | {0}\\! |\n", text);
  const Table table = table_of(markdown);
  for (const auto& cells : table.rows) {
    std::string escaped = plain_text(cells[1]);
    REQUIRE(escaped.ends_with('!'));
    escaped.pop_back();
    if (escaped.ends_with('\\')) escaped.pop_back();  // a list's item, which a cell holds as typed
    CAPTURE(texts[rows]);
    CHECK(plain_text(cells[0]) == escaped);
    ++rows;
  }
  CHECK(rows == texts.size());
  CHECK(rows > 2000);
}

TEST_CASE("suppressed and unavailable cells") {
  const Table table = table_of("| Area | Count |\n|---|--:|\n| A | [c] |\n| B | [x] |\n| C | [z] |");
  CHECK(std::get<Suppressed>(table.rows[0][1].content).reason == "confidential");
  CHECK(std::get<NotAvailable>(table.rows[1][1].content).reason == "not available");
  CHECK(std::get<NotAvailable>(table.rows[2][1].content).reason == "not applicable");
}

TEST_CASE("suppressed cells of a plugin's table pass through reading, numbering and checking") {
  Table given;
  given.caption = "Given";
  given.columns = {{"Area", Column::Kind::text, {}, true}, {"Count", Column::Kind::number, {}, false}};
  given.rows = {{cell("A"), Cell{Suppressed{"fewer than 5"}}},
                {cell("B"), cell(constant(7, "t", NumberFormat::count()))}};
  Markdown markdown;
  append_placeholder(markdown.text, 0);
  markdown.inserts.push_back({Blocks{{given, {}}}, {"x.md", 1, 1}, 1});
  Document document;
  document.meta.title = "T";
  document.blocks = parse_markdown(markdown);
  number(document);
  check(document);
  const Table& table = std::get<Table>(document.blocks.at(0).node);
  CHECK(std::get<Suppressed>(table.rows[0][1].content).reason == "fewer than 5");
  CHECK(std::get<Number>(table.rows[1][1].content).id == "n1");
}

TEST_CASE("a row of the wrong width is an error at its line") {
  CHECK(render(error_of("text\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 3 |").diagnostic(), false) ==
        "error: This row has 3 cells; the table has 2 columns.\n"
        "  --> x.md:6:1\n"
        "     |\n"
        "   6 | | 1 | 2 | 3 |\n"
        "     | ^^^^^^^^^^^^^\n"
        "  hint: Write \\| for a “|” inside a cell.\n");
  CHECK(error_of("| a | b |\n|---|\n").diagnostic().where.line == 2);
  CHECK(std::string(error_of("words\n| a | b |\n|---|---|\n| 1 | 2 |").what()).find("middle of this paragraph") !=
        std::string::npos);
}

TEST_CASE("a table fence says everything") {
  const Table table = table_of(
      "```table\ncaption: Levels\nlabel: tab:levels\nsource: police.uk\nfootnotes: [One., Two.]\ncolumns:\n"
      "  - {heading: Area, row_header: true}\n  - {heading: Count, kind: number, unit: offences}\n  - Note\n---\n"
      "| Barnsley | 1,024 | **up** |\n\n| Sheffield | [c] |  |\n```");
  CHECK(table.caption == "Levels");
  CHECK(table.label == "tab:levels");
  CHECK(table.source == "police.uk");
  CHECK(table.footnotes == Texts{"One.", "Two."});
  REQUIRE(table.columns.size() == 3);
  CHECK(table.columns[0].row_header);
  CHECK(table.columns[1].kind == Column::Kind::number);
  CHECK(table.columns[1].unit == "offences");
  CHECK(table.columns[2].heading == "Note");
  CHECK(row(table, 0) == Texts{"Barnsley", "1,024", "up"});
  CHECK(row(table, 1) == Texts{"Sheffield", "[c]", ""});
}

TEST_CASE("a table fence without columns takes them from its rows") {
  const Table table = table_of("```table\ncaption: Levels\n| Area | Count |\n|---|--:|\n| A | 1 |\n```");
  CHECK(table.columns[1].kind == Column::Kind::number);
  CHECK(table.rows.size() == 1);
  CHECK(error_of("```table\ncaption: x\n| a |\n| b |\n```").diagnostic().where.line == 3);
  CHECK(error_of("```table\n```").diagnostic().where.line == 2);
}

TEST_CASE("an unknown key of a fence is an error at its line, with the nearest") {
  const Error error = error_of("text\n\n```table\ncaption: a\nlable: b\n| a |\n|---|\n```");
  CHECK(render(error.diagnostic(), false) ==
        "error: The key “lable” is not known here.\n"
        "  --> x.md:5:1\n"
        "     |\n"
        "   5 | lable: b\n"
        "     | ^\n"
        "  hint: Did you mean “label”?\n");
}

TEST_CASE("a column of numbers only is a number column") {
  Markdown markdown;
  markdown.text = "| Area | Count |\n|---|---|\n| A | ";
  append_placeholder(markdown.text, 0);
  markdown.text += " |\n| B | [x] |\n";
  markdown.inserts.push_back({Inlines{number(constant(3, "t", NumberFormat::count()))}, {}, 1});
  const Table table = only<Table>(parse_markdown(markdown));
  CHECK(table.columns[1].kind == Column::Kind::number);
  CHECK(std::get<Number>(table.rows[0][1].content).quantity.value == 3);
}

// ---- Charts
// -------------------------------------------------------------------------------------------------------------
constexpr const char* chart =
    "```chart\ntype: line\ntitle: Burglary\nlabel: fig:burglary\nalt: It fell.\nvalue_axis: Offences\n"
    "columns: [Month, Burglary, Robbery]\ndata:\n  - [2020-07, 12, 3.5]\n  - [2020-08, 9, ~]\n```";

TEST_CASE("a chart fence becomes a figure with its data") {
  const Figure figure = figure_of(chart);
  CHECK(figure.title == "Burglary");
  CHECK(figure.label == "fig:burglary");
  CHECK(figure.alt == "It fell.");
  const LineChart& line = std::get<LineChart>(figure.chart);
  CHECK(line.periods == Texts{"2020-07", "2020-08"});
  REQUIRE(line.series.size() == 2);
  CHECK(line.series[0].name == "Burglary");
  CHECK(line.series[0].values[1].value == 9);
  CHECK(line.series[1].values[0].format.decimals == 1);
  CHECK_FALSE(line.series[1].values[1].available());
  CHECK(std::get<ConstantTrace>(line.series[0].values[0].trace->node).source == "x.md:9");
  CHECK(figure.data.columns.size() == 3);
  CHECK(row(figure.data, 1) == Texts{"2020-08", "9", "not available"});
}

TEST_CASE("a chart of one series may be a mapping, with placeholders for values") {
  Markdown markdown;
  markdown.text = "```chart\ntype: bar\ntitle: t\nalt: a\ndata:\n  Burglary: ";
  append_placeholder(markdown.text, 0);
  markdown.text += "\n  Robbery: 4\n```";
  markdown.inserts.push_back({Inlines{number(constant(31, "given"))}, {}, 1});
  const Figure figure = only<Figure>(parse_markdown(markdown));
  const BarChart& bar = std::get<BarChart>(figure.chart);
  CHECK(bar.horizontal);
  CHECK(bar.series[0].values[0].value == 31);
  CHECK(std::get<ConstantTrace>(bar.series[0].values[0].trace->node).source == "given");
}

TEST_CASE("a broken chart is an error at its line") {
  const auto line_of = [](std::string_view text) { return error_of(text).diagnostic().where.line; };
  CHECK(line_of("```chart\ntype: pie\ntitle: t\ndata: {a: 1}\n```") == 2);
  CHECK(line_of("```chart\ntype: bar\ncolumns: [a, b]\ndata:\n  - [x, 1]\n  - [y, 1, 2]\n```") == 6);
  CHECK(line_of("```chart\ntype: bar\ndata:\n  a: many\n```") == 4);
  CHECK(line_of("a\n\n```chart\ntype: [\n```") >= 4);
  CHECK(std::string(error_of("```chart\ntype: bar\ntitle: t\n```").what()).find("“data” is missing") !=
        std::string::npos);
  CHECK(std::string(error_of("```chart\ntype: bar\ndata: {}\n```").what()).find("no data") != std::string::npos);
  CHECK(std::string(error_of("```chart\ntype: bar\ncolumns: [a]\ndata: []\n```").what()).find("at least two columns") !=
        std::string::npos);
  error_of("```chart\n```");
  error_of("```chart\n- a\n```");
}

}  // namespace
}  // namespace hallmark::document
