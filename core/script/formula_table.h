// How a builtin formula is declared: one row of a table.
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "hallmark/plugin.h"

namespace hallmark::script {

// The arguments of one call, read by position. Wrong kinds throw a sentence; the formula's name is added by the caller.
class Arguments {
 public:
  explicit Arguments(const std::vector<FormulaArgument>& given) : given_(given) {}
  double number(std::size_t at) const;
  double number_or(std::size_t at, double fallback) const { return at < given_.size() ? number(at) : fallback; }
  std::size_t whole_or(std::size_t at, std::size_t fallback) const;
  // A list of numbers, or the values of a query's result.
  const std::vector<double>& list(std::size_t at) const;
  std::vector<double> list_or(std::size_t at, std::vector<double> fallback) const {
    return at < given_.size() ? list(at) : std::move(fallback);
  }
  const QueryResult& result(std::size_t at) const;
  std::string text(std::size_t at) const;
  std::string text_or(std::size_t at, const std::string& fallback) const {
    return at < given_.size() ? text(at) : fallback;
  }

 private:
  const std::vector<FormulaArgument>& given_;
};

struct FormulaEntry {
  const char* name;
  const char* signature;
  const char* help;
  std::size_t fewest, most;  // arguments
  // Of a formula of plain numbers: its outputs, "" for a single one. A number that is not available then makes each of
  // them so. Null: the formula takes lists, in which a missing number is an error.
  const char* outputs;
  FormulaResult (*function)(const Arguments&);
};

std::span<const FormulaEntry> statistics_table();

// How an output is written unless the script says otherwise.
NumberFormat output_format(const std::string& formula, const std::string& output);

}  // namespace hallmark::script
