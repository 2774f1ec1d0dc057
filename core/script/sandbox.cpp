// The base library of the sandbox: what catches errors re-raises a spent budget, what prints shows no address, what
// iterates has one order, and what loads code or reaches outside is not there.
#include <lualib.h>

#include <algorithm>

#include "base/text.h"
#include "script/binder.h"

namespace hallmark::script {

// ---- Texts
// ------------------------------------------------------------------------------------------------------------

void push_text(lua_State* lua, int index) {
  index = lua_absindex(lua, index);
  if (luaL_callmeta(lua, index, "__tostring")) {
    if (!lua_isstring(lua, -1)) luaL_error(lua, "'__tostring' must return a string");
    return;
  }
  const std::string text = readable(lua, index);
  lua_pushlstring(lua, text.data(), text.size());
}

namespace {

constexpr std::uint64_t caught = 2000;  // instructions: unwinding an error costs microseconds

int base_tostring(lua_State* lua) {
  luaL_checkany(lua, 1);
  push_text(lua, 1);
  return 1;
}

int base_print(lua_State* lua) {
  return guarded(lua, [lua] {
    const auto& print = machine_of(lua).services.print;
    if (!print) fail("print() is for scripts; a template or a plugin writes by what it returns.");
    std::string line;
    for (int i = 1, count = lua_gettop(lua); i <= count; ++i) {
      push_text(lua, i);
      if (i > 1) line += '\t';
      line += readable(lua, -1);
      lua_pop(lua, 1);
    }
    machine_of(lua).budget.charge(lua, 100 + line.size() / 16);
    print(line);
    return 0;
  });
}

// ---- Catching errors
// --------------------------------------------------------------------------------------------------

int finish_protected(lua_State* lua, int status, lua_KContext first) {
  if (status != LUA_OK && status != LUA_YIELD) {
    machine_of(lua).budget.charge(lua, caught);
    raise_if_spent(lua);
    lua_pushboolean(lua, 0);
    lua_pushvalue(lua, -2);
    return 2;
  }
  return lua_gettop(lua) - static_cast<int>(first);
}

int base_pcall(lua_State* lua) {
  luaL_checkany(lua, 1);
  machine_of(lua).budget.charge(lua, 20);
  lua_pushboolean(lua, 1);
  lua_insert(lua, 1);
  const int status = lua_pcallk(lua, lua_gettop(lua) - 2, LUA_MULTRET, 0, 0, finish_protected);
  return finish_protected(lua, status, 0);
}

// Upvalue 1: the script's message handler. Lua calls it where the error is raised, and inside the hook no hook runs:
// once the budget is spent it is not called.
int handle_message(lua_State* lua) {
  if (machine_of(lua).budget.spent()) return 1;
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, lua_gettop(lua) - 1, 1);
  return 1;
}

int base_xpcall(lua_State* lua) {
  const int count = lua_gettop(lua);
  luaL_checktype(lua, 2, LUA_TFUNCTION);
  lua_pushvalue(lua, 2);
  lua_pushcclosure(lua, handle_message, 1);
  lua_replace(lua, 2);
  machine_of(lua).budget.charge(lua, 20);
  lua_pushboolean(lua, 1);
  lua_pushvalue(lua, 1);
  lua_rotate(lua, 3, 2);
  const int status = lua_pcallk(lua, count - 2, LUA_MULTRET, 2, 2, finish_protected);
  return finish_protected(lua, status, 2);
}

// A finalizer would run when the collector pleases, after the budget of its call.
int base_setmetatable(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  if (lua_istable(lua, 2)) {
    lua_pushliteral(lua, "__gc");
    if (lua_rawget(lua, 2) != LUA_TNIL)
      return luaL_error(lua, "finalizers (__gc) are not part of the script language here");
    lua_pop(lua, 1);
  }
  return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

// ---- One order of iteration
// -------------------------------------------------------------------------------------------

// Keys in the order of pairs: false, true, numbers ascending, texts by byte order.
struct Key {
  int kind = 0;  // 0 boolean, 1 number, 2 text
  bool integer = false;
  lua_Integer whole = 0;
  double number = 0;
  std::string_view text;  // kept alive by the table
  int position = 0;

  friend bool operator<(const Key& a, const Key& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    if (a.kind == 2) return a.text < b.text;
    if (a.integer && b.integer) return a.whole < b.whole;
    return a.number < b.number;
  }
};

Key read_key(lua_State* lua, int index) {
  Key key;
  switch (lua_type(lua, index)) {
    case LUA_TBOOLEAN:
      key.number = lua_toboolean(lua, index);
      return key;
    case LUA_TNUMBER:
      key.kind = 1;
      key.integer = lua_isinteger(lua, index) != 0;
      key.whole = key.integer ? lua_tointeger(lua, index) : 0;
      key.number = static_cast<double>(lua_tonumber(lua, index));
      return key;
    case LUA_TSTRING: {
      std::size_t size = 0;
      const char* text = lua_tolstring(lua, index, &size);
      key.kind = 2;
      key.text = {text, size};
      return key;
    }
    default:
      fail(fmt::format("A table with a {} as key has no fixed order to go through.", luaL_typename(lua, index)),
           {"Use texts or numbers as keys."});
  }
}

void check_table(lua_State* lua, const char* function) {
  if (lua_istable(lua, 1)) return;
  if (find_result(lua, 1)) fail("A Result is gone through with result:rows().", {"for row in result:rows() do … end"});
  fail(fmt::format("{}() goes through a table, not {}.", function, lua_gettop(lua) ? readable(lua, 1) : "nothing"));
}

// Upvalues: table, its keys in order, how many were given.
int next_pair(lua_State* lua) {
  auto at = lua_tointeger(lua, lua_upvalueindex(3));
  for (;;) {
    lua_settop(lua, 0);
    if (lua_rawgeti(lua, lua_upvalueindex(2), ++at) == LUA_TNIL) return 1;
    lua_pushvalue(lua, 1);
    if (lua_rawget(lua, lua_upvalueindex(1)) == LUA_TNIL) continue;  // taken away meanwhile
    lua_pushinteger(lua, at);
    lua_replace(lua, lua_upvalueindex(3));
    return 2;
  }
}

int base_pairs(lua_State* lua) {
  return guarded(lua, [lua] {
    check_table(lua, "pairs");
    lua_settop(lua, 1);
    std::vector<Key> keys;
    lua_newtable(lua);  // 2: keys as found
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
      lua_pop(lua, 1);
      Key key = read_key(lua, -1);
      key.position = static_cast<int>(keys.size()) + 1;
      lua_pushvalue(lua, -1);
      lua_rawseti(lua, 2, key.position);
      keys.push_back(key);
    }
    std::sort(keys.begin(), keys.end());
    machine_of(lua).budget.charge(lua, 20 + 10 * keys.size());
    lua_createtable(lua, static_cast<int>(keys.size()), 0);  // 3: in order
    lua_Integer to = 0;
    for (const Key& key : keys) {
      lua_rawgeti(lua, 2, key.position);
      lua_rawseti(lua, 3, ++to);
    }
    lua_pushvalue(lua, 1);
    lua_pushvalue(lua, 3);
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, next_pair, 3);
    return 1;
  });
}

