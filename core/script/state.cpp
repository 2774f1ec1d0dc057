#include "script/state.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "script/binder.h"
#include "script/objects.h"
#include "script/prelude.h"

namespace hallmark::script {

namespace {

// Where the read-only globals and the script's own globals are kept.
constexpr const char* globals_key = "hallmark.globals";
constexpr const char* environment_key = "hallmark.environment";

// ---- Environments: what a chunk sees as its globals
// --------------------------------------------------------------------

// Upvalue 1: the sandbox's globals.
int unknown_name(lua_State* lua) {
  return guarded(lua, [lua] {
    lua_pushvalue(lua, 2);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    const std::string name = readable(lua, 2);
    for (const char* absent : {"io", "os", "package", "debug", "load", "loadstring", "loadfile", "dofile", "require",
                               "collectgarbage", "rawset", "_G", "setfenv", "getfenv", "module"})
      if (name == absent)
        fail(
            fmt::format(
                "“{}” is not part of the script language here: scripts reach no files, no clock and no code of others.",
                name),
            name == "require" ? std::vector<std::string>{"A plugin takes in its own files with include(\"name\")."}
                              : std::vector<std::string>{});
    std::vector<std::string> known = machine_of(lua).known_names;
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
      known.push_back(readable(lua, -2));
      lua_pop(lua, 1);
    }
    std::sort(known.begin(), known.end());
    const auto near = nearest(name, known);
    fail(fmt::format("Nothing is called “{}” here.", name),
         near ? std::vector<std::string>{fmt::format("Did you mean “{}”?", *near)} : std::vector<std::string>{});
  });
}

// Upvalue 1: the sandbox's globals; upvalue 2: whether new names are allowed.
int new_global(lua_State* lua) {
  return guarded(lua, [lua] {
    const std::string name = readable(lua, 2);
    lua_pushvalue(lua, 2);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL)
      fail(fmt::format("“{}” is part of Hallmark and cannot be replaced.", name), {"Choose another name."});
    if (!lua_toboolean(lua, lua_upvalueindex(2)))
      fail(fmt::format("A plugin has no global variables, and “{}” is one.", name),
           {fmt::format("Write local {} = …", name)});
    lua_settop(lua, 3);
    lua_rawset(lua, 1);
    return 0;
  });
}

void push_environment(lua_State* lua, bool new_names) {
  lua_newtable(lua);
  lua_newtable(lua);
  lua_getfield(lua, LUA_REGISTRYINDEX, globals_key);
  lua_pushcclosure(lua, unknown_name, 1);
  lua_setfield(lua, -2, "__index");
  lua_getfield(lua, LUA_REGISTRYINDEX, globals_key);
  lua_pushboolean(lua, new_names);
  lua_pushcclosure(lua, new_global, 2);
  lua_setfield(lua, -2, "__newindex");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_setmetatable(lua, -2);
}

// ---- Opening
// ----------------------------------------------------------------------------------------------------------

void run_prelude(lua_State* lua) {
  if (luaL_loadbufferx(lua, prelude_source.data(), prelude_source.size(), "=prelude", "t") != LUA_OK) lua_error(lua);
  push_environment(lua, false);
  lua_setupvalue(lua, -2, 1);
  lua_call(lua, 0, 1);
  lua_pushnil(lua);
  while (lua_next(lua, -2)) {
    const std::string name = lua_tostring(lua, -2);
    lock(lua, name.c_str());
    lua_setfield(lua, -4, name.c_str());
  }
  lua_pop(lua, 1);
}

int open(lua_State* lua) {
  return guarded(lua, [lua] {
    lua_newtable(lua);
    lua_pushvalue(lua, -1);
    lua_setfield(lua, LUA_REGISTRYINDEX, globals_key);
    add_base(lua);
    add_tables(lua);
    add_strings(lua);
    add_coroutines(lua);
    add_values(lua);
    add_api(lua);
    add_report(lua);
    run_prelude(lua);
    Machine& machine = machine_of(lua);
    lua_pushnil(lua);
    while (lua_next(lua, -2)) {
      machine.known_names.push_back(readable(lua, -2));
      lua_pop(lua, 1);
    }
    push_environment(lua, true);
    lua_setfield(lua, LUA_REGISTRYINDEX, environment_key);
    return 0;
  });
}

// ---- Calls from the host
// ----------------------------------------------------------------------------------------------

// A budget for the outermost call; what it calls back shares it. Restores the stack.
class HostCall {
 public:
  explicit HostCall(Machine& machine) : machine_(machine), running_(machine.budget.running()), top_(lua_gettop(lua())) {
    if (machine.depth++ == 0) {
      machine.budget.begin();
      machine.failure.reset();
      machine.budget.running(machine.main);
      machine.budget.install(machine.main);
    }
  }
  ~HostCall() {
    --machine_.depth;
    lua_settop(lua(), top_);
    machine_.budget.running(running_);
  }
  HostCall(const HostCall&) = delete;
  HostCall& operator=(const HostCall&) = delete;

