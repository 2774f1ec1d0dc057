#include "hallmark/plugin.h"

extern "C" HALLMARK_PUBLIC const int some_plugin = 1;
