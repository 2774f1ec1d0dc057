#include "report/number_match.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "data/comparison.h"
#include "data/query_text.h"
#include "report/alignment.h"

namespace hallmark::report {

namespace {

bool is_time(std::string_view dimension) {
  constexpr std::array<std::string_view, 4> times = {"month", "quarter", "financial_year", "year"};
  return std::find(times.begin(), times.end(), dimension) != times.end();
}

std::string without_digits(std::string text) {
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text;
}

// Signatures are hashed as they grow, so that a deep formula does not repeat its parts at every level.
class Signer {
 public:
  Signer(const TraceTable& traces, Likeness likeness) : traces_(traces), loose_(likeness == Likeness::another_period) {
    for (const Query& query : traces.queries) queries_.push_back(of(query));
    for (const TraceNode& node : traces.nodes)
      signed_.push_back(sha256(std::visit([this](const auto& each) { return of(each); }, node)));
  }
  std::vector<std::string> take() { return std::move(signed_); }

 private:
  std::string of(Query query) const {
    if (loose_)
      for (Filter& filter : query.where)
        if (is_time(filter.dimension)) filter.values.clear(), filter.kind = Filter::Kind::range;
    return write_json(data::to_json(query));
  }
  std::string of(const ConstantTrace& constant) const {
    return loose_ ? without_digits(constant.source) : constant.source + "\n" + round_trip(constant.value);
  }
  std::string of(const QueryNode& node) const {
    const std::vector<std::string>& by = traces_.queries[node.query].by;
    std::string out = queries_[node.query];
    for (std::size_t i = 0; i < node.key.size(); ++i)
      out += "\n" + (loose_ && i < by.size() && is_time(by[i]) ? std::string() : node.key[i]);
    return out;
  }
  std::string of(const CallNode& call) const {
    std::string out = fmt::format("{}\n{}\n{}", call.function, call.output, call.element);
    for (const CallNode::Argument& argument : call.arguments) {
      out += '\n';
      if (const auto* one = std::get_if<std::size_t>(&argument)) out += signed_[*one];
      if (const auto* text = std::get_if<std::string>(&argument)) out += loose_ ? without_digits(*text) : *text;
      if (const auto* whole = std::get_if<CallNode::WholeQuery>(&argument)) out += queries_[whole->query];
      if (const auto* list = std::get_if<std::vector<std::size_t>>(&argument))
        for (const std::size_t node : *list) out += signed_[node];
    }
    return out;
  }

  const TraceTable& traces_;
  bool loose_;
  std::vector<std::string> queries_, signed_;
};

std::vector<std::string> of_numbers(const Ledger& ledger, Likeness likeness) {
  const std::vector<std::string> nodes = signatures(ledger.traces, likeness);
  std::vector<std::string> out;
  for (const LedgerNumber& number : ledger.numbers) out.push_back(nodes[number.trace]);
  return out;
}

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

// Numbers left alone in both editions whose signatures are equal, wherever they stand: first with first.
void pair_leftovers(Pairs& pairs, const std::vector<std::string>& old, const std::vector<std::string>& fresh) {
  std::map<std::string_view, std::deque<std::size_t>> left;
  for (const auto& [before, now] : pairs)
    if (now == nowhere) left[old[before]].push_back(before);
  std::set<std::size_t> taken;
  for (auto& [before, now] : pairs) {
    if (before != nowhere) continue;
    const auto found = left.find(fresh[now]);
    if (found == left.end() || found->second.empty()) continue;
    before = found->second.front();
    found->second.pop_front();
    taken.insert(before);
  }
  std::erase_if(pairs, [&](const auto& pair) { return pair.second == nowhere && taken.contains(pair.first); });
}

}  // namespace

std::vector<std::string> signatures(const TraceTable& traces, Likeness likeness) {
  return Signer(traces, likeness).take();
}

std::vector<std::pair<std::size_t, std::size_t>> match_numbers(const Ledger& before, const Ledger& now) {
  const std::vector<std::string> old_same = of_numbers(before, Likeness::same),
                                 new_same = of_numbers(now, Likeness::same),
                                 old_alike = of_numbers(before, Likeness::another_period),
                                 new_alike = of_numbers(now, Likeness::another_period);
  Pairs pairs;
  std::size_t old = 0, fresh = 0;
  const auto pair_up_to = [&](std::size_t old_end) {
    for (; old < old_end; ++old, ++fresh) pairs.emplace_back(old, fresh);
  };
  const auto slice = [](const std::vector<std::string>& all, std::size_t from, std::size_t to) {
    return std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(from),
                                    all.begin() + static_cast<std::ptrdiff_t>(to));
  };
  for (const Change& gap : changes(old_same, new_same)) {
    pair_up_to(gap.old_from);
    for (const Change& change :
         changes(slice(old_alike, gap.old_from, gap.old_to), slice(new_alike, gap.new_from, gap.new_to))) {
      pair_up_to(gap.old_from + change.old_from);
      for (; old < gap.old_from + change.old_to; ++old) pairs.emplace_back(old, nowhere);
      for (; fresh < gap.new_from + change.new_to; ++fresh) pairs.emplace_back(nowhere, fresh);
    }
    pair_up_to(gap.old_to);
  }
  pair_up_to(old_same.size());
  pair_leftovers(pairs, old_same, new_same);
  pair_leftovers(pairs, old_alike, new_alike);
  return pairs;
}

}  // namespace hallmark::report
