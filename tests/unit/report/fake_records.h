// An executor with a few fixed results, and quantities traced to them.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "hallmark/data.h"
#include "hallmark/quantity.h"
#include "one_by_one.h"

namespace fake {

using namespace hallmark;

// Incidents by crime type: Burglary 13, Robbery 5, in 2020-01 to 2020-04.
class Records final : public OneByOne {
 public:
  mutable int runs = 0;
  double burglary = 13;

  QueryResult run(const Query& query) const override {
    ++runs;
    QueryResult result;
    result.query = std::make_shared<const Query>(query);
    const bool only_burglary = !query.where.empty();
    if (query.by.empty()) {
      result.values = {only_burglary ? burglary : burglary + 5};
      result.rows = {static_cast<std::uint64_t>(result.values[0])};
      return result;
    }
    result.keys = {{query.by[0], {"Burglary", "Robbery"}, {0, 1}}};
    result.values = {burglary, 5};
    result.rows = {static_cast<std::uint64_t>(burglary), 5};
    return result;
  }
};

inline std::shared_ptr<const Query> by_type() {
  return std::make_shared<const Query>(Query{"police_street_crime", {}, {"crime_type"}, {}});
}

inline Quantity group(const std::shared_ptr<const Query>& query, std::string label, double value) {
  return {
      value, NumberFormat::count(),
      std::make_shared<const Trace>(Trace{QueryTrace{query, {std::move(label)}, static_cast<std::uint64_t>(value)}})};
}

inline TracePtr call(std::string function, std::vector<CallTrace::Argument> arguments) {
  return std::make_shared<const Trace>(Trace{CallTrace{std::move(function), std::move(arguments), "", -1}});
}

}  // namespace fake
