// coroutine.*: resume and wrap catch errors, so they re-raise a spent budget; each resumption is charged, since a
// coroutine that lives for fewer instructions than the hook's interval would never meet the hook.
#include <lualib.h>

#include "base/text.h"
#include "script/binder.h"

namespace hallmark::script {
namespace {

constexpr std::uint64_t resumption = 1000;  // instructions

// Moves `arguments` values from the top to the coroutine and runs it. Results, or the error, are left on `coroutine`.
int resume(lua_State* lua, lua_State* coroutine, int arguments, int& results) {
  Budget& budget = machine_of(lua).budget;
  budget.charge(lua, resumption);
  if (!lua_checkstack(coroutine, arguments)) luaL_error(lua, "too many arguments to resume");
  lua_xmove(lua, coroutine, arguments);
  lua_State* before = budget.running();
  budget.running(coroutine);
  const int status = lua_resume(coroutine, lua, arguments, &results);
  budget.running(before);
  raise_if_spent(lua);
  if (status != LUA_OK && status != LUA_YIELD) return status;
  if (!lua_checkstack(lua, results + 1)) luaL_error(lua, "too many results to resume");
  lua_xmove(coroutine, lua, results);
  return LUA_OK;
}

int coroutine_resume(lua_State* lua) {
  lua_State* coroutine = lua_tothread(lua, 1);
  luaL_argexpected(lua, coroutine, 1, "coroutine");
  int results = 0;
  if (resume(lua, coroutine, lua_gettop(lua) - 1, results) == LUA_OK) {
    lua_pushboolean(lua, 1);
    lua_insert(lua, -(results + 1));
    return results + 1;
  }
  lua_pushboolean(lua, 0);
  lua_xmove(coroutine, lua, 1);
  return 2;
}

// The place of an error inside is the coroutine's, whose stack still stands.
int call_wrapped(lua_State* lua) {
  lua_State* coroutine = lua_tothread(lua, lua_upvalueindex(1));
  int results = 0;
  if (resume(lua, coroutine, lua_gettop(lua), results) == LUA_OK) return results;
  move_failure(coroutine, lua);
  return lua_error(lua);
}

int coroutine_create(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TFUNCTION);
  lua_State* coroutine = lua_newthread(lua);
  machine_of(lua).budget.install(coroutine);
  lua_pushvalue(lua, 1);
  lua_xmove(lua, coroutine, 1);
  return 1;
}

int coroutine_wrap(lua_State* lua) {
  coroutine_create(lua);
  lua_pushcclosure(lua, call_wrapped, 1);
  return 1;
}

}  // namespace

void add_coroutines(lua_State* lua) {
  luaL_requiref(lua, "coroutine", luaopen_coroutine, 0);
  lua_newtable(lua);
  for (const char* kept : {"yield", "status", "isyieldable", "running"}) {
    lua_getfield(lua, -2, kept);
    lua_setfield(lua, -2, kept);
  }
  const luaL_Reg own[] = {
      {"create", coroutine_create}, {"resume", coroutine_resume}, {"wrap", coroutine_wrap}, {nullptr, nullptr}};
  luaL_setfuncs(lua, own, 0);
  lock(lua, "coroutine");
  lua_setfield(lua, -3, "coroutine");
  lua_pop(lua, 1);
}

}  // namespace hallmark::script
