#include "hallmark/plugin.h"

int absent();

static void attach(hallmark::Host& host) {
  static_cast<void>(host);
  absent();
}

HALLMARK_PLUGIN(undefined_symbol, "1.0.0", attach);
