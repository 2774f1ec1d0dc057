// table.*: Lua's own functions run in C for as long as a table claims to be long, and a table with a metatable, or a
// few well-placed keys, can claim anything. Here they take plain tables, and their length is charged beforehand.
#include <lualib.h>

#include <cmath>
#include <vector>

#include "base/text.h"
#include "script/binder.h"

namespace hallmark::script {
namespace {

constexpr lua_Integer longest = 10'000'000;

lua_Integer checked_length(lua_State* lua, int index) {
  if (!lua_istable(lua, index))
    fail(fmt::format("Argument {} must be a table; it is {}.", index, luaL_typename(lua, index)));
  if (lua_getmetatable(lua, index)) fail("The functions of table take plain tables, without a metatable.");
  const auto length = static_cast<lua_Integer>(lua_rawlen(lua, index));
  if (length > longest) fail("The table is too long.");
  return length;
}

void charge(lua_State* lua, lua_Integer work) {
  machine_of(lua).budget.charge(lua, static_cast<std::uint64_t>(work < 0 ? 0 : work));
}

// insert, remove: charged by the table's length, then Lua's own (upvalue 1).
int guarded_original(lua_State* lua) {
  check_first(lua, [lua] { charge(lua, checked_length(lua, 1)); });
  return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

void check_range(lua_State* lua, int first) {
  const lua_Integer length = checked_length(lua, 1);
  const lua_Integer from = luaL_optinteger(lua, first, 1), to = luaL_optinteger(lua, first + 1, length);
  if (from < -longest || to > longest) fail("The range is too long.");
  charge(lua, to - from);
}

int table_unpack(lua_State* lua) {
  check_first(lua, [lua] { check_range(lua, 2); });
  return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

int table_concat(lua_State* lua) {
  check_first(lua, [lua] { check_range(lua, 3); });
  const int results = lua_tocfunction(lua, lua_upvalueindex(1))(lua);
  check_first(lua, [lua] {
    const std::size_t most = machine_of(lua).budget.limits().string;
    if (lua_rawlen(lua, -1) > most) fail(fmt::format("The text would be longer than the {} MB allowed.", most >> 20));
  });
  return results;
}

int table_move(lua_State* lua) {
  check_first(lua, [lua] {
    checked_length(lua, 1);
    if (!lua_isnoneornil(lua, 5)) checked_length(lua, 5);
    const lua_Integer from = luaL_checkinteger(lua, 2), to = luaL_checkinteger(lua, 3);
    if (from < -longest || to > longest) fail("The range is too long.");
    charge(lua, to - from);
  });
  return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

// ---- sort: a stable merge sort, since Lua's quicksort picks pivots by the clock
// --------------------------------------

class Sorting {
 public:
  // The values are in the table at `values`, positions 1..length; index 2 is the comparison or nil.
  Sorting(lua_State* lua, int values, lua_Integer length)
      : lua_(lua), values_(values), has_function_(!lua_isnil(lua, 2)) {
    for (lua_Integer i = 1; i <= length; ++i) order_.push_back(i);
    spare_.resize(order_.size());
  }

  const std::vector<lua_Integer>& order() {
    for (std::size_t width = 1; width < order_.size(); width *= 2) {
      for (std::size_t at = 0; at < order_.size(); at += 2 * width) merge(at, width);
      order_.swap(spare_);
    }
    return order_;
  }

 private:
  void merge(std::size_t begin, std::size_t width) {
    const std::size_t middle = std::min(begin + width, order_.size()), end = std::min(begin + 2 * width, order_.size());
    std::size_t left = begin, right = middle;
    for (std::size_t out = begin; out < end; ++out) {
      const bool take_right = left == middle || (right < end && less(order_[right], order_[left]));
      spare_[out] = order_[take_right ? right++ : left++];
    }
  }

  bool less(lua_Integer a, lua_Integer b) {
    if (has_function_) lua_pushvalue(lua_, 2);
    lua_rawgeti(lua_, values_, a);
    lua_rawgeti(lua_, values_, b);
    bool result = false;
    if (has_function_) {
      lua_call(lua_, 2, 1);
      result = lua_toboolean(lua_, -1) != 0;
      lua_pop(lua_, 1);
    } else {
      result = lua_compare(lua_, -2, -1, LUA_OPLT) != 0;
      lua_pop(lua_, 2);
    }
    return result;
  }

  lua_State* lua_;
  int values_;
  bool has_function_;
  std::vector<lua_Integer> order_, spare_;
};

int table_sort(lua_State* lua) {
  return guarded(lua, [lua] {
    const lua_Integer length = checked_length(lua, 1);
    charge(lua, 2 * length * (1 + static_cast<lua_Integer>(std::log2(1.0 + static_cast<double>(length)))));
    if (!lua_isnoneornil(lua, 2) && !lua_isfunction(lua, 2)) fail("Argument 2 must be a function that compares.");
    lua_settop(lua, 2);
    // A copy: the comparison may change the table meanwhile.
    lua_createtable(lua, static_cast<int>(length), 0);
    for (lua_Integer i = 1; i <= length; ++i) {
      lua_rawgeti(lua, 1, i);
      lua_rawseti(lua, 3, i);
    }
    Sorting sorting(lua, 3, length);
    lua_Integer to = 0;
    for (const lua_Integer from : sorting.order()) {
      lua_rawgeti(lua, 3, from);
      lua_rawseti(lua, 1, ++to);
    }
    return 0;
  });
}

void keep(lua_State* lua, const char* name, lua_CFunction wrapper) {
  lua_getfield(lua, -2, name);
  lua_pushcclosure(lua, wrapper, 1);
  lua_setfield(lua, -2, name);
}

}  // namespace

void add_tables(lua_State* lua) {
  luaL_requiref(lua, "table", luaopen_table, 0);
  lua_newtable(lua);
  keep(lua, "insert", guarded_original);
  keep(lua, "remove", guarded_original);
  keep(lua, "concat", table_concat);
  keep(lua, "unpack", table_unpack);
  keep(lua, "move", table_move);
  lua_getfield(lua, -2, "pack");
  lua_setfield(lua, -2, "pack");
  lua_pushcfunction(lua, table_sort);
  lua_setfield(lua, -2, "sort");
  lock(lua, "table");
  lua_setfield(lua, -3, "table");
  lua_pop(lua, 1);
}

}  // namespace hallmark::script
