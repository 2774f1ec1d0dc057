#include <doctest/doctest.h>

#include <algorithm>

#include "language/framing.h"
#include "shipped_rules.h"

using namespace hallmark;
using namespace hallmark::language;

namespace {

// The rules a text breaks, in its order.
std::vector<std::string> broken(std::string_view text, const Rules& rules = shipped_rules()) {
  std::vector<std::string> names;
  for (const Flag& flag : framing(read_prose(text, Markup::markdown), rules)) names.push_back(flag.rule);
  return names;
}

bool breaks(std::string_view text, std::string_view rule) {
  const std::vector<std::string> names = broken(text);
  return std::find(names.begin(), names.end(), rule) != names.end();
}

Rules own_rules(const std::string& yaml) {
  MemoryFileSystem files;
  files.files["language.yaml"] = yaml;
  return load_rules(files, "language.yaml");
}

struct Example {
  std::string_view rule, wrong, right;
};

}  // namespace

TEST_CASE("an evaluated initiative backs causal words beside its name, place and offence, and nothing else does") {
  Rules rules = shipped_rules();
  rules.evaluations = {
      {{{phrase("Alley gates")}, {phrase("burglary"), phrase("burglaries")}, {phrase("Tarnvale")}}, "2024-01"}};
  const auto flagged = [&](std::string_view text) {
    const std::vector<std::string> names = broken(text, rules);
    return std::find(names.begin(), names.end(), "cause without evidence") != names.end();
  };
  CHECK_FALSE(flagged("Burglary in Tarnvale fell thanks to alley gates."));
  CHECK_FALSE(flagged("Alley-gates led to fewer burglaries in Tarnvale."));
  CHECK(flagged("Burglary in Ashmoor fell thanks to alley gates."));
  CHECK_FALSE(flagged("Burglary in Tarnvale fell in the year to March 2025 thanks to alley gates."));
  CHECK_FALSE(flagged("Burglary in Tarnvale fell in 2024 thanks to alley gates."));
  CHECK(flagged("Burglary in Tarnvale fell in the year to December 2023 thanks to alley gates."));
  CHECK(flagged("Burglary in Tarnvale fell in 2023 thanks to alley gates."));
  CHECK(flagged("Robbery in Tarnvale fell thanks to alley gates."));
  CHECK(flagged("Burglary in Tarnvale fell thanks to our patrols."));
  CHECK(flagged("Alley gates were put up in Tarnvale against burglary. It fell thanks to them."));
  CHECK(flagged("Burglary fell thanks to our patrols, an evaluation shows."));
}

TEST_CASE("each rule flags what it is for and passes what it asks for") {
  const Example examples[] = {
      {"sensational", "Knife crime is soaring.", "Knife crime rose from 40 to 52."},
      {"sensational", "A crime-wave hit the town.", "Thefts rose from 40 to 52."},
      {"labels for people", "Yobs threw stones.", "Four people threw stones."},
      {"gangs without a definition", "A gang was seen.", "Gangs are defined as in the Act. A gang was seen."},
      {"protected groups", "Two Muslim men were seen.", "Hate crimes against Muslim men rose."},
      {"small groups", "Two girls were hurt.", "Fewer than five were hurt."},
      {"single addresses", "A flat at 14 Mill Street was searched.", "A flat in Mill Street was searched."},
      {"small groups", "There were 3 victims of robbery.", "There were 30 victims of robbery."},
      {"single premises", "It began at the Red Lion pub.", "It began in a pub in the town centre."},
      {"single premises", "It began at Bar Zulu.", "The licensing committee heard of Bar Zulu."},
      {"percentage without counts", "Burglary fell by 12%.", "Burglary fell by 12%, from 207 to 182."},
      {"percentage without counts", "It is 40 per cent.", "It is 40 per cent (8 of 20)."},
      {"relative without absolute", "The risk doubled.", "The risk doubled, from 4 to 8 a year."},
      {"relative without absolute", "They are three times more likely.",
       "It is 3 in every 1,000 residents, twice as many."},
      {"significant without a test", "This is a significant fall.", "The fall is significant (exact test, p = 0.01)."},
      {"cause without evidence", "Thanks to the gates, thefts fell.",
       "An evaluation found fewer thefts as a result of the gates."},
      {"cause without evidence", "Patrols cut burglary.", "Burglary fell after the patrols began."},
      {"rank without an interval", "It is the safest town in England.",
       "Its rate is lower than the group's (95% interval)."},
      {"rank without an interval", "We are in the top ten.", "Ten areas are alike."},
      {"plain words", "We utilise data.", "We use data."},
  };
  for (const Example& example : examples) {
    CHECK_MESSAGE(breaks(example.wrong, example.rule), std::string(example.wrong));
    CHECK_MESSAGE(!breaks(example.right, example.rule), std::string(example.right));
  }
}

TEST_CASE("every shipped rule gives a reason that completes its sentence, and an alternative") {
  CHECK(shipped_rules().rules.size() > 40);
  for (const Rule& rule : shipped_rules().rules) {
    CHECK_MESSAGE((rule.because.back() >= 'a' && rule.because.back() <= 'z'), rule.because);
    CHECK_MESSAGE(rule.instead.ends_with('.'), rule.instead);
  }
}

