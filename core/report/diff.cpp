#include "report/diff.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "render/scan.h"
#include "report/alignment.h"
#include "report/number_match.h"
#include "report/provenance.h"
#include "report/readable_text.h"
#include "report/trace.h"
#include "report/wording.h"

namespace hallmark::report {

namespace {

// ---- Data and method ------------------------------------------------------------------------------------------------

std::map<std::string, std::uint64_t> rows_by_file(const Ledger& ledger) {
  std::map<std::string, std::uint64_t> rows;
  for (const auto& [name, dataset] : ledger.datasets)
    for (const LedgerPart& part : dataset.parts) rows[ledger.files[part.file].path] += part.rows;
  return rows;
}

std::map<std::string, std::string> hashes(const Ledger& ledger, const std::set<std::size_t>& files) {
  std::map<std::string, std::string> out;
  for (const std::size_t file : files) out.emplace(ledger.files[file].path, ledger.files[file].sha256);
  return out;
}

std::map<std::string, std::string> all_hashes(const Ledger& ledger) {
  std::map<std::string, std::string> out;
  for (const LedgerFile& file : ledger.files) out.emplace(file.path, file.sha256);
  return out;
}

using Texts = std::map<std::string, std::string>;

// Calls with the key, and the value before and now, null where there is none.
template <typename Found>
void compare_maps(const Texts& before, const Texts& now, const Found& found) {
  for (const auto& [key, value] : before) {
    const auto other = now.find(key);
    if (other == now.end())
      found(key, &value, nullptr);
    else if (other->second != value)
      found(key, &value, &other->second);
  }
  for (const auto& [key, value] : now)
    if (!before.contains(key)) found(key, nullptr, &value);
}

Fate fate_of(const void* before, const void* now) {
  return before == nullptr ? Fate::appeared : now == nullptr ? Fate::vanished : Fate::changed;
}

std::vector<DataChange> data_changes(const Ledger& before, const Ledger& now) {
  std::vector<DataChange> changes;
  std::map<std::string, std::uint64_t> rows_before = rows_by_file(before), rows_now = rows_by_file(now);
  compare_maps(all_hashes(before), all_hashes(now),
               [&](const std::string& path, const std::string* old, const std::string* fresh) {
                 changes.push_back({fate_of(old, fresh), path, rows_before[path], rows_now[path]});
               });
  return changes;
}

std::vector<std::string> method_changes_between(const Ledger& before, const Ledger& now) {
  std::vector<std::string> changes;
  const auto add = [&](std::string_view what, const std::string* old, const std::string* fresh) {
    changes.push_back(old == nullptr     ? fmt::format("{}: new, {}", what, *fresh)
                      : fresh == nullptr ? fmt::format("{}: {}, then none", what, *old)
                                         : fmt::format("{}: {}, then {}", what, *old, *fresh));
  };
  if (before.version != now.version) add("Hallmark", &before.version, &now.version);
  compare_maps(before.options, now.options,
               [&](const std::string& name, const std::string* old, const std::string* fresh) {
                 add("option " + name, old, fresh);
               });
  std::map<std::string, const LedgerMethod*> earlier;
  for (const LedgerMethod& method : before.method)
    earlier[fmt::format("{} {}", name_of(method.kind), method.name)] = &method;
  for (const LedgerMethod& method : now.method) {
    const std::string name = fmt::format("{} {}", name_of(method.kind), method.name);
    const auto known = earlier.find(name);
    if (known == earlier.end())
      changes.push_back(name + ": new");
    else if (known->second->version != method.version)
      add(name, &known->second->version, &method.version);
    else if (known->second->files != method.files)
      changes.push_back(name + ": changed");
    if (known != earlier.end()) earlier.erase(known);
  }
  for (const auto& [name, method] : earlier) changes.push_back(name + ": no longer used");
  return changes;
}

// ---- Why a number is another ----------------------------------------------------------------------------------------

// What the queries below a number ask for, phrase by phrase.
std::set<std::string> phrases(const Ledger& ledger, std::size_t node) {
  std::set<std::string> out;
  for (const std::size_t index : parts_below(ledger.traces, node).queries) {
    const Query& query = ledger.traces.queries[index];
    out.insert(query.dataset);
    out.insert(words_for(query.measure));
    for (const Filter& filter : query.where) out.insert(words_for(filter));
  }
  return out;
}

std::string listed(const std::set<std::string>& phrases, const std::set<std::string>& without) {
  constexpr std::size_t most = 3;
  std::vector<std::string> own;
  std::set_difference(phrases.begin(), phrases.end(), without.begin(), without.end(), std::back_inserter(own));
  if (own.size() > most) {
    own.resize(most);
    own.emplace_back("…");
  }
  return join(own, "; ");
}

class Reasons {
 public:
  Reasons(const Ledger& before, const Ledger& now, const std::vector<std::string>& method)
      : before_(before),
        now_(now),
        method_(method),
        old_signatures_(signatures(before.traces, Likeness::same)),
        new_signatures_(signatures(now.traces, Likeness::same)),
        old_words_(before.traces),
        new_words_(now.traces) {}