// The least key after the one given: a walk through the table each time, so pairs is the way to go through it.
int base_next(lua_State* lua) {
  return guarded(lua, [lua] {
    check_table(lua, "next");
    lua_settop(lua, 2);
    const bool first = lua_isnil(lua, 2);
    const Key after = first ? Key{} : read_key(lua, 2);
    std::optional<Key> least;
    std::uint64_t count = 0;
    lua_pushnil(lua);  // 3: the least so far
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
      lua_pop(lua, 1);
      ++count;
      const Key key = read_key(lua, -1);
      if ((!first && !(after < key)) || (least && !(key < *least))) continue;
      least = key;
      lua_copy(lua, -1, 3);
    }
    machine_of(lua).budget.charge(lua, 20 + count);
    if (!least) return lua_pushnil(lua), 1;
    lua_pushvalue(lua, 3);
    lua_pushvalue(lua, 3);
    lua_rawget(lua, 1);
    return 2;
  });
}

// ---- Locked tables
// ----------------------------------------------------------------------------------------------------

std::vector<std::string> names_in(lua_State* lua, int table) {
  std::vector<std::string> names;
  lua_pushnil(lua);
  while (lua_next(lua, table)) {
    names.push_back(readable(lua, -2));
    lua_pop(lua, 1);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Upvalues: the fields, the name.
int locked_index(lua_State* lua) {
  return guarded(lua, [lua] {
    lua_pushvalue(lua, 2);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    const std::string library = lua_tostring(lua, lua_upvalueindex(2)), name = readable(lua, 2);
    const bool removed = (library == "math" && name.starts_with("random")) || (library == "string" && name == "dump");
    if (removed)
      fail(fmt::format("{}.{} is not part of the script language here: equal input must give equal output.", library,
                       name));
    fail(fmt::format("{} has no “{}”.", library, name), {suggestion(name, names_in(lua, lua_upvalueindex(1)))});
  });
}

int locked_newindex(lua_State* lua) {
  return guarded(lua, [lua]() -> int {
    fail(fmt::format("{} is part of Hallmark and cannot be changed.", lua_tostring(lua, lua_upvalueindex(2))));
  });
}

void keep(lua_State* lua, int from, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    lua_getfield(lua, from, name);
    lua_setfield(lua, -2, name);
  }
}

void add_math(lua_State* lua) {
  luaL_requiref(lua, "math", luaopen_math, 0);
  lua_newtable(lua);
  keep(lua, -2, {"abs",  "acos", "asin", "atan", "ceil",       "cos",  "deg",        "exp",  "floor",
                 "fmod", "huge", "log",  "max",  "maxinteger", "min",  "mininteger", "modf", "pi",
                 "rad",  "sin",  "sqrt", "tan",  "tointeger",  "type", "ult"});
  lock(lua, "math");
  lua_setfield(lua, -3, "math");
  lua_pop(lua, 1);
  luaL_requiref(lua, "utf8", luaopen_utf8, 0);
  lua_newtable(lua);
  keep(lua, -2, {"char", "charpattern", "codepoint", "codes", "len", "offset"});
  lock(lua, "utf8");
  lua_setfield(lua, -3, "utf8");
  lua_pop(lua, 1);
}

}  // namespace

