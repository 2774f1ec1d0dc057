// The host's functions as Lua sees them, and the same tables as documentation.
#include <set>

#include "base/text.h"
#include "script/api.h"
#include "script/binder.h"
#include "script/formula_table.h"
#include "script/objects.h"
#include "script/tables.h"

namespace hallmark::script {

namespace {

// ---- Formulas
// ---------------------------------------------------------------------------------------------------------

constexpr std::size_t most_references = 4'000'000;

// The arguments of one call as the formula sees them and as the ledger will.
struct Given {
  std::vector<FormulaArgument> values;
  std::vector<CallTrace::Argument> traces;
  TraceSize size{1, 1};
  std::size_t own = 0;  // numbers given

  void grow(const TraceSize& part) {
    ++own;
    size.steps += part.steps;
    size.depth = std::max(size.depth, part.depth + 1);
  }
};

void read_list(lua_State* lua, int index, Given& given) {
  std::vector<double> values;
  std::vector<TracePtr> traces;
  const auto length = static_cast<lua_Integer>(lua_rawlen(lua, index));
  if (length > static_cast<lua_Integer>(most_steps)) fail("The list is too long; pass a Result instead.");
  for (lua_Integer i = 1; i <= length; ++i) {
    if (lua_rawgeti(lua, index, i) == LUA_TNIL) fail(fmt::format("The list has nothing at position {}.", i));
    TraceSize size;
    Quantity quantity = read_quantity(lua, -1, size);
    given.grow(size);
    values.push_back(quantity.value);
    traces.push_back(std::move(quantity.trace));
    lua_pop(lua, 1);
  }
  given.values.emplace_back(std::move(values));
  given.traces.emplace_back(std::move(traces));
}

void read_argument(lua_State* lua, int index, Given& given) {
  if (const ResultPtr* result = find_result(lua, index)) {
    given.values.emplace_back(*result);
    given.traces.emplace_back((*result)->query);
  } else if (lua_istable(lua, index)) {
    read_list(lua, index, given);
  } else if (lua_type(lua, index) == LUA_TSTRING) {
    given.values.emplace_back(readable(lua, index));
    given.traces.emplace_back(readable(lua, index));
  } else if (lua_type(lua, index) == LUA_TNUMBER || find_quantity(lua, index)) {
    TraceSize size;
    Quantity quantity = read_quantity(lua, index, size);
    given.grow(size);
    given.values.emplace_back(quantity.value);
    given.traces.emplace_back(std::move(quantity.trace));
  } else {
    fail(fmt::format("Argument {} must be a number, a list of numbers, a Result or a text, not {}.", index,
                     readable(lua, index)));
  }
}

void push_number(lua_State* lua, const Formula& formula, const Given& given, const std::string& output, double value,
                 int element) {
  CallTrace call{formula.name, given.traces, output, element};
  push_quantity(lua,
                {value, output_format(formula.name, output), std::make_shared<const Trace>(Trace{std::move(call)})},
                given.size, given.own * sizeof(TracePtr));
}

void push_output(lua_State* lua, const Formula& formula, const Given& given, const std::string& name,
                 const FormulaOutput& output) {
  if (const bool* flag = std::get_if<bool>(&output)) return lua_pushboolean(lua, *flag);
  if (const auto* text = std::get_if<std::string>(&output)) return push(lua, *text);
  if (const double* number = std::get_if<double>(&output)) return push_number(lua, formula, given, name, *number, -1);
  lua_newtable(lua);
  if (const auto* flags = std::get_if<std::vector<bool>>(&output)) {
    for (std::size_t i = 0; i < flags->size(); ++i) {
      lua_pushboolean(lua, (*flags)[i]);
      lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
    }
    return;
  }
  const auto& numbers = std::get<std::vector<double>>(output);
  // Each number of the list names every argument it was made from.
  if (given.own * numbers.size() > most_references)
    fail("The lists are too long to be followed number by number; pass a Result instead.");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    push_number(lua, formula, given, name, numbers[i], static_cast<int>(i));
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
  }
}

// Upvalue 1: the formula.
int call_formula(lua_State* lua) {
  return guarded(lua, [lua] {
    const auto& formula = *static_cast<const Formula*>(lua_touserdata(lua, lua_upvalueindex(1)));
    int count = lua_gettop(lua);
    while (count > 0 && lua_isnil(lua, count)) --count;
    Given given;
    for (int i = 1; i <= count; ++i) read_argument(lua, i, given);
    machine_of(lua).budget.charge(lua, 100 + given.size.steps);
    const FormulaResult result = formula.function(given.values);
    if (result.outputs.size() == 1 && result.outputs.front().first.empty()) {
      push_output(lua, formula, given, "", result.outputs.front().second);
      return 1;
    }
    lua_newtable(lua);
    for (const auto& [name, output] : result.outputs) {
      push_output(lua, formula, given, name, output);
      lua_setfield(lua, -2, name.c_str());
    }
    return 1;
  });
}

// Upvalues: plugin and function.
int call_analysis(lua_State* lua) {
  return guarded(lua, [lua] {
    const Services& services = machine_of(lua).services;
    const std::string plugin = readable(lua, lua_upvalueindex(1)), function = readable(lua, lua_upvalueindex(2));
    Value options = lua_isnoneornil(lua, 1) ? Value{ValueMap{}} : to_value(lua, 1);
    if (const auto* list = std::get_if<ValueList>(&options.data); list && list->empty()) options = {ValueMap{}};
    if (!std::holds_alternative<ValueMap>(options.data))
      fail(fmt::format("{}.{} takes named options in braces, not {}.", plugin, function, kind_of(options)));
    Value result;
    {
      const Budget::Pause pause(machine_of(lua).budget);
      result = services.call_analysis(plugin, function, options);
    }
    push_value(lua, result);
    return 1;
  });
}

// ---- Registration
// -----------------------------------------------------------------------------------------------------

void add_functions(lua_State* lua, std::span<const ApiFunction> functions) {
  for (const ApiFunction& function : functions) {
    if (!function.function) continue;
    lua_pushcfunction(lua, function.function);
    lua_setfield(lua, -2, function.name);
  }
}

void add_formula(lua_State* lua, const Formula& formula, const std::string& name) {
  lua_pushlightuserdata(lua, const_cast<Formula*>(&formula));
  lua_pushcclosure(lua, call_formula, 1);
  lua_setfield(lua, -2, name.c_str());
}

void add_statistics(lua_State* lua) {
  lua_newtable(lua);
  for (const Formula& formula : builtin_formulas()) {
    const std::string prefix = "statistics.";
    if (formula.name.starts_with(prefix)) add_formula(lua, formula, formula.name.substr(prefix.size()));
    if (formula.name == "sum") add_formula(lua, formula, "sum");
  }
  lock(lua, "statistics");
  lua_setfield(lua, -2, "statistics");
}

// One table per plugin, holding its formulas and its analyses.
void add_plugins(lua_State* lua) {
  const Services& services = machine_of(lua).services;
  std::set<std::string> plugins;
  const auto prefix = [](const std::string& name) { return name.substr(0, name.find('.')); };
  for (const Formula& formula : services.formulas) plugins.insert(prefix(formula.name));
  for (const Analysis& analysis : services.analyses) plugins.insert(analysis.plugin);
  for (const std::string& plugin : plugins) {
    lua_newtable(lua);
    for (const Formula& formula : services.formulas)
      if (prefix(formula.name) == plugin) add_formula(lua, formula, formula.name.substr(plugin.size() + 1));
    for (const Analysis& analysis : services.analyses) {
      if (analysis.plugin != plugin) continue;
      push(lua, analysis.plugin);
      push(lua, analysis.function);
      lua_pushcclosure(lua, call_analysis, 2);
      lua_setfield(lua, -2, analysis.function.c_str());
    }
    lock(lua, plugin.c_str());
    lua_setfield(lua, -2, plugin.c_str());
  }
}

void add_topic(lua_State* lua, const char* topic, std::initializer_list<std::span<const ApiFunction>> tables) {
  lua_newtable(lua);
  for (const auto& table : tables) add_functions(lua, table);
  lock(lua, topic);
  lua_setfield(lua, -2, topic);
}

void document_table_entries(std::vector<ApiEntry>& all, const std::string& topic, const std::string& separator,
                            std::span<const ApiFunction> functions) {
  for (const ApiFunction& function : functions)
    all.push_back({topic, (separator.empty() ? "" : topic + (function.function ? separator : ".")) + function.name,
                   function.signature, function.help});
}

}  // namespace

