// report.*: what this report is about; and text.*, whose functions are in prelude.lua.
#include "base/text.h"
#include "script/binder.h"
#include "script/tables.h"
#include "script/values.h"

namespace hallmark::script {
namespace {

void pending(Call& call, std::string sentence) {
  if (!call.services().pending) fail("report.pending is for templates: nothing is made final here.");
  if (trim(sentence).empty()) fail("report.pending needs a sentence: who must do what.");
  call.services().pending(make_valid_utf8(sentence));
}

constexpr ApiFunction report_values[] = {
    {"partnership", "text", "The name of the partnership, as hallmark.yaml gives it.", nullptr},
    {"contact", "{name, email, phone, web, address}",
     "Who answers for the document, by the brand pack; what is not stated is absent.", nullptr},
    {"boilerplate", "text", "What the brand pack says of the partnership; may be empty.", nullptr},
    {"area", "{code, name, …}", "The area the report is about.", nullptr},
    {"period", "{from, to, label, months}",
     "The months reported on: \"2020-10\", \"2021-09\", a label for readers, and every month.", nullptr},
    {"previous_period", "{from, to, label, months}", "The months compared with: the year before.", nullptr},
    {"marking", "text", "The document's protective marking: PUBLIC, OFFICIAL, OFFICIAL-SENSITIVE or RESTRICTED.",
     nullptr},
    {"options", "{name = text}", "What the template's options are set to, by default or by --set.", nullptr},
    {"targets", "{name = …}", "The targets of hallmark.yaml.", nullptr},
    {"final", "true | false", "Whether the report is made with --final, to be published.", nullptr},
    {"quotes", "{{text, name, role, about, direction, approved_by, approved_on}, …}",
     "What people are quoted with, from quotes.yaml.", nullptr},
    {"pending", "(sentence)",
     "Says what must happen before the report may be final: a draft is made with a warning, --final is refused.",
     bound<pending>},
    {"initiatives",
     "{{id, name, theme, area, offences, start, end, owner, what, practice, evaluation, shows, communications}, …}",
     "The workspace's initiatives. offences: the categories its theme is recorded as; evaluation, where there is one: "
     "{design, words, level, effect, finding, reference}; practice: {id, title, place, label, level, words} of the "
     "case "
     "study it follows; shows: {effect, level, words, place} by its evaluation, else by the study (whose place it then "
     "names); communications: {{audience, channel, message, date, owner, budget_line}, …}. What is not stated is "
     "absent.",
     nullptr},
    {"series_breaks", "{{from, offences, area, what, source}, …}",
     "Months from which the report's dataset counts something else than before; offences and area are empty where all "
     "are meant.",
     nullptr},
};

constexpr ApiFunction text_functions[] = {
    {"month", "(month) -> text", "“July 2020” for \"2020-07\".", nullptr},
    {"day", "(day) -> text", "“Friday 31 July 2020” for \"2020-07-31\".", nullptr},
    {"short_month", "(month) -> text", "“Jul 2020” for \"2020-07\".", nullptr},
    {"period", "({from=, to=} | from, to) -> text",
     "“October 2020 to September 2021”; one month alone when both are the same.", nullptr},
    {"plural", "(count, singular [, plural]) -> text",
     "“crime” for 1, else “crimes” or the plural given. The word only.", nullptr},
    {"list_and", "(list) -> list of content", "“a, b and c”: texts, Quantities and inlines put together as content.",
     nullptr},
    {"number", "(number) -> text", "“no”, “one” to “ten” in words, other whole numbers in digits.", nullptr},
    {"capitalise", "(text) -> text", "The text with its first letter, if ASCII, in upper case.", nullptr},
    {"direction", "(change [, up, down, same]) -> text",
     "“rose”, “fell” or “stayed the same” (or the words given) as the number is above, below or at zero.", nullptr},
};

constexpr ApiFunction lua_differences[] = {
    {"q + - * /", "arithmetic",
     "Between Quantities and plain numbers: gives a Quantity that knows how it was made. Division by 0 is not "
     "available. Compare "
     "with <, <=, >, >= against either, with == between Quantities only.",
     nullptr},
    {"include", "(name) -> table or function",
     "In a plugin: what name.lua of the plugin's own folder returns, run once. In a template: {% include \"file\" %}.",
     nullptr},
    {"print", "(…)", "Writes its arguments as one line, where the caller shows messages.", nullptr},
    {"pairs", "(table) -> iterator",
     "As in Lua, but in a fixed order: booleans, numbers ascending, texts by byte order. Keys that "
     "are tables or functions are refused.",
     nullptr},
    {"next", "(table [, key]) -> key, value", "In the order of pairs.", nullptr},
    {"tostring", "(value) -> text", "As in Lua, but a table is “table”: no addresses.", nullptr},
    {"string.find", "(…)", "And match, gmatch, gsub: as in Lua, but the work of a pattern is charged to the budget.",
     nullptr},
};

}  // namespace

std::span<const ApiFunction> report_table() {
  return report_values;
}
std::span<const ApiFunction> text_table() {
  return text_functions;
}
std::span<const ApiFunction> lua_table() {
  return lua_differences;
}

void add_report(lua_State* lua) {
  push_value(lua, {machine_of(lua).services.report});
  for (const ApiFunction& function : report_values) {
    if (!function.function) continue;
    lua_pushcfunction(lua, function.function);
    lua_setfield(lua, -2, function.name);
  }
  lua_setfield(lua, -2, "report");
}

}  // namespace hallmark::script
