// A trace in words: "(a − b) ÷ b" and what a and b are.
#pragma once

#include <string>
#include <vector>

#include "report/trace_table.h"

namespace hallmark::report {

struct NamedSource {
  enum class Kind { constant, group, whole_query };
  std::string name;             // "a" in the formula
  Kind kind = Kind::constant;
  std::size_t node = 0;         // constant, group: the node
  std::size_t query = 0;        // group, whole_query
  std::vector<std::string> key;   // group: its labels
  std::uint64_t rows = 0;       // source rows; whole_query: those of the groups used, 0 if all
};

struct Wording {
  std::string formula;          // "" for a number that is one group or one constant
  std::vector<NamedSource> sources;
};

// Long lists and deep formulas are summed up: "[36 values of a]".
Wording words_for(const TraceTable& table, std::size_t node);

// "month is 2020-10 to 2021-09", "crime_type is Burglary or Robbery", "outcome is not blank".
std::string words_for(const Filter& filter);
std::string words_for(const Measure& measure);   // "count", "sum of residents", "distinct crime_id"

}  // namespace hallmark::report
