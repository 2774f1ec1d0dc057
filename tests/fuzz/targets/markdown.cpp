#include "document/markdown.h"

#include "../document_checks.h"
#include "../targets.h"
#include "hallmark/plugin.h"

namespace hallmark::fuzz {

namespace {

// What expressions of a template may give.
const std::variant<Inlines, Blocks> values[] = {
    Inlines{text("*x* <script> | [a](javascript:x) ``` \n# y")},
    Inlines{number(constant(12, "fuzz"))},
    Blocks{heading(2, "h"), paragraph({text("p")})},
    Inlines{text("javascript:alert(1)")},
    Inlines{},
    Blocks{paragraph({text("| a |"), {LineBreak{}}})},
    Blocks{{Callout{Callout::Kind::warning, "w", {paragraph({text("why")})}}, {}}},
};
constexpr char past_the_values = 9;

// Its bytes 1 to 8 stand for placeholders of the values; the eighth has none.
document::Markdown with_placeholders(std::string_view input) {
  document::Markdown markdown;
  for (const char c : input) {
    if (c >= 1 && c < past_the_values)
      document::append_placeholder(markdown.text, static_cast<std::size_t>(c - 1));
    else
      markdown.text += c;
  }
  markdown.positions = document::SourceMap::of_file("f.md", markdown.text);
  for (const auto& value : values) markdown.inserts.push_back({value, {"f.md", 1, 1}, 1});
  return markdown;
}

}  // namespace

void markdown(std::string_view input) {
  document::Markdown markdown = with_placeholders(input);
  for (const auto html : {document::Markdown::Html::literal, document::Markdown::Html::refuse}) {
    markdown.html = html;
    reads_or_refuses([&] { check_blocks(document::parse_markdown(markdown)); });
  }
}

}  // namespace hallmark::fuzz
