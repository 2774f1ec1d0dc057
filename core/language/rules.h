// The words a document should not use, read from knowledge_base/language.yaml and a workspace's own language.yaml. What
// a rule looks for is written as people would say it:
//   crime wave     these words, in any case; a hyphen counts as a space
//   terroris*      any word that begins so
//   a|b            one or the other
//   N N% N<5       a number, a percentage, a number below 5 (dates are none)
//   NAME           a name: a capital letter that does not begin a sentence
//   ...            up to three words
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "hallmark/error.h"
#include "language/tokens.h"

namespace hallmark::language {

struct Atom {
  enum class Kind { word, beginning, number, percentage, name, gap };
  Kind kind = Kind::word;
  std::string text;
  double below = 0;  // of a number; 0: any
};
using Alternatives = std::vector<Atom>;

struct Pattern {
  std::vector<Alternatives> parts;
};

// Error(ExitCode::configuration) at `where` for what is no pattern.
Pattern parse_pattern(const std::string& text, const SourceLocation& where = {});

// How many of the tokens from `at` on, but before `end`, the pattern takes; 0: it does not match there.
std::size_t match(const Pattern& pattern, const std::vector<Token>& tokens, std::size_t at, std::size_t end);

// A pattern of just these words.
Pattern phrase(std::string_view words);

// What lets words stand that a rule would flag: one pattern of each of these groups, in the same sentence; but not
// where the latest month that sentence names is before the backing began.
struct Backing {
  std::vector<std::vector<Pattern>> groups;
  std::string from;  // "2024-01"; empty: ever
};

struct Rule {
  enum class Within { sentence, paragraph, document };  // a heading's paragraph is the one below it as well
  std::string name;
  Severity severity = Severity::warning;
  std::string because;  // completes the sentence that begins with the words found
  std::string instead;  // a sentence
  std::vector<Pattern> flags;
  std::vector<Pattern> unless;  // any of these nearby, and nothing is wrong
  Within within = Within::sentence;
  bool tables = true;          // cells of tables are looked at too
  bool by_evaluation = false;  // an evaluated initiative backs the words
};

struct Rules {
  int reading_age = 9;
  bool own_reading_age = false;  // set by a workspace
  std::size_t longest_sentence = 25;
  Abbreviations abbreviations;
  std::vector<Pattern> sources;  // words that say where a number comes from
  std::vector<Rule> rules;
  std::vector<Backing> evaluations;  // what rules that say backed_by: evaluation accept
};

// Error(ExitCode::configuration) at its line for what cannot be read.
Rules load_rules(const FileSystem& files, const std::string& path);
// Adds what a workspace's file says to `rules`: rules and abbreviations are added, settings replaced.
void add_rules(const FileSystem& files, const std::string& path, Rules& rules);

}  // namespace hallmark::language
