// string.*: the functions whose work or size a script could blow up, bounded; the harmless rest is Lua's own.
#include <lualib.h>

#include <algorithm>

#include "base/text.h"
#include "script/binder.h"
#include "script/pattern.h"

namespace hallmark::script {
namespace {

constexpr std::uint64_t most_steps = 20'000'000;  // of one match: a tenth of a second

std::string_view view(lua_State* lua, int index) {
  std::size_t size = 0;
  if (!lua_isstring(lua, index))
    fail(fmt::format("Argument {} must be a text; it is {}.", index, luaL_typename(lua, index)));
  const char* text = lua_tolstring(lua, index, &size);
  return {text, size};
}

// Lua's positions: 1 for the first byte, negative from the end.
std::size_t start_of(lua_State* lua, int index, std::size_t size) {
  const lua_Integer given = luaL_optinteger(lua, index, 1);
  if (given > 0) return static_cast<std::size_t>(given) - 1;
  if (given == 0 || given < -static_cast<lua_Integer>(size)) return 0;
  return size - static_cast<std::size_t>(-given);
}

void check_length(lua_State* lua, std::size_t length) {
  const std::size_t most = machine_of(lua).budget.limits().string;
  if (length > most) fail(fmt::format("The text would be longer than the {} MB allowed.", most >> 20));
}

void charge(lua_State* lua, std::uint64_t steps) {
  machine_of(lua).budget.charge(lua, steps);
}

// Capture i of the match; the whole match where the pattern has none.
void push_capture(lua_State* lua, std::string_view subject, const Pattern& pattern, Pattern::Match match,
                  std::size_t i) {
  if (pattern.captures().empty() && i == 0) {
    lua_pushlstring(lua, subject.data() + match.begin, match.end - match.begin);
    return;
  }
  if (i >= pattern.captures().size()) fail(fmt::format("The pattern has no capture %{}.", i + 1));
  const Pattern::Capture& capture = pattern.captures()[i];
  if (capture.length == Pattern::position) {
    lua_pushinteger(lua, static_cast<lua_Integer>(capture.begin) + 1);
  } else {
    lua_pushlstring(lua, subject.data() + capture.begin, static_cast<std::size_t>(capture.length));
  }
}

int push_captures(lua_State* lua, std::string_view subject, const Pattern& pattern, Pattern::Match match, bool whole) {
  const std::size_t count = pattern.captures().empty() && whole ? 1 : pattern.captures().size();
  luaL_checkstack(lua, static_cast<int>(count), "captures");
  for (std::size_t i = 0; i < count; ++i) push_capture(lua, subject, pattern, match, i);
  return static_cast<int>(count);
}

int search(lua_State* lua, bool positions) {
  return guarded(lua, [&] {
    const std::string_view subject = view(lua, 1), pattern_text = view(lua, 2);
    const std::size_t from = start_of(lua, 3, subject.size());
    lua_settop(lua, 4);
    if (from > subject.size()) return lua_pushnil(lua), 1;
    if (positions && (lua_toboolean(lua, 4) || pattern_text.find_first_of("^$*+?.([%-") == std::string_view::npos)) {
      // Charged for the worst case of a naive search, most of which memchr skips.
      charge(lua, 1 + (subject.size() - from) / 64 * (1 + pattern_text.size() / 16));
      const std::size_t at = subject.find(pattern_text, from);
      if (at == std::string_view::npos) return lua_pushnil(lua), 1;
      lua_pushinteger(lua, static_cast<lua_Integer>(at) + 1);
      lua_pushinteger(lua, static_cast<lua_Integer>(at + pattern_text.size()));
      return 2;
    }
    Pattern pattern(subject, pattern_text, most_steps);
    const auto match = pattern.find(from);
    charge(lua, pattern.steps());
    if (!match) return lua_pushnil(lua), 1;
    if (!positions) return push_captures(lua, subject, pattern, *match, true);
    lua_pushinteger(lua, static_cast<lua_Integer>(match->begin) + 1);
    lua_pushinteger(lua, static_cast<lua_Integer>(match->end));
    return 2 + push_captures(lua, subject, pattern, *match, false);
  });
}

int string_find(lua_State* lua) {
  return search(lua, true);
}
int string_match(lua_State* lua) {
  return search(lua, false);
}

// Upvalues: subject, pattern, next position, end of the last match (-1: none).
int next_match(lua_State* lua) {
  return guarded(lua, [lua] {
    const std::string_view subject = view(lua, lua_upvalueindex(1));
    Pattern pattern(subject, view(lua, lua_upvalueindex(2)), most_steps, false);
    const lua_Integer last = lua_tointeger(lua, lua_upvalueindex(4));
    for (auto s = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(3))); s <= subject.size(); ++s) {
      const auto match = pattern.match_at(s);
      if (!match || static_cast<lua_Integer>(match->end) == last) continue;
      charge(lua, pattern.steps());
      lua_pushinteger(lua, static_cast<lua_Integer>(match->end));
      lua_copy(lua, -1, lua_upvalueindex(3));
      lua_replace(lua, lua_upvalueindex(4));
      return push_captures(lua, subject, pattern, *match, true);
    }
    charge(lua, pattern.steps());
    return 0;
  });
}

