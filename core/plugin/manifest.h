// plugin.yaml: what a plugin says of itself, checked before anything of it runs.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "base/marking.h"
#include "hallmark/error.h"

namespace hallmark::plugin {

// The version of the Lua side of the contract: what analyses are given and may return.
inline constexpr int plugin_api = 1;

struct Manifest {
  std::string name;     // equals the folder's name; lower case, digits and underscores
  std::string version;  // "1.0.0"
  int api = 0;
  std::string summary;
  std::vector<std::string> provides;  // analyses: functions the Lua file returns
  std::vector<std::string> needs;     // datasets
  std::vector<std::string> formulas;  // of the native part, "<name>.<formula>"; not empty exactly when there is one
  Marking marking = Marking::open;    // of what its analyses give
  std::string folder;
  std::string lua_path;     // <folder>/<name>.lua
  std::string native_path;  // <folder>/<name>.so; empty without formulas
};

// Reads <folder>/plugin.yaml. Errors are Error(ExitCode::configuration) at their line: unknown keys, missing ones, an
// api this Hallmark does not speak, a dataset nobody knows, files that are not there; each with a suggestion.
Manifest read_manifest(const FileSystem& files, const std::string& folder,
                       const std::vector<std::string>& known_datasets);

}  // namespace hallmark::plugin
