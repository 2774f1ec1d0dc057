#include "document/markdown.h"

#include <doctest/doctest.h>

#include "base/diagnostic.h"
#include "base/text.h"
#include "document/document.h"

namespace hallmark::document {
namespace {

template <class Node>
const Node& as(const Block& block) {
  const Node* node = std::get_if<Node>(&block.node);
  REQUIRE(node != nullptr);
  return *node;
}
template <class Node>
const Node& as(const Inline& part) {
  const Node* node = std::get_if<Node>(&part.node);
  REQUIRE(node != nullptr);
  return *node;
}

Blocks read(std::string_view text) {
  return parse_markdown(text, "x.md");
}

const Inlines& words(const Blocks& blocks, std::size_t i = 0) {
  return as<Paragraph>(blocks.at(i)).content;
}

std::string error_of(std::string_view text) {
  try {
    read(text);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::configuration);
    return render(error.diagnostic(), false);
  }
  return "no error";
}

// Text with “{}” for the inserts, in order.
Markdown with_inserts(std::string_view text, std::vector<std::variant<Inlines, Blocks>> contents) {
  Markdown markdown;
  markdown.positions = SourceMap::of_file("x.md", text);
  std::size_t from = 0;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const std::size_t at = text.find("{}", from);
    REQUIRE(at != std::string_view::npos);
    markdown.text += text.substr(from, at - from);
    append_placeholder(markdown.text, i);
    from = at + 2;
    const int line =
        static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + 1;
    const std::size_t start = text.rfind('\n', at) == std::string_view::npos ? 0 : text.rfind('\n', at) + 1;
    markdown.inserts.push_back({std::move(contents[i]), {"x.md", line, static_cast<int>(at - start) + 1}, 2});
  }
  markdown.text += text.substr(from);
  return markdown;
}

std::string error_of(const Markdown& markdown) {
  try {
    parse_markdown(markdown);
  } catch (const Error& error) {
    return render(error.diagnostic(), false);
  }
  return "no error";
}

TEST_CASE("CommonMark's blocks become typed blocks") {
  const Blocks blocks = read(
      "# Levels\n\nSome *kind* of **text** with `code`.\n\n- one\n- two\n\n7. seven\n8. eight\n\n> quoted\n\n"
      "```lua\nreturn 1\n```\n\n---\n");
  REQUIRE(blocks.size() == 7);
  CHECK(as<Heading>(blocks[0]).level == 1);
  CHECK(plain_text(as<Heading>(blocks[0]).content) == "Levels");
  const Inlines& text = words(blocks, 1);
  REQUIRE(text.size() == 7);
  CHECK(plain_text(as<Emphasis>(text[1]).children) == "kind");
  CHECK(plain_text(as<Strong>(text[3]).children) == "text");
  CHECK(as<CodeSpan>(text[5]).text == "code");
  CHECK_FALSE(as<List>(blocks[2]).ordered);
  CHECK(as<List>(blocks[2]).items.size() == 2);
  CHECK(as<List>(blocks[3]).ordered);
  CHECK(as<List>(blocks[3]).start == 7);
  CHECK(as<Quote>(blocks[4]).content.size() == 1);
  CHECK(as<Code>(blocks[5]).language == "lua");
  CHECK(as<Code>(blocks[5]).text == "return 1");
  as<Rule>(blocks[6]);
}

TEST_CASE("every block carries the position of its first line") {
  const Blocks blocks = parse_markdown("# A\n\ntext\nmore\n\n- item\n\n  second\n", "t.md", 11);
  CHECK(blocks[0].where == SourceLocation{"t.md", 11, 0});
  CHECK(blocks[1].where == SourceLocation{"t.md", 13, 0});
  CHECK(blocks[2].where == SourceLocation{"t.md", 16, 0});
  CHECK(as<List>(blocks[2]).items[0].content[1].where == SourceLocation{"t.md", 18, 0});
}