int string_gmatch(lua_State* lua) {
  return guarded(lua, [lua] {
    const std::size_t from = start_of(lua, 3, view(lua, 1).size());
    static_cast<void>(view(lua, 2));
    lua_settop(lua, 2);
    lua_pushinteger(lua, static_cast<lua_Integer>(from));
    lua_pushinteger(lua, -1);
    lua_pushcclosure(lua, next_match, 4);
    return 1;
  });
}

// "%1" in a replacement text.
void add_replacement_text(lua_State* lua, std::string& out, std::string_view subject, const Pattern& pattern,
                          Pattern::Match match, std::string_view replacement) {
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    if (replacement[i] != '%') {
      out += replacement[i];
      continue;
    }
    const char next = ++i < replacement.size() ? replacement[i] : '\0';
    if (next == '%') {
      out += '%';
    } else if (next == '0') {
      out += subject.substr(match.begin, match.end - match.begin);
    } else if (next >= '1' && next <= '9') {
      push_capture(lua, subject, pattern, match, static_cast<std::size_t>(next - '1'));
      out += view(lua, -1);
      lua_pop(lua, 1);
    } else {
      fail("A % in the replacement must be followed by a digit or another %.");
    }
  }
}

void add_replacement(lua_State* lua, std::string& out, std::string_view subject, const Pattern& pattern,
                     Pattern::Match match) {
  const int kind = lua_type(lua, 3);
  if (kind == LUA_TFUNCTION) {
    lua_pushvalue(lua, 3);
    lua_call(lua, push_captures(lua, subject, pattern, match, true), 1);
  } else if (kind == LUA_TTABLE) {
    push_capture(lua, subject, pattern, match, 0);
    lua_gettable(lua, 3);
  } else {
    return add_replacement_text(lua, out, subject, pattern, match, view(lua, 3));
  }
  if (!lua_toboolean(lua, -1)) {
    out += subject.substr(match.begin, match.end - match.begin);
  } else if (lua_isstring(lua, -1)) {
    out += view(lua, -1);
  } else {
    fail(fmt::format("The replacement must be a text, not {}.", readable(lua, -1)));
  }
  lua_pop(lua, 1);
}

int string_gsub(lua_State* lua) {
  return guarded(lua, [lua] {
    const std::string_view subject = view(lua, 1), pattern_text = view(lua, 2);
    const int kind = lua_type(lua, 3);
    if (kind != LUA_TFUNCTION && kind != LUA_TTABLE) static_cast<void>(view(lua, 3));
    const lua_Integer most = luaL_optinteger(lua, 4, static_cast<lua_Integer>(subject.size()) + 1);
    lua_settop(lua, 3);
    Pattern pattern(subject, pattern_text, most_steps);
    std::string out;
    std::size_t s = 0;
    lua_Integer count = 0;
    std::optional<std::size_t> last;
    while (count < most) {
      const auto match = pattern.match_at(s);
      if (match && match->end != last) {
        ++count;
        add_replacement(lua, out, subject, pattern, *match);
        check_length(lua, out.size());
        s = match->end;
        last = s;
      } else if (s < subject.size()) {
        out += subject[s++];
      } else {
        break;
      }
      if (pattern.anchored()) break;
    }
    if (s < subject.size()) out += subject.substr(s);
    check_length(lua, out.size());
    charge(lua, pattern.steps() + out.size() / 64);
    push(lua, out);
    lua_pushinteger(lua, count);
    return 2;
  });
}

