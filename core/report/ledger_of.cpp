#include "report/ledger_of.h"

#include <algorithm>
#include <filesystem>

#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "document/document.h"
#include "report/records.h"

namespace hallmark::report {

namespace {

namespace fs = std::filesystem;

std::size_t index_of(std::vector<NumberFormat>& formats, const NumberFormat& format) {
  const auto known = std::find(formats.begin(), formats.end(), format);
  if (known != formats.end()) return static_cast<std::size_t>(known - formats.begin());
  formats.push_back(format);
  return formats.size() - 1;
}

std::size_t index_of(std::vector<LedgerFile>& files, LedgerFile file) {
  const auto known = std::find_if(files.begin(), files.end(), [&](const LedgerFile& f) { return f.path == file.path; });
  if (known != files.end()) return static_cast<std::size_t>(known - files.begin());
  files.push_back(std::move(file));
  return files.size() - 1;
}

constexpr std::string_view shipped_prefix = "hallmark:";

}  // namespace

std::string relative_path(const std::string& path, const std::string& folder) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error).lexically_normal();
  fs::path from = fs::absolute(folder, error).lexically_normal();
  // "a/b/." and "a/b/" name the folder itself.
  if (!from.has_filename()) from = from.parent_path();
  const std::string relative =
      (absolute.has_filename() ? absolute : absolute.parent_path()).lexically_relative(from).string();
  return relative.empty() ? absolute.string() : relative;
}

std::string ledger_path(const Workspace& workspace, const std::string& path) {
  // A workspace may lie inside Hallmark's own folder, as the examples do: its files are its own all the same.
  const std::string own = relative_path(path, workspace.folder);
  if (!own.starts_with("../")) return own;
  const std::string shipped = relative_path(path, hallmark_home());
  return shipped.starts_with("../") ? own : std::string(shipped_prefix) + shipped;
}

std::string recorded_path(const Workspace& workspace, const std::string& recorded) {
  return recorded.starts_with(shipped_prefix)
             ? join_path(hallmark_home(), std::string_view(recorded).substr(shipped_prefix.size()))
             : workspace.path(recorded);
}

Ledger ledger_of(const Document& document, const QueryMemory& queries, const std::vector<Formula>& facts) {
  Ledger ledger;
  ledger.title = document.meta.title;
  TraceRecorder recorder(queries, &facts);
  document::for_each_number(document, [&](const Number& number, const SourceLocation&) {
    const Quantity& quantity = number.quantity;
    ledger.numbers.push_back({number.id, format_number(quantity), quantity.value,
                              index_of(ledger.formats, quantity.format), recorder.add(quantity.trace, quantity.value)});
  });
  ledger.traces = recorder.take();
  return ledger;
}

void record_files(Ledger& ledger, const FileSystem& files, const Workspace& workspace, const data::Store& store,
                  const std::vector<std::string>& more) {
  for (const data::DatasetInfo& info : store.datasets()) {
    LedgerDataset& dataset = ledger.datasets[info.schema.name];
    dataset.rows = info.rows;
    dataset.quarantined = info.rows - info.kept;
    for (const data::SourceFile& file : info.files)
      dataset.parts.push_back({index_of(ledger.files, {ledger_path(workspace, file.path), file.sha256, file.bytes}),
                               file.member, file.rows, file.quarantined});
  }
  std::vector<std::string> paths;
  for (const auto* list : {&workspace.lookups, &workspace.populations})
    for (const AreaFile& file : *list)
      for (std::string& path : expand_pattern(files, workspace, file.path, file.where))
        paths.push_back(std::move(path));
  for (const BoundaryFile& file : workspace.boundaries) paths.push_back(workspace.path(file.path));
  paths.insert(paths.end(), more.begin(), more.end());
  for (const std::string& path : paths) {
    const std::string content = files.read(path);
    index_of(ledger.files, {ledger_path(workspace, path), sha256(content), content.size()});
  }
}

}  // namespace hallmark::report
