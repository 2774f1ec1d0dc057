// Every plugin found, and those refused with the reason: a bad plugin never takes a good one with it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "hallmark/plugin.h"
#include "plugin/manifest.h"

namespace hallmark::plugin {

struct Plugin {
  Manifest manifest;
  std::string lua_source;
  std::map<std::string, std::string> lua_parts;  // the other scripts of its folder, by name without ".lua"
  std::vector<Formula> formulas;
};

struct RefusedPlugin {
  std::string folder;
  Diagnostic diagnostic;
};

// Loads a plugin's script and throws when it is not what the manifest declares; this room knows no Lua.
using ScriptCheck = std::function<void(const Plugin&)>;

class Registry {
 public:
  // Looks in each folder for folders with a plugin.yaml. A name found twice: the first folder's plugin is kept, the
  // other refused. Folders that do not exist hold no plugins. A plugin whose script `check` throws over is refused too.
  Registry(const FileSystem& files, const std::vector<std::string>& folders,
           const std::vector<std::string>& known_datasets, const ScriptCheck& check = {});

  const std::vector<Plugin>& plugins() const { return plugins_; }         // by name
  const std::vector<RefusedPlugin>& refused() const { return refused_; }  // by folder

  // Error(ExitCode::configuration) with a suggestion; of a refused plugin, the reason of its refusal.
  const Plugin& find(std::string_view name) const;
  // All formulas of all plugins, by name.
  std::vector<Formula> formulas() const;

 private:
  void add(const FileSystem& files, const std::string& folder, const std::vector<std::string>& known_datasets,
           const ScriptCheck& check);

  std::vector<Plugin> plugins_;
  std::vector<RefusedPlugin> refused_;
};

}  // namespace hallmark::plugin
