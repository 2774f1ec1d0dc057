// The formulas behind every derived number: the operators of quantities and statistics.*. Lua calls them, `hallmark
// verify` recomputes with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hallmark/plugin.h"

namespace hallmark::script {

// "+", "-", "*", "/", "negate", "sum", and every statistics.<name>, in that order. Wrong numbers or kinds of arguments
// throw hallmark::Error with a sentence naming the formula.
const std::vector<Formula>& builtin_formulas();

// Null when there is none of that name.
const Formula* find_formula(const std::vector<Formula>& formulas, std::string_view name);

// The number a CallTrace means: `output` of the result ("" takes the only one), `element` of a list. A bool is 1 or 0.
double output_value(const Formula& formula, const FormulaResult& result, std::string_view output, int element);

// A result as a person reads it on a terminal: quantities formatted, tables as aligned "name  value" lines, lists
// numbered, blocks counted. Ends without a newline.
std::string describe(const Value& value);

}  // namespace hallmark::script