TEST_CASE("line ends of every kind and ill-formed bytes are read") {
  CHECK(plain_text(words(read("a\r\nb\rc"))) == "a b c");
  CHECK(plain_text(words(read("caf\xE9 x"))) == "caf\xEF\xBF\xBD x");
  CHECK(plain_text(words(read(std::string_view("a\0b", 3)))) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(read("").empty());
}

TEST_CASE("two spaces at the end of a line break it") {
  const Blocks blocks = read("a  \nb");
  const Inlines& text = words(blocks);
  REQUIRE(text.size() == 3);
  as<LineBreak>(text[1]);
}

TEST_CASE("links lead only to http, https, mailto and anchors") {
  for (const char* target : {"http://a.uk", "https://a.uk/b?c=d&e", "HTTPS://A.UK", "mailto:a@b.uk", "#methods"}) {
    CAPTURE(target);
    const Blocks blocks = read(fmt::format("[x]({})", target));
    CHECK(as<Link>(words(blocks)[0]).target == target);
  }
  for (const char* target :
       {"javascript:alert(1)", "JAVASCRIPT:x", "javascript&#58;alert(1)", "data:text/html,x", "file:///etc/passwd",
        "//evil.uk", "other.md", "vbscript:x", "<https://a b>", "#", "https://", "\\javascript:x"}) {
    CAPTURE(target);
    CHECK(error_of(fmt::format("text\n\n[x]({})", target)).find("is refused.\n  --> x.md:3") != std::string::npos);
  }
  const Blocks autolink = read("<https://a.uk>");
  CHECK(as<Link>(words(autolink)[0]).target == "https://a.uk");
}

TEST_CASE("a refused link is shown with a caret") {
  CHECK(error_of("See [this](ftp://a.uk).") ==
        "error: The link to “ftp://a.uk” is refused.\n"
        "  --> x.md:1:12\n"
        "     |\n"
        "   1 | See [this](ftp://a.uk).\n"
        "     |            ^^^^^^^^^^\n"
        "  hint: Links lead to http://, https:// or mailto: addresses, or to an #anchor of the document.\n");
}

TEST_CASE("raw HTML is refused at its line, or literal text, and never more") {
  CHECK(error_of("a\n\n<script>alert(1)</script>\n") ==
        "error: Raw HTML is not passed on.\n"
        "  --> x.md:3:1\n"
        "     |\n"
        "   3 | <script>alert(1)</script>\n"
        "     | ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: Write it as Markdown, or \\< for a plain “<”.\n");
  CHECK(error_of("a <b>bold</b>").find("x.md:1:3") != std::string::npos);
  Markdown markdown{"a <b>bold</b>\n\n<div>\nx\n</div>", {}, {}, Markdown::Html::literal};
  const Blocks blocks = parse_markdown(markdown);
  CHECK(plain_text(words(blocks)) == "a <b>bold</b>");
  CHECK(plain_text(words(blocks, 1)) == "<div>\nx\n</div>");
  CHECK(plain_text(words(read("3 < 5 and \\<b>"))) == "3 < 5 and <b>");
}

TEST_CASE("comments leave nothing; what hides behind one is still HTML") {
  CHECK(read("<!-- a note -->").empty());
  CHECK(plain_text(words(read("a <!-- note -->b"))) == "a b");
  CHECK(error_of("<!-- a --><b>").find("Raw HTML") != std::string::npos);
  CHECK(error_of("<!-- a --><i>x</i><!-- b -->").find("Raw HTML") != std::string::npos);
}

TEST_CASE("pictures are refused") {
  CHECK(error_of("![alt](x.png)").find("Pictures cannot be placed") != std::string::npos);
}

TEST_CASE("page breaks") {
  const Blocks blocks = read("a\n\n\\pagebreak\n\nb\n\n<!-- pagebreak -->\n\nc \\pagebreak d");
  REQUIRE(blocks.size() == 5);
  as<PageBreak>(blocks[1]);
  as<PageBreak>(blocks[3]);
  as<Paragraph>(blocks[4]);
}

TEST_CASE("callouts") {
  const Blocks blocks =
      read("> [!finding] Burglary *fell*\n> by a tenth.\n>\n> - so\n\n> [!note]\n> Text.\n\n> [!warning]\n\n> [plain]");
  REQUIRE(blocks.size() == 4);
  const Callout& finding = as<Callout>(blocks[0]);
  CHECK(finding.kind == Callout::Kind::finding);
  CHECK(finding.title == "Burglary fell");
  REQUIRE(finding.content.size() == 2);
  CHECK(plain_text(as<Paragraph>(finding.content[0]).content) == "by a tenth.");
  CHECK(as<Callout>(blocks[1]).title.empty());
  CHECK(plain_text(as<Paragraph>(as<Callout>(blocks[1]).content.at(0)).content) == "Text.");
  CHECK(as<Callout>(blocks[2]).kind == Callout::Kind::warning);
  CHECK(as<Callout>(blocks[2]).content.empty());
  as<Quote>(blocks[3]);
  CHECK(error_of("> [!warnin] X").find("hint: Did you mean “warning”?") != std::string::npos);
}

TEST_CASE("cross-references") {
  const Blocks blocks = read("See @fig:trend-2, (@tab:levels) and me@fig:no, @fig: or @figure:x.");
  const Inlines& text = words(blocks);
  REQUIRE(text.size() == 5);
  CHECK(as<CrossReference>(text[1]).label == "fig:trend-2");
  CHECK(as<CrossReference>(text[3]).label == "tab:levels");
}

// ---- Placeholders
// -----------------------------------------------------------------------------------------------------
TEST_CASE("values stand in text as what they are") {
  const Blocks blocks = parse_markdown(
      with_inserts("There were **{}** of {}.",
                   {Inlines{number(constant(1234, "test", NumberFormat::count()))}, Inlines{text("x")}}));
  const Inlines& content = words(blocks);
  const Strong& strong = as<Strong>(content[1]);
  CHECK(as<Number>(strong.children[0]).quantity.value == 1234);
  CHECK(plain_text(content) == "There were 1,234 of x.");
}

TEST_CASE("no value can be read as Markdown") {
  for (const char* hostile :
       {"*x*", "# x", "- x", "[a](javascript:x)", "<b>", "```", "> x", "| a | b |", "@fig:x", "\\pagebreak", "&amp;",
        "---", "Table: x", "1. x", "[!note] x", "![a](b)", "`", "\xEE\x80\x80\xEE\x84\x80\xEE\x80\x81"}) {
    CAPTURE(hostile);
    for (const char* place :
         {"{}", "a {} b", "# {}", "- {}", "> {}", "*{}*", "| a |\n|---|\n| {} |\n\nTable: t", "> [!note] a\n> {}"}) {
      CAPTURE(place);
      const Blocks expected = parse_markdown(with_inserts(place, {Inlines{text("plain")}}));
      const Blocks blocks = parse_markdown(with_inserts(place, {Inlines{text(hostile)}}));
      CHECK(blocks.size() == expected.size());
      std::vector<std::size_t> kinds, expected_kinds;
      for_each_block(blocks, [&](const Block& block) { kinds.push_back(block.node.index()); });
      for_each_block(expected, [&](const Block& block) { expected_kinds.push_back(block.node.index()); });
      CHECK(kinds == expected_kinds);
    }
  }
  const Blocks blocks = parse_markdown(with_inserts("a {} b", {Inlines{text("*x* <b> @fig:y")}}));
  CHECK(words(blocks).size() == 1);
  CHECK(plain_text(words(blocks)) == "a *x* <b> @fig:y b");
}

TEST_CASE("a caption is what was typed, never a value") {
  const Blocks blocks =
      parse_markdown(with_inserts("{}\n\n| a |\n|---|\n| 1 |", {Inlines{text("Table: not a caption")}}));
  REQUIRE(blocks.size() == 2);
  CHECK(as<Table>(blocks[1]).caption.empty());
}

TEST_CASE("a value cannot smuggle a link's target") {
  CHECK(error_of(with_inserts("[x]({})", {Inlines{text("javascript:alert(1)")}})).find("is refused") !=
        std::string::npos);
  CHECK(error_of(with_inserts("[x](https://{})", {Inlines{text("a b")}})).find("is refused") != std::string::npos);
  const Blocks blocks = parse_markdown(with_inserts("[x](https://a.uk/{})", {Inlines{text("b")}}));
  CHECK(as<Link>(words(blocks)[0]).target == "https://a.uk/b");
}

TEST_CASE("placeholders that were typed, or stand for nothing, are visible replacement characters") {
  std::string forged;
  append_placeholder(forged, 0);
  CHECK(plain_text(words(read("a" + forged + "b"))) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(plain_text(words(read("\xEE\x80\x80 x"))) == "\xEF\xBF\xBD x");
  Markdown markdown = with_inserts("{}", {Inlines{text("secret")}});
  markdown.text += " &#xE000;&#xE100;&#57345; &#xe000;";
  const Blocks blocks = parse_markdown(markdown);
  CHECK(plain_text(words(blocks)).find("secret", 6) == std::string::npos);
}

TEST_CASE("placeholders count past 256 and 65536") {
  std::vector<std::variant<Inlines, Blocks>> contents(70000, Inlines{text("x")});
  contents[255] = Inlines{text("A")};
  contents[256] = Inlines{text("B")};
  contents[65536] = Inlines{text("C")};
  Markdown markdown;
  for (auto& content : contents) markdown.inserts.push_back({content, {}, 1});
  for (const std::size_t i : {std::size_t{255}, std::size_t{256}, std::size_t{65536}, std::size_t{70000}})
    append_placeholder(markdown.text, i);
  CHECK(plain_text(words(parse_markdown(markdown))) == "ABC\xEF\xBF\xBD");
}

TEST_CASE("blocks stand alone in their paragraph, also in lists and quotes") {
  const Blocks table = {heading(2, "h"), paragraph({text("p")})};
  Blocks blocks = parse_markdown(with_inserts("a\n\n{}\n\nb", {table}));
  REQUIRE(blocks.size() == 4);
  CHECK(blocks[1].where == SourceLocation{"x.md", 3, 1});
  blocks = parse_markdown(with_inserts("- {}\n- x", {table}));
  CHECK(as<List>(blocks[0]).items[0].content.size() == 2);
  blocks = parse_markdown(with_inserts("{}\n{}", {table, table}));
  CHECK(blocks.size() == 4);
}

TEST_CASE("blocks inside a sentence are an error at the expression") {
  CHECK(error_of(with_inserts("a\n\nThe table {} shows", {Blocks{heading(2, "h")}})) ==
        "error: This expression gave blocks (a table, a figure or paragraphs), which cannot stand in a sentence.\n"
        "  --> x.md:3:11\n"
        "     |\n"
        "   3 | The table {} shows\n"
        "     |           ^^\n"
        "  hint: Put it alone on its line, with an empty line above and below.\n");
  const Blocks one = {paragraph({text("flows")})};
  CHECK(plain_text(words(parse_markdown(with_inserts("it {} on", {one})))) == "it flows on");
  CHECK(error_of(with_inserts("`{}`", {one})).find("cannot stand in code") != std::string::npos);
  CHECK(error_of(with_inserts("# {}", {Blocks{heading(2, "h")}})).find("cannot stand in") != std::string::npos);
}

TEST_CASE("positions follow the map, whatever order the lines are in") {
  Markdown markdown;
  markdown.text = "a\n\nb\n\n<b>";
  markdown.positions.sources = {{"one.md", "a\n\n"}, {"two.md", "\n\nb\n\n<b>\n"}};
  markdown.positions.lines = {{0, 1}, {0, 2}, {1, 3}, {1, 4}, {1, 5}};
  CHECK(error_of(markdown).find("two.md:5:1") != std::string::npos);
  markdown.text = "a\n\nb";
  const Blocks blocks = parse_markdown(markdown);
  CHECK(blocks[0].where == SourceLocation{"one.md", 1, 0});
  CHECK(blocks[1].where == SourceLocation{"two.md", 3, 0});
}

// ---- Hostile shapes: the inputs of cmark's own pathological tests, each of which took quadratic time in some reader
// ----
std::string repeat(std::string_view piece, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += piece;
  return out;
}

TEST_CASE("pathological inputs are read or refused in a sentence") {
  constexpr int n = 20000;
  std::string refused_depth = repeat("> ", 65) + "a", allowed_depth = repeat("> ", 60) + "a";
  CHECK(error_of(refused_depth).find("nested more than 64 levels deep") != std::string::npos);
  CHECK(read(allowed_depth).size() == 1);
  CHECK(error_of(repeat("- ", 70) + "a").find("nested more than 64") != std::string::npos);
  CHECK(error_of(repeat("1. ", 70) + "a").find("nested more than 64") != std::string::npos);
  CHECK(error_of(repeat(">", 100000)).find("nested more than 64") != std::string::npos);
  CHECK(error_of(repeat("*a **a ", n) + "b" + repeat(" a** a*", n)).find("nested more than 64") != std::string::npos);
  CHECK(error_of(repeat("![[]()", n)).find("more than 1000 times") != std::string::npos);
  as<Rule>(read(repeat("- ", 5000)).at(0));
  as<Rule>(read(repeat("* ", 5000)).at(0));
  std::string indented;
  for (int depth = 0; depth < 70; ++depth) indented += repeat("  ", depth) + "- a\n";
  CHECK(error_of(indented).find("nested more than 64") != std::string::npos);

  for (const std::string& input : {repeat("a_ ", n),
                                   repeat("_a ", n),
                                   repeat("a]", n),
                                   repeat("[a", n),
                                   repeat("*a_ ", n),
                                   "a**b" + repeat("c* ", n),
                                   repeat("[ a_", n),
                                   repeat("[ (](", n),
                                   repeat("[", n) + "a" + repeat("]", n),
                                   repeat("\\", n),
                                   repeat("[a](<b", n),
                                   repeat("[a](b", n),
                                   "</" + repeat("<!--", n),
                                   repeat("\"a 'b ", n),
                                   repeat("&", n),
                                   repeat("* a\n", n),
                                   repeat("- a\n\n", n),
                                   repeat("* a\n- b\n", n),
                                   repeat("> ", 60) + "a\n" + repeat("b\n", n),
                                   repeat("[\n", n),
                                   repeat("@fig:", n),
                                   repeat("<a x=\"", n)}) {
    Markdown markdown{input, {}, {}, Markdown::Html::literal};
    CHECK_FALSE(parse_markdown(markdown).empty());
  }
}

}  // namespace
}  // namespace hallmark::document
