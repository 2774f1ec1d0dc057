#include "hallmark/plugin.h"

static void attach(hallmark::Host& host) {
  host.register_formula({"good_native.double", "(x) -> number", "Twice the number.",
                         [](const std::vector<hallmark::FormulaArgument>& given) {
                           return hallmark::FormulaResult{{{"", 2 * std::get<double>(given.at(0))}}};
                         }});
}

HALLMARK_PLUGIN(good_native, "1.0.0", attach);
