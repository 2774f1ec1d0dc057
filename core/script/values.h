// Values across the border between Lua and C++, and the readers of named arguments.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "script/machine.h"

namespace hallmark::script {

using ResultPtr = std::shared_ptr<const QueryResult>;
using BoundariesPtr = std::shared_ptr<const Boundaries>;

// A list is a table with keys 1..n, anything else is a map of names; an empty table is an empty list. Functions,
// coroutines, mixed tables and tables nested over 32 deep are refused.
Value to_value(lua_State* lua, int index);
void push_value(lua_State* lua, const Value& value);

void push_quantity(lua_State* lua, Quantity quantity);
void push_result(lua_State* lua, ResultPtr result);
void push_boundaries(lua_State* lua, BoundariesPtr boundaries);
void push_blocks(lua_State* lua, Blocks blocks);
// Null when the value is something else.
const Quantity* find_quantity(lua_State* lua, int index);
const ResultPtr* find_result(lua_State* lua, int index);
const BoundariesPtr* find_boundaries(lua_State* lua, int index);
const Blocks* find_blocks(lua_State* lua, int index);

// "a number", "a list", "a quantity": for sentences.
std::string kind_of(const Value& value);

[[noreturn]] void fail(std::string sentence, std::vector<std::string> hints = {});

// A plain number becomes a constant that names the script's line.
Quantity to_quantity(const Call& call, const Value& value, std::string_view what);
std::string to_text(const Value& value, std::string_view what);  // text or number
// A plain number as count when it is whole, else decimal.
NumberFormat plain_format(double value);

// A table of named arguments: {dataset = "…", by = {…}}.
class Fields {
 public:
  Fields(std::string function, Value value);

  // Refuses names outside `known`, with a suggestion.
  Fields& only(std::initializer_list<std::string_view> known);
  const Value* find(std::string_view name) const;  // null when absent
  const Value& required(std::string_view name) const;
  std::string text(std::string_view name) const;
  std::string text_or(std::string_view name, std::string fallback) const;
  double number_or(std::string_view name, double fallback) const;
  bool flag_or(std::string_view name, bool fallback) const;
  ValueList list(std::string_view name) const;                  // empty when absent
  std::vector<std::string> texts(std::string_view name) const;  // one text or a list of texts; empty when absent
  std::string what(std::string_view name) const { return function_ + ": “" + std::string(name) + "”"; }
  const std::string& function() const { return function_; }
  const ValueMap& all() const { return map_; }

 private:
  std::string function_;
  ValueMap map_;
};

}  // namespace hallmark::script
