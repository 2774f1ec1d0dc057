#include "hallmark/plugin.h"

static void attach(hallmark::Host&) {}

extern "C" HALLMARK_PUBLIC const hallmark::NativePlugin hallmark_plugin_v1;
const hallmark::NativePlugin hallmark_plugin_v1 = {hallmark::plugin_abi, 8,       hallmark::abi_fingerprint(),
                                                   "wrong_size",         "1.0.0", attach};
