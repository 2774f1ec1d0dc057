// language.*: how hard content is to read, and which of its words frighten or claim too much.
#include "base/text.h"
#include "language/blocks.h"
#include "language/framing.h"
#include "language/readability.h"
#include "script/binder.h"
#include "script/content.h"
#include "script/tables.h"

namespace hallmark::script {
namespace {

const language::Rules& rules_of(const Call& call) {
  if (!call.machine.services.language) fail("No rules of language can be reached here.");
  return call.machine.services.language();
}

language::Prose prose_of(const Call& call, const Value& content, std::string_view what) {
  return language::prose_of(to_blocks(call, content, what)).prose;
}

Quantity measured(double value, const char* what, NumberFormat format) {
  return constant(value, what, std::move(format));
}

Value readability(Call& call, Value content) {
  const language::Rules& rules = rules_of(call);
  const language::Prose prose = prose_of(call, content, "language.readability");
  const language::Readability measures = language::readability(language::measure(prose, rules.abbreviations).counts);
  const auto count = [&](std::size_t value, const char* what) {
    return Value{measured(static_cast<double>(value), what, NumberFormat::count())};
  };
  const auto decimal = [&](double value, const char* what) { return Value{measured(value, what, NumberFormat{})}; };
  ValueMap map{{"sentences", count(measures.counts.sentences, "sentences of this text")},
               {"words", count(measures.counts.words, "words of this text")}};
  if (measures.counts.words == 0) return {std::move(map)};
  map.emplace("words_per_sentence", decimal(measures.words_per_sentence, "words a sentence of this text"));
  map.emplace("reading_ease", decimal(measures.reading_ease, "Flesch reading ease of this text"));
  map.emplace("grade", decimal(measures.grade, "Flesch–Kincaid grade of this text"));
  if (measures.smog_holds) map.emplace("smog", decimal(measures.smog, "SMOG of this text"));
  map.emplace("reading_age",
              count(static_cast<std::size_t>(measures.reading_age), "Flesch–Kincaid grade of this text, plus 5"));
  return {std::move(map)};
}

Value framing(Call& call, Value content) {
  const language::Prose prose = prose_of(call, content, "language.framing");
  ValueList flags;
  for (const language::Flag& flag : language::framing(prose, rules_of(call))) {
    const char* severity = flag.severity == Severity::error     ? "error"
                           : flag.severity == Severity::warning ? "warning"
                                                                : "note";
    flags.push_back({ValueMap{{"rule", {flag.rule}},
                              {"severity", {std::string(severity)}},
                              {"words", {prose.text.substr(flag.begin, flag.end - flag.begin)}},
                              {"sentence", {flag.sentence}},
                              {"instead", {flag.instead}}}});
  }
  return {std::move(flags)};
}

constexpr ApiFunction functions[] = {
    {"readability", "(content) -> {sentences, words, words_per_sentence, reading_ease, grade, smog, reading_age}",
     "How hard text or blocks are to read (Flesch, Flesch–Kincaid, SMOG). smog is nil below 30 sentences; without "
     "words "
     "only the counts are there. Headings and tables are not measured.",
     bound<readability>},
    {"framing", "(content) -> {{rule, severity, words, sentence, instead}, …}",
     "Words that frighten, blame or claim more than the figures carry, by knowledge_base/language.yaml and the "
     "workspace's language.yaml. severity is \"error\", \"warning\" or \"note\".",
     bound<framing>},
};

}  // namespace

std::span<const ApiFunction> language_table() {
  return functions;
}

}  // namespace hallmark::script
