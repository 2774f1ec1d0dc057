// What a workspace's people wrote and its reports use beside the records: the brand pack, initiatives, quotes and
// series breaks. They are sources like the records, so that `verify` notices an edit.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "report/ledger.h"
#include "report/workspace.h"
#include "template/template.h"

namespace hallmark::report {

class ScriptHost;

// Paths of those a report uses: the brand pack always, the others where its template or a plugin it called speaks of
// them.
std::vector<std::string> own_files_used(const FileSystem& files, const Workspace& workspace,
                                        const templates::Template& source, const ScriptHost& host);
// Paths there are now of the kinds that a ledger names, files added since included.
std::vector<std::string> own_files_recorded(const FileSystem& files, const Workspace& workspace, const Ledger& ledger);

}  // namespace hallmark::report
