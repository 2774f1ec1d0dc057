// Result: what data.query returns. Boundaries: what data.boundaries returns.
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "base/text.h"
#include "script/binder.h"
#include "script/tables.h"
#include "script/values.h"

namespace hallmark::script {

namespace {

NumberFormat format_of(const QueryResult& result) {
  return result.query->measure.kind == Measure::Kind::sum ? NumberFormat{} : NumberFormat::count();
}

// The position of a label. All but those of coordinates lie in byte order.
std::vector<std::string>::const_iterator find_label(const std::vector<std::string>& labels, const std::string& label) {
  const auto found = std::lower_bound(labels.begin(), labels.end(), label);
  return found != labels.end() && *found == label ? found : std::find(labels.begin(), labels.end(), label);
}

// Row of the key, or nothing. Keys are few and rows sorted by code, so each key narrows the range.
std::optional<std::size_t> find_row(const QueryResult& result, const std::vector<std::string>& key) {
  std::size_t first = 0, last = result.size();
  for (std::size_t k = 0; k < key.size(); ++k) {
    const KeyColumn& column = result.keys[k];
    const auto label = find_label(column.labels, key[k]);
    if (label == column.labels.end()) return std::nullopt;
    const auto code = static_cast<std::uint32_t>(label - column.labels.begin());
    const auto begin = column.codes.begin();
    const auto range = std::equal_range(begin + first, begin + last, code);
    first = static_cast<std::size_t>(range.first - begin);
    last = static_cast<std::size_t>(range.second - begin);
  }
  if (first == last) return std::nullopt;
  return first;
}

Quantity quantity_of_row(const QueryResult& result, std::size_t row) {
  std::vector<std::string> key;
  for (std::size_t k = 0; k < result.keys.size(); ++k) key.push_back(result.label(k, row));
  return {result.values[row], format_of(result),
          std::make_shared<const Trace>(Trace{QueryTrace{result.query, std::move(key), result.rows[row]}})};
}

}  // namespace

Quantity quantity_at(const ResultPtr& result, const std::vector<std::string>& key) {
  if (const auto row = find_row(*result, key)) return quantity_of_row(*result, *row);
  return {0, format_of(*result), std::make_shared<const Trace>(Trace{QueryTrace{result->query, key, 0}})};
}

namespace {

std::size_t key_index(const QueryResult& result, const std::string& dimension) {
  std::vector<std::string> known;
  for (std::size_t k = 0; k < result.keys.size(); ++k) {
    if (result.keys[k].dimension == dimension) return k;
    known.push_back(result.keys[k].dimension);
  }
  fail(fmt::format("The result is not grouped by “{}”.", dimension), {suggestion(dimension, known)});
}

Value row_value(const QueryResult& result, std::size_t row) {
  ValueMap fields;
  for (std::size_t k = 0; k < result.keys.size(); ++k) fields[result.keys[k].dimension] = {result.label(k, row)};
  fields["value"] = {quantity_of_row(result, row)};
  return {std::move(fields)};
}

// The iterator of rows(): upvalue 1 is the result, 2 the rows already given.
int next_row(lua_State* lua) {
  return guarded(lua, [lua] {
    const ResultPtr& result = *find_result(lua, lua_upvalueindex(1));
    const auto row = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(2)));
    if (row >= result->size()) return 0;
    lua_pushinteger(lua, static_cast<lua_Integer>(row) + 1);
    lua_replace(lua, lua_upvalueindex(2));
    push_value(lua, row_value(*result, row));
    return 1;
  });
}

int rows(lua_State* lua) {
  return guarded(lua, [lua] {
    Call call{lua, machine_of(lua)};
    Read<ResultPtr>::from(Slot{call, 1});  // refuses what is no result
    lua_pushvalue(lua, 1);
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, next_row, 2);
    return 1;
  });
}

Quantity value(Call&, ResultPtr result, std::vector<std::string> key) {
  if (key.size() != result->keys.size())
    fail(fmt::format("value() takes one label for each of the {} dimensions the query groups by, not {}.",
                     result->keys.size(), key.size()));
  return quantity_at(result, key);
}

std::vector<std::string> labels(Call& call, ResultPtr result, std::optional<std::string> dimension) {
  if (!dimension && result->keys.size() != 1) fail("labels() needs the name of a dimension.");
  const std::vector<std::string>& all = result->keys[dimension ? key_index(*result, *dimension) : 0].labels;
  call.machine.budget.need(call.lua, all.size() * sizeof(std::string));
  return all;
}

