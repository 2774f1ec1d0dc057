// document.bar_chart and its kind. Each chart carries the table of its numbers, made from the same quantities.
#include "base/number.h"
#include "base/text.h"
#include "script/binder.h"
#include "script/charts.h"
#include "script/tables.h"

namespace hallmark::script {

Figure to_figure(const Call& call, Fields fields) {
  fields.only({"title", "label", "alt", "description", "chart", "data", "source"});
  const auto* chart = std::get_if<Blocks>(&fields.required("chart").data);
  if (!chart || chart->size() != 1 || !std::holds_alternative<Figure>(chart->front().node))
    fail(fields.what("chart") + " must be a chart.", {"Make one with document.bar_chart{…}, line_chart, control_chart, "
                                                      "small_multiples or map."});
  Figure figure = std::get<Figure>(chart->front().node);
  figure.title = fields.text("title");
  if (!fields.find("alt") || trim(fields.text("alt")).empty())
    fail(fmt::format("The figure “{}” has no alt text.", figure.title),
         {"Say in one sentence what the chart shows: alt = \"…\"."});
  figure.alt = fields.text("alt");
  figure.label = fields.text_or("label", "");
  figure.description = fields.text_or("description", "");
  figure.source = fields.text_or("source", "");
  if (const Value* data = fields.find("data")) {
    const auto* blocks = std::get_if<Blocks>(&data->data);
    if (!blocks || blocks->size() != 1 || !std::holds_alternative<Table>(blocks->front().node))
      fail(fields.what("data") + " must be one document.table.");
    figure.data = std::get<Table>(blocks->front().node);
  }
  if (figure.data.caption.empty()) figure.data.caption = figure.title;
  static_cast<void>(call);
  return figure;
}

namespace {

constexpr std::size_t most_points = 100'000;

std::vector<Quantity> quantities(const Call& call, const ValueList& values, const std::string& what) {
  if (values.size() > most_points) fail(what + " has more points than a chart can show.");
  std::vector<Quantity> result;
  for (const Value& value : values) result.push_back(to_quantity(call, value, what));
  return result;
}

Series series_of(const Call& call, const Value& value, const std::string& what) {
  Fields fields(what, value);
  fields.only({"name", "values"});
  return {fields.text("name"), quantities(call, fields.list("values"), what)};
}

// series = {{name=, values=}, …}, or values = {…} with name = for a single one.
std::vector<Series> all_series(const Call& call, const Fields& fields, std::string_view key, std::size_t length) {
  std::vector<Series> result;
  if (fields.find("values"))
    result.push_back({fields.text_or("name", "Value"), quantities(call, fields.list("values"), fields.what("values"))});
  for (const Value& value : fields.list(key)) result.push_back(series_of(call, value, fields.what(key)));
  if (result.empty()) fail(fmt::format("{}: nothing to draw; give {} or values.", fields.function(), key));
  for (const Series& series : result)
    if (series.values.size() != length)
      fail(fmt::format("{}: “{}” has {} values for {} points.", fields.function(), series.name, series.values.size(),
                       length));
  return result;
}

std::vector<double> plain_numbers(const Call& call, const ValueList& values, const std::string& what) {
  std::vector<double> result;
  for (const auto& quantity : quantities(call, values, what)) result.push_back(quantity.value);
  return result;
}

Cell number_cell(const Quantity& quantity) {
  if (!quantity.available()) return {NotAvailable{"not available"}};
  return cell(quantity);
}

// One row per point, one column per series.
Table point_table(const std::string& heading, const std::vector<std::string>& points, const std::vector<Series>& all) {
  Table table;
  table.columns.push_back({heading, Column::Kind::text, {}, true});
  for (const Series& series : all) {
    const std::string unit = series.values.empty() ? "" : series.values.front().format.unit;
    table.columns.push_back({series.name, Column::Kind::number, unit, false});
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::vector<Cell> row = {cell(long_month(points[i]))};
    for (const Series& series : all) row.push_back(number_cell(series.values[i]));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Blocks chart_block(const Call& call, Chart chart, Table data) {
  Figure figure;
  figure.chart = std::move(chart);
  figure.data = std::move(data);
  return one(call, std::move(figure));
}

Blocks bar_chart(Call& call, Value options) {
  Fields fields("document.bar_chart", std::move(options));
  fields.only({"categories", "series", "values", "name", "intervals", "horizontal", "axis"});
  BarChart chart;
  chart.categories = fields.texts("categories");
  chart.series = all_series(call, fields, "series", chart.categories.size());
  for (const Value& interval : fields.list("intervals")) {
    const auto* pair = std::get_if<ValueList>(&interval.data);
    if (!pair || pair->size() != 2) fail("An interval is a pair {lower, upper}.");
    const auto ends = plain_numbers(call, *pair, fields.what("intervals"));
    chart.intervals.emplace_back(ends[0], ends[1]);
  }
  if (!chart.intervals.empty() && chart.intervals.size() != chart.categories.size())
    fail(fmt::format("{} intervals for {} categories.", chart.intervals.size(), chart.categories.size()));
  chart.horizontal = fields.flag_or("horizontal", true);
  chart.value_axis = fields.text_or("axis", "");
  Table data = point_table("Category", chart.categories, chart.series);
  return chart_block(call, std::move(chart), std::move(data));
}

Blocks line_chart(Call& call, Value options) {
  Fields fields("document.line_chart", std::move(options));
  fields.only({"periods", "series", "values", "name", "axis"});
  LineChart chart;
  chart.periods = fields.texts("periods");
  chart.series = all_series(call, fields, "series", chart.periods.size());
  chart.value_axis = fields.text_or("axis", "");
  Table data = point_table("Period", chart.periods, chart.series);
  return chart_block(call, std::move(chart), std::move(data));
}

Blocks control_chart(Call& call, Value options) {
  Fields fields("document.control_chart", std::move(options));
  fields.only({"periods", "values", "name", "limits", "baseline", "axis"});
  ControlChart chart;
  chart.periods = fields.texts("periods");
  const std::size_t length = chart.periods.size();
  chart.values = all_series(call, fields, "series", length).front();
  const Fields limits(fields.what("limits"), fields.required("limits"));
  Series lower{"Lower limit", quantities(call, limits.list("lower"), limits.what("lower"))};
  Series upper{"Upper limit", quantities(call, limits.list("upper"), limits.what("upper"))};
  if (lower.values.size() != length || upper.values.size() != length)
    fail("document.control_chart: limits needs a lower and an upper limit for each period.",
         {"Pass what statistics.c_chart, u_chart, laney_u_chart or xmr_chart returned."});
  chart.centre = to_quantity(call, limits.required("centre"), limits.what("centre"));
  const ValueList signals = limits.list("signals");
  for (std::size_t i = 0; i < length; ++i) {
    chart.lower.push_back(lower.values[i].value);
    chart.upper.push_back(upper.values[i].value);
    const double value = chart.values.values[i].value;
    const bool* signal = i < signals.size() ? std::get_if<bool>(&signals[i].data) : nullptr;
    chart.signals.push_back(signal ? *signal : value < chart.lower.back() || value > chart.upper.back());
  }
  const double baseline = fields.number_or("baseline", 0);
  if (!(baseline >= 0 && baseline <= static_cast<double>(length))) fail("The baseline is longer than the series.");
  chart.baseline = static_cast<std::size_t>(baseline);
  chart.value_axis = fields.text_or("axis", "");
  Table data = point_table("Period", chart.periods, {chart.values, std::move(lower), std::move(upper)});
  return chart_block(call, std::move(chart), std::move(data));
}

Blocks small_multiples(Call& call, Value options) {
  Fields fields("document.small_multiples", std::move(options));
  fields.only({"periods", "panels", "shared_scale", "axis"});
  SmallMultiples chart;
  chart.periods = fields.texts("periods");
  chart.panels = all_series(call, fields, "panels", chart.periods.size());
  chart.shared_scale = fields.flag_or("shared_scale", false);
  chart.value_axis = fields.text_or("axis", "");
  Table data = point_table("Period", chart.periods, chart.panels);
  return chart_block(call, std::move(chart), std::move(data));
}

// ---- Map
// ------------------------------------------------------------------------------------------------------------------

NumberFormat legend_format(const Fields& fields) {
  const std::string style = fields.text_or("format", "count");
  const std::vector<std::string> styles = {"count", "decimal", "percent", "rate", "money"};
  const auto found = std::find(styles.begin(), styles.end(), style);
  if (found == styles.end()) fail(fmt::format("“{}” is no number format.", style), {suggestion(style, styles)});
  NumberFormat format;
  format.style = static_cast<NumberFormat::Style>(found - styles.begin());
  format.decimals = static_cast<int>(fields.number_or("decimals", format.style == NumberFormat::Style::count ? 0 : 1));
  return format;
}

// Quantities by the code or the name of an area: from a Result grouped by the map's level, or {["E01…"] = q}.
std::map<std::string, Quantity> area_values(const Call& call, const Fields& fields) {
  std::map<std::string, Quantity> values;
  const Value& given = fields.required("values");
  if (const auto* result = std::get_if<ResultPtr>(&given.data)) {
    if ((*result)->keys.size() != 1) fail(fields.what("values") + " needs a query grouped by one dimension.");
    for (const auto& label : (*result)->keys.front().labels) values[label] = quantity_at(*result, {label});
    return values;
  }
  const Fields areas(fields.what("values"), given);
  for (const auto& [area, value] : areas.all()) values[area] = to_quantity(call, value, areas.what(area));
  return values;
}

Table shade(const Call& call, const Fields& fields, MapChart& chart) {
  const auto values = area_values(call, fields);
  Table table;
  table.columns = {{"Area", Column::Kind::text, {}, true},
                   {fields.text_or("legend", "Value"), Column::Kind::number, {}, false}};
  std::size_t matched = 0;
  for (const Boundary& area : chart.boundaries->areas) {
    auto found = values.find(area.code);
    if (found == values.end()) found = values.find(area.name);
    matched += found != values.end();
    chart.values.push_back(found == values.end() ? constant(std::nan(""), "no value for this area") : found->second);
    if (found != values.end())
      table.rows.push_back({cell(area.name.empty() ? area.code : area.name), number_cell(chart.values.back())});
  }
  if (matched == 0 && !values.empty())
    fail(fmt::format("None of the {} values is of an area on the map, such as “{}”.", values.size(),
                     chart.boundaries->areas.empty() ? "" : chart.boundaries->areas.front().code));
  return table;
}

Table add_lattice(const Call& call, const Fields& fields, MapChart& chart) {
  Table table;
  table.columns = {{"Cell, south-west corner", Column::Kind::text, {}, true},
                   {fields.text_or("legend", "Value"), Column::Kind::number, {}, false},
                   {"Beyond chance", Column::Kind::text, {}, false}};
  const ValueList cells = fields.list("lattice");
  if (cells.size() > most_points * 10) fail("The lattice has more cells than a map can show.");
  for (const Value& value : cells) {
    Fields one_cell(fields.what("lattice"), value);
    one_cell.only({"easting", "northing", "value", "highlighted"});
    const Quantity quantity = to_quantity(call, one_cell.required("value"), one_cell.what("value"));
    const LatticeCell drawn{one_cell.number_or("easting", 0), one_cell.number_or("northing", 0), quantity.value,
                            one_cell.flag_or("highlighted", false)};
    chart.lattice.push_back(drawn);
    // The table lists what the reader is meant to see; the cells in between are the picture's.
    if (drawn.highlighted)
      table.rows.push_back({cell(fmt::format("E {:.0f} N {:.0f}", drawn.easting, drawn.northing)),
                            number_cell(quantity), cell(std::string("yes"))});
  }
  return table;
}

Blocks map(Call& call, Value options) {
  Fields fields("document.map", std::move(options));
  fields.only({"boundaries", "values", "lattice", "cell_size", "breaks", "legend", "format", "decimals"});
  MapChart chart;
  if (const Value* boundaries = fields.find("boundaries")) {
    const auto* held = std::get_if<BoundariesPtr>(&boundaries->data);
    if (!held) fail(fields.what("boundaries") + " must come from data.boundaries.");
    chart.boundaries = *held;
  }
  chart.class_breaks = plain_numbers(call, fields.list("breaks"), fields.what("breaks"));
  if (!std::is_sorted(chart.class_breaks.begin(), chart.class_breaks.end())) fail("The breaks of a map ascend.");
  chart.legend_title = fields.text_or("legend", "");
  chart.legend_format = legend_format(fields);
  Table data;
  if (fields.find("values")) {
    if (!chart.boundaries) fail("A shaded map needs boundaries.", {"data.boundaries gives nil when none are held."});
    data = shade(call, fields, chart);
  }
  if (fields.find("lattice")) {
    chart.cell_size = fields.number_or("cell_size", 0);
    if (!(chart.cell_size > 0)) fail("A lattice needs a cell_size in metres.");
    Table cells = add_lattice(call, fields, chart);
    if (!fields.find("values")) data = std::move(cells);
  }
  return chart_block(call, std::move(chart), std::move(data));
}

constexpr ApiFunction functions[] = {
    {"bar_chart",
     "{categories=, series={{name=, values=}, …} | values=, name=, intervals=, horizontal=true, axis=} -> chart",
     "Bars; intervals = {{lower, upper}, …} of the first series are drawn as whiskers.", bound<bar_chart>},
    {"line_chart", "{periods=, series={{name=, values=}, …} | values=, name=, axis=} -> chart",
     "Lines over periods \"2020-07\". A value that is not available leaves a gap.", bound<line_chart>},
    {"control_chart", "{periods=, values=, limits=, name=, baseline=, axis=} -> chart",
     "A control chart; limits is what statistics.c_chart and its kind return, baseline the number of points that set "
     "them.",
     bound<control_chart>},
    {"small_multiples", "{periods=, panels={{name=, values=}, …}, shared_scale=false, axis=} -> chart",
     "One small line chart per panel.", bound<small_multiples>},
    {"map",
     "{boundaries=, values=, lattice=, cell_size=, breaks=, legend=, "
     "format=\"count\"|\"decimal\"|\"percent\"|\"rate\"|\"money\", "
     "decimals=} -> chart",
     "Areas shaded by values (a Result grouped by the map's level, or {[code or name] = Quantity}), or a lattice "
     "{{easting=, "
     "northing=, value=, highlighted=}, …} of square cells over the outlines, in metres on the British National Grid.",
     bound<map>},
};

}  // namespace

std::span<const ApiFunction> chart_table() {
  return functions;
}

}  // namespace hallmark::script
