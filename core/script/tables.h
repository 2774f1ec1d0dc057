// The tables from which functions are registered and documented, one per topic, each in the file of its functions.
#pragma once

#include <lua.h>

#include <span>

namespace hallmark::script {

struct ApiFunction {
  const char* name;
  const char* signature;
  const char* help;
  lua_CFunction function;  // null: a plain value, or a function of prelude.lua
};

std::span<const ApiFunction> data_table();
std::span<const ApiFunction> document_table();
std::span<const ApiFunction> chart_table();  // part of document.*
std::span<const ApiFunction> practice_table();
std::span<const ApiFunction> report_table();
std::span<const ApiFunction> text_table();
std::span<const ApiFunction> quantity_table();    // methods
std::span<const ApiFunction> result_table();      // methods
std::span<const ApiFunction> boundaries_table();  // methods
std::span<const ApiFunction> language_table();
std::span<const ApiFunction> lua_table();  // what of Lua differs here

}  // namespace hallmark::script
