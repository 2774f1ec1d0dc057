#include "hallmark/plugin.h"

extern "C" HALLMARK_PUBLIC const hallmark::NativePlugin hallmark_plugin_v1;
const hallmark::NativePlugin hallmark_plugin_v1 = {
    hallmark::plugin_abi, sizeof(hallmark::NativePlugin), hallmark::abi_fingerprint(), "no_attach", "1.0.0", nullptr};