Quantity total(Call& call, ResultPtr result) {
  if (result->query->measure.kind == Measure::Kind::distinct) {
    // Distinct values of groups overlap: they are counted again without grouping.
    if (!call.services().executor) fail("No records are open here.");
    Query whole = *result->query;
    whole.by.clear();
    return quantity_at(std::make_shared<const QueryResult>(call.services().executor->run(whole)), {});
  }
  const double sum = std::accumulate(result->values.begin(), result->values.end(), 0.0);
  return {sum, format_of(*result), std::make_shared<const Trace>(Trace{CallTrace{"sum", {result->query}, "", -1}})};
}

Value top(Call& call, ResultPtr result, int count) {
  if (count < 0) fail("top() takes a number of rows.");
  call.machine.budget.need(call.lua, std::min(result->size(), static_cast<std::size_t>(count)) * row_bytes);
  std::vector<std::size_t> order(result->size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Rows are in the order of their labels, so a stable sort leaves ties there.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return result->values[a] > result->values[b]; });
  order.resize(std::min(order.size(), static_cast<std::size_t>(count)));
  ValueList all;
  for (const std::size_t row : order) all.push_back(row_value(*result, row));
  return {std::move(all)};
}

// Whether a value along this dimension exists at all: a month that is not held has none, not even 0.
std::function<bool(const std::string&)> held_along(Call& call, const QueryResult& result,
                                                   const std::string& dimension) {
  const auto& coverage = call.services().coverage;
  if (dimension != "month" || !coverage) return [](const std::string&) { return true; };
  const auto known = coverage(result.query->dataset);
  return [known](const std::string& month) { return !known || known->held(month); };
}

Value series(Call& call, ResultPtr result, std::string dimension, std::vector<std::string> wanted,
             std::optional<Value> fixed) {
  const std::size_t along = key_index(*result, dimension);
  std::vector<std::string> key(result->keys.size());
  const Fields held("series: fixed", fixed.value_or(Value{ValueList{}}));
  for (const auto& [name, label] : held.all()) key[key_index(*result, name)] = to_text(label, held.what(name));
  if (held.all().contains(dimension) || held.all().size() + 1 != key.size())
    fail(fmt::format("series() along “{}” needs one fixed label for each other dimension of the query.", dimension),
         {"result:series(\"month\", months, {crime_type = \"Burglary\"})"});
  call.machine.budget.need(call.lua, wanted.size() * row_bytes);
  const auto is_held = held_along(call, *result, dimension);
  ValueList all;
  for (const auto& label : wanted) {
    key[along] = label;
    all.push_back({is_held(label)
                       ? quantity_at(result, key)
                       : constant(std::nan(""), fmt::format("{} is not held", label), NumberFormat::count())});
  }
  return {std::move(all)};
}

constexpr ApiFunction methods[] = {
    {"rows", "() -> iterator of {dimension = label, …, value = Quantity}",
     "for row in result:rows() do … row.month … row.value … end: groups with at least one record, in order.", rows},
    {"value", "(label, …) -> Quantity", "The group of these labels, in the order of by; 0 when no record is in it.",
     bound<value>},
    {"labels", "([dimension]) -> {label, …}", "Labels that occur, in the dimension's order.", bound<labels>},
    {"total", "() -> Quantity", "All groups together; distinct values are counted anew.", bound<total>},
    {"top", "(count) -> {row, …}", "The rows of the highest values; ties in the order of their labels.", bound<top>},
    {"series", "(dimension, labels [, {other = label}]) -> {Quantity, …}",
     "A value for each label given, 0 where no record is, not available for a month that is not held: for charts over "
     "months.",
     bound<series>},
};

std::vector<std::string> codes(Call&, BoundariesPtr boundaries) {
  std::vector<std::string> all;
  for (const Boundary& area : boundaries->areas) all.push_back(area.code);
  return all;
}

std::vector<std::string> names(Call&, BoundariesPtr boundaries) {
  std::vector<std::string> all;
  for (const Boundary& area : boundaries->areas) all.push_back(area.name);
  return all;
}

std::string level(Call&, BoundariesPtr boundaries) {
  return boundaries->level;
}
std::string attribution(Call&, BoundariesPtr boundaries) {
  return boundaries->attribution;
}

constexpr ApiFunction boundaries_methods[] = {
    {"codes", "() -> {code, …}", "Codes of the areas, in their order.", bound<codes>},
    {"names", "() -> {name, …}", "Names of the areas, in the same order.", bound<names>},
    {"level", "() -> text", "\"lsoa\", \"local_authority\": what the areas are.", bound<level>},
    {"attribution", "() -> text", "The words the licence asks for.", bound<attribution>},
};

}  // namespace

std::span<const ApiFunction> result_table() {
  return methods;
}
std::span<const ApiFunction> boundaries_table() {
  return boundaries_methods;
}

}  // namespace hallmark::script
