#include "script/values.h"

#include "base/number.h"
#include "base/text.h"
#include "script/binder.h"
#include "script/objects.h"

namespace hallmark::script {

void fail(std::string sentence, std::vector<std::string> hints) {
  throw Error(ExitCode::configuration, std::move(sentence), std::move(hints));
}

// ---- Lua -> C++
// -------------------------------------------------------------------------------------------------------

namespace {

constexpr int deepest = 32;
constexpr std::size_t most_items = 1'000'000;

// One table may hold another many times over, and each time it is copied: what is copied is bounded.
class Reader {
 public:
  explicit Reader(lua_State* lua) : lua_(lua), bytes_left_(machine_of(lua).budget.limits().memory) {}

  Value read(int index, int depth) {
    if (++items_ > most_items) fail("A table holds more values than can be handed to Hallmark.");
    switch (lua_type(lua_, index)) {
      case LUA_TNIL:
      case LUA_TNONE:
        return {};
      case LUA_TBOOLEAN:
        return {lua_toboolean(lua_, index) != 0};
      case LUA_TNUMBER:
        return {static_cast<double>(lua_tonumber(lua_, index))};
      case LUA_TSTRING:
        take(lua_rawlen(lua_, index));
        return {readable(lua_, index)};
      case LUA_TTABLE:
        return read_table(index, depth);
      case LUA_TUSERDATA:
        return read_userdata(index);
      default:
        fail(fmt::format("A {} cannot be handed to Hallmark; it takes values only.", luaL_typename(lua_, index)));
    }
  }

 private:
  void take(std::size_t bytes) {
    if (bytes > bytes_left_) fail("A table holds more than can be handed to Hallmark.");
    bytes_left_ -= bytes;
  }

  // Keys 1..n make a list, names a map.
  Value read_table(int table, int depth) {
    if (depth > deepest) fail(fmt::format("A table is nested more than {} deep, or contains itself.", deepest));
    luaL_checkstack(lua_, 8, "tables");
    ValueMap map;
    lua_Integer positions = 0, highest = 0;
    lua_pushnil(lua_);
    while (lua_next(lua_, table)) {
      if (lua_type(lua_, -2) == LUA_TSTRING) {
        std::string name = readable(lua_, -2);
        map[std::move(name)] = read(lua_gettop(lua_), depth + 1);
      } else if (lua_isinteger(lua_, -2) && lua_tointeger(lua_, -2) >= 1) {
        ++positions;
        highest = std::max(highest, lua_tointeger(lua_, -2));
      } else {
        fail(fmt::format("A table handed to Hallmark has the key {}; keys are names or positions from 1.",
                         readable(lua_, -2)));
      }
      lua_pop(lua_, 1);
    }
    if (positions && !map.empty())
      fail(fmt::format("A table mixes positions with names such as “{}”.", map.begin()->first),
           {"Give the list a name of its own: content = {…}."});
    if (highest != positions)
      fail(fmt::format("A list has a gap: position {} is set, but only {} of those before it.", highest, positions - 1),
           {"A nil in the middle of a list ends it early."});
    if (!map.empty()) return {std::move(map)};
    return {read_list(table, positions, depth)};
  }

  ValueList read_list(int table, lua_Integer length, int depth) {
    ValueList list;
    for (lua_Integer i = 1; i <= length; ++i) {
      lua_rawgeti(lua_, table, i);
      list.push_back(read(lua_gettop(lua_), depth + 1));
      lua_pop(lua_, 1);
    }
    return list;
  }

  Value read_userdata(int index) {
    if (const auto* quantity = find_quantity(lua_, index)) return {*quantity};
    if (const auto* result = find_result(lua_, index)) return {*result};
    if (const auto* boundaries = find_boundaries(lua_, index)) return {*boundaries};
    if (const auto* blocks = find_object<Blocks>(lua_, index)) {
      take(blocks->weight);
      return {blocks->value};
    }
    return {readable(lua_, index)};  // an error caught by pcall
  }

