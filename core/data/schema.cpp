#include "data/schema.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/hash.h"
#include "base/text.h"
#include "base/yaml.h"
#include "data/comparison.h"

namespace hallmark::data {

namespace {

constexpr std::array<std::pair<std::string_view, ColumnType>, 7> column_types = {{
    {"category", ColumnType::category},
    {"month", ColumnType::month},
    {"longitude", ColumnType::longitude},
    {"latitude", ColumnType::latitude},
    {"text", ColumnType::text},
    {"identifier", ColumnType::identifier},
    {"number", ColumnType::number},
}};

// The value of a key out of few words.
template <std::size_t N, typename T>
T one_of(const Yaml& yaml, const std::array<std::pair<std::string_view, T>, N>& words) {
  std::vector<std::string> known;
  for (const auto& [word, value] : words) {
    if (yaml.text() == word) return value;
    known.emplace_back(word);
  }
  yaml.fail(fmt::format("“{}” is not one of the words known here.", yaml.text()), {suggestion(yaml.text(), known)});
}

template <std::size_t N, typename T>
T one_of(const Yaml& yaml, std::string_view key, T otherwise,
         const std::array<std::pair<std::string_view, T>, N>& words) {
  const Yaml* value = yaml.find(key);
  return value ? one_of(*value, words) : otherwise;
}

std::pair<double, double> range_of(const Yaml& yaml) {
  if (yaml.items().size() != 2) yaml.fail("A range is written [lowest, highest].");
  const std::pair range{yaml.items()[0].number(), yaml.items()[1].number()};
  if (!(range.first <= range.second)) yaml.fail("The range's lowest value is above its highest.");
  return range;
}

bool is_dimension_name(std::string_view name) {
  return !name.empty() && std::islower(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

SchemaColumn column_of(const Yaml& yaml) {
  yaml.only({"header", "name", "type", "required", "codes", "unknown", "pattern", "range", "first_month", "optional",
             "blank"});
  SchemaColumn column;
  column.header = yaml.required("header").text();
  column.name = yaml.required("name").text();
  if (!is_dimension_name(column.name))
    yaml.required("name").fail("A column's name is written in lower case with underscores: crime_type.");
  column.type = one_of(yaml.required("type"), column_types);
  column.required = yaml.boolean_or("required", false);
  column.optional = yaml.boolean_or("optional", false);
  column.pattern = yaml.text_or("pattern", "");
  column.why_blank = yaml.text_or("blank", "");
  if (const Yaml* codes = yaml.find("codes")) column.codes = codes->texts();
  column.quarantine_unknown = one_of<2, bool>(yaml, "unknown", false, {{{"accept", false}, {"quarantine", true}}});
  if (const Yaml* range = yaml.find("range")) column.range = range_of(*range);
  if (const Yaml* first = yaml.find("first_month")) {
    column.first_month = first->text();
    if (!is_month(column.first_month)) first->fail("A month is written YYYY-MM: 2010-12.");
  }
  return column;
}

ForbiddenColumn forbidden_of(const Yaml& yaml) {
  yaml.only({"header", "action", "reason"});
  ForbiddenColumn column;
  column.header = yaml.required("header").text();
  column.refuse = one_of<2, bool>(yaml, "action", true, {{{"refuse", true}, {"drop", false}}});
  column.reason = yaml.text_or("reason", "");
  return column;
}

void refuse_repeats(const Yaml& columns, const DatasetSchema& schema) {
  for (std::size_t i = 0; i < schema.columns.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto& [a, b] = std::tie(schema.columns[i], schema.columns[j]);
      if (a.name == b.name) columns.items()[i].fail(fmt::format("The name “{}” is given to two columns.", a.name));
      if (to_lower(a.header) == to_lower(b.header))
        columns.items()[i].fail(fmt::format("The header “{}” stands twice in the list.", a.header));
    }
}

// A role is played by one of the dataset's own columns.
std::string role(const Yaml& yaml, std::string_view key, const DatasetSchema& schema) {
  const std::string name = yaml.text_or(key, "");
  if (name.empty() || schema.find(name)) return name;
  std::vector<std::string> known;
  for (const auto& column : schema.columns) known.push_back(column.name);
  yaml.find(key)->fail(fmt::format("{} names the column “{}”, which the dataset does not have.", key, name),
                       {suggestion(name, known)});
}

// "YYYY-MM" in a file name pattern stands for a month; the rest is a pattern of * and ?.
constexpr std::string_view month_mark = "YYYY-MM";

}  // namespace

const SchemaColumn* DatasetSchema::find(std::string_view dimension) const {
  for (const auto& column : columns)
    if (column.name == dimension) return &column;
  return nullptr;
}

const SchemaColumn* DatasetSchema::find(ColumnType type) const {
  for (const auto& column : columns)
    if (column.type == type) return &column;
  return nullptr;
}

DatasetSchema parse_schema(std::string_view text, const std::string& file) {
  const Yaml yaml = Yaml::parse(text, file);
  yaml.only({"name", "title", "supplier", "statutory_basis", "licence", "sensitivity", "disclosure_threshold", "grain",
             "file_names", "supplier_column", "area_column", "area_name_column", "columns", "never"});
  DatasetSchema schema;
  schema.sha256 = hallmark::sha256(text);
  schema.where = yaml.where();
  schema.name = yaml.required("name").text();
  if (!is_dimension_name(schema.name))
    yaml.required("name").fail("A dataset's name is written in lower case with underscores: police_street_crime.");
  schema.title = yaml.text_or("title", schema.name);
  schema.supplier = yaml.required("supplier").text();
  schema.statutory_basis = yaml.required("statutory_basis").text();
  schema.licence = yaml.text_or("licence", "");
  schema.sensitivity = read_marking(yaml.required("sensitivity"));
  const long long threshold = yaml.integer_or("disclosure_threshold", 0);
  if (threshold != 0)
    yaml.find("disclosure_threshold")
        ->fail("This dataset asks for disclosure control, which Hallmark does not do yet, so it cannot be read.",
               {"Only datasets whose counts may be published as they are, with disclosure_threshold: 0, can be used."});
  schema.grain = one_of<2, std::string_view>(yaml, "grain", "month", {{{"month", "month"}, {"year", "year"}}});
  if (const Yaml* names = yaml.find("file_names")) schema.file_names = names->texts();
  const Yaml& columns = yaml.required("columns");
  for (const Yaml& column : columns.items()) schema.columns.push_back(column_of(column));
  if (schema.columns.empty()) columns.fail("A dataset has at least one column.");
  refuse_repeats(columns, schema);
  if (const Yaml* never = yaml.find("never"))
    for (const Yaml& column : never->items()) schema.never.push_back(forbidden_of(column));
  schema.supplier_column = role(yaml, "supplier_column", schema);
  schema.area_column = role(yaml, "area_column", schema);
  schema.area_name_column = role(yaml, "area_name_column", schema);
  return schema;
}

std::vector<DatasetSchema> load_schemas(const FileSystem& files, const std::string& folder) {
  std::vector<DatasetSchema> schemas;
  for (const auto& name : files.list(folder)) {
    if (file_extension(name) != ".yaml") continue;
    const std::string path = join_path(folder, name);
    schemas.push_back(parse_schema(files.read(path), path));
  }
  return schemas;
}

const DatasetSchema& find_schema(const std::vector<DatasetSchema>& schemas, std::string_view name) {
  std::vector<std::string> known;
  for (const auto& schema : schemas) {
    if (schema.name == name) return schema;
    known.push_back(schema.name);
  }
  throw Error(ExitCode::configuration, fmt::format("There is no dataset “{}”.", name), {suggestion(name, known)});
}

FileNameMatch match_file_name(const DatasetSchema& schema, std::string_view file_name) {
  for (const auto& pattern : schema.file_names) {
    const std::size_t mark = pattern.find(month_mark);
    if (mark == std::string::npos) {
      if (matches_pattern(file_name, pattern)) return {true, ""};
      continue;
    }
    // The mark is as long as what it stands for; before it a pattern may only hold plain characters.
    if (file_name.size() < mark + month_mark.size()) continue;
    const std::string month(file_name.substr(mark, month_mark.size()));
    std::string plain = pattern;
    plain.replace(mark, month_mark.size(), month);
    if (is_month(month) && matches_pattern(file_name, plain)) return {true, month};
  }
  return {};
}

std::vector<std::string> dimensions(const DatasetSchema& schema) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  };
  for (const auto& column : schema.columns)
    if (column.type != ColumnType::text && column.type != ColumnType::identifier && column.type != ColumnType::number)
      add(column.name);
  if (schema.find(ColumnType::month))
    for (const char* name : {"quarter", "year", "financial_year", "rolling_year"}) add(name);
  if (!schema.area_column.empty())
    for (const char* name : {"local_authority", "local_authority_code", "partnership", "partnership_code"}) add(name);
  if (schema.find(ColumnType::longitude) && schema.find(ColumnType::latitude))
    for (const char* name : {"point", "cell(250)"}) add(name);
  return names;
}

}  // namespace hallmark::data