  // A callback may run programs while a coroutine runs: they run on its stack.
  lua_State* lua() const { return running_ ? running_ : machine_.main; }

  // Runs `body` as a protected C function, and throws what goes wrong in it.
  template <class Body>
  void run(const std::string& chunk_name, Body body) {
    lua_State* state = lua();
    lua_pushcfunction(state, note_failure);
    const int handler = lua_gettop(state);
    lua_pushcfunction(state, enter<Body>);
    lua_pushlightuserdata(state, &body);
    const int status = lua_pcall(state, 1, 0, handler);
    machine_.budget.running(running_ ? running_ : machine_.main);
    if (status != LUA_OK) throw_failure(machine_, state, status, chunk_name);
  }

 private:
  template <class Body>
  static int enter(lua_State* lua) {
    auto& body = *static_cast<Body*>(lua_touserdata(lua, 1));
    lua_settop(lua, 0);
    return guarded(lua, [&] {
      body(lua);
      return 0;
    });
  }

  Machine& machine_;
  lua_State* running_;
  int top_;
};

void push_environment_of_scripts(lua_State* lua) {
  lua_getfield(lua, LUA_REGISTRYINDEX, environment_key);
}

// Where the function on top of the stack begins.
SourceLocation definition(lua_State* lua) {
  lua_Debug function;
  lua_pushvalue(lua, -1);
  lua_getinfo(lua, ">S", &function);
  return function.source[0] == '@' ? SourceLocation{function.source + 1, function.linedefined, 0} : SourceLocation{};
}

// What a function left at `index`. It has returned, so a refusal names where it begins.
Value returned(lua_State* lua, int index, const SourceLocation& begins) {
  try {
    return to_value(lua, index);
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    diagnostic.where = begins;
    throw Error(error.code(), std::move(diagnostic));
  }
}

Value result_of(lua_State* lua, int first) {
  const int count = lua_gettop(lua) - first + 1;
  if (count <= 0) return {};
  if (count == 1) return to_value(lua, first);
  ValueList all;
  for (int i = 0; i < count; ++i) all.push_back(to_value(lua, first + i));
  return {std::move(all)};
}

}  // namespace

void load_chunk(lua_State* lua, std::string_view source, const std::string& chunk_name) {
  const std::string name = "@" + chunk_name;
  if (source.starts_with('#')) fail("A script starts with Lua, not with a #! line.");
  const int status = luaL_loadbufferx(lua, source.data(), source.size(), name.c_str(), "t");
  // Every chunk's shortened name is known before its first message is read.
  lua_Debug shortened;
  if (status == LUA_OK) {
    lua_pushvalue(lua, -1);
    lua_getinfo(lua, ">S", &shortened);
    machine_of(lua).chunks[shortened.short_src] = chunk_name;
    lua_insert(lua, -2);
    lua_setupvalue(lua, -2, 1);
    return;
  }
  lua_error(lua);
}

Machine::~Machine() {
  if (main) lua_close(main);
}

State::State(const Services& services, Limits limits) : machine_(std::make_unique<Machine>(services, limits)) {
  Machine& machine = *machine_;
  machine.main = lua_newstate(Budget::allocate, &machine.budget);
  if (!machine.main) throw Error(ExitCode::configuration, machine.budget.memory_sentence());
  *static_cast<Machine**>(lua_getextraspace(machine.main)) = &machine;
  lua_pushcfunction(machine.main, open);
  const int status = lua_pcall(machine.main, 0, 0, 0);
  if (status != LUA_OK) throw_failure(machine, machine.main, status, "prelude");
}

State::~State() = default;

std::size_t State::memory_used() const {
  return machine_->budget.used();
}

void State::load_plugin(std::string_view source, const std::string& chunk_name, Parts parts) {
  Machine& machine = *machine_;
  if (machine.plugin_loaded) throw Error(ExitCode::internal, "A state holds one plugin.");
  machine.plugin_loaded = true;
  machine.plugin_parts = std::move(parts);
  machine.plugin_folder = chunk_name.substr(0, chunk_name.rfind('/') + 1);
  machine.chunks[chunk_name] = chunk_name;
  HostCall call(machine);
  call.run(chunk_name, [&](lua_State* lua) {
    push_environment(lua, false);
    add_parts(lua);
    load_chunk(lua, source, chunk_name);
    lua_call(lua, 0, 1);
    const auto refuse = [&](std::string sentence) {
      throw Error(ExitCode::configuration, std::move(sentence), {"End the file with: return {analysis = analysis}"},
                  {chunk_name, 0, 0});
    };
    if (!lua_istable(lua, 1))
      refuse(fmt::format("The plugin's file must return a table of functions, not {}.", readable(lua, 1)));
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
      if (lua_type(lua, -2) != LUA_TSTRING || !lua_isfunction(lua, -1))
        refuse(fmt::format("The table a plugin returns holds functions by name; “{}” is a {}.", readable(lua, -2),
                           luaL_typename(lua, -1)));
      const std::string name = readable(lua, -2);
      machine.plugin_functions[name] = luaL_ref(lua, LUA_REGISTRYINDEX);
    }
    if (machine.plugin_functions.empty()) refuse("The plugin's file returns a table without functions.");
  });
}

