// The one typed binder: bound<f> is the lua_CFunction of `R f(Call&, Arguments...)`. It reads the arguments by their
// types, calls, pushes the result, and turns hallmark::Error and other exceptions into Lua errors.
//
// A parameter of type std::optional may be absent; std::vector<std::string> as the last parameter takes one list or all
// remaining arguments. A method's first parameter is its object.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "script/machine.h"
#include "script/values.h"

namespace hallmark::script {

// What reading knows of an argument: the call, its position, for sentences.
struct Slot {
  const Call& call;
  int index;
  lua_State* lua() const { return call.lua; }
  bool absent() const { return lua_isnoneornil(call.lua, index); }
  [[noreturn]] void wrong(std::string_view wanted) const;
};

template <class T>
struct Read;

template <>
struct Read<Value> {
  static Value from(const Slot& slot) { return to_value(slot.lua(), slot.index); }
};
template <>
struct Read<std::string> {
  static std::string from(const Slot& slot);
};
template <>
struct Read<double> {
  static double from(const Slot& slot);
};
template <>
struct Read<int> {
  static int from(const Slot& slot);
};
template <>
struct Read<bool> {
  static bool from(const Slot& slot) { return lua_toboolean(slot.lua(), slot.index) != 0; }
};
template <>
struct Read<Quantity> {
  static Quantity from(const Slot& slot);
};
template <>
struct Read<ResultPtr> {
  static ResultPtr from(const Slot& slot);
};
template <>
struct Read<BoundariesPtr> {
  static BoundariesPtr from(const Slot& slot);
};
template <>
struct Read<std::vector<std::string>> {
  static std::vector<std::string> from(const Slot& slot);
};
template <class T>
struct Read<std::optional<T>> {
  static std::optional<T> from(const Slot& slot) {
    if (slot.absent()) return std::nullopt;
    return Read<T>::from(slot);
  }
};

inline void push(lua_State* lua, const Value& value) {
  push_value(lua, value);
}
inline void push(lua_State* lua, Quantity quantity) {
  push_quantity(lua, std::move(quantity));
}
inline void push(lua_State* lua, ResultPtr result) {
  push_result(lua, std::move(result));
}
inline void push(lua_State* lua, Blocks blocks) {
  push_blocks(lua, std::move(blocks));
}
inline void push(lua_State* lua, bool flag) {
  lua_pushboolean(lua, flag);
}
inline void push(lua_State* lua, double number) {
  lua_pushnumber(lua, number);
}
inline void push(lua_State* lua, const std::string& text) {
  lua_pushlstring(lua, text.data(), text.size());
}
inline void push(lua_State* lua, const std::vector<std::string>& texts) {
  lua_createtable(lua, static_cast<int>(texts.size()), 0);
  lua_Integer at = 0;
  for (const auto& text : texts) {
    push(lua, text);
    lua_rawseti(lua, -2, ++at);
  }
}

// Runs `body` and raises what it throws. The message is pushed inside the catch, raised outside it: an exception that
// is Lua's own is no std::exception and passes.
template <class Body>
int guarded(lua_State* lua, Body&& body) {
  try {
    return body();
  } catch (const Error& error) {
    push_exception(lua, std::current_exception(), &error);
  } catch (const std::exception&) {
    push_exception(lua, std::current_exception(), nullptr);
  }
  return lua_error(lua);
}

// The same for a check that comes before a function of Lua's own.
template <class Body>
void check_first(lua_State* lua, Body&& body) {
  guarded(lua, [&body] {
    body();
    return 0;
  });
}

template <class R, class... Arguments, std::size_t... I>
int invoke(Call& call, R (*function)(Call&, Arguments...), std::index_sequence<I...>) {
  // Braces: arguments are read from left to right.
  std::tuple<Arguments...> arguments{Read<Arguments>::from(Slot{call, static_cast<int>(I) + 1})...};
  auto apply = [&](auto&... values) { return function(call, std::move(values)...); };
  if constexpr (std::is_void_v<R>) {
    std::apply(apply, arguments);
    return 0;
  } else {
    push(call.lua, std::apply(apply, arguments));
    return 1;
  }
}

template <class R, class... Arguments>
int invoke(Call& call, R (*function)(Call&, Arguments...)) {
  return invoke(call, function, std::index_sequence_for<Arguments...>{});
}

template <auto function>
int bound(lua_State* lua) {
  return guarded(lua, [lua] {
    Call call{lua, machine_of(lua)};
    call.machine.budget.charge(lua, 20);
    return invoke(call, function);
  });
}

// What one row of a result, made for a script, takes in memory, about: a map's nodes, a number and where it comes from.
inline constexpr std::size_t row_bytes = 1024;

// Of a result's group, 0 where it is absent.
Quantity quantity_at(const ResultPtr& result, const std::vector<std::string>& key);

}  // namespace hallmark::script
