#include "plugin/registry.h"

#include <algorithm>

#include "base/diagnostic.h"
#include "base/text.h"
#include "plugin/native.h"

namespace hallmark::plugin {

Registry::Registry(const FileSystem& files, const std::vector<std::string>& folders,
                   const std::vector<std::string>& known_datasets, const ScriptCheck& check) {
  for (const std::string& folder : folders) {
    if (!files.is_folder(folder)) continue;
    for (const std::string& name : files.list(folder))
      if (files.exists(join_path(join_path(folder, name), "plugin.yaml")))
        add(files, join_path(folder, name), known_datasets, check);
  }
  std::sort(plugins_.begin(), plugins_.end(),
            [](const Plugin& a, const Plugin& b) { return a.manifest.name < b.manifest.name; });
}

namespace {

std::map<std::string, std::string> read_parts(const FileSystem& files, const Manifest& manifest) {
  std::map<std::string, std::string> parts;
  for (const std::string& name : files.list(manifest.folder))
    if (file_extension(name) == ".lua" && name != manifest.name + ".lua")
      parts[name.substr(0, name.size() - std::string_view(".lua").size())] =
          files.read(join_path(manifest.folder, name));
  return parts;
}

}  // namespace

void Registry::add(const FileSystem& files, const std::string& folder, const std::vector<std::string>& known_datasets,
                   const ScriptCheck& check) {
  try {
    Plugin plugin;
    plugin.manifest = read_manifest(files, folder, known_datasets);
    for (const Plugin& other : plugins_)
      if (other.manifest.name == plugin.manifest.name)
        throw Error(ExitCode::configuration,
                    fmt::format("The plugin {} is there already, in {}.", plugin.manifest.name, other.manifest.folder),
                    {"Rename one of the two."}, {join_path(folder, "plugin.yaml"), 0, 0});
    plugin.lua_source = files.read(plugin.manifest.lua_path);
    plugin.lua_parts = read_parts(files, plugin.manifest);
    if (!plugin.manifest.native_path.empty()) plugin.formulas = load_native(files, plugin.manifest);
    if (check) check(plugin);
    plugins_.push_back(std::move(plugin));
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    if (diagnostic.where.line > 0 && files.exists(diagnostic.where.file))
      quote_source(diagnostic, files.read(diagnostic.where.file));
    refused_.push_back({folder, std::move(diagnostic)});
  }
}

const Plugin& Registry::find(std::string_view name) const {
  std::vector<std::string> names;
  for (const Plugin& plugin : plugins_) {
    if (plugin.manifest.name == name) return plugin;
    names.push_back(plugin.manifest.name);
  }
  for (const RefusedPlugin& refused : refused_)
    if (file_name(refused.folder) == name) throw Error(ExitCode::configuration, refused.diagnostic);
  throw Error(ExitCode::configuration, fmt::format("There is no plugin “{}”.", name), {suggestion(name, names)});
}

std::vector<Formula> Registry::formulas() const {
  std::vector<Formula> all;
  for (const Plugin& plugin : plugins_) all.insert(all.end(), plugin.formulas.begin(), plugin.formulas.end());
  return all;
}

}  // namespace hallmark::plugin
