// What scripts and templates reach of a workspace: its records, areas and plugins, as services of the sandbox.
#pragma once

#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "data/comparison.h"
#include "data/store.h"
#include "language/rules.h"
#include "plugin/registry.h"
#include "report/practice_base.h"
#include "report/query_memory.h"
#include "report/workspace.h"
#include "script/services.h"
#include "script/state.h"

namespace hallmark::report {

// Where those that come with Hallmark are: beside the executable while it stands in its build folder, where native
// parts are put; else as installed.
std::string shipped_plugins();

// Plugins of the workspace, then those shipped.
plugin::Registry find_plugins(const FileSystem& files, const Workspace& workspace);
plugin::Registry find_plugins(const FileSystem& files);  // those shipped alone

// What a report is about.
struct Subject {
  std::string dataset;  // whose coverage sets the period; empty: the first that is held
  std::string period;   // "2020-10..2021-09"; empty: the workspace's, else the last 12 months held
  std::map<std::string, std::string> options;
  bool final = false;                     // to be published
  Marking marking = Marking::restricted;  // of the document: nothing marked above it is given to its scripts
};

class ScriptHost {
 public:
  // `store` must outlive this. Throws Error(ExitCode::no_data) where nothing is held of the subject's dataset and
  // Error(ExitCode::usage) for a period that is none.
  // `reading`: async reads boundaries beside everything else, deferred once they are asked for.
  ScriptHost(FileSystem& files, const Workspace& workspace, const data::Store& store, plugin::Registry plugins,
             const Subject& subject, std::launch reading = std::launch::deferred);
  ~ScriptHost();
  ScriptHost(const ScriptHost&) = delete;
  ScriptHost& operator=(const ScriptHost&) = delete;

  // Throws for a plugin that is not there or was refused. Begins to read what these will ask for.
  void require(const std::vector<std::string>& plugins);

  // Error where what a plugin gives is marked above the subject.
  void admit(const std::string& plugin) const;

  // For a state that may call analyses: a template's or a script's.
  const script::Services& services() const { return services_; }
  script::Services& services() { return services_; }
  const QueryMemory& queries() const { return queries_; }
  const PracticeBase& practice() const { return *practice_; }
  // Formulas of what is no query: facts of the import and of the knowledge base.
  std::vector<Formula> facts() const;
  // What report.pending was told, each sentence once.
  const std::vector<std::string>& pending() const { return pending_; }
  const data::Period& period() const { return period_; }
  const plugin::Registry& plugins() const { return registry_; }
  std::set<std::string> plugins_called() const;

 private:
  void choose_period(const Subject& subject);
  ValueMap report_values(const Subject& subject) const;
  Value call_analysis(const std::string& plugin, const std::string& function, const Value& options);
  Quantity population(const std::string& level, const std::string& area) const;
  std::shared_ptr<const Boundaries> boundaries(const std::string& level);
  std::vector<std::string> districts(const std::string& dataset) const;

  FileSystem& files_;
  const Workspace& workspace_;
  const data::Store& store_;
  plugin::Registry registry_;
  QueryMemory queries_;
  std::shared_ptr<PracticeBase> practice_;
  std::string dataset_;
  data::Period period_;
  std::vector<std::string> pending_;
  std::unique_ptr<Executor> allowed_;  // the queries a document of this marking may make
  script::Services services_;
  std::map<std::string, std::unique_ptr<script::State>> states_;  // one per plugin, made when first called
  std::vector<std::shared_future<std::shared_ptr<const Boundaries>>> boundary_files_;  // beside workspace_.boundaries
  std::map<std::string, std::shared_ptr<const Boundaries>> boundaries_;                // by level
  std::optional<language::Rules> language_;
};

}  // namespace hallmark::report
