// A trace in words: "(a − b) ÷ b" and what a and b are.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "report/trace_table.h"

namespace hallmark::report {

struct NamedSource {
  enum class Kind { constant, group, whole_query };
  std::string name;  // "a" in the formula
  Kind kind = Kind::constant;
  std::size_t node = 0;          // constant, group: the node
  std::size_t query = 0;         // group, whole_query
  std::vector<std::string> key;  // group: its labels
  std::uint64_t rows = 0;        // source rows; whole_query: those of the groups used
};

// Phrases about one table that share their letters: "a" is the same source in all of them. Long lists and deep formulas
// are summed up: "[36 values of a]".
class TraceWords {
 public:
  explicit TraceWords(const TraceTable& table);
  ~TraceWords();

  std::string formula(std::size_t node);  // "" for a number that is one group or one constant
  const std::vector<NamedSource>& sources() const;

 private:
  class Writer;
  std::unique_ptr<Writer> writer_;
  const TraceTable& table_;
};

// "month is 2020-10 to 2021-09", "crime_type is Burglary or Robbery", "outcome is not blank".
std::string words_for(const Filter& filter);
std::string words_for(const Measure& measure);  // "count", "sum of residents", "distinct crime_id"

}  // namespace hallmark::report
