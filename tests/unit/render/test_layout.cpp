#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/text.h"
#include "render/layout.h"
#include "render/layout_style.h"
#include "render/layout_table.h"
#include "test_layout_metrics.h"
#include "test_pdf_sample.h"

using namespace hallmark;
using namespace hallmark::render;

namespace {

const sample::PlainMetrics metrics;

Layout body_of(Blocks blocks) {
  return lay_out({sample::meta(), std::move(blocks)}, metrics, {false, false, {}, {}, {}});
}

std::string squeezed(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c != ' ' && c != '\n') append_utf8(out, c);
  }
  return out;
}

// All text of the structure, without white space, in the order of the pages.
std::string text_of(const Layout& layout) {
  std::string out;
  for (const Page& page : layout.pages)
    for (const Item& item : page.items)
      if (const auto* run = std::get_if<TextRun>(&item.shape); run && item.element != artifact) out += run->text;
  return squeezed(out);
}

std::string artifacts_of(const Page& page) {
  std::string out;
  for (const Item& item : page.items)
    if (const auto* run = std::get_if<TextRun>(&item.shape); run && item.element == artifact) out += run->text;
  return out;
}

void check_within_margins(const Layout& layout, std::size_t first_page = 0) {
  bool inside = true;
  for (std::size_t p = first_page; p < layout.pages.size(); ++p) {
    for (const Item& item : layout.pages[p].items) {
      std::visit(
          [&](const auto& shape) {
            const bool across =
                shape.x >= margin_left - 0.1 && shape.x + shape.width <= page_width - margin_right + 0.1;
            const bool down = shape.y >= 20 && shape.y <= page_height - 20;
            const bool in_body =
                item.element == artifact || (shape.y >= body_top - 0.1 && shape.y <= body_bottom + 0.1);
            if (!across || !down || !in_body) inside = false;
          },
          item.shape);
    }
  }
  CHECK(inside);
}

int role_count(const Layout& layout, Role role) {
  return static_cast<int>(std::count_if(layout.elements.begin(), layout.elements.end(),
                                        [role](const Element& e) { return e.role == role; }));
}

}  // namespace

TEST_CASE("every block's text stands on the pages once and in order") {
  Blocks blocks;
  std::string expected;
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i + 1);
    if (i % 7 == 0) {
      blocks.push_back(sample::section(1, number, "Section " + number));
      expected += number + "Section " + number;
    }
    const std::string words =
        "Paragraph " + number + " " + sample::sentences[i % 6] + " " + sample::sentences[(i + 1) % 6];
    blocks.push_back(paragraph({text(words)}));
    expected += words;
    if (i % 9 == 4) {
      Blocks inner{paragraph({text("first item " + number)}), paragraph({text("and its second paragraph")})};
      blocks.push_back({List{false, 1, {ListItem{inner}, ListItem{{paragraph({text("second item")})}}}}, {}});
      expected += "• first item " + number + "and its second paragraph•second item";
    }
    if (i % 11 == 3) {
      blocks.push_back({Callout{Callout::Kind::note, "Title " + number, {paragraph({text("called out")})}}, {}});
      blocks.push_back({Quote{{paragraph({text("quoted")})}}, {}});
      blocks.push_back({Code{"", "a = " + number + "\n\nb\n"}, {}});
      expected += "Title " + number + "called out" + "quoted" + "a = " + number + "b";
    }
  }
  const Layout layout = body_of(blocks);
  CHECK(layout.pages.size() > 5);
  CHECK(text_of(layout) == squeezed(expected));
  check_within_margins(layout);
}

TEST_CASE("the whole sample stays within its margins, and the cover within the page") {
  const Layout layout = lay_out(sample::everything(), metrics);
  check_within_margins(layout, 1);
  for (const Item& item : layout.pages[0].items)
    std::visit([](const auto& shape) { CHECK(shape.x + shape.width <= page_width + 0.1); }, item.shape);
}

TEST_CASE("a page has its title above the text, without cover and contents") {
  Document document{sample::meta(), {}};
  for (const char* title : {"One", "Two", "Three"}) {
    document.blocks.push_back(heading(1, title));
    document.blocks.push_back(paragraph({text("Words.")}));
  }
  CHECK(role_count(lay_out(document, metrics), Role::contents) == 1);
  document.meta.form = DocumentMeta::Form::page;
  const Layout layout = lay_out(document, metrics);
  CHECK(role_count(layout, Role::cover_title) == 1);
  CHECK(role_count(layout, Role::contents) == 0);
  CHECK(layout.bookmarks.at(0).place.page == 0);
  CHECK(layout.pages.size() == 1);
  check_within_margins(layout);
}

