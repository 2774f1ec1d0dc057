#include "report/wording.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/text.h"

namespace hallmark::report {

namespace {

constexpr int deepest = 16;  // formulas nested further than a person follows
constexpr std::size_t longest_list = 4;
constexpr std::size_t most_sources = 24;
constexpr std::size_t most_values = 8;  // of a filter

// "a" … "z", "a2" … "z2", …
std::string letter(std::size_t index) {
  std::string name(1, static_cast<char>('a' + index % 26));
  if (index >= 26) name += std::to_string(index / 26 + 1);
  return name;
}

enum Binding { sum = 1, product = 2, sign = 3, whole = 4 };

struct Operator {
  std::string_view name, symbol;
  Binding binding;
};
constexpr Operator operators[] = {{"+", " + ", sum}, {"-", " − ", sum}, {"*", " × ", product}, {"/", " ÷ ", product}};

struct Phrase {
  std::string text;
  Binding binding = whole;
};

}  // namespace

class TraceWords::Writer {
 public:
  explicit Writer(const TraceTable& table) : table_(table) {}

  Phrase phrase(std::size_t index, int depth) {
    const TraceNode& node = table_.nodes[index];
    const auto* call = std::get_if<CallNode>(&node);
    if (call == nullptr) return {source_name(index)};
    if (depth >= deepest || sources_.size() >= most_sources) return {summed_up({index})};
    for (const Operator& op : operators)
      if (call->function == op.name && call->arguments.size() == 2) return infix(*call, op, depth);
    if (call->function == "negate" && call->arguments.size() == 1)
      return {"−" + bracketed(argument(call->arguments[0], depth + 1), sign), sign};
    return {function_text(*call, depth)};
  }

  const std::vector<NamedSource>& sources() const { return sources_; }

 private:
  static std::string bracketed(const Phrase& phrase, Binding at_least) {
    return phrase.binding >= at_least ? phrase.text : "(" + phrase.text + ")";
  }

  Phrase infix(const CallNode& call, const Operator& op, int depth) {
    const Phrase left = argument(call.arguments[0], depth + 1);
    const Phrase right = argument(call.arguments[1], depth + 1);
    // a − (b − c) and a ÷ (b ÷ c) keep their brackets.
    const Binding tighter = static_cast<Binding>(op.binding + 1);
    return {bracketed(left, op.binding) + std::string(op.symbol) + bracketed(right, tighter), op.binding};
  }

  std::string function_text(const CallNode& call, int depth) {
    std::vector<std::string> arguments;
    for (const CallNode::Argument& each : call.arguments) arguments.push_back(argument(each, depth + 1).text);
    std::string text = fmt::format("{}({})", call.function, join(arguments, ", "));
    if (!call.output.empty()) text += "." + call.output;
    if (call.element >= 0) text += fmt::format("[{}]", call.element + 1);
    return text;
  }

  Phrase argument(const CallNode::Argument& argument, int depth) {
    if (const auto* one = std::get_if<std::size_t>(&argument)) return phrase(*one, depth);
    if (const auto* text = std::get_if<std::string>(&argument)) return {fmt::format("“{}”", *text)};
    if (const auto* query = std::get_if<CallNode::WholeQuery>(&argument))
      return {query_name(query->query, query->rows)};
    const auto& list = std::get<std::vector<std::size_t>>(argument);
    if (list.size() > longest_list) return {fmt::format("[{}]", summed_up(list))};
    std::vector<std::string> items;
    for (const std::size_t node : list) items.push_back(phrase(node, depth).text);
    return {fmt::format("[{}]", join(items, ", "))};
  }

  std::string source_name(std::size_t index) {
    if (const auto known = names_of_nodes_.find(index); known != names_of_nodes_.end()) return known->second;
    NamedSource source;
    source.name = letter(sources_.size());
    source.node = index;
    if (const auto* group = std::get_if<QueryNode>(&table_.nodes[index])) {
      source.kind = NamedSource::Kind::group;
      source.query = group->query;
      source.key = group->key;
      source.rows = group->rows;
    }
    names_of_nodes_.emplace(index, source.name);
    sources_.push_back(std::move(source));
    return sources_.back().name;
  }

