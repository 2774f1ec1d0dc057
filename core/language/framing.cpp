#include "language/framing.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/text.h"
#include "language/readability.h"

namespace hallmark::language {

namespace {

constexpr std::size_t most_quoted = 8;  // numbers named in one sentence

struct Text {
  std::vector<std::vector<Token>> passages;  // as those of the prose
};

Text tokenise(const Prose& prose, const Rules& rules) {
  Text text;
  for (const Passage& passage : prose.passages)
    text.passages.push_back(tokens(prose.text, passage.begin, passage.end, rules.abbreviations));
  return text;
}

bool any_match(const std::vector<Pattern>& patterns, const std::vector<Token>& tokens, std::size_t from,
               std::size_t to) {
  for (std::size_t at = from; at < to; ++at)
    for (const Pattern& pattern : patterns)
      if (match(pattern, tokens, at, to) > 0) return true;
  return false;
}

// The latest month a sentence names, "2025-03", a year standing for its December; empty where it names none.
std::string latest_month(const std::vector<Token>& tokens, std::size_t from, std::size_t to) {
  static constexpr std::array<std::string_view, 12> names = {"january",   "february", "march",    "april",
                                                             "may",       "june",     "july",     "august",
                                                             "september", "october",  "november", "december"};
  constexpr std::size_t year = 4, year_and_month = 7;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string latest;
  for (std::size_t at = from; at < to; ++at) {
    const std::string& date = tokens[at].lower;
    if (tokens[at].kind != Token::Kind::date || date.size() < year ||
        !std::all_of(date.begin(), date.begin() + year, is_digit))
      continue;
    std::size_t month = names.size();
    if (date.size() == year && at > from)
      month = static_cast<std::size_t>(std::find(names.begin(), names.end(), tokens[at - 1].lower) - names.begin()) + 1;
    const std::string named = date.size() >= year_and_month && date[year] == '-'
                                  ? date.substr(0, year_and_month)
                                  : fmt::format("{}-{:02}", date.substr(0, year), std::min(month, names.size()));
    latest = std::max(latest, named);
  }
  return latest;
}

// Which patterns can start with a token: by its word, by a beginning of it, or by being a number or a name.
class PatternIndex {
 public:
  using Entry = std::pair<const Rule*, const Pattern*>;

  explicit PatternIndex(const Rules& rules) {
    for (const Rule& rule : rules.rules)
      for (const Pattern& pattern : rule.flags)
        for (const Atom& atom : pattern.parts.front()) add(atom, {&rule, &pattern});
  }

  template <class Visit>
  void candidates(const Token& token, const Visit& visit) const {
    const auto all_of = [&](const std::unordered_map<std::string, std::vector<Entry>>& map, const std::string& key) {
      if (const auto found = map.find(key); found != map.end())
        for (const Entry& entry : found->second) visit(entry);
    };
    if (token.kind == Token::Kind::word) {
      all_of(words_, token.lower);
      for (std::size_t length = 1; length <= std::min(token.lower.size(), longest_beginning_); ++length)
        all_of(beginnings_, token.lower.substr(0, length));
    }
    if (token.kind != Token::Kind::word || token.capital)
      for (const Entry& entry : others_) visit(entry);
  }

 private:
  void add(const Atom& atom, Entry entry) {
    if (atom.kind == Atom::Kind::word) {
      words_[atom.text].push_back(entry);
    } else if (atom.kind == Atom::Kind::beginning) {
      beginnings_[atom.text].push_back(entry);
      longest_beginning_ = std::max(longest_beginning_, atom.text.size());
    } else {
      others_.push_back(entry);
    }
  }

  std::unordered_map<std::string, std::vector<Entry>> words_, beginnings_;
  std::vector<Entry> others_;
  std::size_t longest_beginning_ = 0;
};

class Framing {
 public:
  Framing(const Prose& prose, const Rules& rules)
      : prose_(prose), rules_(rules), index_(rules), text_(tokenise(prose, rules)) {}

