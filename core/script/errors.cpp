// Errors on their way out of Lua.
#include <cctype>

#include "base/text.h"
#include "script/machine.h"

namespace hallmark::script {

namespace {

constexpr const char* error_type = "hallmark.error";
constexpr std::size_t error_weight = 1024;  // bytes of one error, about
constexpr int most_frames = 20;
constexpr int most_levels = 1000;  // looked at: finding a level takes time proportional to it

struct ErrorObject {
  std::exception_ptr exception;  // null: a message of a coroutine
  std::string sentence;
  std::optional<Failure> failure;
  bool as_it_is = false;
};

ErrorObject* find_error(lua_State* lua, int index) {
  return static_cast<ErrorObject*>(luaL_testudata(lua, index, error_type));
}

ErrorObject& push_error_object(lua_State* lua) {
  auto* object = new (lua_newuserdatauv(lua, sizeof(ErrorObject), 0)) ErrorObject();
  luaL_setmetatable(lua, error_type);
  machine_of(lua).budget.add_foreign(error_weight);
  return *object;
}

int error_to_string(lua_State* lua) {
  const ErrorObject* object = find_error(lua, 1);
  lua_pushstring(lua, object ? object->sentence.c_str() : "error");
  return 1;
}

int error_concatenated(lua_State* lua) {
  for (int i = 1; i <= 2; ++i) {
    if (const ErrorObject* object = find_error(lua, i)) {
      lua_pushlstring(lua, object->sentence.data(), object->sentence.size());
    } else if (lua_isstring(lua, i)) {
      lua_pushvalue(lua, i);
    } else {
      return luaL_error(lua, "attempt to concatenate a %s value", luaL_typename(lua, i));
    }
  }
  lua_concat(lua, 2);
  return 1;
}

int collect_error(lua_State* lua) {
  if (ErrorObject* object = find_error(lua, 1)) {
    machine_of(lua).budget.remove_foreign(error_weight);
    object->~ErrorObject();
  }
  return 0;
}

// Script frames have the source "@<name>"; the prelude's and C's have not.
bool is_script(const lua_Debug& frame) {
  return frame.source[0] == '@' && frame.currentline > 0;
}

std::string frame_text(const lua_Debug& frame) {
  std::string text = fmt::format("{}:{}", frame.source + 1, frame.currentline);
  if (*frame.what == 'm') return text + " in the main chunk";
  if (frame.name) return text + fmt::format(" in {} “{}”", *frame.namewhat ? frame.namewhat : "function", frame.name);
  return text + fmt::format(" in the function of line {}", frame.linedefined);
}

// "plugins/x/x.lua:12: message" -> message, and the place.
std::string_view without_place(const Machine& machine, std::string_view message, std::optional<SourceLocation>& place) {
  for (const auto& [shortened, name] : machine.chunks) {
    if (!message.starts_with(shortened)) continue;
    std::string_view rest = message.substr(shortened.size());
    if (!rest.starts_with(":")) continue;
    std::size_t digits = 1;
    while (digits < rest.size() && std::isdigit(static_cast<unsigned char>(rest[digits]))) ++digits;
    if (digits == 1 || digits > 9 || !rest.substr(digits).starts_with(": ")) continue;
    place = SourceLocation{name, std::stoi(std::string(rest.substr(1, digits - 1))), 0};
    return rest.substr(digits + 2);
  }
  return message;
}

std::string as_sentence(std::string_view message) {
  std::string sentence = make_valid_utf8(trim(message.substr(0, 2000)));
  if (sentence.empty()) return "The script raised an error without a message.";
  if (sentence[0] >= 'a' && sentence[0] <= 'z') sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
  if (std::string_view(".!?").find(sentence.back()) == std::string_view::npos) sentence += '.';
  return sentence;
}

[[noreturn]] void throw_script_error(std::string sentence, Failure failure) {
  Diagnostic diagnostic;
  diagnostic.sentence = std::move(sentence);
  diagnostic.where = std::move(failure.where);
  diagnostic.traceback = std::move(failure.traceback);
  throw Error(ExitCode::configuration, std::move(diagnostic));
}

[[noreturn]] void throw_host_error(const ErrorObject& object, Failure failure) {
  try {
    std::rethrow_exception(object.exception);
  } catch (const Error& error) {
    if (object.as_it_is || !error.diagnostic().where.file.empty()) throw;
    Diagnostic diagnostic = error.diagnostic();
    diagnostic.where = std::move(failure.where);
    if (diagnostic.traceback.empty()) diagnostic.traceback = std::move(failure.traceback);
    throw Error(error.code(), std::move(diagnostic));
  } catch (const std::exception& exception) {
    if (object.as_it_is) throw;
    throw_script_error(fmt::format("A function of the script API failed: {}.", exception.what()), std::move(failure));
  }
}

}  // namespace

Machine& machine_of(lua_State* lua) {
  return **static_cast<Machine**>(lua_getextraspace(lua));
}

void push_exception(lua_State* lua, std::exception_ptr exception, const Error* error, bool as_it_is) {
  ErrorObject& object = push_error_object(lua);
  object.exception = std::move(exception);
  object.sentence = error ? error->diagnostic().sentence : "A function of the script API failed.";
  object.as_it_is = as_it_is;
}

void add_error_type(lua_State* lua) {
  luaL_newmetatable(lua, error_type);
  const luaL_Reg methods[] = {
      {"__tostring", error_to_string}, {"__concat", error_concatenated}, {"__gc", collect_error}, {nullptr, nullptr}};
  luaL_setfuncs(lua, methods, 0);
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_pop(lua, 1);
}

void move_failure(lua_State* coroutine, lua_State* to) {
  if (!find_error(coroutine, -1)) {
    if (!lua_isstring(coroutine, -1)) return lua_xmove(coroutine, to, 1);
    ErrorObject& object = push_error_object(to);
    object.sentence = readable(coroutine, -1);
    object.failure = locate(coroutine);
    lua_pop(coroutine, 1);
    return;
  }
  ErrorObject& object = *find_error(coroutine, -1);
  if (!object.failure) object.failure = locate(coroutine);
  lua_xmove(coroutine, to, 1);
}

Failure locate(lua_State* lua) {
  Failure failure;
  lua_Debug frame;
  int shown = 0;
  for (int level = 0; level < most_levels && lua_getstack(lua, level, &frame); ++level) {
    lua_getinfo(lua, "Sln", &frame);
    if (!is_script(frame)) continue;
    if (failure.where.file.empty()) failure.where = {frame.source + 1, frame.currentline, 0};
    if (shown++) failure.traceback += '\n';
    failure.traceback += shown > most_frames ? "…" : frame_text(frame);
    if (shown > most_frames) break;
  }
  return failure;
}

int note_failure(lua_State* lua) {
  Machine& machine = machine_of(lua);
  if (machine.budget.spent() && machine.failure) return 1;  // noted where it ran out
  const ErrorObject* object = find_error(lua, 1);
  machine.failure = object && object->failure ? *object->failure : locate(lua);
  return 1;
}

SourceLocation caller(lua_State* lua) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(lua, level, &frame); ++level) {
    lua_getinfo(lua, "Sl", &frame);
    if (is_script(frame)) return {frame.source + 1, frame.currentline, 0};
  }
  return {};
}

