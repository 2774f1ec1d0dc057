#include "report/workspace.h"

#include <algorithm>
#include <charconv>

#include "base/diagnostic.h"
#include "base/hash.h"
#include "base/marking.h"
#include "base/text.h"
#include "data/comparison.h"

namespace hallmark::report {

namespace {

std::vector<std::string> texts_or_none(const Yaml& root, std::string_view key) {
  const Yaml* value = root.find(key);
  return value == nullptr || value->is_null() ? std::vector<std::string>{} : value->texts();
}

std::vector<AreaFile> area_files(const Yaml& areas, std::string_view key) {
  std::vector<AreaFile> files;
  if (const Yaml* value = areas.find(key); value != nullptr)
    for (std::string& path : texts_or_none(areas, key)) files.push_back({std::move(path), value->where()});
  return files;
}

BoundaryFile boundary_file(const Yaml& entry) {
  if (entry.kind() == Yaml::Kind::scalar) return {entry.text(), {}, {}, {}, {}, entry.where()};
  entry.only({"file", "level", "attribution", "code", "name"});
  return {entry.required("file").text(), entry.text_or("level", ""), entry.text_or("attribution", ""),
          entry.text_or("code", ""),     entry.text_or("name", ""),  entry.where()};
}

void read_areas(const Yaml& areas, Workspace& workspace) {
  areas.only({"lookup", "population", "boundaries"});
  workspace.lookups = area_files(areas, "lookup");
  workspace.populations = area_files(areas, "population");
  const Yaml* boundaries = areas.find("boundaries");
  if (boundaries == nullptr || boundaries->is_null()) return;
  if (boundaries->kind() == Yaml::Kind::sequence)
    for (const Yaml& entry : boundaries->items()) workspace.boundaries.push_back(boundary_file(entry));
  else
    workspace.boundaries.push_back(boundary_file(*boundaries));
}

void read_period(const Yaml& period, Workspace& workspace) {
  period.only({"from", "to"});
  for (const auto& [key, member] : {std::pair{"from", &workspace.from}, std::pair{"to", &workspace.to}}) {
    const Yaml& month = period.required(key);
    *member = month.text();
    if (!data::is_month(*member))
      month.fail(fmt::format("“{}” is no month.", *member), {"Write year and month, such as 2020-10."});
  }
  if (workspace.from > workspace.to)
    period.fail(fmt::format("The period ends ({}) before it begins ({}).", workspace.to, workspace.from));
}

void read_datasets(const Yaml& datasets, Workspace& workspace) {
  if (datasets.kind() != Yaml::Kind::mapping)
    datasets.fail("Datasets with their files are expected here.", {"For example: police_street_crime: data/*.zip"});
  for (const auto& [name, files] : datasets.entries())
    workspace.datasets.push_back({name, files.texts(), files.where()});
}

Workspace from_yaml(const FileSystem& files, const Yaml& root, const std::string& folder) {
  root.only({"partnership", "area", "marking", "brand", "period", "datasets", "areas", "schemas", "plugins",
             "templates", "targets"});
  Workspace workspace;
  workspace.folder = folder;
  workspace.partnership = root.required("partnership").text();
  workspace.area = texts_or_none(root, "area");
  const auto section = [&](std::string_view key, auto read) {
    if (const Yaml* value = root.find(key); value != nullptr && !value->is_null()) read(*value, workspace);
  };
  if (const Yaml* marking = root.find("marking"); marking != nullptr && !marking->is_null()) {
    read_marking(*marking);
    workspace.marking = marking->text();
  }
  section("brand", [&](const Yaml& brand, Workspace& read) { read.brand = read_brand(files, brand, folder); });
  section("period", read_period);
  section("datasets", read_datasets);
  section("areas", read_areas);
  workspace.schemas = texts_or_none(root, "schemas");
  workspace.plugins = texts_or_none(root, "plugins");
  workspace.templates = texts_or_none(root, "templates");
  if (const Yaml* targets = root.find("targets"); targets != nullptr && !targets->is_null()) {
    if (targets->kind() != Yaml::Kind::sequence) targets->fail("A list of targets is expected here.");
    workspace.targets = std::get<ValueList>(to_value(*targets).data);
  }
  if (workspace.brand.organisation.empty()) workspace.brand.organisation = workspace.partnership;
  return workspace;
}

}  // namespace

Value to_value(const Yaml& yaml) {
  switch (yaml.kind()) {
    case Yaml::Kind::null:
      return {};
    case Yaml::Kind::sequence: {
      ValueList list;
      for (const Yaml& item : yaml.items()) list.push_back(to_value(item));
      return {std::move(list)};
    }
    case Yaml::Kind::mapping: {
      ValueMap map;
      for (const auto& [key, member] : yaml.entries()) map.emplace(key, to_value(member));
      return {std::move(map)};
    }
    case Yaml::Kind::scalar:
      break;
  }
  const std::string& text = yaml.text();
  if (text == "true" || text == "false") return {text == "true"};
  double number = 0;
  const char* end = text.data() + text.size();
  if (const auto result = std::from_chars(text.data(), end, number); result.ec == std::errc{} && result.ptr == end)
    return {number};
  return {text};
}

Workspace read_workspace(const FileSystem& files, const std::string& folder) {
  const std::string path = join_path(folder, workspace_file);
  if (!files.exists(path)) {
    if (!files.is_folder(folder))
      throw Error(ExitCode::configuration, fmt::format("There is no folder “{}”.", folder),
                  {fmt::format("`hallmark init {}` makes a workspace there.", folder)});
    throw Error(ExitCode::configuration,
                fmt::format("{} is no workspace: it has no {}.",
                            folder == "." ? "This folder" : fmt::format("“{}”", folder), workspace_file),
                {fmt::format("`hallmark init {}` makes one; -C FOLDER names another.", folder)});
  }
  const std::string text = files.read(path);
  try {
    Workspace workspace = from_yaml(files, Yaml::parse(text, path), folder);
    workspace.file = path;
    workspace.sha256 = sha256(text);
    return workspace;
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    if (diagnostic.where.file == path) quote_source(diagnostic, text);
    throw Error(error.code(), std::move(diagnostic));
  }
}

std::vector<std::string> expand_pattern(const FileSystem& files, const Workspace& workspace, const std::string& pattern,
                                        const SourceLocation& where) {
  const std::string path = workspace.path(pattern);
  if (files.exists(path)) return {path};
  std::vector<std::string> found;
  if (pattern.find_first_of("*?") != std::string::npos) {
    found = pattern.starts_with('/') ? glob(files, "/", std::string_view(pattern).substr(1))
                                     : glob(files, workspace.folder, pattern);
    if (!found.empty()) return found;
    throw Error(ExitCode::input, fmt::format("No file matches “{}”.", path), {}, where);
  }
  throw Error(ExitCode::input, fmt::format("“{}” does not exist.", path), {}, where);
}

std::string workspace_template(std::string_view partnership) {
  std::string quoted;
  for (const char c : partnership) quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return fmt::format(
      R"(# A Hallmark workspace. Everything a report is made from is named here or lies in this folder, so that whoever comes
# after you can make every document again. Lines that begin with # are notes; take the # away to use them.

# As it stands on the cover.
partnership: "{}"

# The local authorities or Community Safety Partnerships the reports are about, by name or ONS code.
# Without this: every area that the records mention.
# area: [Barnsley, Doncaster]

# How documents look and who answers for them; the keys may stand in a file of their own instead (brand: brand.yaml).
# brand:
#   organisation: Safer Barnsley Partnership   # who publishes; the partnership unless stated
#   colour: "#206095"                          # of headings and charts; text must be readable on it
#   logo: logo.png                             # or {{file: logo.svg, pdf: logo.png, alt: Safer Barnsley}}
#   contact: {{name: Press office, email: press@example.org, phone: 0114 000 0000}}
#   boilerplate: Safer Barnsley is the council, police, fire, health and probation working together.

# Protective marking of documents whose template states none: PUBLIC, OFFICIAL, OFFICIAL-SENSITIVE or RESTRICTED. It
# stands on every page, and nothing marked above it can enter the document.
# marking: OFFICIAL

# The months reported on. Without this: the last twelve months held.
# period: {{from: 2020-10, to: 2021-09}}

# Drop a police.uk download (the zip as it comes, or its folders) into data/ and it is found by its file names.
# Name the files where they lie elsewhere:
# datasets:
#   police_street_crime: data/*.zip

# Without a lookup the local authority is taken from the LSOA's name. Rates need a lookup and a population; maps need
# boundaries. All as the Office for National Statistics publishes them.
# areas:
#   lookup: areas/lsoa_to_local_authority.csv
#   population: areas/population.csv
#   boundaries:
#     - file: areas/lsoa.geojson
#       level: lsoa
#       attribution: Contains OS data © Crown copyright and database right

# Folders of your own, beside what comes with Hallmark:
# plugins: [plugins]
# templates: [templates]

# Practice of your own: case_studies/*.md, as `hallmark practice new` starts them. A published list of areas like yours:
# put it into areas/most_similar_groups.csv (code,similar_code,rank); without one Hallmark's own model is used.

# What the partnership does and who is told of it: initiatives/*.yaml, where example.yaml shows how.

# Handed to templates as they stand:
# targets:
#   - {{name: Burglary, change: -5%, by: 2022-03}}
)",
      quoted);
}

}  // namespace hallmark::report
