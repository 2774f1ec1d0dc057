#include "hallmark/plugin.h"

static void attach(hallmark::Host& host) {
  host.register_formula({"registers_twice.double", "(x) -> number", "Twice the number.",
                         [](const std::vector<hallmark::FormulaArgument>& given) {
                           return hallmark::FormulaResult{{{"", 2 * std::get<double>(given.at(0))}}};
                         }});
  host.register_formula({"registers_twice.double", "(x) -> number", "Twice the number.",
                         [](const std::vector<hallmark::FormulaArgument>& given) {
                           return hallmark::FormulaResult{{{"", 2 * std::get<double>(given.at(0))}}};
                         }});
}

HALLMARK_PLUGIN(registers_twice, "1.0.0", attach);
