// The report's own text against the ledger.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "render/scan.h"
#include "report/alignment.h"
#include "report/readable_text.h"
#include "report/verify.h"

namespace hallmark::report {

namespace {

using Kind = Difference::Kind;

Difference not_the_number(const LedgerNumber& number, const std::string& found, const SourceLocation& where) {
  return {Kind::number, fmt::format("{} says “{}”, but its sources give “{}”.", number.id, found, number.text),
          where,        number.id,
          number.text,  found};
}

Difference missing(const LedgerNumber& number, const SourceLocation& where) {
  return {Kind::number, fmt::format("{}, “{}”, is not in “{}” any more.", number.id, number.text, where.file),
          where,        number.id,
          number.text,  ""};
}

// ---- Numbers that are marked ----------------------------------------------------------------------------------------

std::string value_attribute(double value) {
  return std::isnan(value) ? std::string() : round_trip(value);
}

void compare_marked(const Ledger& ledger, const std::string& html, const std::string& path,
                    std::vector<Difference>& differences) {
  std::map<std::string_view, const LedgerNumber*> known;
  for (const LedgerNumber& number : ledger.numbers) known.emplace(number.id, &number);
  std::map<std::string, int> lines;  // of the numbers that are there
  for (const render::NumberElement& element : render::number_elements(html)) {
    const SourceLocation where{path, element.line, 0};
    const auto entry = known.find(element.id);
    if (entry == known.end()) {
      differences.push_back({Kind::number,
                             fmt::format("“{}” is marked as a number of the report ({}) but is none of the ledger's.",
                                         element.text, element.id.empty() ? "without id" : element.id),
                             where, element.id, "", element.text});
      continue;
    }
    const LedgerNumber& number = *entry->second;
    if (!lines.emplace(element.id, element.line).second)
      differences.push_back({Kind::number, fmt::format("{} stands in the report twice.", element.id), where, element.id,
                             number.text, element.text});
    else if (element.text != number.text)
      differences.push_back(not_the_number(number, element.text, where));
    else if (element.value != value_attribute(number.value))
      differences.push_back(not_the_number(number, element.value, where));
  }
  int line = 1;
  for (const LedgerNumber& number : ledger.numbers) {
    const auto there = lines.find(number.id);
    if (there == lines.end()) differences.push_back(missing(number, {path, line, 0}));
    if (there != lines.end()) line = there->second;
  }
}

// ---- Words, and numbers among them ----------------------------------------------------------------------------------

// One text against another, change by change.
class TextComparison {
 public:
  TextComparison(const Ledger& ledger, const std::string& format, const std::string& now, std::string path,
                 std::vector<Difference>& differences)
      : output_(ledger.outputs.at(format)),
        pages_(format == "pdf"),
        before_(render::words(output_.text)),
        now_(render::words(now)),
        path_(std::move(path)),
        differences_(differences) {
    find_numbers(ledger);
  }

  void run() {
    for (const Change& change : changes(texts(before_), texts(now_))) compare(change);
  }

 private:
  static std::vector<std::string> texts(const std::vector<render::Word>& words) {
    std::vector<std::string> texts;
    for (const render::Word& word : words) texts.push_back(word.text);
    return texts;
  }

  // Which words are numbers of the ledger: by their place where it is recorded; a page says it only by what it shows.
  void find_numbers(const Ledger& ledger) {
    numbers_.resize(before_.size(), nullptr);
    std::vector<std::size_t> tokens;
    for (std::size_t i = 0; i < before_.size(); ++i)
      if (before_[i].number) tokens.push_back(i);
    std::map<std::string_view, const LedgerNumber*> by_id, by_text;
    for (const LedgerNumber& number : ledger.numbers) {
      by_id.emplace(number.id, &number);
      by_text.emplace(number.text, &number);
    }
    for (const auto& [id, token] : output_.numbers)
      if (const auto number = by_id.find(id); token >= 0 && number != by_id.end())
        numbers_[tokens[static_cast<std::size_t>(token)]] = number->second;
    for (const std::size_t token : tokens)
      if (const auto number = by_text.find(before_[token].text); pages_ && number != by_text.end())
        numbers_[token] = number->second;
  }

