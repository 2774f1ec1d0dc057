// Internals of a State that its library functions share. The only room, and with binder.h the only headers, that see
// lua.h.
//
// Errors: Lua is built as C++, so lua_error throws and unwinds destructors. A bound function throws hallmark::Error;
// binder.h turns it into a Lua value, leaves the catch, and raises. Nothing here catches (...) around Lua.
#pragma once

#include <lauxlib.h>
#include <lua.h>

#include <exception>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/budget.h"
#include "script/formulas.h"
#include "script/state.h"

namespace hallmark::script {

// Where a failure happened, taken while the stack still stood.
struct Failure {
  SourceLocation where;
  std::string traceback;
};

struct Machine {
  Machine(const Services& given, Limits limits) : services(given), budget(limits) {}
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  Services services;
  Budget budget;
  lua_State* main = nullptr;
  std::optional<Failure> failure;               // of the error under way
  std::map<std::string, std::string> chunks;    // as Lua shortens a chunk's name in messages -> the name
  std::vector<std::string> known_names;         // globals, for suggestions
  std::map<std::string, int> plugin_functions;  // registry references
  Parts plugin_parts;                           // by name, as given
  std::string plugin_folder;                    // with its slash; empty for the current one
  bool plugin_loaded = false;
  int depth = 0;  // calls from the host under way, one inside another
};

// What bound functions get: the state they were called from and what it may reach.
struct Call {
  lua_State* lua = nullptr;
  Machine& machine;
  const Services& services() const { return machine.services; }
};

Machine& machine_of(lua_State* lua);

// ---- Errors (errors.cpp)
// ---------------------------------------------------------------------------------------------- A host error as a Lua
// value: pcall hands it to the script, tostring() gives its sentence. `as_it_is`: it leaves the state unchanged,
// without the script's place.
void push_exception(lua_State* lua, std::exception_ptr exception, const Error* error, bool as_it_is = false);
void add_error_type(lua_State* lua);
// The message at the top of a coroutine that failed, as an error value that knows the coroutine's place; on top of
// `to`.
void move_failure(lua_State* coroutine, lua_State* to);
// Message handler: notes place and traceback in machine.failure and leaves the message alone.
int note_failure(lua_State* lua);
Failure locate(lua_State* lua);
// The innermost script frame of the running function.
SourceLocation caller(lua_State* lua);
// "x/x.lua:12": a document is the same wherever the program is installed.
std::string caller_text(lua_State* lua);
// Turns the error value on top of the stack into the exception that leaves the state, pops it and throws.
[[noreturn]] void throw_failure(Machine& machine, lua_State* lua, int status, const std::string& chunk_name);
// A text for any value, without addresses; never runs script code.
std::string readable(lua_State* lua, int index);
// What tostring() gives, on top of the stack: __tostring is asked. May raise.
void push_text(lua_State* lua, int index);

// Leaves the chunk's function on the stack, in place of the environment at the top, which becomes its globals.
void load_chunk(lua_State* lua, std::string_view source, const std::string& chunk_name);  // state.cpp

// ---- Libraries: each adds to the table of globals on top of the stack
// ----------------------------------------------------
void add_base(lua_State* lua);        // sandbox.cpp
void add_tables(lua_State* lua);      // table_library.cpp
void add_strings(lua_State* lua);     // string_library.cpp
void add_coroutines(lua_State* lua);  // coroutine_library.cpp
void add_values(lua_State* lua);      // objects.cpp: Quantity, Result, Boundaries, blocks
void add_api(lua_State* lua);         // host_api.cpp: data, document, statistics, formulas of plugins, analyses
void add_report(lua_State* lua);      // report_api.cpp
void add_prelude(lua_State* lua);     // prelude.cpp
void add_parts(lua_State* lua);       // plugin_parts.cpp; to a plugin's own environment
// Makes the table on top a read-only table with the same fields.
void lock(lua_State* lua, const char* name);

// After a protected call: a spent budget goes on upwards.
void raise_if_spent(lua_State* lua);

}  // namespace hallmark::script
