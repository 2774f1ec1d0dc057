#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
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

// What a Word file could act through: fields, objects, other documents, macros, pictures from elsewhere.
TEST_CASE("names that attack reach a Word file as words") {
  if (find_program("pandoc").empty() || find_program("unzip").empty()) {
    MESSAGE("skipped: pandoc or unzip is not installed");
    return;
  }
  const std::string attack =
      "<script>alert(1)</script> ![x](https://evil.invalid/x.png) [y](javascript:alert(2)) <https://evil.invalid/> "
      "{=openxml} <w:instrText>DDEAUTO</w:instrText> =HYPERLINK(\"https://evil.invalid\") ``` \x01\x1b]0;t\x07\u202E";
  Table table;
  table.caption = attack;
  table.columns = {{attack, Column::Kind::text, "", true}};
  table.rows = {{cell(attack)}};
  table.footnotes = {attack};
  Figure figure;
  figure.title = figure.alt = figure.description = figure.source = attack;
  figure.data = table;
  Document document = document_of({heading(2, attack),
                                   paragraph({text(attack), {Link{"https://example.org/", {text(attack)}}}}),
                                   {Code{attack + "\n```\n", "{=openxml}"}, {}},
                                   {Quote{{paragraph({text(attack)})}}, {}},
                                   {Callout{Callout::Kind::note, attack, {paragraph({text(attack)})}}, {}},
                                   {table, {}},
                                   {figure, {}}});
  document.meta.title = attack;

  const std::string path =
      (std::filesystem::temp_directory_path() / fmt::format("hallmark-{}.docx", ::getpid())).string();
  disk().write_atomically(path, docx(document, "2021-09"));
  const std::string unzip = find_program("unzip");
  const std::string parts = run_program(unzip, {"-Z1", path}, {}, {}).output;
  const std::string body = run_program(unzip, {"-p", path, "word/document.xml"}, {}, {}).output;
  const std::string links = run_program(unzip, {"-p", path, "*.rels"}, {}, {}).output;
  disk().remove(path);

  for (const char* part : {"vbaProject", "embeddings", "media/", "activeX", "attachedTemplate"})
    CHECK_MESSAGE(parts.find(part) == std::string::npos, std::string(part));
  CHECK(body.find("alert(1)") != std::string::npos);
  for (const char* active : {"<w:instrText", "<w:fldSimple", "<w:fldChar", "<w:object", "<w:altChunk", "<w:drawing",
                             "<w:pict", "<script", "\x01", "\x1b", "\u202E"})
    CHECK_MESSAGE(body.find(active) == std::string::npos, std::string(active));
  std::size_t outside = 0;
  for (std::size_t at = links.find("Target=\""); at != std::string::npos; at = links.find("Target=\"", at + 1)) {
    const std::string target = links.substr(at + 8, links.find('"', at + 8) - at - 8);
    if (target.find(':') == std::string::npos) continue;
    ++outside;
    CHECK(target == "https://example.org/");
  }
  CHECK(outside >= 1);
}

}  // namespace hallmark::render
