// prelude.lua, embedded by CMake.
#pragma once

#include <string_view>

namespace hallmark::script {

extern const std::string_view prelude_source;

}  // namespace hallmark::script
