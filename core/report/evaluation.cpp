#include "report/evaluation.h"

#include <unordered_map>

#include "base/json.h"
#include "base/text.h"
#include "script/formulas.h"

namespace hallmark::report {

namespace {

class Evaluation {
 public:
  Evaluation(const TraceTable& table, const EvaluationSources& sources) : table_(table), sources_(sources) {}

  std::vector<Evaluated> run() {
    values_.reserve(table_.nodes.size());
    for (const TraceNode& node : table_.nodes) values_.push_back(value_of(node));
    return std::move(values_);
  }

 private:
  Evaluated value_of(const TraceNode& node) {
    try {
      if (const auto* constant = std::get_if<ConstantTrace>(&node)) return {constant->value, {}};
      if (const auto* query = std::get_if<QueryNode>(&node)) return {sources_.group(table_, *query), {}};
      return call(std::get<CallNode>(node));
    } catch (const Error& error) {
      return {0, error.diagnostic().sentence};
    }
  }

  Evaluated call(const CallNode& node) {
    if (sources_.recorded_sums && node.value) return {*node.value, {}};
    const Formula* formula = sources_.formula(node.function);
    if (formula == nullptr) return {0, fmt::format("No formula is called “{}”.", node.function)};
    const auto result = result_of(*formula, node);
    if (result == nullptr) return {0, fmt::format("What “{}” was given is not known.", node.function)};
    return {script::output_value(*formula, *result, node.output, node.element), {}};
  }

  // Several nodes take different outputs of one call: it is made once.
  std::shared_ptr<const FormulaResult> result_of(const Formula& formula, const CallNode& node) {
    CallNode bare = node;
    bare.output.clear();
    bare.element = -1;
    bare.value.reset();
    const std::string name = write_json(to_json(TraceNode(std::move(bare))));
    if (const auto known = results_.find(name); known != results_.end()) return known->second;
    std::vector<FormulaArgument> arguments;
    for (const CallNode::Argument& argument : node.arguments)
      if (!add_argument(argument, arguments)) return nullptr;
    auto result = std::make_shared<const FormulaResult>(formula.function(arguments));
    results_.emplace(name, result);
    return result;
  }

  bool add_argument(const CallNode::Argument& argument, std::vector<FormulaArgument>& arguments) const {
    if (const auto* one = std::get_if<std::size_t>(&argument)) {
      arguments.emplace_back(values_[*one].value);
      return values_[*one].problem.empty();
    }
    if (const auto* list = std::get_if<std::vector<std::size_t>>(&argument)) {
      std::vector<double> numbers;
      for (const std::size_t node : *list) {
        if (!values_[node].problem.empty()) return false;
        numbers.push_back(values_[node].value);
      }
      arguments.emplace_back(std::move(numbers));
      return true;
    }
    if (const auto* text = std::get_if<std::string>(&argument)) {
      arguments.emplace_back(*text);
      return true;
    }
    auto result = sources_.result(table_, std::get<CallNode::WholeQuery>(argument).query);
    const bool known = result != nullptr;
    arguments.emplace_back(std::move(result));
    return known;
  }

  const TraceTable& table_;
  const EvaluationSources& sources_;
  std::vector<Evaluated> values_;
  std::unordered_map<std::string, std::shared_ptr<const FormulaResult>> results_;
};

}  // namespace

std::vector<Evaluated> evaluate(const TraceTable& table, const EvaluationSources& sources) {
  return Evaluation(table, sources).run();
}

}  // namespace hallmark::report
