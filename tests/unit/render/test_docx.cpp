#include <doctest/doctest.h>

#include "base/process.h"
#include "render/docx.h"
#include "render/kitchen_sink.h"

namespace hallmark::render {
namespace {

Document document_of(Blocks blocks) {
  Document document;
  document.meta.title = "Title";
  document.blocks = std::move(blocks);
  return document;
}

}  // namespace

TEST_CASE("Word gets a figure's words and data, boxes as paragraphs and no links inside the document") {
  Figure figure;
  figure.title = "Burglary";
  figure.number = 2;
  figure.alt = "It fell.";
  figure.data.columns = {{"Month", Column::Kind::text, "", true}};
  figure.data.rows = {{cell("May")}};
  CHECK(
      docx_source(document_of({{figure, {}},
                               {Callout{Callout::Kind::note, "Note", {paragraph({text("a")})}}, {}},
                               paragraph({{CrossReference{"fig:x", "Figure 2"}}, {Link{"#a", {text(" and b")}}}})})) ==
      "# Title\n\n**Figure 2: Burglary**\n\nIt fell.\n\n**Data of figure 2**\n\n| Month |\n| --- |\n| May |\n\n"
      "**Note**\n\na\n\nFigure 2 and b\n");
  const std::string all = docx_source(kitchen_sink());
  CHECK(all.find("![") == std::string::npos);
  CHECK(all.find("<a ") == std::string::npos);
  CHECK(all.find("<br>") == std::string::npos);
}

TEST_CASE("a logo leads a Word file, as data and at its height; its words are escaped") {
  Logo logo;
  logo.kind = Logo::Kind::png;
  logo.png = "abc";
  logo.alt = "Safer [X]";
  CHECK(docx_source(document_of({paragraph({text("a")})}), logo) ==
        "![Safer \\[X\\]](data:image/png;base64,YWJj){height=1.6cm}\n\n# Title\n\na\n");
}

TEST_CASE("the same document is the same Word file") {
  if (find_program("pandoc").empty()) {
    MESSAGE("skipped: pandoc is not installed");
    return;
  }
  const std::string first = docx(kitchen_sink(), "2021-09");
  CHECK(first.starts_with("PK"));
  CHECK(docx(kitchen_sink(), "2021-09") == first);
  CHECK(docx(kitchen_sink(), "2021-12") != first);  // its date is the data's
}

}  // namespace hallmark::render