  lua_State* lua_;
  std::size_t items_ = 0;
  std::size_t bytes_left_;
};

}  // namespace

Value to_value(lua_State* lua, int index) {
  return Reader(lua).read(lua_absindex(lua, index), 0);
}

// ---- C++ -> Lua
// -------------------------------------------------------------------------------------------------------

namespace {

void push_list(lua_State* lua, const ValueList& list) {
  lua_createtable(lua, static_cast<int>(list.size()), 0);
  lua_Integer at = 0;
  for (const Value& item : list) {
    push_value(lua, item);
    lua_rawseti(lua, -2, ++at);
  }
}

void push_map(lua_State* lua, const ValueMap& map) {
  lua_createtable(lua, 0, static_cast<int>(map.size()));
  for (const auto& [name, item] : map) {
    lua_pushlstring(lua, name.data(), name.size());
    push_value(lua, item);
    lua_rawset(lua, -3);
  }
}

}  // namespace

void push_value(lua_State* lua, const Value& value) {
  luaL_checkstack(lua, 8, "values");
  struct Push {
    lua_State* lua;
    void operator()(std::monostate) const { lua_pushnil(lua); }
    void operator()(bool flag) const { lua_pushboolean(lua, flag); }
    void operator()(double number) const {
      // Whole numbers as Lua integers, so that they print as 12 and not as 12.0.
      if (std::floor(number) == number && std::fabs(number) < 9e15)
        return lua_pushinteger(lua, static_cast<lua_Integer>(number));
      lua_pushnumber(lua, number);
    }
    void operator()(const std::string& text) const { lua_pushlstring(lua, text.data(), text.size()); }
    void operator()(const Quantity& quantity) const { push_quantity(lua, quantity); }
    void operator()(const ResultPtr& result) const { result ? push_result(lua, result) : lua_pushnil(lua); }
    void operator()(const BoundariesPtr& held) const { held ? push_boundaries(lua, held) : lua_pushnil(lua); }
    void operator()(const ValueList& list) const { push_list(lua, list); }
    void operator()(const ValueMap& map) const { push_map(lua, map); }
    void operator()(const Blocks& blocks) const { push_blocks(lua, blocks); }
  };
  std::visit(Push{lua}, value.data);
}

// ---- Readers
// ----------------------------------------------------------------------------------------------------------

std::string kind_of(const Value& value) {
  static constexpr const char* names[] = {"nothing",  "true or false", "a number", "a text",           "a Quantity",
                                          "a Result", "Boundaries",    "a list",   "a table of names", "blocks"};
  return names[value.data.index()];
}

NumberFormat plain_format(double value) {
  if (std::floor(value) == value) return NumberFormat::count();
  return {};
}

Quantity to_quantity(const Call& call, const Value& value, std::string_view what) {
  if (const auto* quantity = std::get_if<Quantity>(&value.data)) return *quantity;
  const double* plain = std::get_if<double>(&value.data);
  if (!plain) fail(fmt::format("{} must be a number, not {}.", what, kind_of(value)));
  return constant(*plain, "written in " + caller_text(call.lua), plain_format(*plain));
}

std::string to_text(const Value& value, std::string_view what) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return make_valid_utf8(*text);
  if (const double* plain = std::get_if<double>(&value.data)) return round_trip(*plain);
  fail(fmt::format("{} must be a text, not {}.", what, kind_of(value)));
}

Fields::Fields(std::string function, Value value) : function_(std::move(function)) {
  if (auto* map = std::get_if<ValueMap>(&value.data)) {
    map_ = std::move(*map);
    return;
  }
  const auto* list = std::get_if<ValueList>(&value.data);
  if (!list || !list->empty())
    fail(fmt::format("{} takes named arguments in braces, not {}.", function_, kind_of(value)));
}

Fields& Fields::only(std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : map_) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    fail(fmt::format("{} has no argument “{}”.", function_, name), {suggestion(name, {known.begin(), known.end()})});
  }
  return *this;
}

const Value* Fields::find(std::string_view name) const {
  const auto found = map_.find(std::string(name));
  return found == map_.end() ? nullptr : &found->second;
}

const Value& Fields::required(std::string_view name) const {
  if (const Value* value = find(name)) return *value;
  fail(fmt::format("{} needs “{}”.", function_, name));
}

std::string Fields::text(std::string_view name) const {
  return to_text(required(name), what(name));
}