  void compare(const Change& change) {
    bool has_words = change.old_from == change.old_to;
    std::vector<std::size_t> tokens;  // new ones
    for (std::size_t i = change.new_from; i < change.new_to; ++i)
      if (now_[i].number) tokens.push_back(i);
    std::size_t next = 0;
    for (std::size_t i = change.old_from; i < change.old_to; ++i) {
      const bool paired = before_[i].number && next < tokens.size();
      const std::size_t token = paired ? tokens[next++] : nowhere;
      if (numbers_[i] == nullptr)
        has_words = true;
      else if (change.old_to - change.old_from == 1 && change.new_from < change.new_to)
        add_number(*numbers_[i], joined(now_, change.new_from, change.new_to), change.new_from, change);
      else if (!paired)
        add_number(*numbers_[i], "", nowhere, change);
      else if (now_[token].text != before_[i].text)
        add_number(*numbers_[i], now_[token].text, token, change);
    }
    if (has_words) add_words(change);
  }

  // At a new word, or where a change stands.
  SourceLocation place(std::size_t word, const Change& change) const {
    if (word == nowhere)
      word = change.new_from < change.new_to || change.new_from == 0 ? change.new_from : change.new_from - 1;
    return {path_, pages_ ? 0 : word < now_.size() ? now_[word].line : 1, 0};
  }
  std::string page_of(const Change& change) const {
    if (!pages_) return {};
    return fmt::format("Page {}: ", change.new_from < now_.size() ? now_[change.new_from].page : 1);
  }

  void add_number(const LedgerNumber& number, const std::string& found, std::size_t word, const Change& change) {
    Difference difference =
        found.empty() ? missing(number, place(word, change)) : not_the_number(number, found, place(word, change));
    if (pages_) {  // which of several equal numbers it was is not known
      difference.id.clear();
      difference.sentence = found.empty() ? fmt::format("the number “{}” was taken out.", number.text)
                                          : fmt::format("“{}” stands where “{}” was written.", found, number.text);
    }
    difference.sentence = page_of(change) + difference.sentence;
    differences_.push_back(std::move(difference));
  }

  void add_words(const Change& change) {
    const std::string before = joined(before_, change.old_from, change.old_to),
                      now = joined(now_, change.new_from, change.new_to);
    const std::string sentence = before.empty() ? fmt::format("“{}” was added.", now)
                                 : now.empty()  ? fmt::format("“{}” was taken out.", before)
                                               : fmt::format("“{}” stands where “{}” was written.", now, before);
    differences_.push_back({Kind::words, page_of(change) + sentence, place(nowhere, change), "", before, now});
  }

  const LedgerOutput& output_;
  bool pages_;
  std::vector<render::Word> before_, now_;
  std::string path_;
  std::vector<const LedgerNumber*> numbers_;  // per word before, null for what is none of the ledger's
  std::vector<Difference>& differences_;
};

}  // namespace

std::vector<Difference> compare_document(const Ledger& ledger, const std::string& format, const std::string& content,
                                         const std::string& path) {
  const LedgerOutput& output = ledger.outputs.at(format);
  const bool unchanged = sha256(content) == output.sha256;
  std::vector<Difference> found;
  if (format == "html") compare_marked(ledger, content, path, found);
  const std::optional<std::string> text = readable_text(format, content);
  if (text && !output.text.empty()) TextComparison(ledger, format, *text, path, found).run();
  const SourceLocation where{path, 0, 0};
  if (unchanged && !found.empty())
    return {{Kind::ledger,
             fmt::format("“{}” is as it was made, and the ledger disagrees with it: {}", path, found.front().sentence),
             where, found.front().id, found.front().expected, found.front().found}};
  if (unchanged || !found.empty()) return found;
  if (!text)
    return {{Kind::output, fmt::format("“{}” is not the file that was made, and its words cannot be compared.", path),
             where, "", output.sha256, sha256(content)}};
  return {{Kind::markup,
           fmt::format("“{}” was changed since it was made: every word and number is as it was, but not its spacing, "
                       "markup, style or pictures.",
                       path),
           where, "", output.sha256, sha256(content)}};
}

}  // namespace hallmark::report