void lock(lua_State* lua, const char* name) {
  lua_newtable(lua);
  lua_newtable(lua);
  const luaL_Reg handlers[] = {{"__index", locked_index}, {"__newindex", locked_newindex}, {nullptr, nullptr}};
  lua_pushvalue(lua, -3);
  lua_pushstring(lua, name);
  luaL_setfuncs(lua, handlers, 2);
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_setmetatable(lua, -2);
  lua_remove(lua, -2);
}

void add_base(lua_State* lua) {
  luaL_requiref(lua, "_G", luaopen_base, 0);
  lua_insert(lua, -2);  // Lua's own below the sandbox's
  keep(lua, -2,
       {"assert", "error", "getmetatable", "ipairs", "rawequal", "rawget", "rawlen", "select", "tonumber", "type"});
  const luaL_Reg own[] = {{"next", base_next},   {"pairs", base_pairs},       {"pcall", base_pcall},
                          {"print", base_print}, {"tostring", base_tostring}, {"xpcall", base_xpcall},
                          {nullptr, nullptr}};
  luaL_setfuncs(lua, own, 0);
  lua_getfield(lua, -2, "setmetatable");
  lua_pushcclosure(lua, base_setmetatable, 1);
  lua_setfield(lua, -2, "setmetatable");
  lua_remove(lua, -2);
  add_math(lua);
}

}  // namespace hallmark::script
