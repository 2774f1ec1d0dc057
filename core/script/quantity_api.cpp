// Quantity: arithmetic that keeps the trace, comparison, and how a number is written.
#include "base/number.h"
#include "base/text.h"
#include "script/binder.h"
#include "script/objects.h"
#include "script/tables.h"

namespace hallmark::script {

Quantity read_quantity(lua_State* lua, int index, TraceSize& size) {
  if (const auto* holder = find_object<Quantity>(lua, index)) {
    size = holder->size;
    return holder->value;
  }
  if (lua_type(lua, index) != LUA_TNUMBER)
    fail(fmt::format("Arithmetic and comparison need numbers, not {}.", readable(lua, index)));
  size = {};
  const double value = lua_tonumber(lua, index);
  return constant(value, "written in " + caller_text(lua), plain_format(value));
}

namespace {

// The first quantity's format; a count that is no longer whole and every quotient become decimals.
NumberFormat format_of(const std::string& operation, double value, const Quantity& left, const Quantity& right,
                       bool left_is_plain) {
  NumberFormat format = left_is_plain ? right.format : left.format;
  if (operation == "/") return {};
  if (operation == "*" && left.format.style != right.format.style && !left_is_plain &&
      right.format.style != NumberFormat::Style::count && right.format.style != NumberFormat::Style::decimal)
    return {};
  if (format.style == NumberFormat::Style::count && std::floor(value) != value) return {};
  return format;
}

const Formula& formula(const char* name) {
  return *find_formula(builtin_formulas(), name);
}

template <const char* name>
int binary(lua_State* lua) {
  return guarded(lua, [lua] {
    static const Formula& operation = formula(name);
    TraceSize left_size, right_size;
    const bool left_is_plain = lua_type(lua, 1) == LUA_TNUMBER;
    const Quantity left = read_quantity(lua, 1, left_size);
    const Quantity right = read_quantity(lua, 2, right_size);
    const double value = output_value(operation, operation.function({left.value, right.value}), "", -1);
    CallTrace call{name, {left.trace, right.trace}, "", -1};
    push_quantity(lua,
                  {value, format_of(name, value, left, right, left_is_plain),
                   std::make_shared<const Trace>(Trace{std::move(call)})},
                  {left_size.steps + right_size.steps + 1, std::max(left_size.depth, right_size.depth) + 1});
    return 1;
  });
}

int negate(lua_State* lua) {
  return guarded(lua, [lua] {
    TraceSize size;
    const Quantity operand = read_quantity(lua, 1, size);
    CallTrace call{"negate", {operand.trace}, "", -1};
    push_quantity(lua, {-operand.value, operand.format, std::make_shared<const Trace>(Trace{std::move(call)})},
                  {size.steps + 1, size.depth + 1});
    return 1;
  });
}

template <class Compare>
int compared(lua_State* lua, Compare compare) {
  return guarded(lua, [&] {
    TraceSize size;
    const Quantity left = read_quantity(lua, 1, size), right = read_quantity(lua, 2, size);
    if (!left.available() || !right.available())
      fail("A number that is not available cannot be compared.", {"Ask q.available first."});
    lua_pushboolean(lua, compare(left.value, right.value));
    return 1;
  });
}

int equal(lua_State* lua) {
  return compared(lua, std::equal_to<double>());
}
int less(lua_State* lua) {
  return compared(lua, std::less<double>());
}
int less_or_equal(lua_State* lua) {
  return compared(lua, std::less_equal<double>());
}

int to_string(lua_State* lua) {
  return guarded(lua, [lua] {
    const Quantity* quantity = find_quantity(lua, 1);
    push(lua, quantity ? format_number(*quantity) : std::string());
    return 1;
  });
}

int concatenated(lua_State* lua) {
  return guarded(lua, [lua]() -> int {
    static_cast<void>(lua);
    fail("A number joined to text with .. would lose where it came from.",
         {"Put text and number side by side in a list: document.paragraph{\"There were \", q, \" crimes.\"}",
          "Or write tostring(q) where only words are wanted."});
  });
}

constexpr int most_decimals = 10;

int decimals_of(std::optional<int> decimals, int fallback) {
  const int wanted = decimals.value_or(fallback);
  if (wanted < 0 || wanted > most_decimals)
    fail(fmt::format("A number is written with 0 to {} decimals.", most_decimals));
  return wanted;
}

Quantity styled(Quantity quantity, NumberFormat::Style style, int decimals, bool sign, std::string unit) {
  quantity.format = {style, decimals, sign, std::move(unit)};
  return quantity;
}

Quantity count(Call&, Quantity q) {
  return styled(std::move(q), NumberFormat::Style::count, 0, false, {});
}
Quantity decimal(Call&, Quantity q, std::optional<int> decimals) {
  return styled(std::move(q), NumberFormat::Style::decimal, decimals_of(decimals, 1), false, {});
}
Quantity percent(Call&, Quantity q, std::optional<int> decimals, std::optional<bool> sign) {
  return styled(std::move(q), NumberFormat::Style::percent, decimals_of(decimals, 1), sign.value_or(false), {});
}
Quantity rate(Call&, Quantity q, std::optional<int> decimals, std::optional<std::string> unit) {
  return styled(std::move(q), NumberFormat::Style::rate, decimals_of(decimals, 1), false, unit.value_or(""));
}
Quantity money(Call&, Quantity q, std::optional<int> decimals) {
  return styled(std::move(q), NumberFormat::Style::money, decimals_of(decimals, 0), false, {});
}
Quantity with_sign(Call&, Quantity q) {
  q.format.show_sign = true;
  return q;
}

constexpr ApiFunction methods[] = {
    {"value", "number", "q.value: the plain number; arithmetic on it loses the trace.", nullptr},
    {"available", "boolean", "q.available: false where the number is not held or has no answer.", nullptr},
    {"text", "text", "q.text: as it will be written; the same as tostring(q).", nullptr},
    {"count", "() -> Quantity", "Written 12,345.", bound<count>},
    {"decimal", "([decimals]) -> Quantity", "Written 1,234.5.", bound<decimal>},
    {"percent", "([decimals [, sign]]) -> Quantity", "0.125 is written 12.5%, or +12.5% with sign = true.",
     bound<percent>},
    {"rate", "([decimals [, unit]]) -> Quantity",
     "Written as a decimal; unit, such as \"per 1,000 residents\", heads its column.", bound<rate>},
    {"money", "([decimals]) -> Quantity", "Written £1,234.", bound<money>},
    {"with_sign", "() -> Quantity", "The same format with + before a number over 0.", bound<with_sign>},
};

constexpr char plus[] = "+", minus[] = "-", times[] = "*", divided[] = "/";

}  // namespace

std::span<const ApiFunction> quantity_table() {
  return methods;
}

int index_quantity(lua_State* lua) {
  return guarded(lua, [lua] {
    const Quantity* quantity = find_quantity(lua, 1);
    if (!quantity) fail("This is no Quantity.");
    const std::string name = readable(lua, 2);
    if (name == "value") {
      push(lua, quantity->value);
    } else if (name == "available") {
      push(lua, quantity->available());
    } else if (name == "text") {
      push(lua, format_number(*quantity));
    } else {
      lua_pushvalue(lua, 2);
      if (lua_rawget(lua, lua_upvalueindex(1)) == LUA_TNIL) {
        std::vector<std::string> known;
        for (const ApiFunction& method : methods) known.emplace_back(method.name);
        fail(fmt::format("A Quantity has no “{}”.", name), {suggestion(name, known)});
      }
    }
    return 1;
  });
}

void add_quantity_operators(lua_State* lua) {
  const luaL_Reg operators[] = {{"__add", binary<plus>},
                                {"__sub", binary<minus>},
                                {"__mul", binary<times>},
                                {"__div", binary<divided>},
                                {"__unm", negate},
                                {"__eq", equal},
                                {"__lt", less},
                                {"__le", less_or_equal},
                                {"__tostring", to_string},
                                {"__concat", concatenated},
                                {nullptr, nullptr}};
  luaL_setfuncs(lua, operators, 0);
}

}  // namespace hallmark::script