TEST_CASE("the contents print the pages on which the headings stand") {
  Blocks blocks;
  for (int i = 1; i <= 90; ++i) {
    blocks.push_back(sample::section(i % 3 == 1 ? 1 : 2, std::to_string(i), "Heading" + std::to_string(i)));
    blocks.push_back(sample::prose(i, 3 + i % 9));
  }
  const Layout layout = lay_out({sample::meta(), blocks}, metrics);
  std::map<int, std::string> entries;                           // by link element: title and page, as printed
  std::map<int, std::pair<std::string, std::size_t>> headings;  // by element: title and page, 1-based
  for (std::size_t p = 0; p < layout.pages.size(); ++p) {
    for (const Item& item : layout.pages[p].items) {
      const auto* run = std::get_if<TextRun>(&item.shape);
      if (!run || item.element == artifact) continue;
      if (layout.elements[item.element].role == Role::link) entries[item.element] += squeezed(run->text);
      if (layout.elements[item.element].role == Role::heading) {
        headings[item.element].first += squeezed(run->text);
        headings[item.element].second = p + 1;
      }
    }
  }
  REQUIRE(entries.size() == 90);
  REQUIRE(headings.size() == 90);
  auto entry = entries.begin();
  for (const auto& [element, heading] : headings)
    CHECK((entry++)->second == heading.first + std::to_string(heading.second));
  CHECK(layout.bookmarks.size() == 90);
  CHECK(artifacts_of(layout.pages[1]).find(fmt::format("Page 2 of {}", layout.pages.size())) != std::string::npos);
}

TEST_CASE("no heading ends a page and no paragraph leaves a line alone") {
  for (int length = 1; length < 40; ++length) {
    Blocks blocks;
    for (int i = 0; i < 40; ++i) {
      blocks.push_back(sample::prose(i, 1 + (i * length) % 7));
      if (i % 3 == 0) blocks.push_back(sample::section(2, std::to_string(i), "Heading"));
      if (i % 3 == 0) blocks.push_back(sample::prose(i, 4));
    }
    const Layout layout = body_of(blocks);
    std::map<int, std::map<std::size_t, std::set<double>>> lines;  // element, page: baselines
    bool stranded = false;
    for (std::size_t p = 0; p < layout.pages.size(); ++p) {
      int last = artifact;
      for (const Item& item : layout.pages[p].items) {
        if (item.element == artifact) continue;
        last = item.element;
        if (const auto* run = std::get_if<TextRun>(&item.shape)) lines[item.element][p].insert(run->y);
      }
      if (last != artifact && layout.elements[last].role == Role::heading) stranded = true;
    }
    CHECK_FALSE(stranded);
    for (const auto& [element, pages] : lines)
      if (pages.size() > 1)
        for (const auto& [page, baselines] : pages) CHECK(baselines.size() > 1);
  }
}

TEST_CASE("a long table repeats its header, loses no row and splits none") {
  const Layout layout = body_of({{sample::districts(7, 2000), {}}});
  CHECK(layout.pages.size() > 40);
  check_within_margins(layout);
  std::map<int, std::set<std::size_t>> row_pages;
  for (std::size_t p = 0; p < layout.pages.size(); ++p) {
    const std::string repeated = artifacts_of(layout.pages[p]);
    CHECK((repeated.find("(continued)") != std::string::npos) == (p > 0));
    CHECK((repeated.find("per 1,000 residents") != std::string::npos) == (p > 0));
    for (const Item& item : layout.pages[p].items)
      if (item.element != artifact && layout.elements[layout.elements[item.element].parent].role == Role::row)
        row_pages[layout.elements[item.element].parent].insert(p);
  }
  CHECK(row_pages.size() == 2001);
  for (const auto& [row, pages] : row_pages) CHECK(pages.size() == 1);
  CHECK(role_count(layout, Role::header_cell) == 5 + 2000);
}

TEST_CASE("withheld and missing cells are marked and explained") {
  const std::string text = text_of(body_of({{sample::districts(1, 20), {}}}));
  CHECK(text.find("[c]") != std::string::npos);
  CHECK(text.find(squeezed("[c] withheld to protect confidentiality: withheld: fewer than five")) != std::string::npos);
  CHECK(text.find(squeezed("[x] not available: too few months held to compare")) != std::string::npos);
  CHECK(text.find(squeezed("Source: police.uk")) != std::string::npos);
}

TEST_CASE("a row taller than a page goes on; very wide tables and rows of the wrong length fit") {
  Table table;
  table.columns = {{"A", Column::Kind::text, "", true}, {"B", Column::Kind::number, "", false}};
  std::string words;
  for (int i = 0; i < 3000; ++i) words += "word ";
  table.rows = {{cell(words), cell(sample::count(1))}, {}, {cell("x"), cell("y"), cell("one too many")}};
  const Layout tall = body_of({{table, {}}});
  CHECK(tall.pages.size() > 2);
  check_within_margins(tall);
  CHECK(text_of(tall).find("onetoomany") == std::string::npos);

  Table wide;
  for (int i = 0; i < 60; ++i) wide.columns.push_back({"Neighbourhood", Column::Kind::number, "per 1,000", false});
  wide.rows.assign(3, std::vector<Cell>(60, cell(sample::count(123456))));
  const Layout narrow = body_of({{wide, {}}});
  check_within_margins(narrow);

  CHECK_NOTHROW(body_of({{Table{}, {}}}));
  Table only_notes;
  only_notes.footnotes = {"a note"};
  CHECK(text_of(body_of({{only_notes, {}}})) == "anote");
}

