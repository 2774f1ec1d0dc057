// A workspace's records: which files belong to which dataset, and the import of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/schema.h"
#include "data/store.h"
#include "report/workspace.h"

namespace hallmark::report {

// Residents by area: in every workspace, filled from its area files and those shipped.
inline constexpr std::string_view residents_dataset = "population";

// Schemas shipped with Hallmark and those of the workspace; a workspace's own replaces a shipped one of the same name.
std::vector<data::DatasetSchema> known_schemas(const FileSystem& files, const Workspace& workspace);

// The datasets of the workspace with their files. Without a `datasets` section: every dataset whose files lie under
// data/, by name. Throws Error(ExitCode::no_data) where there are none and Error(ExitCode::configuration) for a dataset
// that is not known.
std::vector<data::DatasetSource> find_datasets(const FileSystem& files, const Workspace& workspace,
                                               const std::vector<data::DatasetSchema>& schemas);

struct ImportRequest {
  std::vector<std::string> datasets;  // empty: all of the workspace; a name it does not hold is refused
  std::vector<std::string> if_held;   // beside those: read where the workspace holds them
  data::ImportOptions options;
  bool cache = false;  // keep columns in the workspace's .hallmark/ between runs, and use those kept
};

// What the maker reads where Store::cache_fault() says why the columns are not kept.
std::string not_kept(const std::string& fault);

data::Store import_records(const FileSystem& files, const Workspace& workspace, const ImportRequest& request);

}  // namespace hallmark::report
