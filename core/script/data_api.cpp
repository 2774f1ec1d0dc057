// data.*: queries, coverage, comparisons, areas.
#include "base/number.h"
#include "base/text.h"
#include "data/comparison.h"
#include "script/binder.h"
#include "script/tables.h"
#include "script/values.h"

namespace hallmark::script {
namespace {

const Executor& executor(const Call& call) {
  if (!call.services().executor) fail("No records are open here, so data.* has nothing to query.");
  return *call.services().executor;
}

template <class Function>
const Function& available(const Function& function, std::string_view name) {
  if (!function) fail(fmt::format("{} is not available here: no workspace is open.", name));
  return function;
}

std::vector<std::string> texts_of(const Value& value, const std::string& what) {
  std::vector<std::string> texts;
  if (const auto* list = std::get_if<ValueList>(&value.data)) {
    for (const Value& item : *list) texts.push_back(to_text(item, what));
  } else {
    texts.push_back(to_text(value, what));
  }
  return texts;
}

// "Burglary" · {"Burglary", "Robbery"} · {from=, to=} · {none_of={…}} · {any_of={…}}
Filter filter_of(const std::string& dimension, const Value& value) {
  const std::string what = "where." + dimension;
  const auto* map = std::get_if<ValueMap>(&value.data);
  if (!map) return {dimension, Filter::Kind::any_of, texts_of(value, what)};
  Fields fields(what, value);
  fields.only({"from", "to", "none_of", "any_of"});
  const bool range = fields.find("from") || fields.find("to");
  if (range + (fields.find("none_of") != nullptr) + (fields.find("any_of") != nullptr) != 1)
    fail(what + " takes either from and to, or none_of, or any_of.");
  if (range) return {dimension, Filter::Kind::range, {fields.text_or("from", ""), fields.text_or("to", "")}};
  if (fields.find("none_of")) return {dimension, Filter::Kind::none_of, fields.texts("none_of")};
  return {dimension, Filter::Kind::any_of, fields.texts("any_of")};
}

std::vector<Filter> where_of(const Fields& fields) {
  std::vector<Filter> where;
  const Value* given = fields.find("where");
  if (!given) return where;
  const Fields filters(fields.function() + ": where", *given);
  for (const auto& [dimension, value] : filters.all()) where.push_back(filter_of(dimension, value));
  return where;
}

Measure measure_of(const Fields& fields) {
  const Value* given = fields.find("measure");
  if (!given) return {};
  if (const auto* name = std::get_if<std::string>(&given->data)) {
    if (*name == "count") return {};
    fail(fmt::format("“{}” is no measure.", *name),
         {"Write \"count\", {sum = \"column\"} or {distinct = \"column\"}."});
  }
  Fields measure(fields.what("measure"), *given);
  measure.only({"sum", "distinct"});
  if (measure.all().size() != 1) fail(fields.what("measure") + " takes either sum or distinct.");
  if (measure.find("sum")) return {Measure::Kind::sum, measure.text("sum")};
  return {Measure::Kind::distinct, measure.text("distinct")};
}

ResultPtr query(Call& call, Value options) {
  Fields fields("data.query", std::move(options));
  fields.only({"dataset", "where", "by", "measure"});
  const Query query{fields.text("dataset"), where_of(fields), fields.texts("by"), measure_of(fields)};
  return std::make_shared<const QueryResult>(executor(call).run(query));
}

Value datasets(Call& call) {
  ValueList names;
  for (auto& name : available(call.services().datasets, "data.datasets")()) names.push_back({std::move(name)});
  return {std::move(names)};
}

Value list_of(const std::vector<std::string>& texts) {
  ValueList list;
  for (const auto& text : texts) list.push_back({text});
  return {std::move(list)};
}

std::shared_ptr<const Coverage> coverage_of(const Call& call, const std::string& dataset) {
  auto coverage = available(call.services().coverage, "data.coverage")(dataset);
  if (!coverage) fail(fmt::format("Nothing is held of the dataset “{}”.", dataset));
  return coverage;
}

Value coverage(Call& call, std::string dataset) {
  const auto held = coverage_of(call, dataset);
  ValueMap months_held, rows;
  ValueList gaps;
  for (const auto& month : held->months) {
    months_held[month] = {held->held(month)};
    if (!held->held(month)) gaps.push_back({month});
  }
  for (std::size_t s = 0; s < held->suppliers.size(); ++s) {
    ValueMap by_month;
    for (std::size_t m = 0; m < held->months.size(); ++m) {
      const std::string source =
          fmt::format("rows of {} held from {} for {}", dataset, held->suppliers[s], held->months[m]);
      by_month[held->months[m]] = {constant(static_cast<double>(held->rows[s][m]), source, NumberFormat::count())};
    }
    rows[held->suppliers[s]] = {std::move(by_month)};
  }
  return {ValueMap{{"dataset", {dataset}},
                   {"months", list_of(held->months)},
                   {"suppliers", list_of(held->suppliers)},
                   {"held", {std::move(months_held)}},
                   {"gaps", {std::move(gaps)}},
                   {"rows", {std::move(rows)}}}};
}

Value quality(Call& call, std::string dataset) {
  return {available(call.services().quality, "data.quality")(dataset)};
}

Quantity population(Call& call, Value options) {
  Fields fields("data.population", std::move(options));
  fields.only({"lsoa", "local_authority", "partnership"});
  if (fields.all().size() != 1) fail("data.population takes exactly one of lsoa, local_authority and partnership.");
  const auto& [level, area] = *fields.all().begin();
  return available(call.services().population, "data.population")(level, fields.text(level));
}

Value boundaries(Call& call, std::string level) {
  auto found = available(call.services().boundaries, "data.boundaries")(level);
  if (!found) return {};
  return {std::move(found)};
}

// ---- Months and periods
// -----------------------------------------------------------------------------------------------

data::Period period_of(const Value& value, const std::string& what) {
  if (const auto* month = std::get_if<std::string>(&value.data)) return {*month, *month};
  const Fields fields(what, value);
  return {fields.text("from"), fields.text("to")};
}

Value period_value(const data::Period& period) {
  return {ValueMap{{"from", {period.from}}, {"to", {period.to}}, {"months", list_of(data::months_of(period))}}};
}

void check_period(const data::Period& period) {
  for (const auto& month : {period.from, period.to})
    if (!data::is_month(month)) fail(fmt::format("“{}” is not a month.", month), {"Write months as 2020-07."});
  if (period.to < period.from) fail(fmt::format("The period ends ({}) before it begins ({}).", period.to, period.from));
}

Value months(Call&, std::string from, std::string to) {
  const data::Period period{std::move(from), std::move(to)};
  check_period(period);
  return list_of(data::months_of(period));
}

std::string add_months(Call&, std::string month, int count) {
  check_period({month, month});
  if (count < -12000 || count > 12000) fail("data.add_months moves by at most 12,000 months.");
  return data::add_months(month, count);
}

Value year_before(Call&, Value period) {
  const data::Period given = period_of(period, "data.year_before");
  check_period(given);
  return period_value(data::year_before(given));
}

Value last_months(Call& call, std::string dataset, int length) {
  if (length < 1) fail("data.last_months needs a length of at least one month.");
  const data::Period period = data::last_months(*coverage_of(call, dataset), length);
  if (period.from.empty()) return {};
  return period_value(period);
}

// ---- Comparison
// ---------------------------------------------------------------------------------------------------------

struct Sides {
  data::LikeForLike months;
  Query current, previous;
};

Query side(const Query& base, Filter months) {
  Query query = base;
  query.where.push_back(std::move(months));
  return query;
}

Quantity not_held(const std::string& note) {
  return constant(std::nan(""), note, NumberFormat::count());
}

NumberFormat format_of(const Query& query) {
  return query.measure.kind == Measure::Kind::sum ? NumberFormat{} : NumberFormat::count();
}

Quantity single(const Executor& executor, const Query& query) {
  const QueryResult result = executor.run(query);
  const double value = result.values.empty() ? 0 : result.values.front();
  const std::uint64_t rows = result.rows.empty() ? 0 : result.rows.front();
  return {value, format_of(query), std::make_shared<const Trace>(Trace{QueryTrace{result.query, {}, rows}})};
}

ValueList compared_rows(Call& call, Sides sides, const std::string& by) {
  const Executor& records = executor(call);
  sides.current.by = sides.previous.by = {by};
  const ResultPtr now = std::make_shared<const QueryResult>(records.run(sides.current));
  const ResultPtr then = std::make_shared<const QueryResult>(records.run(sides.previous));
  std::vector<std::string> labels;
  for (const auto& result : {now, then})
    for (const auto& label : result->keys.at(0).labels) labels.push_back(label);
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  call.machine.budget.need(call.lua, labels.size() * 2 * row_bytes);
  ValueList rows;
  for (const auto& label : labels)
    rows.push_back({ValueMap{
        {"label", {label}}, {"current", {quantity_at(now, {label})}}, {"previous", {quantity_at(then, {label})}}}});
  return rows;
}

Value compare(Call& call, Value options) {
  Fields fields("data.compare", std::move(options));
  fields.only({"dataset", "where", "period", "previous", "by", "measure"});
  Query base{fields.text("dataset"), where_of(fields), {}, measure_of(fields)};
  for (const auto& filter : base.where)
    if (filter.dimension == "month") fail("data.compare chooses the months itself; take month out of where.");
  const data::Period period = period_of(fields.required("period"), fields.what("period"));
  check_period(period);
  data::Period before = data::year_before(period);
  if (const Value* previous = fields.find("previous")) before = period_of(*previous, fields.what("previous"));
  check_period(before);

  Sides sides{data::like_for_like(*coverage_of(call, base.dataset), period, before), {}, {}};
  const std::string& note = sides.months.note;
  const bool any = !sides.months.months.empty();
  ValueMap answer{{"months", list_of(sides.months.months)},
                  {"months_previous", list_of(sides.months.months_before)},
                  {"missing", list_of(sides.months.missing)},
                  {"months_held", {static_cast<double>(sides.months.months.size())}},
                  {"months_wanted", {static_cast<double>(sides.months.asked)}},
                  {"complete", {sides.months.complete()}},
                  {"note", {note}},
                  {"rows", {ValueList{}}},
                  {"current", {not_held(note)}},
                  {"previous", {not_held(note)}}};
  if (any) {
    sides.current = side(base, sides.months.filter());
    sides.previous = side(base, sides.months.filter_before());
    answer["current"] = {single(executor(call), sides.current)};
    answer["previous"] = {single(executor(call), sides.previous)};
    if (fields.find("by")) answer["rows"] = {compared_rows(call, sides, fields.text("by"))};
  }
  return {std::move(answer)};
}

constexpr ApiFunction functions[] = {
    {"query", "{dataset=, where=, by=, measure=} -> Result",
     "Counts, sums or distinct values of a dataset's rows by group. where = {crime_type = \"Burglary\", lsoa = "
     "{\"E01…\", "
     "\"E01…\"}, month = {from = \"2020-01\", to = \"2020-12\"}, outcome = {none_of = {\"\"}}}; by = {\"month\", "
     "\"crime_type\"}; measure = \"count\" (the default), {sum = \"column\"} or {distinct = \"column\"}.",
     bound<query>},
    {"compare", "{dataset=, period={from=,to=}, previous=, where=, by=, measure=} -> {current, previous, rows, …}",
     "Two periods like for like: only months held in both count. previous defaults to the year before. Gives current "
     "and "
     "previous (Quantities; not available when no month is held in both), rows {label, current, previous} when by "
     "names a "
     "dimension, months, months_previous, missing, months_held, months_wanted, complete, and note, a sentence for the "
     "reader that is empty when complete.",
     bound<compare>},
    {"datasets", "() -> {name, …}", "The names of the datasets held, sorted.", bound<datasets>},
    {"coverage", "(dataset) -> {dataset, months, suppliers, held, gaps, rows}",
     "What is held: months from first to last, held[month] (true when every supplier holds it), gaps (months that are "
     "not), "
     "and rows[supplier][month] as Quantities.",
     bound<coverage>},
    {"quality", "(dataset) -> {…}",
     "Facts of the import: rows read, kept and quarantined by reason, blank columns, files.", bound<quality>},
    {"population", "{local_authority=} | {partnership=} | {lsoa=} -> Quantity",
     "Residents of an area by code or name; not available where no count is held.", bound<population>},
    {"boundaries", "(level) -> Boundaries or nil",
     "Polygons of \"lsoa\" or \"local_authority\"; nil when none are held.", bound<boundaries>},
    {"months", "(from, to) -> {month, …}", "Every month of a period, inclusive, as \"2020-07\".", bound<months>},
    {"add_months", "(month, count) -> month", "The month so many months later, or earlier when count is negative.",
     bound<add_months>},
    {"last_months", "(dataset, length) -> {from, to, months} or nil",
     "The last months up to the last one held; nil when nothing is held.", bound<last_months>},
    {"year_before", "({from=, to=}) -> {from, to, months}", "The same months one year earlier.", bound<year_before>},
};

}  // namespace

std::span<const ApiFunction> data_table() {
  return functions;
}

}  // namespace hallmark::script
