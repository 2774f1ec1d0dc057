// What a dataset may hold, as its YAML in knowledge_base/datasets/ declares it: supplier, columns, what must never
// appear, how its files are recognised.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/marking.h"
#include "hallmark/error.h"

namespace hallmark::data {

enum class ColumnType {
  category,   // a label out of few; becomes a dimension, stored as a code
  month,      // "2020-07"; becomes the dimension month and those derived from it
  longitude,  // decimal degrees, WGS84; with latitude becomes point and cell(N)
  latitude,
  text,        // free text: read past, never stored
  identifier,  // a record's own key: never stored; on request a 64-bit hash of it
  number,      // a measure for sum()
};

struct SchemaColumn {
  std::string header;  // as published: "Last outcome category"
  std::string name;    // the dimension: "outcome"
  ColumnType type = ColumnType::category;
  bool required = false;            // a blank value sends the row to quarantine
  std::vector<std::string> codes;   // the code list; empty: any label
  bool quarantine_unknown = false;  // a label outside the code list: quarantine, or (default) accept and report
  std::string pattern;              // letters A (upper case), a (lower case), 9 (digit), others themselves; empty: any
  std::optional<std::pair<double, double>> range;  // of coordinates and numbers, inclusive
  std::string first_month;  // of a month column: earlier months are errors of typing; empty: none
  bool optional = false;    // a file may lack the column; its values are then blank
  std::string why_blank;    // for readers, where the supplier leaves it blank on purpose; may be empty
};

struct ForbiddenColumn {
  std::string header;
  bool refuse = true;  // refuse the file, or drop the column
  std::string reason;
};

struct DatasetSchema {
  std::string name;   // "police_street_crime"
  std::string title;  // "Street-level crime (police.uk)"
  std::string supplier;
  std::string statutory_basis;
  std::string licence;
  Marking sensitivity = Marking::open;  // its numbers stand only in documents so marked, or above
  int disclosure_threshold = 0;
  std::string grain = "month";
  std::vector<std::string> file_names;  // "YYYY-MM-*-street.csv": a month in the name must be the month of every row
  std::vector<SchemaColumn> columns;    // in the order published
  std::vector<ForbiddenColumn> never;
  std::string supplier_column;   // coverage counts by it: "reported_by"; may be empty
  std::string area_column;       // LSOA codes: "lsoa"; may be empty
  std::string area_name_column;  // LSOA names: "lsoa_name"; may be empty
  std::string sha256;            // of the YAML; empty for a schema that was not parsed
  SourceLocation where;

  const SchemaColumn* find(std::string_view dimension) const;  // null when absent
  const SchemaColumn* find(ColumnType type) const;             // the first of a type
};

// Throws Error(ExitCode::configuration) with the place and a suggestion for anything the schema language does not know.
DatasetSchema parse_schema(std::string_view yaml, const std::string& file);

// Every *.yaml in a folder, sorted by name.
std::vector<DatasetSchema> load_schemas(const FileSystem& files, const std::string& folder);

// The schema called `name`, or an error with a suggestion.
const DatasetSchema& find_schema(const std::vector<DatasetSchema>& schemas, std::string_view name);

// Whether a file name (not a path) is one of the dataset's, and the month it states ("" for none).
struct FileNameMatch {
  bool matches = false;
  std::string month;
};
FileNameMatch match_file_name(const DatasetSchema& schema, std::string_view file_name);

// Every dimension a query over the dataset may name: columns, then derived ones ("cell(250)" stands for any size).
std::vector<std::string> dimensions(const DatasetSchema& schema);

}  // namespace hallmark::data
