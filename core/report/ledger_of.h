// The ledger of one report: its numbers with their traces, and the files they come from.
#pragma once

#include <string>

#include "base/files.h"
#include "data/store.h"
#include "hallmark/document.h"
#include "report/ledger.h"
#include "report/query_memory.h"
#include "report/workspace.h"

namespace hallmark::report {

// Title, numbers, traces and formats of a document that has been numbered. `facts`: the formulas of the import and of
// the knowledge base.
Ledger ledger_of(const Document& document, const QueryMemory& queries, const std::vector<Formula>& facts);

// Datasets and files as imported, then the lookups and boundaries of the workspace, then `more` paths.
void record_files(Ledger& ledger, const FileSystem& files, const Workspace& workspace, const data::Store& store,
                  const std::vector<std::string>& more = {});

// How the ledger names a file: relative to the workspace, or "hallmark:" and the path below hallmark_home().
std::string ledger_path(const Workspace& workspace, const std::string& path);
// Where such a file is now.
std::string recorded_path(const Workspace& workspace, const std::string& recorded);

// `path` as seen from `folder`: "../data/x.zip".
std::string relative_path(const std::string& path, const std::string& folder);

}  // namespace hallmark::report