void add_api(lua_State* lua) {
  add_topic(lua, "data", {data_table()});
  add_topic(lua, "document", {document_table(), chart_table()});
  add_topic(lua, "practice", {practice_table()});
  add_topic(lua, "language", {language_table()});
  add_statistics(lua);
  add_plugins(lua);
}

std::vector<ApiEntry> api(const std::vector<Formula>& formulas) {
  std::vector<ApiEntry> all;
  for (const Formula& formula : formulas)
    all.push_back({formula.name.substr(0, formula.name.find('.')), formula.name, formula.signature, formula.help});
  return all;
}

std::vector<ApiEntry> api() {
  std::vector<ApiEntry> all;
  document_table_entries(all, "data", ".", data_table());
  document_table_entries(all, "result", ":", result_table());
  document_table_entries(all, "boundaries", ":", boundaries_table());
  document_table_entries(all, "quantity", ":", quantity_table());
  for (const Formula& formula : builtin_formulas())
    if (formula.name == "sum") all.push_back({"statistics", "statistics.sum", formula.signature, formula.help});
  for (const FormulaEntry& entry : statistics_table())
    all.push_back({"statistics", std::string("statistics.") + entry.name, entry.signature, entry.help});
  document_table_entries(all, "document", ".", document_table());
  document_table_entries(all, "document", ".", chart_table());
  document_table_entries(all, "practice", ".", practice_table());
  document_table_entries(all, "report", ".", report_table());
  document_table_entries(all, "text", ".", text_table());
  document_table_entries(all, "language", ".", language_table());
  document_table_entries(all, "lua", "", lua_table());
  return all;
}

}  // namespace hallmark::script
