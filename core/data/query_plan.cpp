#include "data/query_plan.h"

#include "base/text.h"
#include "data/comparison.h"

namespace hallmark::data {

namespace {

// Up to this many groups counts are laid out in full: 16 MiB a thread and query.
constexpr std::uint64_t dense_groups = 4 << 20;

bool has_form(std::string_view label, std::string_view form) {
  if (label.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == '9' ? label[i] < '0' || label[i] > '9' : label[i] != form[i]) return false;
  return true;
}

// Labels of periods have a form; anything else in a filter is a slip that would count nothing in silence.
void check_label(const Table& table, const Dimension& dimension, const std::string& label) {
  if (label.empty() || std::binary_search(dimension.labels.begin(), dimension.labels.end(), label)) return;
  const SchemaColumn* column = table.schema.find(dimension.name);
  const auto refuse = [&](const std::string& hint) {
    throw Error(ExitCode::configuration, fmt::format("“{}” is no {}.", label, dimension.name), {hint});
  };
  const bool is_month_column = column && column->type == ColumnType::month;
  if (is_month_column && !is_month(label)) refuse("A month is written YYYY-MM: 2020-07.");
  if (!column && dimension.name == "quarter" && !has_form(label, "9999-Q9")) refuse("A quarter is written 2020-Q3.");
  if (!column && dimension.name == "year" && !has_form(label, "9999")) refuse("A year is written 2020.");
  if (!column && dimension.name == "financial_year" && !has_form(label, "9999/99"))
    refuse("A financial year is written 2020/21.");
  if (!column && dimension.name == "rolling_year" && !has_form(label, "9999-99..9999-99"))
    refuse("A rolling year is written 2020-10..2021-09.");
  if (!column || column->codes.empty()) return;
  if (std::find(column->codes.begin(), column->codes.end(), label) != column->codes.end()) return;
  std::vector<std::string> known = column->codes;
  known.insert(known.end(), dimension.labels.begin(), dimension.labels.end());
  refuse(suggestion(label, known));
}

Test make_test(const Table& table, DimensionPtr dimension, const Filter& filter) {
  Test test;
  test.dimension = dimension;
  test.kind = filter.kind;
  const bool is_range = filter.kind == Filter::Kind::range;
  if (is_range && filter.values.size() != 2)
    throw Error(ExitCode::configuration, fmt::format("A range of {} needs two ends.", filter.dimension));
  if (dimension->kind == Dimension::Kind::mapped) {
    for (const auto& label : filter.values) check_label(table, *dimension, label);
    const auto passes = [&](const std::string& label) {
      if (is_range)
        return !label.empty() && label >= filter.values[0] && (filter.values[1].empty() || label <= filter.values[1]);
      const bool listed = std::find(filter.values.begin(), filter.values.end(), label) != filter.values.end();
      return listed == (filter.kind == Filter::Kind::any_of);
    };
    for (const std::uint32_t rank : dimension->ranks) test.passes.push_back(passes(dimension->labels[rank]));
    return test;
  }
  if (is_range && dimension->kind == Dimension::Kind::cell)
    throw Error(ExitCode::configuration, fmt::format("{} has no ranges.", filter.dimension),
                {"Cells lie in two directions; list those you mean."});
  for (const auto& label : filter.values) test.codes.push_back(code_of_label(*dimension, label));
  if (!is_range) {
    // A label that is not blank and has code 0 lies outside the data: no row has it.
    for (std::size_t v = 0; v < filter.values.size(); ++v)
      if (!filter.values[v].empty() && test.codes[v] == 0) test.codes[v] = dimension->codes;
    std::sort(test.codes.begin(), test.codes.end());
  } else {
    test.codes[0] = std::max<std::uint64_t>(1, test.codes[0]);  // 0 is the blank
    if (filter.values[1].empty()) test.codes[1] = dimension->codes;
  }
  return test;
}

std::size_t measured_column(const Table& table, const Measure& measure) {
  const SchemaColumn* column = table.schema.find(measure.column);
  const bool sum = measure.kind == Measure::Kind::sum;
  if (!column || (sum && column->type != ColumnType::number)) {
    std::vector<std::string> known;
    for (const auto& each : table.schema.columns)
      if (sum ? each.type == ColumnType::number : storage_of(each.type, true) != Storage::none)
        known.push_back(each.name);
    const std::string what = sum ? "add up" : "count the different values of";
    throw Error(ExitCode::configuration,
                column ? fmt::format("{} is not a number, so it cannot be added up.", measure.column)
                       : fmt::format("{} has no column “{}” to {}.", table.schema.name, measure.column, what),
                known.empty() ? std::vector<std::string>{} : std::vector{suggestion(measure.column, known)});
  }
  const std::size_t found = table.find(measure.column);
  if (found == Table::npos || table.columns[found].storage == Storage::coordinate)
    throw Error(ExitCode::configuration,
                fmt::format("{} of {} cannot be counted here.", measure.column, table.schema.name),
                {"Identifiers are counted only where the import kept hashes of them."});
  return found;
}

}  // namespace

Plan make_plan(const Query& query, const Table& table,
               const std::function<DimensionPtr(const std::string&)>& dimension) {
  Plan plan;
  plan.query = std::make_shared<const Query>(query);
  plan.table = &table;
  for (const auto& filter : query.where) plan.tests.push_back(make_test(table, dimension(filter.dimension), filter));
  for (const auto& name : query.by) plan.keys.push_back({dimension(name), 1, {}});
  for (auto key = plan.keys.rbegin(); key != plan.keys.rend(); ++key) {
    key->stride = plan.groups;
    if (__builtin_mul_overflow(plan.groups, std::max<std::uint64_t>(1, key->dimension->codes), &plan.groups))
      throw Error(ExitCode::configuration, "The query groups by too many dimensions at once.",
                  {"Group by fewer dimensions, or by larger cells."});
  }
  if (query.measure.kind != Measure::Kind::count) plan.measured = measured_column(table, query.measure);
  plan.dense = plan.measured == Table::npos && plan.groups <= dense_groups;
  if (plan.dense)
    for (Key& key : plan.keys)
      for (const std::uint32_t rank : key.dimension->ranks)
        key.steps.push_back(static_cast<std::uint32_t>(rank * key.stride));
  return plan;
}

}  // namespace hallmark::data
