// Deterministic mutation of Markdown and templates: whatever comes in, reading it gives blocks or an Error with a
// sentence, and never a placeholder's code points, a link elsewhere or a crash. Run under the sanitizers by ./test.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/text.h"
#include "document/document.h"
#include "document/markdown.h"
#include "template/template.h"

namespace hallmark {
namespace {

// A linear congruential generator: the same inputs on every machine and in every run.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::size_t>((state_ >> 33) % n);
  }

 private:
  std::uint64_t state_;
};

const std::vector<std::string> pieces = {"{{",
                                         "}}",
                                         "{%",
                                         "%}",
                                         "{#",
                                         "#}",
                                         "\\{{",
                                         " x ",
                                         "for i = 1, 2 do",
                                         "end",
                                         "if a then",
                                         "include 'a.md'",
                                         "\"",
                                         "'",
                                         "[[",
                                         "]]",
                                         "--",
                                         "--[[",
                                         "(",
                                         ")",
                                         "{",
                                         "}",
                                         "\n",
                                         "\n\n",
                                         "    ",
                                         "\t",
                                         "# ",
                                         "- ",
                                         "1. ",
                                         "> ",
                                         "> [!note] ",
                                         "> [!",
                                         "```",
                                         "```table\n",
                                         "```chart\n",
                                         "```text\n",
                                         "~~~",
                                         "| a | b |\n",
                                         "|---|--:|\n",
                                         "|",
                                         "Table: t {#tab:x}\n",
                                         "caption: c\n",
                                         "columns: [a, b]\n",
                                         "type: bar\n",
                                         "data: {a: 1}\n",
                                         "alt: a\n",
                                         "---\n",
                                         "@fig:x",
                                         "@tab:x",
                                         "[a](javascript:x)",
                                         "[a](https://b.uk)",
                                         "[a](#b)",
                                         "![a](b)",
                                         "<b>",
                                         "<!-- pagebreak -->",
                                         "<!--",
                                         "-->",
                                         "\\pagebreak",
                                         "*",
                                         "**",
                                         "_",
                                         "`",
                                         "&#xE000;",
                                         "&amp;",
                                         "&#57344;",
                                         "\xEE\x80\x80",
                                         "\xEE\x80\x80\xEE\x84\x80\xEE\x80\x81",
                                         "\xEE\x80\x81",
                                         "\xEE\x87\xBF",
                                         std::string(1, '\0'),
                                         "\xFF",
                                         "\xC3",
                                         "\xF0\x9F\x94\xA5",
                                         "\r",
                                         "\r\n",
                                         "é",
                                         "[c]",
                                         "\\|",
                                         "title: x\n"};

const std::vector<std::string> seeds = {
    "# Levels\n\nThere were {{ n }} in *{{ area }}*, see @fig:x.\n\n{% for i = 1, 2 do %}\n- {{ i }}\n{% end %}\n",
    "Table: Levels {#tab:x}\n\n| Area | Count |\n|---|--:|\n| A | {{ n }} |\n\n> [!finding] It {{ fell }}\n> by a "
    "tenth.\n",
    "```chart\ntype: line\ntitle: t\nlabel: fig:x\nalt: a\ncolumns: [Month, n]\ndata:\n  - [2020-01, 1]\n  - [2020-02, "
    "{{ n }}]\n```\n",
    "```table\ncaption: c\nlabel: tab:x\ncolumns:\n  - {heading: a, row_header: true}\n  - {heading: b, kind: "
    "number}\n---\n| a | {{ n }} |\n```\n"};

std::string mutated(Random& random) {
  std::string text = seeds[random.below(seeds.size())];
  for (std::size_t i = random.below(12); i > 0; --i) {
    const std::size_t at = random.below(text.size() + 1);
    switch (random.below(4)) {
      case 0:
        text.insert(at, pieces[random.below(pieces.size())]);
        break;
      case 1:
        text.erase(at, random.below(8));
        break;
      case 2:
        text.insert(at, text.substr(random.below(text.size() + 1), random.below(20)));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(random.below(256));
    }
  }
  return text;
}

// What must hold of anything that was read.
void check_text(const std::string& text) {
  CHECK(is_valid_utf8(text));
  for (std::size_t at = 0; at < text.size();) CHECK_FALSE(document::is_placeholder_mark(next_code_point(text, at)));
}

void check_inlines(const Inlines& inlines) {
  check_text(document::plain_text(inlines));
  for (const Inline& part : inlines)
    if (const auto* link = std::get_if<Link>(&part.node)) {
      const bool allowed = starts_with_ignoring_case(link->target, "http") ||
                           starts_with_ignoring_case(link->target, "mailto:") || link->target.starts_with("#");
      CHECK(allowed);
      check_inlines(link->children);
    }
}

