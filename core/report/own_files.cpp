#include "report/own_files.h"

#include <algorithm>

#include "report/initiatives.h"
#include "report/ledger_of.h"
#include "report/quotes.h"
#include "report/script_host.h"
#include "report/series_breaks.h"

namespace hallmark::report {

namespace {

struct Kind {
  std::string_view word;  // as scripts say it, report.quotes; empty: every document uses it
  std::vector<std::string> paths;
};

std::vector<Kind> kinds(const FileSystem& files, const Workspace& workspace) {
  std::vector<Kind> all{{"", {}},
                        {"initiatives", glob(files, workspace.path(initiatives_folder), "*.yaml")},
                        {"quotes", {workspace.path(quotes_file)}},
                        {"series_breaks",
                         {join_path(hallmark_home(), join_path("knowledge_base", series_breaks_file)),
                          workspace.path(series_breaks_file)}}};
  const Brand& brand = workspace.brand;
  if (!brand.file.empty()) all.front().paths.push_back(brand.file);
  for (const std::string& logo : {brand.logo, brand.logo_pdf})
    if (!logo.empty()) all.front().paths.push_back(workspace.path(logo));
  for (Kind& kind : all) std::erase_if(kind.paths, [&](const std::string& path) { return !files.exists(path); });
  return all;
}

bool speaks_of(std::string_view word, const templates::Template& source, const ScriptHost& host) {
  const auto in = [&](const std::string& text) { return text.find(word) != std::string::npos; };
  if (std::any_of(source.files.begin(), source.files.end(), [&](const auto& file) { return in(file.source); }))
    return true;
  const std::set<std::string> called = host.plugins_called();
  return std::any_of(host.plugins().plugins().begin(), host.plugins().plugins().end(),
                     [&](const plugin::Plugin& plugin) {
                       return called.contains(plugin.manifest.name) &&
                              (in(plugin.lua_source) || std::any_of(plugin.lua_parts.begin(), plugin.lua_parts.end(),
                                                                    [&](const auto& part) { return in(part.second); }));
                     });
}

void add(std::vector<std::string>& all, const Kind& kind) {
  all.insert(all.end(), kind.paths.begin(), kind.paths.end());
}

}  // namespace

std::vector<std::string> own_files_used(const FileSystem& files, const Workspace& workspace,
                                        const templates::Template& source, const ScriptHost& host) {
  std::vector<std::string> used;
  for (const Kind& kind : kinds(files, workspace))
    if (kind.word.empty() || speaks_of(kind.word, source, host)) add(used, kind);
  return used;
}

std::vector<std::string> own_files_recorded(const FileSystem& files, const Workspace& workspace, const Ledger& ledger) {
  std::vector<std::string> recorded;
  for (const Kind& kind : kinds(files, workspace))
    if (std::any_of(kind.paths.begin(), kind.paths.end(), [&](const std::string& path) {
          return std::any_of(ledger.files.begin(), ledger.files.end(),
                             [&](const LedgerFile& file) { return file.path == ledger_path(workspace, path); });
        }))
      add(recorded, kind);
  return recorded;
}

}  // namespace hallmark::report
