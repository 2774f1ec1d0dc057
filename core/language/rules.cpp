#include "language/rules.h"

#include <algorithm>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/yaml.h"

namespace hallmark::language {

namespace {

constexpr std::size_t widest_gap = 3;  // words

Atom parse_atom(std::string_view text, const std::string& pattern, const SourceLocation& where) {
  if (text == "NAME") return {Atom::Kind::name, {}, 0};
  if (text == "...") return {Atom::Kind::gap, {}, 0};
  if (text == "N%") return {Atom::Kind::percentage, {}, 0};
  if (text == "N") return {Atom::Kind::number, {}, 0};
  if (text.starts_with("N<") && text.size() > 2 && text.find_first_not_of("0123456789", 2) == std::string_view::npos)
    return {Atom::Kind::number, {}, std::stod(std::string(text.substr(2, 9)))};
  const bool beginning = text.size() > 1 && text.ends_with('*');
  if (beginning) text.remove_suffix(1);
  if (text.empty() || text.find_first_of("*<>%#@") != std::string_view::npos)
    throw Error(ExitCode::configuration, fmt::format("“{}” cannot be looked for.", pattern),
                {"Write words; terroris* for a beginning; N, N% or N<5 for numbers; NAME for a name; ... for a gap."},
                where);
  return {beginning ? Atom::Kind::beginning : Atom::Kind::word, to_lower(text), 0};
}

bool matches(const Atom& atom, const Token& token) {
  switch (atom.kind) {
    case Atom::Kind::word:
      return token.kind == Token::Kind::word && token.lower == atom.text;
    case Atom::Kind::beginning:
      return token.kind == Token::Kind::word && token.lower.starts_with(atom.text);
    case Atom::Kind::number:
      return token.kind == Token::Kind::number && (atom.below == 0 || token.value < atom.below);
    case Atom::Kind::percentage:
      return token.kind == Token::Kind::percentage;
    case Atom::Kind::name:
      return token.kind == Token::Kind::word && token.capital;
    case Atom::Kind::gap:
      return false;
  }
  return false;
}

bool matches(const Alternatives& alternatives, const std::vector<Token>& tokens, std::size_t at) {
  return std::any_of(alternatives.begin(), alternatives.end(), [&](const Atom& atom) {
    const bool starts = at == 0 || tokens[at - 1].ends_sentence;
    return matches(atom, tokens[at]) && !(atom.kind == Atom::Kind::name && starts);
  });
}

// Tokens taken by the parts from `part` on; npos: none.
std::size_t match_from(const Pattern& pattern, std::size_t part, const std::vector<Token>& tokens, std::size_t at,
                       std::size_t end) {
  if (part == pattern.parts.size()) return at;
  if (pattern.parts[part].front().kind == Atom::Kind::gap) {
    for (std::size_t skipped = 0; skipped <= widest_gap && at + skipped <= end; ++skipped)
      if (const std::size_t found = match_from(pattern, part + 1, tokens, at + skipped, end);
          found != std::string::npos)
        return found;
    return std::string::npos;
  }
  if (at >= end || !matches(pattern.parts[part], tokens, at)) return std::string::npos;
  return match_from(pattern, part + 1, tokens, at + 1, end);
}

std::vector<Pattern> patterns(const Yaml& yaml) {
  std::vector<Pattern> all;
  if (yaml.kind() == Yaml::Kind::sequence)
    for (const Yaml& item : yaml.items()) all.push_back(parse_pattern(item.text(), item.where()));
  else
    all.push_back(parse_pattern(yaml.text(), yaml.where()));
  return all;
}

template <class T>
T one_of(const Yaml& yaml, const std::vector<std::pair<std::string, T>>& known) {
  std::vector<std::string> names;
  for (const auto& [name, value] : known) {
    if (yaml.text() == name) return value;
    names.push_back(name);
  }
  yaml.fail(fmt::format("“{}” cannot stand here.", yaml.text()), {suggestion(yaml.text(), names)});
}

// What a rule says of all its words, or one group of words of itself.
void read_settings(const Yaml& yaml, Rule& rule) {
  using enum Rule::Within;
  rule.because = yaml.text_or("because", rule.because);
  rule.instead = yaml.text_or("instead", rule.instead);
  rule.tables = yaml.boolean_or("tables", rule.tables);
  if (const Yaml* severity = yaml.find("severity"))
    rule.severity = one_of<Severity>(
        *severity, {{"error", Severity::error}, {"warning", Severity::warning}, {"note", Severity::note}});
  if (const Yaml* backed = yaml.find("backed_by")) rule.by_evaluation = one_of<bool>(*backed, {{"evaluation", true}});
  if (const Yaml* unless = yaml.find("unless")) rule.unless = patterns(*unless);
  if (const Yaml* within = yaml.find("within"))
    rule.within =
        one_of<Rule::Within>(*within, {{"sentence", sentence}, {"paragraph", paragraph}, {"document", document}});
}

void read_rule(const std::string& name, const Yaml& yaml, Rules& rules) {
  yaml.only({"severity", "because", "instead", "unless", "within", "tables", "backed_by", "words"});
  Rule common;
  common.name = name;
  read_settings(yaml, common);
  const Yaml& words = yaml.required("words");
  if (words.kind() != Yaml::Kind::sequence) words.fail("A list of words to flag is expected here.");
  for (const Yaml& group : words.items()) {
    group.only({"flag", "severity", "because", "instead", "unless", "within", "tables", "backed_by"});
    Rule rule = common;
    read_settings(group, rule);
    rule.flags = patterns(group.required("flag"));
    if (rule.because.empty() || rule.instead.empty())
      group.fail("A reason (“because”) and an alternative (“instead”) are needed for these words.");
    rules.rules.push_back(std::move(rule));
  }
}

void read(const Yaml& root, Rules& rules) {
  root.only({"reading_age", "longest_sentence", "abbreviations", "sources", "rules"});
  rules.reading_age = static_cast<int>(root.integer_or("reading_age", rules.reading_age));
  rules.longest_sentence =
      static_cast<std::size_t>(root.integer_or("longest_sentence", static_cast<long long>(rules.longest_sentence)));
  if (const Yaml* abbreviations = root.find("abbreviations")) {
    abbreviations->only({"never_end", "before_numbers"});
    if (const Yaml* list = abbreviations->find("never_end"))
      for (const std::string& word : list->texts()) rules.abbreviations.never_end.insert(to_lower(word));
    if (const Yaml* list = abbreviations->find("before_numbers"))
      for (const std::string& word : list->texts()) rules.abbreviations.before_numbers.insert(to_lower(word));
  }
  if (const Yaml* sources = root.find("sources"))
    for (Pattern& pattern : patterns(*sources)) rules.sources.push_back(std::move(pattern));
  if (const Yaml* list = root.find("rules"))
    for (const auto& [name, rule] : list->entries()) read_rule(name, rule, rules);
}

}  // namespace

Pattern phrase(std::string_view words) {
  Pattern pattern;
  for (const Token& token : tokens(words, 0, words.size(), {}))
    pattern.parts.push_back({{Atom::Kind::word, token.lower, 0}});
  return pattern;
}

Pattern parse_pattern(const std::string& text, const SourceLocation& where) {
  Pattern pattern;
  for (const std::string_view part : split(text, ' ')) {
    if (part.empty()) continue;
    Alternatives alternatives;
    for (const std::string_view choice : split(part, '|')) alternatives.push_back(parse_atom(choice, text, where));
    pattern.parts.push_back(std::move(alternatives));
  }
  const auto is_gap = [](const Alternatives& part) { return part.front().kind == Atom::Kind::gap; };
  if (pattern.parts.empty() || is_gap(pattern.parts.front()) || is_gap(pattern.parts.back()))
    throw Error(ExitCode::configuration, "Words to look for are expected here.",
                {"They begin and end with a word or number, not with “...”."}, where);
  return pattern;
}

std::size_t match(const Pattern& pattern, const std::vector<Token>& tokens, std::size_t at, std::size_t end) {
  const std::size_t stop = match_from(pattern, 0, tokens, at, end);
  return stop == std::string::npos ? 0 : stop - at;
}

void add_rules(const FileSystem& files, const std::string& path, Rules& rules) {
  const std::string text = files.read(path);
  try {
    const Yaml root = Yaml::parse(text, path);
    read(root, rules);
    rules.own_reading_age = root.find("reading_age") != nullptr;
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    if (diagnostic.where.file == path) quote_source(diagnostic, text);
    throw Error(error.code(), std::move(diagnostic));
  }
}

Rules load_rules(const FileSystem& files, const std::string& path) {
  Rules rules;
  add_rules(files, path, rules);
  rules.own_reading_age = false;
  return rules;
}

}  // namespace hallmark::language
