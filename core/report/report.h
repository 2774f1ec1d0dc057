// Making a report: from a workspace and a template to files, in one pass that reads from top to bottom in assemble().
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "report/workspace.h"
#include "template/template.h"

namespace hallmark::report {

inline constexpr std::string_view all_formats[] = {"html", "pdf", "md", "txt", "docx"};
inline constexpr std::string_view usual_formats[] = {"html", "pdf", "md"};

struct ReportRequest {
  std::string name;                                                       // of the template
  std::vector<std::string> formats;                                       // of all_formats; empty: the usual
  std::map<std::string, std::string> set;                                 // options of the template
  bool final = false;                                                     // to be published: nothing may be pending
  std::string output_folder;                                              // empty: out/ in the workspace
  bool strict = false;                                                    // an analysis that fails ends the report
  std::string version;                                                    // of Hallmark, for the ledger
  bool cache = true;                                                      // as ImportRequest::cache; reports, too
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // of the import, in bytes
};

struct ReportResult {
  std::vector<std::string> written;  // paths, the reports first, then the ledger
  std::size_t numbers = 0;
  std::string first_number;          // its id; "n1" where there is none
  std::vector<std::string> notes;    // sentences the maker should read
  std::vector<Diagnostic> failures;  // of analyses; in their places stand warnings
  bool unchanged = false;            // it lay there and would have been made again byte for byte
};

std::string to_json_text(const ReportResult& result);

// Writes <name>.html, .pdf, .md with <name>_files/, .txt, .docx as asked, and ledger.json: all of them or none; nothing
// where they are there and nothing has changed (made_report.h). Every error is hallmark::Error.
ReportResult assemble(FileSystem& files, const Workspace& workspace, const ReportRequest& request);

struct TemplateEntry {
  std::string name;
  std::string path;  // of template.md
};

// Templates of the workspace's folders, then those shipped, by name; an own one replaces a shipped one.
std::vector<TemplateEntry> list_templates(const FileSystem& files, const Workspace& workspace);

// Error(ExitCode::configuration) with a suggestion for a name nobody has.
templates::Template find_template(const FileSystem& files, const Workspace& workspace, const std::string& name);

}  // namespace hallmark::report
