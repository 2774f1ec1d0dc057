#include "report/method.h"

#include <algorithm>

#include "base/hash.h"
#include "report/ledger_of.h"
#include "report/records.h"

namespace hallmark::report {

namespace {

using Kind = LedgerMethod::Kind;

LedgerMethod method_of(const FileSystem& files, const plugin::Plugin& plugin) {
  const plugin::Manifest& manifest = plugin.manifest;
  LedgerMethod method{Kind::plugin, manifest.name, manifest.version, {}};
  for (const std::string& path : {join_path(manifest.folder, "plugin.yaml"), manifest.lua_path, manifest.native_path})
    if (!path.empty()) method.files[file_name(path)] = sha256(files.read(path));
  for (const auto& [name, source] : plugin.lua_parts) method.files[name + ".lua"] = sha256(source);
  return method;
}

// A formula of a plugin is called "<plugin>.<formula>".
bool calls_formula_of(const TraceTable& traces, const std::string& plugin) {
  return std::any_of(traces.nodes.begin(), traces.nodes.end(), [&](const TraceNode& node) {
    const auto* call = std::get_if<CallNode>(&node);
    return call != nullptr && call->function.starts_with(plugin + ".");
  });
}

// The folder of a plugin, also of one that was found and refused; empty where there is none of the name.
std::string folder_of(const plugin::Registry& registry, const std::string& name) {
  for (const plugin::Plugin& plugin : registry.plugins())
    if (plugin.manifest.name == name) return plugin.manifest.folder;
  for (const plugin::RefusedPlugin& refused : registry.refused())
    if (file_name(refused.folder) == name) return refused.folder;
  return {};
}

}  // namespace

void record_method(Ledger& ledger, const FileSystem& files, const Workspace& workspace,
                   const templates::Template& source, const plugin::Registry& registry,
                   const std::set<std::string>& plugins) {
  for (const data::DatasetSchema& schema : known_schemas(files, workspace))
    if (ledger.datasets.contains(schema.name))
      ledger.method.push_back({Kind::schema,
                               schema.name,
                               "",
                               {{ledger_path(workspace, schema.where.file), sha256(files.read(schema.where.file))}}});
  for (const plugin::Plugin& plugin : registry.plugins())
    if (plugins.contains(plugin.manifest.name) || calls_formula_of(ledger.traces, plugin.manifest.name))
      ledger.method.push_back(method_of(files, plugin));
  LedgerMethod report_template{Kind::report_template, source.name, "", {}};
  for (const templates::Compiled& file : source.files)
    report_template.files[ledger_path(workspace, file.file)] = sha256(files.read(file.file));
  ledger.method.push_back(std::move(report_template));
}

std::vector<MethodChange> method_changes(const Ledger& ledger, const FileSystem& files, const Workspace& workspace,
                                         const plugin::Registry& registry) {
  std::vector<MethodChange> changes;
  for (const LedgerMethod& method : ledger.method) {
    const std::string folder = method.kind == Kind::plugin ? folder_of(registry, method.name) : std::string();
    for (const auto& [name, hash] : method.files) {
      const std::string path = method.kind == Kind::plugin ? join_path(folder, name) : recorded_path(workspace, name);
      const bool gone = (method.kind == Kind::plugin && folder.empty()) || !files.exists(path);
      if (gone || sha256(files.read(path)) != hash) changes.push_back({method.kind, method.name, path, gone});
    }
  }
  return changes;
}

}  // namespace hallmark::report
