#include "hallmark/plugin.h"

static void attach(hallmark::Host& host) {
  host.register_formula({"statistics.mean", "(x) -> number", "Twice the number.",
                         [](const std::vector<hallmark::FormulaArgument>& given) {
                           return hallmark::FormulaResult{{{"", 2 * std::get<double>(given.at(0))}}};
                         }});
}

HALLMARK_PLUGIN(foreign_formula, "1.0.0", attach);
