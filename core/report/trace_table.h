// The traces of a whole report as a table: equal queries and equal sub-traces are held once and named by their index,
// so that thousands of numbers stay small. Nodes stand after the nodes they refer to.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/json.h"
#include "hallmark/plugin.h"
#include "hallmark/quantity.h"
#include "report/query_memory.h"

namespace hallmark::report {

struct QueryNode {
  std::size_t query = 0;
  std::vector<std::string> key;
  std::uint64_t rows = 0;
  double value = 0;
};

struct CallNode {
  struct WholeQuery {
    std::size_t query = 0;
    std::uint64_t rows = 0;  // source rows behind it
  };
  // A number, a list of numbers (both by node), a text, or the whole result of a query.
  using Argument = std::variant<std::size_t, std::vector<std::size_t>, std::string, WholeQuery>;
  std::string function;
  std::vector<Argument> arguments;
  std::string output;
  int element = -1;
  std::optional<double>
      value;  // of facts and of sums of whole queries, which a reader of the ledger alone could not compute
};

using TraceNode = std::variant<ConstantTrace, QueryNode, CallNode>;

struct TraceTable {
  std::vector<Query> queries;
  std::vector<TraceNode> nodes;
};

json::value to_json(const TraceNode& node);
// Error(ExitCode::input) for what is no trace or refers to a node at or after `index` or a query that is not there.
TraceNode trace_node_from_json(const json::value& value, std::size_t index, std::size_t queries,
                               const std::string& file);

// Fills a table; the same quantities in the same order give the same table.
class TraceRecorder {
 public:
  // `queries` tells what groups measured and `facts` what calls of texts alone gave, both for the reader of the ledger.
  // They must outlive this.
  explicit TraceRecorder(const QueryMemory& queries, const std::vector<Formula>* facts = nullptr)
      : queries_(queries), facts_(facts) {}

  // Index of the trace's node. A missing trace is a constant whose source says so.
  std::size_t add(const TracePtr& trace, double value);
  const TraceTable& table() const { return table_; }
  TraceTable take() { return std::move(table_); }

 private:
  std::size_t add_node(const Trace& trace);
  CallNode call_node(const CallTrace& call);
  void record_fact(CallNode& node);
  CallNode::WholeQuery whole_query(const std::shared_ptr<const Query>& query, CallNode& node);
  std::size_t add_query(const std::shared_ptr<const Query>& query);
  std::size_t intern(TraceNode node);

  const QueryMemory& queries_;
  const std::vector<Formula>* facts_;
  TraceTable table_;
  std::unordered_map<const Trace*, std::size_t> known_traces_;  // by address: looked up, never walked
  std::unordered_map<const Query*, std::size_t> known_queries_;
  std::unordered_map<std::string, std::size_t> nodes_by_key_;
  std::unordered_map<std::string, std::size_t> queries_by_text_;
  std::vector<TracePtr> kept_;  // keeps the addresses from being used again
};

}  // namespace hallmark::report