  std::string query_name(std::size_t query, std::uint64_t rows) {
    auto known = places_of_queries_.find(query);
    if (known == places_of_queries_.end()) {
      NamedSource source;
      source.name = letter(sources_.size());
      source.kind = NamedSource::Kind::whole_query;
      source.query = query;
      known = places_of_queries_.emplace(query, sources_.size()).first;
      sources_.push_back(std::move(source));
    }
    NamedSource& source = sources_[known->second];
    source.rows = std::max(source.rows, rows);
    return source.name;
  }

  // "36 values of a and b": the queries below these nodes, and how many of their groups are used.
  std::string summed_up(const std::vector<std::size_t>& nodes) {
    std::map<std::size_t, std::uint64_t> rows_of_queries;
    std::vector<bool> seen(table_.nodes.size(), false);
    std::vector<std::size_t> open = nodes;
    while (!open.empty()) {
      const std::size_t index = open.back();
      open.pop_back();
      if (seen[index]) continue;
      seen[index] = true;
      if (const auto* group = std::get_if<QueryNode>(&table_.nodes[index]))
        rows_of_queries[group->query] += group->rows;
      if (const auto* call = std::get_if<CallNode>(&table_.nodes[index])) add_below(*call, open, rows_of_queries);
    }
    std::vector<std::string> names;
    for (const auto& [query, rows] : rows_of_queries) names.push_back(query_name(query, rows));
    const std::string count = nodes.size() == 1 ? std::string("a value") : fmt::format("{} values", nodes.size());
    return names.empty() ? count : fmt::format("{} of {}", count, join(names, ", "));
  }

  static void add_below(const CallNode& call, std::vector<std::size_t>& open,
                        std::map<std::size_t, std::uint64_t>& rows_of_queries) {
    for (const CallNode::Argument& argument : call.arguments) {
      if (const auto* one = std::get_if<std::size_t>(&argument)) open.push_back(*one);
      if (const auto* list = std::get_if<std::vector<std::size_t>>(&argument))
        open.insert(open.end(), list->begin(), list->end());
      if (const auto* query = std::get_if<CallNode::WholeQuery>(&argument)) rows_of_queries[query->query] = query->rows;
    }
  }

  const TraceTable& table_;
  std::vector<NamedSource> sources_;
  std::map<std::size_t, std::string> names_of_nodes_;
  std::map<std::size_t, std::size_t> places_of_queries_;
};

namespace {

std::string shown(const std::string& label) {
  return label.empty() ? "blank" : label;
}

}  // namespace

TraceWords::TraceWords(const TraceTable& table) : writer_(std::make_unique<Writer>(table)), table_(table) {}
TraceWords::~TraceWords() = default;

std::string TraceWords::formula(std::size_t node) {
  const std::string phrase = writer_->phrase(node, 0).text;
  return std::holds_alternative<CallNode>(table_.nodes[node]) ? phrase : std::string();
}

const std::vector<NamedSource>& TraceWords::sources() const {
  return writer_->sources();
}

std::string words_for(const Filter& filter) {
  if (filter.kind == Filter::Kind::range) {
    const std::string& from = filter.values.at(0);
    const std::string& to = filter.values.at(1);
    if (from.empty()) return fmt::format("{} is {} or before", filter.dimension, to);
    if (to.empty()) return fmt::format("{} is {} or after", filter.dimension, from);
    return fmt::format("{} is {} to {}", filter.dimension, from, to);
  }
  const bool none = filter.kind == Filter::Kind::none_of;
  std::vector<std::string> values;
  for (const std::string& value : filter.values) values.push_back(shown(value));
  if (values.size() > most_values) {
    const std::string others = fmt::format("{} others", values.size() - most_values + 1);
    values.resize(most_values - 1);
    values.push_back(others);
  }
  return fmt::format("{} is {}{}", filter.dimension, none ? "not " : "", join(values, none ? " nor " : " or "));
}

std::string words_for(const Measure& measure) {
  switch (measure.kind) {
    case Measure::Kind::count:
      return "count";
    case Measure::Kind::sum:
      return fmt::format("sum of {}", measure.column);
    case Measure::Kind::distinct:
      return fmt::format("distinct {}", measure.column);
  }
  return "count";
}

}  // namespace hallmark::report
