// document.*: blocks and inline content.
#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "document/document.h"
#include "script/binder.h"
#include "script/charts.h"
#include "script/content.h"
#include "script/tables.h"

namespace hallmark::script {
namespace {

Blocks heading(Call& call, int level, Value content) {
  if (level < 1 || level > 6) fail(fmt::format("A heading has a level from 1 to 6, not {}.", level));
  return one(call, Heading{level, to_inlines(call, content, "document.heading"), {}, {}});
}

Blocks paragraph(Call& call, Value content) {
  return one(call, Paragraph{to_inlines(call, content, "document.paragraph")});
}

Blocks inline_of(const Call& call, decltype(Inline::node) node) {
  Inlines inlines;
  inlines.push_back({std::move(node)});
  return one(call, Paragraph{std::move(inlines)});
}

Blocks strong(Call& call, Value content) {
  return inline_of(call, Strong{to_inlines(call, content, "document.strong")});
}

Blocks emphasis(Call& call, Value content) {
  return inline_of(call, Emphasis{to_inlines(call, content, "document.emphasis")});
}

Blocks code(Call& call, std::string text) {
  return inline_of(call, CodeSpan{make_valid_utf8(text)});
}

Blocks line_break(Call& call) {
  return inline_of(call, LineBreak{});
}

Blocks reference(Call& call, std::string label) {
  return inline_of(call, CrossReference{std::move(label), {}});
}

Blocks link(Call& call, std::string target, std::optional<Value> content) {
  const bool known = target.starts_with("#") || starts_with_ignoring_case(target, "http://") ||
                     starts_with_ignoring_case(target, "https://") || starts_with_ignoring_case(target, "mailto:");
  if (!known) fail(fmt::format("“{}” is no link target.", target), {"Use https:, mailto: or #anchor."});
  Inlines children = content ? to_inlines(call, *content, "document.link") : Inlines{hallmark::text(target)};
  return inline_of(call, Link{make_valid_utf8(target), std::move(children)});
}

Blocks list_of(const Call& call, Value value, bool ordered, const std::string& what) {
  const auto* items = std::get_if<ValueList>(&value.data);
  if (!items) fail(what + " takes a list of items.");
  List list;
  list.ordered = ordered;
  for (const Value& item : *items) {
    // An item that is a list is one line of text put together, unless it holds blocks.
    const auto* parts = std::get_if<ValueList>(&item.data);
    const bool line = parts && std::none_of(parts->begin(), parts->end(), [](const Value& part) {
                        return std::holds_alternative<Blocks>(part.data) &&
                               !std::holds_alternative<Paragraph>(std::get<Blocks>(part.data).front().node);
                      });
    list.items.push_back({line ? one(call, Paragraph{to_inlines(call, item, what)}) : to_blocks(call, item, what)});
  }
  return one(call, std::move(list));
}

Blocks list(Call& call, Value items) {
  return list_of(call, std::move(items), false, "document.list");
}
Blocks numbered(Call& call, Value items) {
  return list_of(call, std::move(items), true, "document.numbered");
}

Blocks quote(Call& call, Value content) {
  return one(call, Quote{to_blocks(call, content, "document.quote")});
}
Blocks rule(Call& call) {
  return one(call, Rule{});
}
Blocks page_break(Call& call) {
  return one(call, PageBreak{});
}

Blocks table(Call& call, Value options) {
  return one(call, to_table(call, Fields("document.table", std::move(options))));
}

Value not_available(Call&, std::string reason) {
  if (trim(reason).empty()) fail("document.not_available needs a reason the reader will see.");
  return {ValueMap{{"not_available", {std::move(reason)}}}};
}

Blocks callout(Call& call, Value options) {
  Fields fields("document.callout", std::move(options));
  fields.only({"kind", "title", "content"});
  const std::string kind = fields.text_or("kind", "note");
  const std::vector<std::string> kinds = {"note", "warning", "finding"};
  const auto found = std::find(kinds.begin(), kinds.end(), kind);
  if (found == kinds.end()) fail(fmt::format("“{}” is no kind of callout.", kind), {suggestion(kind, kinds)});
  return one(call, Callout{static_cast<Callout::Kind>(found - kinds.begin()), fields.text_or("title", ""),
                           to_blocks(call, fields.required("content"), fields.what("content"))});
}

Blocks figure(Call& call, Value options) {
  return one(call, to_figure(call, Fields("document.figure", std::move(options))));
}

// As a sub-editor counts: what stands between white space is a word, a number too, a dash alone is none.
double words(Call& call, Value content) {
  const std::string text = document::plain_text(to_inlines(call, content, "document.words"));
  const auto has_letter = [](std::string_view word) {
    for (std::size_t at = 0; at < word.size();) {
      const char32_t c = next_code_point(word, at);
      const bool punctuation =
          c < 0x80 ? !std::isalnum(static_cast<unsigned char>(c)) : c < 0xc0 || (c >= 0x2000 && c < 0x2070);
      if (!punctuation) return true;
    }
    return false;
  };
  const std::vector<std::string_view> parts = split(text, ' ');
  return static_cast<double>(std::count_if(parts.begin(), parts.end(), has_letter));
}

double characters(Call& call, Value content) {
  return static_cast<double>(count_code_points(document::plain_text(to_inlines(call, content, "document.characters"))));
}

Blocks marked(Call& call, std::string marking, Value content) {
  const std::optional<Marking> own = parse_marking(marking);
  if (!own) fail(fmt::format("“{}” is no protective marking.", marking), {suggestion(marking, marking_names())});
  require_marking(*own, call.machine.services.marking, "This content is");
  return to_blocks(call, content, "document.marked");
}

Blocks blocks(Call& call, Value parts) {
  return to_blocks(call, parts, "document.blocks");
}

constexpr ApiFunction functions[] = {
    {"blocks", "{block, …} -> blocks",
     "Puts blocks, lists of blocks and texts (each a paragraph) one after another; nil and false give nothing.",
     bound<blocks>},
    {"heading", "(level, content) -> blocks", "A heading of level 1 to 6.", bound<heading>},
    {"paragraph", "(content) -> blocks",
     "A paragraph. Content is text, a Quantity, strong() and its kind, or a list: document.paragraph{\"There were \", "
     "q, \"…\"}.",
     bound<paragraph>},
    {"strong", "(content) -> inline", "Important words inside content.", bound<strong>},
    {"emphasis", "(content) -> inline", "Stressed words inside content.", bound<emphasis>},
    {"code", "(text) -> inline", "Words in the type of a terminal.", bound<code>},
    {"link", "(target [, content]) -> inline", "A link to an https:, mailto: or #anchor target.", bound<link>},
    {"reference", "(label) -> inline", "“Figure 3” or “Table 2”, for the figure or table of that label.",
     bound<reference>},
    {"line_break", "() -> inline", "A line break inside a paragraph or cell.", bound<line_break>},
    {"list", "{item, …} -> blocks", "A bulleted list; an item is content or blocks.", bound<list>},
    {"numbered", "{item, …} -> blocks", "A numbered list.", bound<numbered>},
    {"quote", "(content) -> blocks", "A quotation.", bound<quote>},
    {"table", "{caption=, columns=, rows=, label=, footnotes=, source=} -> blocks",
     "columns = {{heading =, kind = \"text\"|\"number\", unit =, row_header = true}, …}; a row is a list with a cell "
     "per "
     "column: content, a Quantity or document.not_available(reason).",
     bound<table>},
    {"not_available", "(reason) -> cell", "A cell that says why it has no value.", bound<not_available>},
    {"figure", "{title=, alt=, chart=, description=, label=, data=, source=} -> blocks",
     "A chart with its title and alt text, both required. data, a document.table, defaults to the numbers of the "
     "chart.",
     bound<figure>},
    {"callout", "{content=, kind=\"note\"|\"warning\"|\"finding\", title=} -> blocks", "A box set apart from the text.",
     bound<callout>},
    {"words", "(content) -> number", "How many words the content has, a number counting as one.", bound<words>},
    {"characters", "(content) -> number", "How many characters the content has.", bound<characters>},
    {"marked", "(marking, content) -> blocks",
     "The content, where the document is marked so or above (PUBLIC, OFFICIAL, OFFICIAL-SENSITIVE, RESTRICTED); "
     "elsewhere an error at this line. report.marking says what the document is.",
     bound<marked>},
    {"rule", "() -> blocks", "A line across the page.", bound<rule>},
    {"page_break", "() -> blocks", "Starts a new page in print.", bound<page_break>},
};

}  // namespace

std::span<const ApiFunction> document_table() {
  return functions;
}

}  // namespace hallmark::script