  std::vector<Reason> of(const LedgerNumber& old, const LedgerNumber& fresh) {
    std::vector<Reason> reasons;
    if (old.value == fresh.value) return {{Reason::Kind::text, "written another way, the value is the same"}};
    if (old_signatures_[old.trace] != new_signatures_[fresh.trace])
      reasons.push_back({Reason::Kind::method, another_make(old, fresh)});
    if (std::string words = another_data(old, fresh); !words.empty())
      reasons.push_back({Reason::Kind::data, std::move(words)});
    if (reasons.empty()) reasons.push_back(method_at_large());
    return reasons;
  }
  // Of a number that is in one edition only.
  std::vector<Reason> of_one(const LedgerNumber& number, bool appeared) {
    const Ledger& ledger = appeared ? now_ : before_;
    const Ledger& other = appeared ? before_ : now_;
    const Texts others = all_hashes(other);
    for (const auto& [path, hash] : hashes(ledger, files_below(ledger, number.trace)))
      if (const auto there = others.find(path); method_.empty() && (there == others.end() || there->second != hash))
        return {{Reason::Kind::data, fmt::format("{} changed", path)}};
    return {method_at_large()};
  }

 private:
  Reason method_at_large() const {
    if (method_.empty()) return {Reason::Kind::method, "neither ledger says why; verify both editions"};
    return {Reason::Kind::method, join(method_, "; ")};
  }

  std::string another_make(const LedgerNumber& old, const LedgerNumber& fresh) {
    const std::set<std::string> before = phrases(before_, old.trace), now = phrases(now_, fresh.trace);
    const std::string was = listed(before, now), is = listed(now, before);
    if (!was.empty() && !is.empty()) return fmt::format("{}, was {}", is, was);
    if (!is.empty()) return is + " was added";
    if (!was.empty()) return was + " was left out";
    const std::string old_formula = old_words_.formula(old.trace), formula = new_words_.formula(fresh.trace);
    if (old_formula != formula) return fmt::format("{}, was {}", formula, old_formula);
    return "a constant or a group is another";
  }

  std::string another_data(const LedgerNumber& old, const LedgerNumber& fresh) const {
    std::vector<std::string> named;
    compare_maps(hashes(before_, files_below(before_, old.trace)), hashes(now_, files_below(now_, fresh.trace)),
                 [&](const std::string& path, const std::string* was, const std::string* is) {
                   named.push_back(path + (was == nullptr ? " is new" : is == nullptr ? " went" : " changed"));
                 });
    constexpr std::size_t most = 3;
    if (named.size() <= most) return join(named, ", ");
    return fmt::format("{} and {} more files", join({named.begin(), named.begin() + most}, ", "), named.size() - most);
  }

