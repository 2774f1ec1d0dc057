#include <stdexcept>

#include "hallmark/plugin.h"

static void attach(hallmark::Host& host) {
  static_cast<void>(host);
  throw std::runtime_error("no table of weights");
}

HALLMARK_PLUGIN(throws_in_attach, "1.0.0", attach);