  std::vector<Flag> find() {
    for (std::size_t p = 0; p < text_.passages.size(); ++p) {
      passage_ = p;
      passed_.clear();
      find_sentences();
      const std::vector<Token>& tokens = text_.passages[p];
      for (std::size_t at = 0; at < tokens.size(); ++at)
        index_.candidates(tokens[at],
                          [&](const PatternIndex::Entry& entry) { try_at(*entry.first, *entry.second, at); });
      collect();
    }
    return std::move(flags_);
  }

 private:
  struct Match {
    const Rule* rule;
    std::size_t from, to;
  };

  void try_at(const Rule& rule, const Pattern& pattern, std::size_t at) {
    if (!rule.tables && prose_.passages[passage_].kind == Passage::Kind::cell) return;
    const std::vector<Token>& tokens = text_.passages[passage_];
    const std::size_t taken = match(pattern, tokens, at, sentence_[at].second);
    if (taken > 0 && !is_excused(rule, at)) passed_.push_back({&rule, at, at + taken});
  }

  // Where the sentence of each token begins and ends.
  void find_sentences() {
    const std::vector<Token>& tokens = text_.passages[passage_];
    sentence_.resize(tokens.size());
    for (std::size_t at = 0, begin = 0; at < tokens.size(); ++at) {
      if (!tokens[at].ends_sentence) continue;
      std::fill(sentence_.begin() + static_cast<std::ptrdiff_t>(begin),
                sentence_.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::pair(begin, at + 1));
      begin = at + 1;
    }
  }

  bool is_excused(const Rule& rule, std::size_t at) {
    const auto [begin, end] = sentence_[at];
    if (rule.by_evaluation && is_backed(begin, end)) return true;
    if (rule.unless.empty()) return false;
    if (rule.within == Rule::Within::sentence) return in_span(rule, passage_, begin, end);
    if (rule.within == Rule::Within::paragraph) {
      if (in_passage(rule, passage_)) return true;
      return prose_.passages[passage_].kind == Passage::Kind::heading && passage_ + 1 < text_.passages.size() &&
             in_passage(rule, passage_ + 1);
    }
    const auto [known, fresh] = in_document_.try_emplace(&rule, false);
    for (std::size_t p = 0; fresh && p < text_.passages.size() && !known->second; ++p)
      known->second = in_passage(rule, p);
    return known->second;
  }

  bool is_backed(std::size_t begin, std::size_t end) const {
    const std::vector<Token>& tokens = text_.passages[passage_];
    const std::string told = latest_month(tokens, begin, end);
    return std::any_of(rules_.evaluations.begin(), rules_.evaluations.end(), [&](const Backing& backing) {
      if (!told.empty() && told < backing.from) return false;
      return std::all_of(backing.groups.begin(), backing.groups.end(),
                         [&](const std::vector<Pattern>& group) { return any_match(group, tokens, begin, end); });
    });
  }

  bool in_passage(const Rule& rule, std::size_t passage) {
    return in_span(rule, passage, 0, text_.passages[passage].size());
  }

  // Remembered, since one sentence may hold many of a rule's words.
  bool in_span(const Rule& rule, std::size_t passage, std::size_t begin, std::size_t end) {
    const auto [known, fresh] = in_span_.try_emplace({&rule, passage, begin, end}, false);
    if (fresh) known->second = any_match(rule.unless, text_.passages[passage], begin, end);
    return known->second;
  }

  // Of matches of one rule that overlap, the longest.
  void collect() {
    std::sort(passed_.begin(), passed_.end(), [](const Match& a, const Match& b) {
      return std::tuple(a.from, a.rule->name, b.to) < std::tuple(b.from, b.rule->name, a.to);
    });
    std::map<std::string_view, std::size_t> reached;
    const std::vector<Token>& tokens = text_.passages[passage_];
    for (const Match& match : passed_) {
      std::size_t& until = reached[match.rule->name];
      if (match.from < until) continue;
      until = match.to;
      const std::size_t begin = tokens[match.from].begin, end = tokens[match.to - 1].end;
      flags_.push_back({match.rule->name, match.rule->severity, begin, end,
                        fmt::format("“{}” {}.", one_line(begin, end), match.rule->because), match.rule->instead});
    }
  }

