// A workspace: a folder with hallmark.yaml, from which every document of a partnership can be built again.
//
//   partnership: South Yorkshire            # required: as it stands on the cover
//   area: [Barnsley, Doncaster]             # codes or names of local authorities or partnerships; empty: all held
//   brand: brand.yaml                       # or its keys themselves (brand.h)
//   marking: OFFICIAL                       # of documents whose template has none; on every page
//   period: {from: 2020-10, to: 2021-09}    # default: the last 12 months held
//   datasets:                               # default: files under data/ known by their names
//     police_street_crime: data/*.zip       # one path or pattern, or a list; folders mean all CSV files below them
//   areas:
//     lookup: [areas/lookup_lsoa11_ltla21.csv]
//     population: areas/population20_ltla21.csv
//     boundaries:
//       - {file: areas/lsoa11.geojson, level: lsoa, attribution: Contains OS data …, code: LSOA11CD, name: LSOA11NM}
//   schemas: [schemas]                      # folders of further dataset schemas
//   plugins: [plugins]                      # folders of further plugins, beside those shipped
//   templates: [templates]                  # folders of further templates
//   targets:                                # handed to templates as they stand
//     - {name: Burglary, change: -5%, by: 2022-03}
//
// Beside it: data/ with the records, case_studies/ with practice of its own (knowledge_base/case_study.h), initiatives/
// with what the partnership does (initiatives.h), areas/own_area.csv and areas/most_similar_groups.csv for likeness of
// areas (knowledge_base/similar_areas.h).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/yaml.h"
#include "hallmark/plugin.h"
#include "report/brand.h"

namespace hallmark::report {

struct DatasetFiles {
  std::string dataset;
  std::vector<std::string> patterns;  // relative to the workspace, as written
  SourceLocation where;
};

struct BoundaryFile {
  std::string path;  // relative to the workspace, as written
  std::string level, attribution, code_property, name_property;
  SourceLocation where;
};

struct AreaFile {
  std::string path;  // relative to the workspace, as written
  SourceLocation where;
};

struct Workspace {
  std::string folder = ".";  // as the user typed it
  std::string file;          // folder + "/hallmark.yaml"
  std::string sha256;        // of that as it was read
  std::string partnership;
  std::vector<std::string> area;
  Brand brand;
  std::string marking;
  std::string from, to;                // "YYYY-MM", both or neither
  std::vector<DatasetFiles> datasets;  // empty: by file names under data/
  std::vector<AreaFile> lookups;
  std::vector<AreaFile> populations;
  std::vector<BoundaryFile> boundaries;
  std::vector<std::string> schemas, plugins, templates;  // as written
  ValueList targets;

  std::string path(std::string_view relative) const { return join_path(folder, relative); }
};

inline constexpr std::string_view workspace_file = "hallmark.yaml";

// Throws Error(ExitCode::configuration): no hallmark.yaml (says how to make one), unknown keys with a suggestion, a
// month that is none, a colour that is none.
Workspace read_workspace(const FileSystem& files, const std::string& folder);

// A path pattern of the workspace to files, sorted: a file is itself, a folder stands for the CSV and zip files below
// it, anything else is a pattern of base/files.h. A pattern that matches nothing is Error(ExitCode::input) at its line.
std::vector<std::string> expand_pattern(const FileSystem& files, const Workspace& workspace, const std::string& pattern,
                                        const SourceLocation& where);

// YAML as a value for scripts: numbers and true/false become such, mappings and sequences tables.
Value to_value(const Yaml& yaml);

// The commented hallmark.yaml of `hallmark init`.
std::string workspace_template(std::string_view partnership);

}  // namespace hallmark::report
