// statistics.monthly_*: formulas that read a whole result grouped by month, so that a change's trace is one query
// rather than a number for every month.
#pragma once

#include "script/formula_table.h"

namespace hallmark::script {

// (result, held, last)
FormulaResult monthly_variation(const Arguments& given);
// (result, label, held, after, before, autocorrelation, dispersion, freedom [, confidence])
FormulaResult monthly_change(const Arguments& given);
// (result, label, comparison, label, held, after, before, autocorrelation, dispersion, freedom [, confidence])
FormulaResult monthly_relative_change(const Arguments& given);

}  // namespace hallmark::script
