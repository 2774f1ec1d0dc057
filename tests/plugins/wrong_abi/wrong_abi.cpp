#include <cstdlib>

#include "hallmark/plugin.h"

// What runs before anyone has asked.
[[maybe_unused]] static const int ran = [] {
  setenv("HALLMARK_TEST_RAN", "1", 1);
  return 1;
}();

static void attach(hallmark::Host&) {}

extern "C" HALLMARK_PUBLIC const hallmark::NativePlugin hallmark_plugin_v1;
const hallmark::NativePlugin hallmark_plugin_v1 = {
    99, sizeof(hallmark::NativePlugin), hallmark::abi_fingerprint(), "wrong_abi", "1.0.0", attach};