std::string Fields::text_or(std::string_view name, std::string fallback) const {
  return find(name) ? text(name) : std::move(fallback);
}

double Fields::number_or(std::string_view name, double fallback) const {
  const Value* value = find(name);
  if (!value) return fallback;
  if (const double* plain = std::get_if<double>(&value->data)) return *plain;
  if (const auto* quantity = std::get_if<Quantity>(&value->data)) return quantity->value;
  fail(fmt::format("{} must be a number, not {}.", what(name), kind_of(*value)));
}

bool Fields::flag_or(std::string_view name, bool fallback) const {
  const Value* value = find(name);
  if (!value) return fallback;
  if (const bool* flag = std::get_if<bool>(&value->data)) return *flag;
  fail(fmt::format("{} must be true or false, not {}.", what(name), kind_of(*value)));
}

ValueList Fields::list(std::string_view name) const {
  const Value* value = find(name);
  if (!value) return {};
  if (const auto* list = std::get_if<ValueList>(&value->data)) return *list;
  fail(fmt::format("{} must be a list, not {}.", what(name), kind_of(*value)));
}

std::vector<std::string> Fields::texts(std::string_view name) const {
  const Value* value = find(name);
  if (!value) return {};
  if (!std::holds_alternative<ValueList>(value->data)) return {to_text(*value, what(name))};
  std::vector<std::string> texts;
  for (const Value& item : std::get<ValueList>(value->data)) texts.push_back(to_text(item, what(name)));
  return texts;
}

// ---- Arguments by position
// --------------------------------------------------------------------------------------------

void Slot::wrong(std::string_view wanted) const {
  const char* given = lua_type(lua(), index) == LUA_TNONE ? "missing" : luaL_typename(lua(), index);
  for (const char* name : {"Quantity", "Result", "Boundaries", "blocks"})
    if (luaL_testudata(lua(), index, name)) given = name;
  fail(fmt::format("Argument {} must be {}; it is {}.", index, wanted, given));
}

std::string Read<std::string>::from(const Slot& slot) {
  if (!lua_isstring(slot.lua(), slot.index)) slot.wrong("a text");
  return readable(slot.lua(), slot.index);
}

double Read<double>::from(const Slot& slot) {
  if (lua_type(slot.lua(), slot.index) == LUA_TNUMBER) return lua_tonumber(slot.lua(), slot.index);
  if (const Quantity* quantity = find_quantity(slot.lua(), slot.index)) return quantity->value;
  slot.wrong("a number");
}

int Read<int>::from(const Slot& slot) {
  const double number = Read<double>::from(slot);
  if (!(std::fabs(number) <= 1e9) || std::floor(number) != number) slot.wrong("a whole number");
  return static_cast<int>(number);
}

Quantity Read<Quantity>::from(const Slot& slot) {
  if (const Quantity* quantity = find_quantity(slot.lua(), slot.index)) return *quantity;
  if (lua_type(slot.lua(), slot.index) != LUA_TNUMBER) slot.wrong("a Quantity");
  return to_quantity(slot.call, Read<Value>::from(slot), "A number");
}

ResultPtr Read<ResultPtr>::from(const Slot& slot) {
  if (const auto* result = find_result(slot.lua(), slot.index)) return *result;
  slot.wrong(slot.index == 1 ? "a Result; call its functions with a colon, result:rows()" : "a Result");
}

BoundariesPtr Read<BoundariesPtr>::from(const Slot& slot) {
  if (const auto* boundaries = find_boundaries(slot.lua(), slot.index)) return *boundaries;
  slot.wrong("Boundaries");
}

std::vector<std::string> Read<std::vector<std::string>>::from(const Slot& slot) {
  std::vector<std::string> texts;
  if (lua_istable(slot.lua(), slot.index)) {
    const Value value = Read<Value>::from(slot);
    if (!std::holds_alternative<ValueList>(value.data)) slot.wrong("a list of texts");
    for (const Value& item : std::get<ValueList>(value.data)) texts.push_back(to_text(item, "A label"));
    return texts;
  }
  for (int i = slot.index; i <= lua_gettop(slot.lua()); ++i) texts.push_back(Read<std::string>::from({slot.call, i}));
  return texts;
}

}  // namespace hallmark::script