TEST_CASE("numbers are broken only when words of text have been") {
  const std::vector<ColumnNeed> needs{{20, 60, 200}, {30, 50, 50}};
  for (const double available : {40.0, 60.0, 90.0, 150.0, 250.0, 400.0}) {
    const auto widths = column_widths(needs, available);
    CHECK(widths[0] + widths[1] == doctest::Approx(available));
    if (available >= 50) CHECK(widths[1] >= 30 - 1e-9);
    if (available >= 110) CHECK(widths[0] >= 60 - 1e-9);
  }
  CHECK(column_widths({{0, 0, 0}, {0, 0, 0}}, 100) == std::vector<double>{50, 50});
}

TEST_CASE("a figure keeps its title and source and gives way to what is left of the page") {
  for (int before = 0; before < 30; ++before) {
    Blocks blocks;
    for (int i = 0; i < before; ++i) blocks.push_back(paragraph({text("line")}));
    blocks.push_back(sample::figure(1, "A title", sample::bar_chart()));
    const Layout layout = body_of(blocks);
    std::set<std::size_t> pages;
    for (std::size_t p = 0; p < layout.pages.size(); ++p) {
      for (const Item& item : layout.pages[p].items) {
        const auto* run = std::get_if<TextRun>(&item.shape);
        const auto* chart = std::get_if<ChartArea>(&item.shape);
        if (chart || (run && (run->text.starts_with("Figure 1") || run->text.starts_with("Source:")))) pages.insert(p);
        if (chart) {
          CHECK(chart->height >= body_width / 2 * 0.74);
          CHECK(chart->y + chart->height <= body_bottom);
        }
      }
    }
    CHECK(pages.size() == 1);
  }
}

TEST_CASE("links lead somewhere or are plain text") {
  Blocks blocks{
      sample::section(1, "1", "Target"),
      paragraph({Inline{Link{"#section-1", {text("inside")}}}, Inline{Link{"#nowhere", {text("lost")}}},
                 Inline{Link{"javascript:alert(1)", {text("bad")}}}, Inline{Link{"https://example.org", {text("out")}}},
                 Inline{Link{"file:///etc/passwd", {text("file")}}}, Inline{CrossReference{"section-1", ""}}})};
  const Layout layout = body_of(blocks);
  std::vector<std::string> targets;
  for (const Item& item : layout.pages[0].items)
    if (const auto* link = std::get_if<LinkArea>(&item.shape)) targets.push_back(link->target);
  CHECK(targets == std::vector<std::string>{"#section-1", "https://example.org", "#section-1"});
  CHECK(text_of(layout) == "1Targetinsidelostbadoutfilesection-1");
}

TEST_CASE("an empty document is one page; empty blocks leave nothing behind") {
  const Layout nothing = lay_out({}, metrics);
  CHECK(nothing.pages.size() == 1);
  const Layout hollow = body_of({paragraph({}),
                                 {List{}, {}},
                                 {List{true, 1, {ListItem{}}}, {}},
                                 {Quote{}, {}},
                                 {Callout{}, {}},
                                 {Code{}, {}},
                                 {Heading{}, {}},
                                 {Table{}, {}},
                                 {PageBreak{}, {}},
                                 {PageBreak{}, {}}});
  CHECK(hollow.pages.size() == 1);
  CHECK(text_of(hollow) == "1.");
}

TEST_CASE("page breaks, headings of any level and deep nesting") {
  Blocks nested{paragraph({text("deep")})};
  for (int i = 0; i < 60; ++i) nested = {{List{i % 2 == 0, 1, {ListItem{nested}}}, {}}};
  for (int i = 0; i < 30; ++i) nested = {{Quote{nested}, {}}};
  const Layout deep = body_of(nested);
  check_within_margins(deep);
  CHECK(text_of(deep).find("deep") != std::string::npos);

  const Layout broken = body_of({sample::section(6, "1", "Six"),
                                 paragraph({text("a")}),
                                 {PageBreak{}, {}},
                                 sample::section(99, "2", "Beyond"),
                                 paragraph({text("b")})});
  CHECK(broken.pages.size() == 2);
}

TEST_CASE("hostile text is set or visibly replaced, never lost or let out of its column") {
  const std::string endless(10000, 'W');
  const Layout layout = body_of({
      paragraph({text(endless)}),
      paragraph({text("a\x01\x1b[31m\tb\r\nc\u202Ed\u200Be\uFEFF")}),
      paragraph({text("emoji \U0001F600 hebrew \u05E9\u05DC\u05D5\u05DD unknown \u4E2D broken \xC3\x28 \xFF")}),
      {Table{"",
             "",
             0,
             {{endless, Column::Kind::text, endless, true}, {"n", Column::Kind::number, "", false}},
             {{cell(endless), cell("1")}},
             {},
             ""},
       {}},
  });
  check_within_margins(layout);
  const std::string text = text_of(layout);
  CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), 'W')) == 4 * endless.size());
  CHECK(text.find("a[31mbcde") != std::string::npos);
  CHECK(text.find("emoji\uFFFDhebrew\u05E9\u05DC\u05D5\u05DDunknown\uFFFDbroken\uFFFD(\uFFFD") != std::string::npos);
}
