#include "report/records.h"

#include <algorithm>

#include "base/text.h"
#include "data/discovery.h"

namespace hallmark::report {

namespace {

constexpr std::string_view data_folder = "data";

std::vector<std::string> names(const std::vector<data::DatasetSchema>& schemas) {
  std::vector<std::string> out;
  for (const data::DatasetSchema& schema : schemas) out.push_back(schema.name);
  return out;
}

Error nothing_held(const Workspace& workspace, const std::vector<data::DatasetSchema>& schemas) {
  std::vector<std::string> patterns;
  for (const data::DatasetSchema& schema : schemas)
    patterns.insert(patterns.end(), schema.file_names.begin(), schema.file_names.end());
  return Error(ExitCode::no_data, fmt::format("There are no records in “{}”.", workspace.path(data_folder)),
               {"Drop a police.uk download into it: the zip as it comes, or its folders.",
                fmt::format("File names known: {}.", join(patterns, ", "))});
}

std::vector<data::DatasetSource> named_datasets(const FileSystem& files, const Workspace& workspace,
                                                const std::vector<data::DatasetSchema>& schemas) {
  std::vector<data::DatasetSource> sources;
  for (const DatasetFiles& dataset : workspace.datasets) {
    const auto schema = std::find_if(schemas.begin(), schemas.end(),
                                     [&](const data::DatasetSchema& known) { return known.name == dataset.dataset; });
    if (schema == schemas.end())
      throw Error(ExitCode::configuration, fmt::format("No dataset is called “{}”.", dataset.dataset),
                  {suggestion(dataset.dataset, names(schemas))}, dataset.where);
    data::DatasetSource source{*schema, {}};
    for (const std::string& pattern : dataset.patterns)
      for (std::string& path : expand_pattern(files, workspace, pattern, dataset.where))
        source.paths.push_back(std::move(path));
    sources.push_back(std::move(source));
  }
  return sources;
}

// Every dataset that has files below data/, by their names.
std::vector<data::DatasetSource> recognised_datasets(const FileSystem& files, const Workspace& workspace,
                                                     const std::vector<data::DatasetSchema>& schemas) {
  const std::string folder = workspace.path(data_folder);
  std::vector<data::DatasetSource> sources;
  for (const data::DatasetSchema& schema : schemas) {
    if (!files.is_folder(folder)) break;
    try {
      data::discover(schema, {folder});
      sources.push_back({schema, {folder}});
    } catch (const Error& error) {
      if (error.code() != ExitCode::no_data) throw;
    }
  }
  if (sources.empty()) throw nothing_held(workspace, schemas);
  return sources;
}

data::AreaSources area_sources(const FileSystem& files, const Workspace& workspace) {
  data::AreaSources sources;
  sources.own_areas = workspace.area;
  for (const auto* list : {&workspace.lookups, &workspace.populations})
    for (const AreaFile& file : *list)
      for (std::string& path : expand_pattern(files, workspace, file.path, file.where))
        sources.files.push_back(std::move(path));
  return sources;
}

}  // namespace

std::vector<data::DatasetSchema> known_schemas(const FileSystem& files, const Workspace& workspace) {
  std::vector<data::DatasetSchema> schemas = data::load_schemas(files, hallmark_home() + "/knowledge_base/datasets");
  for (const std::string& folder : workspace.schemas)
    for (data::DatasetSchema& own : data::load_schemas(files, workspace.path(folder))) {
      std::erase_if(schemas, [&](const data::DatasetSchema& shipped) { return shipped.name == own.name; });
      schemas.push_back(std::move(own));
    }
  std::sort(schemas.begin(), schemas.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return schemas;
}

std::vector<data::DatasetSource> find_datasets(const FileSystem& files, const Workspace& workspace,
                                               const std::vector<data::DatasetSchema>& schemas) {
  std::vector<data::DatasetSource> sources = workspace.datasets.empty() ? recognised_datasets(files, workspace, schemas)
                                                                        : named_datasets(files, workspace, schemas);
  // Residents come from the area files, whatever they are called, unless the workspace has files of its own.
  const auto is_residents = [](const auto& item) { return item.schema.name == residents_dataset; };
  if (std::none_of(sources.begin(), sources.end(), is_residents))
    for (const data::DatasetSchema& schema : schemas)
      if (schema.name == residents_dataset) sources.push_back({schema, {}});
  return sources;
}

std::string not_kept(const std::string& fault) {
  return fmt::format("The next run reads all records again: {}", fault);
}

data::Store import_records(const FileSystem& files, const Workspace& workspace, const ImportRequest& request) {
  std::vector<data::DatasetSource> sources = find_datasets(files, workspace, known_schemas(files, workspace));
  if (!request.datasets.empty()) {
    std::vector<std::string> held;
    for (const data::DatasetSource& source : sources) held.push_back(source.schema.name);
    for (const std::string& name : request.datasets)
      if (std::find(held.begin(), held.end(), name) == held.end())
        throw Error(ExitCode::configuration, fmt::format("The workspace holds no dataset called “{}”.", name),
                    {suggestion(name, held)});
    const auto is_wanted = [&](const std::string& name) {
      return std::find(request.datasets.begin(), request.datasets.end(), name) != request.datasets.end() ||
             std::find(request.if_held.begin(), request.if_held.end(), name) != request.if_held.end();
    };
    std::erase_if(sources, [&](const data::DatasetSource& source) { return !is_wanted(source.schema.name); });
  }
  data::ImportOptions options = request.options;
  if (request.cache) options.cache_folder = workspace.path(".hallmark/columns");
  return data::import(sources, area_sources(files, workspace), options);
}

}  // namespace hallmark::report
