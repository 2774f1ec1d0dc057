// Recomputes the numbers of a trace table: from fresh query results for `verify`, from what the ledger says the groups
// measured for `trace`.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hallmark/plugin.h"
#include "report/trace_table.h"

namespace hallmark::report {

struct EvaluationSources {
  std::function<double(const TraceTable&, const QueryNode&)> group;
  // The whole result of a query; null: not at hand, and what needs it stays unknown.
  std::function<std::shared_ptr<const QueryResult>(const TraceTable&, std::size_t query)> result;
  bool recorded_sums = false;  // take CallNode::value where there is one
  // By name; null when there is none.
  std::function<const Formula*(const std::string& name)> formula;
};

struct Evaluated {
  double value = 0;     // meaningless with a problem
  std::string problem;  // a sentence; empty: computed
};

// One per node.
std::vector<Evaluated> evaluate(const TraceTable& table, const EvaluationSources& sources);

}  // namespace hallmark::report
