#include "document/chart_fence.h"

#include <charconv>

#include "base/text.h"
#include "base/yaml.h"

namespace hallmark::document {

namespace {

// A number as typed: as many decimals as were typed.
Quantity typed_number(const Yaml& yaml, const SourceLocation& where) {
  const std::string& text = yaml.text();
  const std::size_t point = text.find('.');
  const int decimals = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  NumberFormat format = NumberFormat::count();
  if (decimals > 0) format = {NumberFormat::Style::decimal, decimals, false, {}};
  return constant(yaml.number(), fmt::format("{}:{}", where.file, where.line), format);
}

Quantity read_value(const Source& source, const Yaml& yaml) {
  if (yaml.is_null()) return {};
  const Quantity* placed = nullptr;
  bool plain = false;
  source.pieces(
      yaml.text(), [&](std::string_view) { plain = true; },
      [&](const Insert& insert) {
        const auto* inlines = std::get_if<Inlines>(&insert.content);
        const auto* number =
            inlines != nullptr && inlines->size() == 1 ? std::get_if<Number>(&inlines->front().node) : nullptr;
        if (number == nullptr) source.fail(insert, "A chart's value must be a number.");
        placed = &number->quantity;
      });
  if (placed != nullptr && plain) yaml.fail("A chart's value must be one number and nothing else.");
  return placed != nullptr ? *placed : typed_number(yaml, source.at(yaml.where().line));
}

struct ChartData {
  std::vector<std::string> headings;  // of the categories, then of each series
  std::vector<std::string> categories;
  std::vector<Series> series;
};

void read_row(const Source& source, const Yaml& row, ChartData& data) {
  const std::size_t width = data.headings.size();
  if (row.items().size() != width)
    row.fail(fmt::format("This row of data has {} values; {} are expected: {}.", row.items().size(), width,
                         join(data.headings, ", ")));
  data.categories.push_back(source.resolve(row.items().front().text(), "a chart"));
  for (std::size_t i = 1; i < width; ++i) data.series[i - 1].values.push_back(read_value(source, row.items()[i]));
}

ChartData read_data(const Source& source, const Yaml& yaml) {
  ChartData data;
  const Yaml& rows = yaml.required("data");
  const Yaml* columns = yaml.find("columns");
  if (columns != nullptr)
    for (const std::string& heading : columns->texts()) data.headings.push_back(source.resolve(heading, "a chart"));
  else
    data.headings = {"Category", "Value"};
  if (data.headings.size() < 2) columns->fail("A chart has at least two columns: its categories and one series.");
  for (std::size_t i = 1; i < data.headings.size(); ++i) data.series.push_back({data.headings[i], {}});
  if (rows.kind() == Yaml::Kind::mapping) {
    if (data.series.size() != 1) rows.fail("Data with names for keys holds one series; write rows for several.");
    for (const auto& [category, value] : rows.entries()) {
      data.categories.push_back(source.resolve(category, "a chart"));
      data.series.front().values.push_back(read_value(source, value));
    }
  } else {
    for (const Yaml& row : rows.items()) read_row(source, row, data);
  }
  if (data.categories.empty()) rows.fail("This chart has no data.");
  return data;
}

Table data_table(const ChartData& data, const std::string& caption) {
  Table table;
  table.caption = caption;
  for (std::size_t i = 0; i < data.headings.size(); ++i)
    table.columns.push_back({data.headings[i], i == 0 ? Column::Kind::text : Column::Kind::number, {}, i == 0});
  for (std::size_t r = 0; r < data.categories.size(); ++r) {
    std::vector<Cell>& row = table.rows.emplace_back();
    row.push_back(cell(data.categories[r]));
    for (const Series& series : data.series) row.push_back(cell(series.values[r]));
  }
  return table;
}

Chart make_chart(const Yaml& yaml, const ChartData& data, std::string value_axis) {
  const std::string& type = yaml.required("type").text();
  if (type == "line") return LineChart{data.categories, data.series, std::move(value_axis)};
  if (type != "bar" && type != "column")
    yaml.required("type").fail(fmt::format("The chart type “{}” is not known.", type),
                               {suggestion(type, {"bar", "column", "line"})});
  return BarChart{data.categories, data.series, {}, type == "bar", std::move(value_axis)};
}

Figure read_figure(const Source& source, const Yaml& yaml) {
  yaml.only({"type", "title", "label", "alt", "description", "value_axis", "source", "columns", "data"});
  const auto words = [&](std::string_view key) { return source.resolve(yaml.text_or(key, ""), "a chart"); };
  const ChartData data = read_data(source, yaml);
  Figure figure;
  figure.title = words("title");
  figure.label = words("label");
  figure.alt = words("alt");
  figure.description = words("description");
  figure.source = words("source");
  figure.chart = make_chart(yaml, data, words("value_axis"));
  figure.data = data_table(data, figure.title);
  return figure;
}

}  // namespace

Figure read_chart_fence(const Source& source, std::string_view content, int first_line) {
  Figure figure;
  source.with_positions([&] { figure = read_figure(source, Yaml::parse(content, "", first_line)); });
  return figure;
}

}  // namespace hallmark::document
