#include "hallmark/plugin.h"

static void attach(hallmark::Host& host) {
  static_cast<void>(host);
  throw 42;
}

HALLMARK_PLUGIN(throws_a_number, "1.0.0", attach);
