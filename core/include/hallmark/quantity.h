// A number that knows where it came from. Arithmetic makes a new trace; no number reaches a document without one.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "hallmark/data.h"

namespace hallmark {

struct Trace;
using TracePtr = std::shared_ptr<const Trace>;

// A literal in a template or plugin, or a number read from a reference; `source` says which, for the reader.
struct ConstantTrace {
  double value = 0;
  std::string source;
};

// One group of a query's result: the group's labels in the order of query->by. An absent group counts 0.
struct QueryTrace {
  std::shared_ptr<const Query> query;
  std::vector<std::string> key;
  std::uint64_t rows = 0;
};

// A registered formula applied to traced arguments. `output` names the field taken from a formula that returns several
// ("ratio", "lower"), `element` the 0-based position in a list output, -1 for a single number.
// Operators are the formulas "+", "-", "*", "/", "negate".
struct CallTrace {
  // A number, a list of numbers, a text, or the whole result of a query.
  using Argument = std::variant<TracePtr, std::vector<TracePtr>, std::string, std::shared_ptr<const Query>>;
  std::string function;
  std::vector<Argument> arguments;
  std::string output;
  int element = -1;
};

struct Trace {
  std::variant<ConstantTrace, QueryTrace, CallTrace> node;
};

// How a number is written. base/number.h does the writing.
struct NumberFormat {
  enum class Style {
    count,    // 12,345; decimals 0
    decimal,  // 1,234.5
    percent,  // value 0.125 -> 12.5%
    rate,     // like decimal; unit names the denominator ("per 1,000 residents")
    money,    // £1,234
  };
  Style style = Style::decimal;
  int decimals = 1;
  bool show_sign = false;  // "+12.5%"; a true minus sign U+2212 either way
  std::string unit;        // for readers and table headings; not written after the number
  friend bool operator==(const NumberFormat&, const NumberFormat&) = default;

  static NumberFormat count() { return {Style::count, 0, false, {}}; }
  static NumberFormat percent(int decimals = 1, bool show_sign = false) {
    return {Style::percent, decimals, show_sign, {}};
  }
};

// value NaN means "not available" and is written so.
struct Quantity {
  double value = std::nan("");
  NumberFormat format;
  TracePtr trace;

  bool available() const { return !std::isnan(value); }
};

inline Quantity constant(double value, std::string source, NumberFormat format = {}) {
  return {value, std::move(format), std::make_shared<const Trace>(Trace{ConstantTrace{value, std::move(source)}})};
}

}  // namespace hallmark
