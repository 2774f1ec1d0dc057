// Which schemas, plugins and template made a report, with the content of their files.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "plugin/registry.h"
#include "report/ledger.h"
#include "report/workspace.h"
#include "template/template.h"

namespace hallmark::report {

// `plugins` are the names of those whose analyses were called; those whose formulas stand in the ledger's traces are
// added, and the schemas of its datasets.
void record_method(Ledger& ledger, const FileSystem& files, const Workspace& workspace,
                   const templates::Template& source, const plugin::Registry& registry,
                   const std::set<std::string>& plugins);

struct MethodChange {
  LedgerMethod::Kind kind;
  std::string name;
  std::string path;
  bool gone = false;  // or changed
};

// The files of a ledger's method that are not as they were.
std::vector<MethodChange> method_changes(const Ledger& ledger, const FileSystem& files, const Workspace& workspace,
                                         const plugin::Registry& registry);

}  // namespace hallmark::report