void check_blocks(Blocks blocks) {
  document::for_each_block(blocks, [](Block& block) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block.node)) check_inlines(paragraph->content);
    if (const auto* heading = std::get_if<Heading>(&block.node)) check_inlines(heading->content);
    if (const auto* code = std::get_if<Code>(&block.node)) check_text(code->text + code->language);
    if (const auto* callout = std::get_if<Callout>(&block.node)) check_text(callout->title);
    if (const auto* figure = std::get_if<Figure>(&block.node)) check_text(figure->title + figure->alt);
    if (const auto* table = std::get_if<Table>(&block.node)) {
      check_text(table->caption + table->label);
      for (const auto& row : table->rows) {
        CHECK(row.size() == table->columns.size());
        for (const Cell& cell : row) check_text(document::plain_text(cell));
      }
    }
  });
  Document document;
  document.blocks = std::move(blocks);
  try {
    document::number(document);
  } catch (const document::DocumentError& error) {
    CHECK_FALSE(error.problems().empty());
  }
  document::problems(document);
}

const std::vector<std::variant<Inlines, Blocks>> hostile_values = {
    Inlines{text("*x* <script> | [a](javascript:x) ``` \n# y")},
    Inlines{number(constant(12, "fuzz"))},
    Blocks{heading(2, "h"), paragraph({text("p")})},
    Inlines{text("javascript:alert(1)")},
    Inlines{},
    Blocks{paragraph({text("| a |"), {LineBreak{}}})},
};

// A stand-in for Lua that writes every literal and gives hostile values for every expression, in order.
class HostileEvaluator : public templates::Evaluator {
 public:
  HostileEvaluator(const templates::Template& source, Random& random) : template_(source), random_(random) {}

  void run(const std::string&, const std::string& chunk_name,
           const std::map<std::string, std::function<void(ValueList)>>& callbacks) override {
    for (const templates::Compiled& file : template_.files) {
      if (file.file != chunk_name) continue;
      const auto call = [&](const char* name, std::size_t i, Value value) {
        callbacks.at(name)({Value{static_cast<double>(i + 1)}, std::move(value)});
      };
      for (std::size_t i = 0; i < std::max(file.literals.size(), file.expressions.size()); ++i) {
        if (i < file.literals.size()) call("__text", i, {});
        if (i < file.expressions.size()) call("__value", i, value());
      }
      for (std::size_t i = 0; i < file.includes.size(); ++i) call("__include", i, {});
    }
  }

 private:
  Value value() {
    switch (random_.below(6)) {
      case 0:
        return {std::string("# *x* <script> \xEE\x80\x80\xEE\x84\x80\xEE\x80\x81 \xFF @fig:x ```")};
      case 1:
        return {Blocks{heading(2, "h")}};
      case 2:
        return {static_cast<double>(random_.below(1000)) / 7};
      case 3:
        return {ValueList{{std::string("a\nb|c")}, {constant(1, "fuzz")}}};
      default:
        return {std::string("javascript:alert(1)")};
    }
  }

  const templates::Template& template_;
  Random& random_;
};

TEST_CASE("mutated Markdown with hostile placeholders") {
  Random random(20240607);
  int read = 0, refused = 0;
  for (int i = 0; i < 6000; ++i) {
    document::Markdown markdown;
    markdown.text = mutated(random);
    for (std::size_t n = random.below(4); n > 0; --n) {
      std::string placeholder;
      document::append_placeholder(placeholder, random.below(hostile_values.size() + 2));
      markdown.text.insert(random.below(markdown.text.size() + 1), placeholder);
    }
    markdown.positions = document::SourceMap::of_file("f.md", markdown.text);
    for (const auto& value : hostile_values) markdown.inserts.push_back({value, {"f.md", 1, 1}, 1});
    markdown.html = random.below(2) == 0 ? document::Markdown::Html::literal : document::Markdown::Html::refuse;
    try {
      check_blocks(document::parse_markdown(markdown));
      ++read;
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::configuration);
      CHECK_FALSE(error.diagnostic().sentence.empty());
      CHECK(error.diagnostic().where.file == "f.md");
      ++refused;
    }
  }
  CHECK(read > 1000);
  CHECK(refused > 500);
}

TEST_CASE("mutated templates") {
  Random random(7);
  int expanded = 0, refused = 0;
  for (int i = 0; i < 6000; ++i) {
    MemoryFileSystem files;
    files.files["templates/t/template.md"] = "---\ntitle: T\n---\n" + mutated(random);
    files.files["templates/t/a.md"] = random.below(2) == 0 ? mutated(random) : "partial {{ x }}";
    try {
      const templates::Template source = templates::load_template(files, "templates/t/template.md");
      for (const templates::Compiled& file : source.files) {
        const auto lines = [](const std::string& s) { return std::count(s.begin(), s.end(), '\n'); };
        CHECK(lines(file.lua) == lines(file.source));
      }
      HostileEvaluator evaluator(source, random);
      check_blocks(document::parse_markdown(templates::expand(source, evaluator).markdown));
      ++expanded;
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::configuration);
      CHECK_FALSE(error.diagnostic().sentence.empty());
      CHECK(error.diagnostic().where.file.starts_with("templates/t/"));
      ++refused;
    }
  }
  CHECK(expanded > 300);
  CHECK(refused > 500);
}

}  // namespace
}  // namespace hallmark
