#include <algorithm>

#include "data/contents.h"

namespace hallmark::data {

std::vector<std::string> columns_behind(const DatasetSchema& schema, const std::vector<std::string>& dimensions) {
  std::vector<std::string> columns;
  const auto add = [&](const SchemaColumn* column) {
    if (column) columns.push_back(column->name);
  };
  for (const auto& name : dimensions) {
    if (const SchemaColumn* column = schema.find(name)) {
      add(column);
    } else if (name == "quarter" || name == "year" || name == "financial_year" || name == "rolling_year") {
      add(schema.find(ColumnType::month));
    } else if (name.rfind("local_authority", 0) == 0 || name.rfind("partnership", 0) == 0) {
      add(schema.find(schema.area_column));
      add(schema.find(schema.area_name_column));
    } else if (name == "point" || name.rfind("cell(", 0) == 0) {
      add(schema.find(ColumnType::longitude));
      add(schema.find(ColumnType::latitude));
    }
  }
  return columns;
}

std::vector<std::string> dimensions_of(const std::vector<Query>& queries) {
  std::vector<std::string> names;
  for (const auto& query : queries) {
    for (const auto& filter : query.where) names.push_back(filter.dimension);
    names.insert(names.end(), query.by.begin(), query.by.end());
    if (!query.measure.column.empty()) names.push_back(query.measure.column);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  // Empty would stand for all columns; a dataset's month is always loaded.
  if (names.empty()) names.push_back("month");
  return names;
}

}  // namespace hallmark::data
