#include "script/objects.h"

#include "base/number.h"
#include "base/text.h"
#include "script/binder.h"
#include "script/tables.h"

namespace hallmark::script {

// ---- Weights: roughly what the heap holds
// -----------------------------------------------------------------------------

namespace {

std::size_t weight_of(const Blocks& blocks);

std::size_t weight_of(const Inlines& inlines) {
  std::size_t total = inlines.size() * sizeof(Inline);
  for (const Inline& part : inlines) {
    if (const auto* text = std::get_if<Text>(&part.node)) total += text->text.size();
    if (const auto* strong = std::get_if<Strong>(&part.node)) total += weight_of(strong->children);
    if (const auto* emphasis = std::get_if<Emphasis>(&part.node)) total += weight_of(emphasis->children);
    if (const auto* link = std::get_if<Link>(&part.node)) total += link->target.size() + weight_of(link->children);
    if (const auto* code = std::get_if<CodeSpan>(&part.node)) total += code->text.size();
  }
  return total;
}

std::size_t weight_of(const Table& table) {
  std::size_t total = table.columns.size() * sizeof(Column);
  for (const auto& row : table.rows) {
    total += row.size() * sizeof(Cell);
    for (const Cell& cell : row)
      if (const auto* inlines = std::get_if<Inlines>(&cell.content)) total += weight_of(*inlines);
  }
  return total;
}

std::size_t weight_of(const Block& block) {
  if (const auto* paragraph = std::get_if<Paragraph>(&block.node)) return weight_of(paragraph->content);
  if (const auto* heading = std::get_if<Heading>(&block.node)) return weight_of(heading->content);
  if (const auto* table = std::get_if<Table>(&block.node)) return weight_of(*table);
  if (const auto* figure = std::get_if<Figure>(&block.node)) return 2 * weight_of(figure->data) + 4096;
  if (const auto* quote = std::get_if<Quote>(&block.node)) return weight_of(quote->content);
  if (const auto* callout = std::get_if<Callout>(&block.node)) return weight_of(callout->content);
  std::size_t total = 0;
  if (const auto* list = std::get_if<List>(&block.node))
    for (const auto& item : list->items) total += weight_of(item.content);
  return total;
}

std::size_t weight_of(const Blocks& blocks) {
  std::size_t total = blocks.size() * sizeof(Block);
  for (const Block& block : blocks) total += weight_of(block);
  return total;
}

void measure(const TracePtr& trace, std::size_t depth, TraceSize& size) {
  if (!trace) return;
  size.depth = std::max(size.depth, depth);
  if (++size.steps > most_steps || depth > most_depth) return;
  const auto* call = std::get_if<CallTrace>(&trace->node);
  if (!call) return;
  for (const auto& argument : call->arguments) {
    if (const auto* single = std::get_if<TracePtr>(&argument)) measure(*single, depth + 1, size);
    if (const auto* list = std::get_if<std::vector<TracePtr>>(&argument))
      for (const auto& item : *list) measure(item, depth + 1, size);
  }
}

}  // namespace

TraceSize size_of(const TracePtr& trace) {
  TraceSize size{0, 0};
  measure(trace, 1, size);
  return size;
}

// ---- Push and find
// ----------------------------------------------------------------------------------------------------

void push_quantity(lua_State* lua, Quantity quantity, TraceSize size, std::size_t bytes) {
  if (size.steps > most_steps || size.depth > most_depth)
    fail("This number is made in too many steps to be followed.", {"Use statistics.sum(list) or result:total()."});
  push_object(lua, std::move(quantity), 256 + bytes).size = size;
}

void push_quantity(lua_State* lua, Quantity quantity) {
  const TraceSize size = size_of(quantity.trace);
  push_quantity(lua, std::move(quantity), size);
}

void push_result(lua_State* lua, ResultPtr result) {
  std::size_t weight = result->size() * (16 + 4 * result->keys.size()) + 1024;
  for (const KeyColumn& key : result->keys) weight += key.labels.size() * sizeof(std::string);
  machine_of(lua).budget.need(lua, weight);
  push_object(lua, std::move(result), weight);
}

void push_boundaries(lua_State* lua, BoundariesPtr boundaries) {
  push_object(lua, std::move(boundaries), 64);
}

void push_blocks(lua_State* lua, Blocks blocks) {
  const std::size_t weight = weight_of(blocks);
  push_object(lua, std::move(blocks), weight);
}

namespace {

template <class T>
const T* find_value(lua_State* lua, int index) {
  const Holder<T>* holder = find_object<T>(lua, index);
  return holder ? &holder->value : nullptr;
}

// ---- Metatables
// -------------------------------------------------------------------------------------------------------

void add_methods(lua_State* lua, std::span<const ApiFunction> methods) {
  lua_newtable(lua);
  for (const ApiFunction& method : methods) {
    if (!method.function) continue;
    lua_pushcfunction(lua, method.function);
    lua_setfield(lua, -2, method.name);
  }
}

// result.rowz -> a sentence instead of nil.
int index_method(lua_State* lua) {
  return guarded(lua, [lua] {
    lua_settop(lua, 2);
    lua_pushvalue(lua, 2);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    std::vector<std::string> known;
    lua_pushnil(lua);
    while (lua_next(lua, lua_upvalueindex(1))) {
      known.push_back(readable(lua, -2));
      lua_pop(lua, 1);
    }
    std::sort(known.begin(), known.end());
    const std::string name = readable(lua, 2);
    fail(fmt::format("A {} has no “{}”.", lua_tostring(lua, lua_upvalueindex(2)), name), {suggestion(name, known)});
  });
}

int refuse_change(lua_State* lua) {
  return guarded(
      lua, [lua]() -> int { fail(fmt::format("A {} cannot be changed.", lua_tostring(lua, lua_upvalueindex(1)))); });
}

template <class T>
void add_type(lua_State* lua, std::span<const ApiFunction> methods) {
  luaL_newmetatable(lua, type_name<T>);
  lua_pushcfunction(lua, collect_object<T>);
  lua_setfield(lua, -2, "__gc");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_pushstring(lua, type_name<T>);
  lua_pushcclosure(lua, refuse_change, 1);
  lua_setfield(lua, -2, "__newindex");
  add_methods(lua, methods);
  lua_pushstring(lua, type_name<T>);
  lua_pushcclosure(lua, std::is_same_v<T, Quantity> ? index_quantity : index_method, 2);
  lua_setfield(lua, -2, "__index");
}

double result_length(Call&, ResultPtr result) {
  return static_cast<double>(result->size());
}
double boundaries_length(Call&, BoundariesPtr boundaries) {
  return static_cast<double>(boundaries->areas.size());
}

int count_result(lua_State* lua) {
  const int pushed = bound<result_length>(lua);
  lua_pushinteger(lua, static_cast<lua_Integer>(lua_tonumber(lua, -1)));
  return pushed;
}

int count_boundaries(lua_State* lua) {
  const int pushed = bound<boundaries_length>(lua);
  lua_pushinteger(lua, static_cast<lua_Integer>(lua_tonumber(lua, -1)));
  return pushed;
}

}  // namespace

const Quantity* find_quantity(lua_State* lua, int index) {
  return find_value<Quantity>(lua, index);
}
const ResultPtr* find_result(lua_State* lua, int index) {
  return find_value<ResultPtr>(lua, index);
}
const BoundariesPtr* find_boundaries(lua_State* lua, int index) {
  return find_value<BoundariesPtr>(lua, index);
}
const Blocks* find_blocks(lua_State* lua, int index) {
  return find_value<Blocks>(lua, index);
}

void add_values(lua_State* lua) {
  add_error_type(lua);
  add_type<Quantity>(lua, quantity_table());
  add_quantity_operators(lua);
  lua_pop(lua, 1);
  add_type<ResultPtr>(lua, result_table());
  lua_pushcfunction(lua, count_result);
  lua_setfield(lua, -2, "__len");
  lua_pop(lua, 1);
  add_type<BoundariesPtr>(lua, boundaries_table());
  lua_pushcfunction(lua, count_boundaries);
  lua_setfield(lua, -2, "__len");
  lua_pop(lua, 1);
  add_type<Blocks>(lua, {});
  lua_pop(lua, 1);
}

}  // namespace hallmark::script
