// include(name) of a plugin's script: what another script of the same folder returns. The host read the folder before
// anything ran, so that a name can lead to nothing else.
#include "base/text.h"
#include "script/binder.h"

namespace hallmark::script {

namespace {

std::vector<std::string> names_of(const Parts& parts) {
  std::vector<std::string> names;
  for (const auto& [name, source] : parts) names.push_back(name);
  return names;
}

// Upvalues: the plugin's environment; what its parts returned, by name, and true while one is being run.
int include(lua_State* lua) {
  return guarded(lua, [lua] {
    Machine& machine = machine_of(lua);
    machine.budget.charge(lua, 20);
    const auto name = Read<std::string>::from(Slot{Call{lua, machine}, 1});
    lua_settop(lua, 0);
    lua_getfield(lua, lua_upvalueindex(2), name.c_str());
    if (lua_isboolean(lua, 1)) fail(fmt::format("{}.lua includes itself, by way of others.", name));
    if (!lua_isnil(lua, 1)) return 1;
    const auto part = machine.plugin_parts.find(name);
    if (part == machine.plugin_parts.end())
      fail(fmt::format("The plugin's folder has no {}.lua.", name), {suggestion(name, names_of(machine.plugin_parts))});
    lua_pushboolean(lua, true);
    lua_setfield(lua, lua_upvalueindex(2), name.c_str());
    lua_pushvalue(lua, lua_upvalueindex(1));
    const std::string path = machine.plugin_folder + name + ".lua";
    machine.chunks[path] = path;
    load_chunk(lua, part->second, path);
    lua_call(lua, 0, 1);
    if (!lua_istable(lua, -1) && !lua_isfunction(lua, -1))
      throw Error(ExitCode::configuration,
                  fmt::format("A part of a plugin returns a table or a function, not {}.", readable(lua, -1)),
                  {"End the file with: return {name = name}"}, {path, 0, 0});
    lua_pushvalue(lua, -1);
    lua_setfield(lua, lua_upvalueindex(2), name.c_str());
    return 1;
  });
}

}  // namespace

void add_parts(lua_State* lua) {
  lua_pushstring(lua, "include");
  lua_pushvalue(lua, -2);
  lua_newtable(lua);
  lua_pushcclosure(lua, include, 2);
  lua_rawset(lua, -3);
}

}  // namespace hallmark::script
