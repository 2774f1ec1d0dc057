// An executor that remembers: equal queries run once, and what a group counted can be asked again for the ledger.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "hallmark/data.h"

namespace hallmark::report {

struct GroupValue {
  double value = 0;
  std::uint64_t rows = 0;
};

class QueryMemory : public Executor {
 public:
  // `executor` must outlive this.
  explicit QueryMemory(const Executor& executor) : executor_(executor) {}

  QueryResult run(const Query& query) const override;
  std::vector<QueryResult> run(const std::vector<Query>& queries) const override;

  // The group with these labels; an absent group is 0. Runs the query if nobody has.
  GroupValue group(const Query& query, const std::vector<std::string>& key) const;
  std::shared_ptr<const QueryResult> result(const Query& query) const;

 private:
  struct Held {
    std::shared_ptr<const QueryResult> result;
    std::unordered_map<std::string, std::size_t> rows_by_key;  // filled when first asked for
  };
  Held& held(const Query& query) const;
  Held& hold(std::string name, QueryResult result) const;

  const Executor& executor_;
  mutable std::unordered_map<std::string, Held> held_;            // by the query's text
  mutable std::unordered_map<const Query*, Held*> held_results_;  // by the query that a result held here names
};

}  // namespace hallmark::report
