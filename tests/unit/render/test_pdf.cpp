#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <regex>
#include <string>

#include "render/pdf.h"
#include "test_pdf_sample.h"

using namespace hallmark;
using namespace hallmark::render;
namespace fs = std::filesystem;

namespace {

bool has_fonts() {
  const PdfOptions options;
  return fs::exists(options.font_folder + "/OpenSans-Regular.ttf") &&
         fs::exists(options.symbol_folder + "/DejaVuSans.ttf");
}

bool installed(const std::string& tool) {
  return std::system(("command -v " + tool + " >/dev/null 2>&1").c_str()) == 0;
}

// Whether a test must be skipped: the fonts or one of the tools are not here.
bool lacks(std::initializer_list<const char*> tools) {
  bool lacking = !has_fonts();
  for (const char* tool : tools) lacking = lacking || !installed(tool);
  if (lacking) MESSAGE("skipped: fonts or poppler-utils or qpdf are not installed");
  return lacking;
}

struct Ran {
  int code = -1;
  std::string output;
};
Ran run(const std::string& command) {
  Ran result;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  char block[4096];
  while (const std::size_t size = fread(block, 1, sizeof block, pipe)) result.output.append(block, size);
  result.code = WEXITSTATUS(pclose(pipe));
  return result;
}

class PdfFile {
 public:
  explicit PdfFile(const std::string& bytes) {
    static int files = 0;
    path_ = fs::temp_directory_path() /
            ("hallmark-test-" + std::to_string(getpid()) + "-" + std::to_string(files++) + ".pdf");
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~PdfFile() { fs::remove(path_); }
  PdfFile(const PdfFile&) = delete;
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

Document single(Block block) {
  return {sample::meta(), {std::move(block)}};
}

}  // namespace

TEST_CASE("the same document gives the same bytes, and no date is in them") {
  if (lacks({})) return;
  const std::string once = pdf(sample::everything());
  CHECK(once == pdf(sample::everything()));
  CHECK(once.starts_with("%PDF-1.7"));
  CHECK(once.find("CreationDate") == std::string::npos);
}

TEST_CASE("a font that is not installed is named with its package") {
  PdfOptions options;
  options.font_folder = "/nowhere";
  try {
    pdf(sample::everything(), options);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::configuration);
    CHECK(std::string(error.what()).find("/nowhere/OpenSans-") != std::string::npos);
    CHECK(error.diagnostic().hints.at(0).find("fonts-open-sans") != std::string::npos);
  }
}

TEST_CASE("a file that is no font is an error, not a crash") {
  const fs::path folder = fs::temp_directory_path() / ("hallmark-fonts-" + std::to_string(getpid()));
  fs::create_directories(folder);
  for (const char* name : {"OpenSans-Regular.ttf", "OpenSans-Semibold.ttf", "OpenSans-Italic.ttf"})
    std::ofstream(folder / name) << "this is no font";
  PdfOptions options;
  options.font_folder = folder.string();
  CHECK_THROWS_WITH_AS(pdf(sample::everything(), options), doctest::Contains("is not a TrueType font"), Error);
  fs::remove_all(folder);
}

TEST_CASE("qpdf finds no fault and every font is embedded with a map to Unicode") {
  if (lacks({"qpdf", "pdffonts"})) return;
  Document document = sample::everything();
  document.blocks.push_back(paragraph({text("symbols \u05D0 \u2713")}));
  const PdfFile file(pdf(document));
  const Ran checked = run("qpdf --check " + file.path());
  CHECK(checked.code == 0);
  CHECK(checked.output.find("No syntax or stream encoding errors") != std::string::npos);
  const Ran fonts = run("pdffonts " + file.path());
  CHECK(fonts.code == 0);
  CHECK(count_of(fonts.output, "yes yes yes") ==
        5);  // regular, semibold, italic, mono, symbols; embedded, subset, Unicode
  CHECK(count_of(fonts.output, " no ") == 0);
}

TEST_CASE("pdfinfo sees a tagged file with its title, author and page count") {
  if (lacks({"pdfinfo"})) return;
  const PdfFile file(pdf(sample::everything()));
  const std::string info = run("pdfinfo " + file.path()).output;
  CHECK(info.find("Tagged:          yes") != std::string::npos);
  CHECK(info.find("Title:           Joint strategic assessment of crime and disorder") != std::string::npos);
  CHECK(info.find("Author:          South Yorkshire Community Safety Partnership") != std::string::npos);
  CHECK(info.find("Subject:         Levels and trends") != std::string::npos);
  CHECK(info.find("A4") != std::string::npos);
  CHECK(info.find("CreationDate") == std::string::npos);
}

TEST_CASE("the structure tree holds the text under its roles") {
  if (lacks({"pdfinfo"})) return;
  Document document{sample::meta(), {}};
  Table table;
  table.caption = "Burglary";
  table.number = 1;
  table.columns = {{"District", Column::Kind::text, "", true}, {"Offences", Column::Kind::number, "", false}};
  table.rows = {{cell("Barnsley"), cell(sample::count(1234))}, {cell("Doncaster"), {}}};
  document.blocks = {
      sample::section(1, "1", "Summary"),
      paragraph({text("See "), Inline{Link{"https://example.org", {text("the method")}}}, text(" first.")}),
      {List{false, 1, {ListItem{{paragraph({text("an item")})}}}}, {}},
      {table, {}},
      {Quote{{paragraph({text("quoted")})}}, {}}};
  PdfOptions options;
  options.cover = false;
  const PdfFile file(pdf(document, options));
  const std::string tree = run("pdfinfo -struct-text " + file.path()).output;
  CHECK(std::regex_replace(tree, std::regex("Object [0-9]+ 0"), "Object") == R"(Document
  H1 (block)
    "1 Summary"
  P (block)
    "See "
    Link (inline)
      Object
      "the method"
    " first."
  L (block)
    LI (block)
      Lbl (block)
        "•"
      LBody (block)
        P (block)
          "an item"
  Table (block)
    Caption
      "Table 1: Burglary"
    TR
      TH:
         /Scope /Column
        "District"
      TH:
         /Scope /Column
        "Offences"
    TR
      TH:
         /Scope /Row
        "Barnsley"
      TD
        "1,234"
    TR
      TH:
         /Scope /Row
        "Doncaster"
      TD
        ""
  BlockQuote
    P (block)
      "quoted"
)");
}

TEST_CASE("a figure has its alternative text, cells their scope, links their annotation") {
  if (lacks({})) return;
  Document document = single(sample::figure(1, "Burglary", sample::bar_chart()));
  document.blocks.push_back({sample::districts(1, 5), {}});
  document.blocks.push_back(paragraph({Inline{Link{"https://example.org/a b(é)", {text("out")}}}}));
  PdfOptions options;
  options.compress = false;
  const std::string bytes = pdf(document, options);
  CHECK(bytes.find("/S /Figure") != std::string::npos);
  CHECK(bytes.find("/Alt <FEFF0043") != std::string::npos);  // "C" of "Chart 1 shows …" in UTF-16
  CHECK(bytes.find("/Scope /Row") != std::string::npos);
  CHECK(bytes.find("/Scope /Column") != std::string::npos);
  CHECK(bytes.find("/OBJR") != std::string::npos);
  CHECK(bytes.find(R"(/URI (https:\057\057example.org\057a\04520b\050\045C3\045A9\051))") != std::string::npos);
  CHECK(bytes.find("/DisplayDocTitle true") != std::string::npos);
  CHECK(bytes.find("/MarkInfo") != std::string::npos);
  CHECK(count_of(bytes, " BDC") == count_of(bytes, "EMC\n"));
}

TEST_CASE("text comes out of the PDF as it went in") {
  if (lacks({"pdftotext"})) return;
  const std::string hostile = "£1,200 — “naïve” café −3.2% Łódź Ωμέγα ≥ 5";
  const PdfFile file(
      pdf({sample::meta(), {paragraph({text(hostile)}), paragraph({text("emoji \U0001F600 end (paren) \\ back")})}}));
  const Ran text = run("pdftotext " + file.path() + " -");
  CHECK(text.output.find(hostile) != std::string::npos);
  CHECK(text.output.find("emoji \uFFFD end (paren) \\ back") != std::string::npos);
  CHECK(text.output.find("Syntax") == std::string::npos);
}

TEST_CASE("hostile documents give sound files") {
  if (lacks({"qpdf"})) return;
  const std::string endless(10000, 'W');
  Document document;
  document.meta.title = "Title \x01\xFF \U0001F600 (((\\ \u202E end " + endless;
  document.meta.organisation = endless;
  document.meta.marking = "OFFICIAL – SENSITIVE";
  document.meta.brand_colour = "not a colour";
  document.blocks = {sample::section(1, ")(", endless),
                     paragraph({text(endless + " \u05E9\u05DC\u05D5\u05DD \x02")}),
                     {Code{"", endless + "\n\t" + endless}, {}},
                     sample::figure(1, endless, Chart{}),
                     {sample::districts(1, 30), {}}};
  const PdfFile file(pdf(document));
  CHECK(run("qpdf --check " + file.path()).code == 0);
  const PdfFile empty(pdf({}));
  CHECK(run("qpdf --check " + empty.path()).code == 0);
}

TEST_CASE("charts are vectors: even-odd polygons, clips within saved states") {
  if (lacks({"qpdf"})) return;
  Document document{
      sample::meta(),
      {sample::figure(1, "Map", sample::map_chart(30)), sample::figure(2, "Cells", sample::lattice_chart())}};
  PdfOptions options;
  options.compress = false;
  const std::string bytes = pdf(document, options);
  CHECK(bytes.find("/Subtype /Image") == std::string::npos);
  CHECK(count_of(bytes, "\nf*\n") + count_of(bytes, "\nB*\n") > 850);
  CHECK(count_of(bytes, "\nq\n") == count_of(bytes, "\nQ\n"));
  const PdfFile file(bytes);
  CHECK(run("qpdf --check " + file.path()).code == 0);
}

TEST_CASE("a table of 2,000 rows is a sound tagged file") {
  if (lacks({"qpdf"})) return;
  const PdfFile file(pdf(single({sample::districts(1, 2000), {}})));
  CHECK(run("qpdf --check " + file.path()).code == 0);
  const std::string pages = run("qpdf --show-npages " + file.path()).output;
  CHECK(std::stoi(pages) > 40);
}
