#include "hallmark/plugin.h"

static void attach(hallmark::Host& host) {
  host.register_formula({"empty_formula.double", "(x) -> number", "Twice the number.", {}});
}

HALLMARK_PLUGIN(empty_formula, "1.0.0", attach);
