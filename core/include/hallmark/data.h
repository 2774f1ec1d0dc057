// Queries over datasets: the only way from rows to numbers. The same structures serve Lua, native plugins and C++.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hallmark/error.h"

namespace hallmark {

// A filter on one dimension. Values are compared as the dimension's labels ("2020-07", "Burglary"); ranges are
// inclusive and follow the dimension's own order. The empty label is the blank value.
struct Filter {
  enum class Kind { any_of, none_of, range };
  std::string dimension;
  Kind kind = Kind::any_of;
  std::vector<std::string>
      values;  // any_of, none_of: the labels; range: exactly {from, to}, either may be empty = open
  friend bool operator==(const Filter&, const Filter&) = default;
};

struct Measure {
  enum class Kind { count, sum, distinct };
  Kind kind = Kind::count;
  std::string column;  // sum, distinct: the column measured; empty for count
  friend bool operator==(const Measure&, const Measure&) = default;
};

// dataset · where · by · measure. Dimensions are the dataset's columns and those derived from them: of a month column
// month, quarter, year, financial_year, rolling_year ("2020-10..2021-09": twelve-month periods counted back from the
// last month held); of an LSOA local_authority, partnership; of coordinates point ("E436790N404853", metres on
// the British National Grid), cell(250) ("E436750N404750", the south-west corner). Filters are joined by "and".
struct Query {
  std::string dataset;
  std::vector<Filter> where;
  std::vector<std::string> by;
  Measure measure;
  friend bool operator==(const Query&, const Query&) = default;
};

// One grouping dimension of a result: per row of the result a code into labels.
struct KeyColumn {
  std::string dimension;
  std::vector<std::string> labels;   // only labels that occur; in the dimension's own order
  std::vector<std::uint32_t> codes;  // one per result row
};

// Rows are sorted by keys, first key slowest, each in its dimension's own order (months by time, names by byte order,
// the blank label first). Only groups with at least one source row occur. With no `by` there is exactly one row.
struct QueryResult {
  std::shared_ptr<const Query> query;
  std::vector<KeyColumn> keys;
  std::vector<double> values;       // the measure, one per result row
  std::vector<std::uint64_t> rows;  // source rows behind each value

  std::size_t size() const { return values.size(); }
  const std::string& label(std::size_t key, std::size_t row) const { return keys[key].labels[keys[key].codes[row]]; }
};

// What is held of a dataset: rows by supplier (the police force of police.uk files) and month.
struct Coverage {
  std::string dataset;
  std::vector<std::string> months;  // every month from first to last held, gaps included, "YYYY-MM"
  std::vector<std::string> suppliers;
  std::vector<std::vector<std::uint64_t>> rows;  // [supplier][month]; 0 = not held
  // A month counts as held when every supplier holds it.
  bool held(std::string_view month) const;
};

inline bool Coverage::held(std::string_view month) const {
  for (std::size_t m = 0; m < months.size(); ++m) {
    if (months[m] != month) continue;
    for (const auto& supplier : rows)
      if (supplier[m] == 0) return false;
    return !rows.empty();
  }
  return false;
}

// Runs queries; every executor returns equal results for equal queries. Errors (unknown dataset, dimension or
// label form) are hallmark::Error with ExitCode::configuration and a suggestion. Safe to call from one thread at a
// time.
class HALLMARK_PUBLIC Executor {
 public:
  virtual ~Executor() = default;
  virtual QueryResult run(const Query& query) const = 0;
  // Several groupings in one call, so that an executor can read the rows once.
  virtual std::vector<QueryResult> run(const std::vector<Query>& queries) const = 0;
};

// Polygons on the British National Grid, in metres. A ring is closed implicitly; the first ring of a part is its
// outline, the others are holes.
struct GridPoint {
  double easting = 0;
  double northing = 0;
  friend bool operator==(const GridPoint&, const GridPoint&) = default;
};
using Ring = std::vector<GridPoint>;
struct Boundary {
  std::string code;
  std::string name;
  std::vector<std::vector<Ring>> parts;
};
struct Boundaries {
  std::string level;        // "lsoa", "local_authority": the dimension whose labels `code` (or `name`) matches
  std::string attribution;  // as the licence asks for
  std::vector<Boundary> areas;
};

}  // namespace hallmark