std::vector<std::string> State::functions() const {
  std::vector<std::string> names;
  for (const auto& [name, reference] : machine_->plugin_functions) names.push_back(name);
  return names;
}

Value State::call(const std::string& function, ValueList arguments) {
  const auto found = machine_->plugin_functions.find(function);
  if (found == machine_->plugin_functions.end())
    throw Error(ExitCode::configuration, fmt::format("The plugin has no analysis “{}”.", function),
                {suggestion(function, functions())});
  Value result;
  HostCall call(*machine_);
  call.run("", [&](lua_State* lua) {
    lua_rawgeti(lua, LUA_REGISTRYINDEX, found->second);
    const SourceLocation begins = definition(lua);
    luaL_checkstack(lua, static_cast<int>(arguments.size()) + 8, "arguments");
    for (const Value& argument : arguments) push_value(lua, argument);
    lua_call(lua, static_cast<int>(arguments.size()), 1);
    result = returned(lua, 1, begins);
  });
  return result;
}

Value State::call_analysis(const std::string& function, const Value& options) {
  return call(function, {Value{machine_->services.report}, options});
}

Value State::run(std::string_view source, const std::string& chunk_name) {
  Value result;
  machine_->chunks[chunk_name] = chunk_name;
  HostCall call(*machine_);
  call.run(chunk_name, [&](lua_State* lua) {
    push_environment_of_scripts(lua);
    load_chunk(lua, source, chunk_name);
    lua_call(lua, 0, LUA_MULTRET);
    result = result_of(lua, 1);
  });
  return result;
}

namespace {

using Callback = std::function<void(ValueList)>;

// Upvalue 1: the callback. Its errors leave the state as they are.
int call_back(lua_State* lua) {
  const auto& callback = *static_cast<const Callback*>(lua_touserdata(lua, lua_upvalueindex(1)));
  return guarded(lua, [&] {
    machine_of(lua).budget.charge(lua, 20);
    ValueList arguments;
    for (int i = 1, count = lua_gettop(lua); i <= count; ++i) arguments.push_back(to_value(lua, i));
    std::exception_ptr thrown;
    std::string sentence;
    try {
      callback(std::move(arguments));
      return 0;
    } catch (const Error& error) {
      push_exception(lua, std::current_exception(), &error, true);
    } catch (const std::exception&) {
      push_exception(lua, std::current_exception(), nullptr, true);
    }
    return lua_error(lua);
  });
}

}  // namespace

void State::run_program(std::string_view source, const std::string& chunk_name, const Callbacks& callbacks) {
  // On the first line, so that the lines stay the template's.
  std::string program = callbacks.empty() ? "" : "local ";
  for (const auto& [name, callback] : callbacks) program += (&name == &callbacks.begin()->first ? "" : ",") + name;
  if (!callbacks.empty()) program += "=...;";
  program += source;
  machine_->chunks[chunk_name] = chunk_name;
  HostCall call(*machine_);
  call.run(chunk_name, [&](lua_State* lua) {
    push_environment_of_scripts(lua);
    load_chunk(lua, program, chunk_name);
    luaL_checkstack(lua, static_cast<int>(callbacks.size()) + 8, "callbacks");
    for (const auto& [name, callback] : callbacks) {
      lua_pushlightuserdata(lua, const_cast<Callback*>(&callback));
      lua_pushcclosure(lua, call_back, 1);
    }
    lua_call(lua, static_cast<int>(callbacks.size()), 0);
  });
}

void check_plugin(const Services& services, std::string_view source, const std::string& chunk_name,
                  const std::vector<std::string>& provides, const Parts& parts) {
  State state(services);
  state.load_plugin(source, chunk_name, parts);
  const std::vector<std::string> functions = state.functions();
  const auto lacks = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) == names.end();
  };
  for (const std::string& name : provides)
    if (lacks(functions, name))
      throw Error(ExitCode::configuration,
                  fmt::format("The manifest provides “{}”, but the script returns no such function.", name),
                  {suggestion(name, functions)}, {chunk_name, 0, 0});
  for (const std::string& name : functions)
    if (lacks(provides, name))
      throw Error(ExitCode::configuration,
                  fmt::format("The script returns “{}”, which the manifest does not provide.", name),
                  {"Add it to “provides”, or keep it local."}, {chunk_name, 0, 0});
}

}  // namespace hallmark::script