  const Ledger& before_;
  const Ledger& now_;
  const std::vector<std::string>& method_;
  std::vector<std::string> old_signatures_, new_signatures_;
  TraceWords old_words_, new_words_;
};

// ---- Words ----------------------------------------------------------------------------------------------------------

// The words of one format with the numbers of the ledger among them.
struct Wording {
  std::vector<render::Word> words;
  std::map<std::string, std::size_t> places;  // of numbers, by id
  std::set<std::size_t> numbers;
};

Wording wording_of(const Ledger& ledger, const std::string& format) {
  Wording wording;
  const auto output = ledger.outputs.find(format);
  if (output == ledger.outputs.end()) return wording;
  wording.words = render::words(output->second.text);
  std::vector<std::size_t> tokens;
  for (std::size_t i = 0; i < wording.words.size(); ++i)
    if (wording.words[i].number) tokens.push_back(i);
  for (const auto& [id, token] : output->second.numbers)
    if (token >= 0) {
      wording.places[id] = tokens[static_cast<std::size_t>(token)];
      wording.numbers.insert(tokens[static_cast<std::size_t>(token)]);
    }
  return wording;
}

// A few words before and after, of the same line.
std::string context_of(const Wording& wording, const std::string& id) {
  constexpr std::size_t before = 6, after = 4;
  const auto place = wording.places.find(id);
  if (place == wording.places.end()) return {};
  const std::size_t at = place->second;
  std::size_t from = at, to = at + 1;
  const auto same_line = [&](std::size_t i) { return wording.words[i].line == wording.words[at].line; };
  while (from > 0 && at - from < before && same_line(from - 1)) --from;
  while (to < wording.words.size() && to - at <= after && same_line(to)) ++to;
  return joined(wording.words, from, to);
}

// A change of numbers alone is told with the numbers.
bool only_numbers(const Change& change, const Wording& before, const Wording& now) {
  for (std::size_t i = change.old_from; i < change.old_to; ++i)
    if (!before.numbers.contains(i)) return false;
  for (std::size_t i = change.new_from; i < change.new_to; ++i)
    if (!now.numbers.contains(i)) return false;
  return true;
}

std::vector<TextChange> text_changes(const Wording& before, const Wording& now) {
  const auto texts = [](const Wording& wording) {
    std::vector<std::string> out;
    for (const render::Word& word : wording.words) out.push_back(word.text);
    return out;
  };
  std::vector<TextChange> found;
  for (const Change& change : changes(texts(before), texts(now))) {
    if (only_numbers(change, before, now)) continue;
    const std::size_t at = std::min(change.new_from, now.words.empty() ? 0 : now.words.size() - 1);
    found.push_back({now.words.empty() ? 0 : now.words[at].line, joined(before.words, change.old_from, change.old_to),
                     joined(now.words, change.new_from, change.new_to)});
  }
  return found;
}

// The format in which the words of both editions are best compared; empty where they have none in common.
std::string common_format(const Ledger& before, const Ledger& now) {
  constexpr std::array<std::string_view, 4> best_first = {"md", "txt", "html", "pdf"};
  for (const std::string_view each : best_first)
    if (const std::string format(each); before.outputs.contains(format) && now.outputs.contains(format)) return format;
  return {};
}

}  // namespace

EditionDifference compare_editions(const Ledger& before, const Ledger& now) {
  EditionDifference difference;
  difference.data = data_changes(before, now);
  difference.method = method_changes_between(before, now);
  difference.text_format = common_format(before, now);
  const Wording old_wording = wording_of(before, difference.text_format),
                new_wording = wording_of(now, difference.text_format);
  Reasons reasons(before, now, difference.method);
  for (const auto& [old, fresh] : match_numbers(before, now)) {
    const LedgerNumber* was = old == nowhere ? nullptr : &before.numbers[old];
    const LedgerNumber* is = fresh == nowhere ? nullptr : &now.numbers[fresh];
    if (was != nullptr && is != nullptr && was->text == is->text) continue;
    difference.numbers.push_back({fate_of(was, is), was, is,
                                  was != nullptr && is != nullptr ? reasons.of(*was, *is)
                                  : is != nullptr                 ? reasons.of_one(*is, true)
                                                                  : reasons.of_one(*was, false),
                                  is != nullptr ? context_of(new_wording, is->id) : context_of(old_wording, was->id)});
  }
  difference.text = text_changes(old_wording, new_wording);
  return difference;
}

}  // namespace hallmark::report
