#include "hallmark/plugin.h"

static void attach(hallmark::Host& host) {
  static_cast<void>(host);
}

HALLMARK_PLUGIN(native_undeclared, "1.0.0", attach);