int string_rep(lua_State* lua) {
  return guarded(lua, [lua] {
    const std::string_view text = view(lua, 1);
    const double times = Read<double>::from(Slot{Call{lua, machine_of(lua)}, 2});
    const std::string_view separator = lua_isnoneornil(lua, 3) ? std::string_view() : view(lua, 3);
    if (!(times >= 1)) return lua_pushliteral(lua, ""), 1;
    const double length = times * static_cast<double>(text.size() + separator.size());
    check_length(lua, length > 1e15 ? std::size_t{1} << 50 : static_cast<std::size_t>(length));
    if (text.size() + separator.size() == 0) return lua_pushliteral(lua, ""), 1;
    // The text repeated with its separators, doubling what is there, then the last separator cut off.
    const auto whole = static_cast<std::size_t>(times) * (text.size() + separator.size());
    std::string out(text);
    out += separator;
    out.reserve(whole);
    while (out.size() < whole) out.append(out, 0, std::min(out.size(), whole - out.size()));
    out.resize(whole - separator.size());
    charge(lua, out.size() / 256);
    push(lua, out);
    return 1;
  });
}

// Addresses differ from run to run: %p is refused, and %s writes no table as "table: 0x…".
int string_format(lua_State* lua) {
  check_first(lua, [lua] {
    const std::string_view format = view(lua, 1);
    for (std::size_t i = 0; i + 1 < format.size(); ++i) {
      if (format[i] != '%') continue;
      const std::size_t conversion = format.find_first_not_of("-+ #0123456789.", i + 1);
      if (conversion != std::string_view::npos && format[conversion] == 'p') fail("string.format has no %p here.");
      if (conversion != std::string_view::npos) i = conversion;
    }
    std::size_t length = format.size();
    for (int i = 2; i <= lua_gettop(lua); ++i) {
      if (lua_type(lua, i) >= LUA_TTABLE || lua_type(lua, i) == LUA_TLIGHTUSERDATA) {
        push_text(lua, i);
        lua_replace(lua, i);
      }
      length += lua_type(lua, i) == LUA_TSTRING ? lua_rawlen(lua, i) : 512;
    }
    check_length(lua, length);
    charge(lua, length / 64);
  });
  return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

}  // namespace

void add_strings(lua_State* lua) {
  luaL_requiref(lua, "string", luaopen_string, 0);
  lua_newtable(lua);
  for (const char* kept : {"byte", "char", "len", "lower", "reverse", "sub", "upper"}) {
    lua_getfield(lua, -2, kept);
    lua_setfield(lua, -2, kept);
  }
  lua_getfield(lua, -2, "format");
  lua_pushcclosure(lua, string_format, 1);
  lua_setfield(lua, -2, "format");
  const luaL_Reg own[] = {{"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch},
                          {"gsub", string_gsub}, {"rep", string_rep},     {nullptr, nullptr}};
  luaL_setfuncs(lua, own, 0);
  lock(lua, "string");

  // ("x"):upper() finds the locked functions; there is no arithmetic on texts, and no way in to change this.
  lua_pushliteral(lua, "");
  lua_newtable(lua);
  lua_pushvalue(lua, -3);
  lua_setfield(lua, -2, "__index");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_setmetatable(lua, -2);
  lua_pop(lua, 1);

  lua_setfield(lua, -3, "string");
  lua_pop(lua, 1);
}

}  // namespace hallmark::script
