#include "report/trace_table.h"

#include <bit>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "data/query_text.h"
#include "report/json_reader.h"
#include "script/formulas.h"

namespace hallmark::report {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

json::array texts(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

json::value to_json(const CallNode::Argument& argument) {
  return std::visit(
      Overloaded{
          [](std::size_t node) -> json::value { return node; },
          [](const std::vector<std::size_t>& nodes) -> json::value { return json::array(nodes.begin(), nodes.end()); },
          [](const std::string& text) -> json::value { return json::string(text); },
          [](CallNode::WholeQuery whole) -> json::value {
            return json::object{{"query", whole.query}, {"rows", whole.rows}};
          },
      },
      argument);
}

// The traces a call refers to, in order.
std::vector<TracePtr> children(const Trace& trace) {
  std::vector<TracePtr> out;
  const auto* call = std::get_if<CallTrace>(&trace.node);
  if (call == nullptr) return out;
  for (const CallTrace::Argument& argument : call->arguments) {
    if (const auto* one = std::get_if<TracePtr>(&argument)) out.push_back(*one);
    if (const auto* list = std::get_if<std::vector<TracePtr>>(&argument))
      out.insert(out.end(), list->begin(), list->end());
  }
  return out;
}

// The bytes of a node, which are those of equal nodes alone; every part has a known size or begins with it.
class NodeKey {
 public:
  explicit NodeKey(const TraceNode& node) {
    add(node.index());
    std::visit([this](const auto& each) { add(each); }, node);
  }
  std::string take() { return std::move(key_); }

 private:
  void add(std::size_t number) { key_.append(reinterpret_cast<const char*>(&number), sizeof number); }
  void add(double number) {
    add(static_cast<std::size_t>(std::bit_cast<std::uint64_t>(std::isnan(number) ? std::nan("") : number)));
  }
  void add(const std::string& text) {
    add(text.size());
    key_ += text;
  }
  template <typename T>
  void add(const std::vector<T>& list) {
    add(list.size());
    for (const T& each : list) add(each);
  }
  void add(const ConstantTrace& constant) {
    add(constant.value);
    add(constant.source);
  }
  void add(const QueryNode& group) {
    add(group.query);
    add(group.key);
    add(group.rows);
    add(group.value);
  }
  void add(const CallNode::WholeQuery& whole) {
    add(whole.query);
    add(whole.rows);
  }
  void add(const CallNode::Argument& argument) {
    add(argument.index());
    std::visit([this](const auto& each) { add(each); }, argument);
  }
  void add(const CallNode& call) {
    add(call.function);
    add(call.arguments);
    add(call.output);
    add(static_cast<std::size_t>(call.element));
    add(std::size_t{call.value.has_value()});
    add(call.value.value_or(0));
  }

  std::string key_;
};

const TracePtr& without_trace() {
  static const TracePtr trace = constant(std::nan(""), "no source was given").trace;
  return trace;
}

}  // namespace

json::value to_json(const TraceNode& node) {
  return std::visit(Overloaded{
                        [](const ConstantTrace& constant) -> json::value {
                          return json::object{{"constant", constant.value}, {"source", constant.source}};
                        },
                        [](const QueryNode& query) -> json::value {
                          json::object object{{"query", query.query}, {"key", texts(query.key)}, {"rows", query.rows}};
                          if (query.value != static_cast<double>(query.rows)) object["value"] = query.value;
                          return object;
                        },
                        [](const CallNode& call) -> json::value {
                          json::object object{{"call", call.function}};
                          json::array arguments;
                          for (const CallNode::Argument& argument : call.arguments)
                            arguments.push_back(to_json(argument));
                          object["arguments"] = std::move(arguments);
                          if (!call.output.empty()) object["output"] = call.output;
                          if (call.element >= 0) object["element"] = call.element;
                          if (call.value) object["value"] = *call.value;
                          return object;
                        },
                    },
                    node);
}

TraceNode trace_node_from_json(const json::value& value, std::size_t index, std::size_t queries,
                               const std::string& file) {
  const JsonReader node(value, file, fmt::format("trace {}", index));
  if (node.has("constant")) return ConstantTrace{node.number_or_nan("constant"), node.text("source")};
  if (node.has("query")) {
    const std::size_t rows = node.index("rows");
    return QueryNode{node.index("query", queries), node.texts("key"), rows,
                     node.has("value") ? node.number_or_nan("value") : static_cast<double>(rows)};
  }
  CallNode call;
  call.function = node.text("call");
  if (node.has("output")) call.output = node.text("output");
  if (node.has("element")) call.element = static_cast<int>(node.index("element", std::size_t{1} << 30));
  if (node.has("value")) call.value = node.number_or_nan("value");
  for (const JsonReader& argument : node.items("arguments")) {
    if (argument.is_text()) {
      call.arguments.emplace_back(argument.as_text());
    } else if (argument.is_list()) {
      std::vector<std::size_t> list;
      for (const JsonReader& item : argument.as_items()) list.push_back(item.as_index(index));
      call.arguments.emplace_back(std::move(list));
    } else if (argument.is_object()) {
      call.arguments.emplace_back(CallNode::WholeQuery{argument.index("query", queries), argument.index("rows")});
    } else {
      call.arguments.emplace_back(argument.as_index(index));
    }
  }
  return call;
}

// Walks without recursion: a script may have added a million numbers one to another.
std::size_t TraceRecorder::add(const TracePtr& trace, double value) {
  if (trace == nullptr) return intern(ConstantTrace{value, "no source was given"});
  struct Step {
    TracePtr trace;
    bool children_done;
  };
  std::vector<Step> steps{{trace, false}};
  while (!steps.empty()) {
    const Step step = steps.back();
    steps.pop_back();
    const Trace* address = step.trace.get();
    if (known_traces_.contains(address)) continue;
    if (step.children_done) {
      known_traces_.emplace(address, add_node(*address));
      kept_.push_back(step.trace);
      continue;
    }
    steps.push_back({step.trace, true});
    const std::vector<TracePtr> below = children(*address);
    for (auto child = below.rbegin(); child != below.rend(); ++child)
      steps.push_back({*child != nullptr ? *child : without_trace(), false});
  }
  return known_traces_.at(trace.get());
}

std::size_t TraceRecorder::add_node(const Trace& trace) {
  return std::visit(
      Overloaded{
          [&](const ConstantTrace& constant) { return intern(constant); },
          [&](const QueryTrace& query) {
            const std::size_t index = add_query(query.query);
            return intern(QueryNode{index, query.key, query.rows, queries_.group(*query.query, query.key).value});
          },
          [&](const CallTrace& call) { return intern(call_node(call)); },
      },
      trace.node);
}

CallNode TraceRecorder::call_node(const CallTrace& call) {
  const auto index_of = [&](const TracePtr& child) {
    return known_traces_.at(child != nullptr ? child.get() : without_trace().get());
  };
  CallNode node{call.function, {}, call.output, call.element, {}};
  for (const CallTrace::Argument& argument : call.arguments)
    node.arguments.push_back(std::visit(
        Overloaded{
            [&](const TracePtr& one) -> CallNode::Argument { return index_of(one); },
            [&](const std::vector<TracePtr>& list) -> CallNode::Argument {
              std::vector<std::size_t> nodes;
              nodes.reserve(list.size());
              for (const TracePtr& one : list) nodes.push_back(index_of(one));
              return nodes;
            },
            [&](const std::string& text) -> CallNode::Argument { return text; },
            [&](const std::shared_ptr<const Query>& whole) -> CallNode::Argument { return whole_query(whole, node); },
        },
        argument));
  record_fact(node);
  return node;
}

void TraceRecorder::record_fact(CallNode& node) {
  const Formula* fact = facts_ == nullptr ? nullptr : script::find_formula(*facts_, node.function);
  if (fact == nullptr) return;
  std::vector<FormulaArgument> texts;
  for (const CallNode::Argument& argument : node.arguments)
    if (const auto* text = std::get_if<std::string>(&argument)) texts.emplace_back(*text);
  node.value = script::output_value(*fact, fact->function(texts), node.output, node.element);
}

CallNode::WholeQuery TraceRecorder::whole_query(const std::shared_ptr<const Query>& query, CallNode& node) {
  CallNode::WholeQuery whole{add_query(query), 0};
  const auto result = queries_.result(*query);
  double sum = 0;
  for (const double value : result->values) sum += value;
  for (const std::uint64_t rows : result->rows) whole.rows += rows;
  if (node.function == "sum") node.value = node.value.value_or(0) + sum;
  return whole;
}

std::size_t TraceRecorder::add_query(const std::shared_ptr<const Query>& query) {
  if (query == nullptr) throw Error(ExitCode::internal, "A number's trace names no query.");
  if (const auto known = known_queries_.find(query.get()); known != known_queries_.end()) return known->second;
  const auto [entry, is_new] = queries_by_text_.emplace(write_json(data::to_json(*query)), table_.queries.size());
  if (is_new) table_.queries.push_back(*query);
  known_queries_.emplace(query.get(), entry->second);
  return entry->second;
}

std::size_t TraceRecorder::intern(TraceNode node) {
  const auto [entry, is_new] = nodes_by_key_.emplace(NodeKey(node).take(), table_.nodes.size());
  if (is_new) table_.nodes.push_back(std::move(node));
  return entry->second;
}

}  // namespace hallmark::report
