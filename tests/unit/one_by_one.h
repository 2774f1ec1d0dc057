// A fake executor has one query to answer; several are answered one after the other.
#pragma once

#include <vector>

#include "hallmark/data.h"

namespace hallmark {

class OneByOne : public Executor {
 public:
  using Executor::run;
  std::vector<QueryResult> run(const std::vector<Query>& queries) const override {
    std::vector<QueryResult> results;
    for (const Query& query : queries) results.push_back(run(query));
    return results;
  }
};

}  // namespace hallmark
