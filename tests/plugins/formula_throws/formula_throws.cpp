#include <stdexcept>

#include "hallmark/plugin.h"

static void attach(hallmark::Host& host) {
  host.register_formula({"formula_throws.double", "(x) -> number", "Twice the number.",
                         [](const std::vector<hallmark::FormulaArgument>&) -> hallmark::FormulaResult {
                           throw std::out_of_range("row 7");
                         }});
}

HALLMARK_PLUGIN(formula_throws, "1.0.0", attach);