std::string caller_text(lua_State* lua) {
  const SourceLocation where = caller(lua);
  if (where.file.empty()) return "the script";
  const std::size_t name = where.file.rfind('/');
  const std::size_t folder = name == std::string::npos || name == 0 ? name : where.file.rfind('/', name - 1);
  return fmt::format("{}:{}", where.file.substr(folder == std::string::npos ? 0 : folder + 1), where.line);
}

std::string readable(lua_State* lua, int index) {
  switch (lua_type(lua, index)) {
    case LUA_TSTRING: {
      std::size_t size = 0;
      const char* text = lua_tolstring(lua, index, &size);
      return {text, size};
    }
    case LUA_TNUMBER: {
      lua_pushvalue(lua, index);
      std::string text = lua_tostring(lua, -1);
      lua_pop(lua, 1);
      return text;
    }
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, index) ? "true" : "false";
    case LUA_TNIL:
      return "nil";
    default:
      break;
  }
  if (const ErrorObject* object = find_error(lua, index)) return object->sentence;
  return luaL_typename(lua, index);
}

[[noreturn]] void throw_failure(Machine& machine, lua_State* lua, int status, const std::string& chunk_name) {
  Failure failure = machine.failure.value_or(Failure{});
  machine.failure.reset();
  if (failure.where.file.empty()) failure.where.file = chunk_name;
  std::optional<ErrorObject> object;
  if (const ErrorObject* found = find_error(lua, -1)) object = *found;
  const bool text = lua_isstring(lua, -1) != 0;
  std::string message = object ? object->sentence : readable(lua, -1);
  const int type = lua_type(lua, -1);
  lua_pop(lua, 1);

  if (machine.budget.spent()) throw_script_error(machine.budget.sentence(), std::move(failure));
  if (status == LUA_ERRMEM) throw_script_error(machine.budget.memory_sentence(), std::move(failure));
  if (object && object->exception) throw_host_error(*object, std::move(failure));
  if (!text && !object)
    throw_script_error(type == LUA_TNIL
                           ? "The script raised an error without a message."
                           : fmt::format("The script raised a {} as an error instead of a message.", message),
                       std::move(failure));
  std::optional<SourceLocation> place;
  std::string sentence = as_sentence(without_place(machine, message, place));
  if (place) failure.where = *place;
  throw_script_error(std::move(sentence), std::move(failure));
}

void raise_if_spent(lua_State* lua) {
  if (machine_of(lua).budget.spent()) machine_of(lua).budget.raise(lua);
}

}  // namespace hallmark::script
