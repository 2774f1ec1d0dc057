#include "report/open_report.h"

#include <filesystem>

#include "base/text.h"

namespace hallmark::report {

OpenReport open_report(const FileSystem& files, const std::string& path) {
  if (!files.exists(path)) throw Error(ExitCode::input, fmt::format("“{}” does not exist.", path));
  if (files.is_folder(path))
    throw Error(ExitCode::input, fmt::format("“{}” is a folder.", path), {"Name a report in it, or its ledger.json."});
  OpenReport open;
  open.path = path;
  open.folder = parent_folder(path);
  open.ledger_path = file_name(path) == ledger_file ? path : join_path(open.folder, ledger_file);
  if (!files.exists(open.ledger_path))
    throw Error(ExitCode::input, fmt::format("There is no {} beside “{}”.", ledger_file, path),
                {"The ledger is written with the report and must stay beside it; make the report again."});
  open.book = parse_ledger(files.read(open.ledger_path), open.ledger_path);
  if (open.ledger_path == path) return open;
  std::vector<std::string> known;
  for (const Ledger& ledger : open.book.reports)
    for (const auto& [format, output] : ledger.outputs) {
      known.push_back(output.file);
      if (output.file != file_name(path)) continue;
      open.report = ledger.report;
      open.format = format;
    }
  if (open.report.empty())
    throw Error(ExitCode::input, fmt::format("“{}” knows no report “{}”.", open.ledger_path, file_name(path)),
                {suggestion(file_name(path), known), "A report must keep the name it was written under."});
  return open;
}

Workspace workspace_of(const FileSystem& files, const OpenReport& open, const std::string& given) {
  if (!given.empty()) return read_workspace(files, given);
  // "w/out/.." reads better as "w".
  const std::string folder =
      std::filesystem::path(join_path(open.folder, open.book.workspace)).lexically_normal().string();
  if (!files.exists(join_path(folder, workspace_file)))
    throw Error(ExitCode::configuration,
                fmt::format("The workspace of this report is not where it was, at “{}”.", folder),
                {"Name it with -C."});
  return read_workspace(files, folder);
}

}  // namespace hallmark::report