  std::string one_line(std::size_t begin, std::size_t end) const {
    std::string words;
    for (const char c : std::string_view(prose_.text).substr(begin, end - begin)) {
      const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!space || (!words.empty() && words.back() != ' ')) words += space ? ' ' : c;
    }
    return words;
  }

  const Prose& prose_;
  const Rules& rules_;
  PatternIndex index_;
  Text text_;
  std::size_t passage_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> sentence_;
  std::vector<Match> passed_;
  std::map<const Rule*, bool> in_document_;
  std::map<std::tuple<const Rule*, std::size_t, std::size_t, std::size_t>, bool> in_span_;
  std::vector<Flag> flags_;
};

// One flag for the numbers among the tokens, if there are any.
void flag_numbers(std::string rule, std::string_view complaint, std::string instead, const std::vector<Token>& tokens,
                  std::vector<Flag>& flags) {
  std::vector<std::string> numbers;
  const Token* first = nullptr;
  for (const Token& token : tokens) {
    if (token.kind != Token::Kind::number && token.kind != Token::Kind::percentage) continue;
    if (first == nullptr) first = &token;
    if (numbers.size() <= most_quoted) numbers.push_back(token.lower);
  }
  if (first == nullptr) return;
  const bool more = numbers.size() > most_quoted;
  if (more) numbers.pop_back();
  flags.push_back({std::move(rule), Severity::warning, first->begin, first->end,
                   fmt::format("{} {}{}.", complaint, join(numbers, ", "), more ? " and more" : ""),
                   std::move(instead)});
}

}  // namespace

std::vector<Flag> framing(const Prose& prose, const Rules& rules) {
  return Framing(prose, rules).find();
}

std::vector<Flag> long_sentences(const Prose& prose, const Rules& rules) {
  std::vector<Flag> flags;
  for (const Sentence& sentence : measure(prose, rules.abbreviations).sentences)
    if (sentence.words > rules.longest_sentence)
      flags.push_back({"long sentence", Severity::warning, sentence.begin, sentence.end,
                       fmt::format("This sentence has {} words; many readers lose the thread after {}.", sentence.words,
                                   rules.longest_sentence),
                       "Make two of it, or a list."});
  return flags;
}

std::vector<Flag> unsourced_numbers(const Prose& prose, const Rules& rules) {
  const Text text = tokenise(prose, rules);
  const auto is_sourced = [&](std::size_t passage) {
    return passage < text.passages.size() &&
           (prose.passages[passage].cites ||
            any_match(rules.sources, text.passages[passage], 0, text.passages[passage].size()));
  };
  std::vector<Flag> flags;
  for (std::size_t p = 0; p < text.passages.size(); ++p) {
    const Passage::Kind kind = prose.passages[p].kind;
    if (kind == Passage::Kind::heading || kind == Passage::Kind::cell || is_sourced(p) || is_sourced(p + 1)) continue;
    flag_numbers("no source", "No source is given for",
                 "Say where it comes from and for which period, in this paragraph or the next, or link to it.",
                 text.passages[p], flags);
  }
  return flags;
}

std::vector<Flag> typed_numbers(const Prose& prose, const Rules& rules,
                                const std::vector<std::pair<std::size_t, std::size_t>>& backed) {
  Text text = tokenise(prose, rules);
  const auto is_backed = [&](const Token& token) {
    const auto after = std::upper_bound(backed.begin(), backed.end(), std::pair(token.end - 1, token.end - 1),
                                        [](const auto& a, const auto& b) { return a.first < b.first; });
    return after != backed.begin() && std::prev(after)->second > token.begin;
  };
  std::vector<Flag> flags;
  for (std::size_t p = 0; p < text.passages.size(); ++p) {
    std::vector<Token>& tokens = text.passages[p];
    if (prose.passages[p].kind == Passage::Kind::heading && !tokens.empty()) tokens.erase(tokens.begin());
    std::erase_if(tokens, is_backed);
    flag_numbers("typed in", "No query or formula in the ledger gives",
                 "Let the template compute it, or say where it comes from.", tokens, flags);
  }
  return flags;
}

}  // namespace hallmark::language