TEST_CASE("a headline's counts may stand in the paragraph below it") {
  CHECK(broken("# Burglary down 12%\n\nIt fell from 207 to 182.").empty());
  CHECK(broken("# Burglary down 12%\n\nMore later.\n\nIt fell from 207 to 182.") ==
        std::vector<std::string>{"percentage without counts"});
}

TEST_CASE("tables have their counts in columns") {
  CHECK(broken("| Burglary | 12% |\n|---|---|\n| Theft | 3% |").empty());
}

TEST_CASE("patterns: beginnings, alternatives, gaps, names, the longest match") {
  const Rules rules = own_rules(
      "rules:\n  own:\n    because: is long\n    instead: Shorter.\n    words:\n"
      "      - flag: [big, big bad, wolf|bear ... den, Hood NAME, terr*, N<5 pigs]\n");
  const auto found = [&](std::string_view text) {
    std::string words;
    for (const Flag& flag : framing(read_prose(text, Markup::plain), rules))
      words += std::string(text.substr(flag.begin, flag.end - flag.begin)) + ";";
    return words;
  };
  CHECK(found("The Big Bad man") == "Big Bad;");
  CHECK(found("a wolf in its own den, a bear den, a wolf in a far off den") == "wolf in its own den;bear den;");
  CHECK(found("a wolf. Its den") == "");
  CHECK(found("Hood River. hood river. Hood") == "Hood River;");
  CHECK(found("terror and terrible") == "terror;terrible;");
  CHECK(found("3 pigs, 5 pigs, 4.5 pigs") == "3 pigs;4.5 pigs;");
}

TEST_CASE("a workspace adds rules and replaces settings") {
  MemoryFileSystem files;
  files.files["own.yaml"] =
      "reading_age: 11\nabbreviations: {never_end: [cllr]}\nrules:\n  ours:\n    because: is ours\n"
      "    instead: Theirs.\n    words: [{flag: fracas}]\n";
  Rules rules = shipped_rules();
  add_rules(files, "own.yaml", rules);
  CHECK(rules.reading_age == 11);
  CHECK(rules.own_reading_age);
  CHECK(rules.abbreviations.never_end.contains("cllr"));
  CHECK(broken("A fracas, a crime wave", rules) == std::vector<std::string>{"ours", "sensational"});
}

TEST_CASE("slips in a rule file are refused at their line") {
  const auto refused = [](const std::string& yaml) {
    try {
      own_rules(yaml);
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::configuration);
      return error.diagnostic();
    }
    FAIL("accepted: " << yaml);
    return Diagnostic{};
  };
  CHECK(refused("rules: {x: {words: [{flag: a, becaus: b}]}}").hints.at(0) == "Did you mean “because”?");
  CHECK(refused("rules: {x: {words: [{flag: a}]}}").sentence ==
        "A reason (“because”) and an alternative (“instead”) are needed for these words.");
  CHECK(refused("rules:\n  x: {because: a, instead: b, severity: eror, words: [{flag: c}]}").where.line == 2);
  for (const std::string pattern : {"'*'", "a*b", "'... a'", "a ...", "''", "'N<x'", "'#'"})
    CHECK_MESSAGE(!refused("rules: {x: {because: a, instead: b, words: [{flag: [" + pattern + "]}]}}").sentence.empty(),
                  pattern);
}

TEST_CASE("numbers without a source nearby") {
  const auto numbers = [](std::string_view text) {
    std::string out;
    for (const Flag& flag : unsourced_numbers(read_prose(text, Markup::markdown), shipped_rules()))
      out += flag.sentence;
    return out;
  };
  CHECK(numbers("There were 52 thefts, 12% of all.") == "No source is given for 52, 12%.");
  CHECK(numbers("There were 52 thefts.\n\nSource: police.uk, 2024.").empty());
  CHECK(numbers("There were 52 thefts ([figures](https://data.police.uk)).").empty());
  CHECK(numbers("On 5 May 2024 at 18:00, as Table 3 shows, in 2019/20.").empty());
  CHECK(numbers("# 52 thefts\n\n| a | 3 |\n|---|---|\n| b | 4 |").empty());
}

TEST_CASE("numbers that no ledger backs") {
  const std::string text = "# 2 Levels\n\nThere were 52 thefts and 40 frauds, −3.2% and £1,200.";
  const auto range = [&](std::string_view part) { return std::pair(text.find(part), text.find(part) + part.size()); };
  const auto flags = typed_numbers(read_prose(text, Markup::markdown), shipped_rules(), {range("52"), range("−3.2%")});
  REQUIRE(flags.size() == 1);
  CHECK(flags[0].sentence == "No query or formula in the ledger gives 40, £1,200.");
}

TEST_CASE("long sentences are named with their length") {
  std::string text = "One";
  for (int i = 0; i < 25; ++i) text += " more";
  const auto flags = long_sentences(read_prose(text + ". Short.", Markup::plain), shipped_rules());
  REQUIRE(flags.size() == 1);
  CHECK(flags[0].sentence == "This sentence has 26 words; many readers lose the thread after 25.");
}
