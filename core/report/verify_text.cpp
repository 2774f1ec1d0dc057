// The report's own text against the ledger.
#include <cmath>
#include <map>
#include <set>

#include "base/number.h"
#include "base/text.h"
#include "render/scan.h"
#include "report/alignment.h"
#include "report/verify.h"

namespace hallmark::report {

namespace {

using Kind = Difference::Kind;

Difference not_the_number(const LedgerNumber& number, const std::string& found, const SourceLocation& where) {
  return {Kind::text,  fmt::format("{} says “{}”, but its sources give “{}”.", number.id, found, number.text),
          where,       number.id,
          number.text, found};
}

Difference missing(const LedgerNumber& number, const SourceLocation& where) {
  return {Kind::text,  fmt::format("{}, “{}”, is not in “{}” any more.", number.id, number.text, where.file),
          where,       number.id,
          number.text, ""};
}

std::string value_attribute(double value) {
  return std::isnan(value) ? std::string() : round_trip(value);
}

}  // namespace

std::vector<Difference> compare_html(const Ledger& ledger, const std::string& html, const std::string& path) {
  std::map<std::string_view, const LedgerNumber*> known;
  for (const LedgerNumber& number : ledger.numbers) known.emplace(number.id, &number);
  std::vector<Difference> differences;
  std::set<std::string> seen;
  for (const render::NumberElement& element : render::number_elements(html)) {
    const SourceLocation where{path, element.line, 0};
    const auto entry = known.find(element.id);
    if (entry == known.end()) {
      differences.push_back({Kind::text,
                             fmt::format("“{}” is marked as a number of the report ({}) but is none of the ledger's.",
                                         element.text, element.id.empty() ? "without id" : element.id),
                             where, element.id, "", element.text});
      continue;
    }
    const LedgerNumber& number = *entry->second;
    if (!seen.insert(element.id).second)
      differences.push_back({Kind::text, fmt::format("{} stands in the report twice.", element.id), where, element.id,
                             number.text, element.text});
    else if (element.text != number.text)
      differences.push_back(not_the_number(number, element.text, where));
    else if (element.value != value_attribute(number.value))
      differences.push_back(not_the_number(number, element.value, where));
  }
  for (const LedgerNumber& number : ledger.numbers)
    if (!seen.contains(number.id)) differences.push_back(missing(number, {path, 0, 0}));
  return differences;
}

std::vector<Difference> compare_text(const Ledger& ledger, const LedgerOutput& output, const std::string& text,
                                     const std::string& path) {
  std::map<std::string_view, const LedgerNumber*> known;
  for (const LedgerNumber& number : ledger.numbers) known.emplace(number.id, &number);
  const std::vector<render::NumberToken> tokens = render::number_tokens(text);
  std::vector<std::string> now;
  for (const render::NumberToken& token : tokens) now.push_back(token.text);
  const std::vector<Aligned> aligned = align(output.tokens, now);
  std::vector<Difference> differences;
  for (const auto& [id, position] : output.numbers) {
    const auto number = known.find(id);
    if (position < 0 || number == known.end()) continue;
    const Aligned& place = aligned[static_cast<std::size_t>(position)];
    if (place.same) continue;
    if (place.now != Aligned::nowhere) {
      differences.push_back(not_the_number(*number->second, tokens[place.now].text, {path, tokens[place.now].line, 0}));
    } else {
      const int line = place.after == Aligned::nowhere ? 1 : tokens[place.after].line;
      differences.push_back(missing(*number->second, {path, line, 0}));
    }
  }
  return differences;
}

}  // namespace hallmark::report
