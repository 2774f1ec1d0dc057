// From a report on disk to its ledger and its workspace.
#pragma once

#include <string>

#include "base/files.h"
#include "report/ledger.h"
#include "report/workspace.h"

namespace hallmark::report {

struct OpenReport {
  std::string path;    // as the user named it
  std::string format;  // a format of report.h; empty: the ledger itself was named
  std::string ledger_path;
  std::string folder;  // of the ledger
  LedgerBook book;
  std::string report;  // the report's name; empty with the ledger itself
};

// Throws Error(ExitCode::input): no such file, no ledger beside it, a report the ledger does not know (with a
// suggestion).
OpenReport open_report(const FileSystem& files, const std::string& path);

// The workspace the ledger names, or `given` where the user named one.
Workspace workspace_of(const FileSystem& files, const OpenReport& open, const std::string& given);

}  // namespace hallmark::report
