// C++ values inside Lua: userdata with a typed holder. What a holder weighs counts against the state's memory.
#pragma once

#include <algorithm>
#include <new>
#include <string>
#include <utility>

#include "script/values.h"

namespace hallmark::script {

// How much of a calculation stands behind a number, its shared parts counted as often as they are used. Bounded, since
// the ledger writes it out and `verify` walks it.
struct TraceSize {
  std::size_t steps = 1;
  std::size_t depth = 1;
};
inline constexpr std::size_t most_steps = 1'000'000;
inline constexpr std::size_t most_depth = 1'000;
TraceSize size_of(const TracePtr& trace);

template <class T>
struct Holder {
  T value;
  std::size_t weight = 0;  // bytes charged
  TraceSize size{};        // of a Quantity
};

template <class T>
inline constexpr const char* type_name = nullptr;
template <>
inline constexpr const char* type_name<Quantity> = "Quantity";
template <>
inline constexpr const char* type_name<ResultPtr> = "Result";
template <>
inline constexpr const char* type_name<BoundariesPtr> = "Boundaries";
template <>
inline constexpr const char* type_name<Blocks> = "blocks";

template <class T>
Holder<T>* find_object(lua_State* lua, int index) {
  return static_cast<Holder<T>*>(luaL_testudata(lua, index, type_name<T>));
}

template <class T>
Holder<T>& push_object(lua_State* lua, T value, std::size_t weight) {
  auto* holder = new (lua_newuserdatauv(lua, sizeof(Holder<T>), 0)) Holder<T>{std::move(value), weight, {}};
  luaL_setmetatable(lua, type_name<T>);
  machine_of(lua).budget.add_foreign(weight);
  return *holder;
}

template <class T>
int collect_object(lua_State* lua) {
  if (Holder<T>* holder = find_object<T>(lua, 1)) {
    machine_of(lua).budget.remove_foreign(holder->weight);
    holder->~Holder<T>();
    // A second call finds no holder.
    lua_pushnil(lua);
    lua_setmetatable(lua, 1);
  }
  return 0;
}

// A Quantity whose calculation is as large as `size`; refuses one too large to follow. `bytes`: of the list of its
// arguments.
void push_quantity(lua_State* lua, Quantity quantity, TraceSize size, std::size_t bytes = 0);
// A Quantity, or a plain number as a constant that names the script's line.
Quantity read_quantity(lua_State* lua, int index, TraceSize& size);

// quantity_api.cpp
void add_quantity_operators(lua_State* lua);  // to the metatable on top
int index_quantity(lua_State* lua);           // upvalue 1: the methods

}  // namespace hallmark::script
