#include "data/store.h"

#include <algorithm>

#include "base/csv.h"
#include "base/text.h"
#include "data/contents.h"

namespace hallmark::data {

Store::Store() : contents_(std::make_unique<Contents>()) {
  contents_->executor = make_executor(*contents_);
}
Store::Store(std::unique_ptr<Contents> contents) : contents_(std::move(contents)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

const std::vector<DatasetInfo>& Store::datasets() const {
  return contents_->datasets;
}
const Areas& Store::areas() const {
  return contents_->areas;
}
const Executor& Store::executor() const {
  return *contents_->executor;
}

std::string Store::cache_fault() const {
  return contents_->keeping.valid() ? contents_->keeping.get() : std::string();
}

const DatasetInfo& Store::dataset(std::string_view name) const {
  std::vector<std::string> known;
  for (const auto& info : contents_->datasets) {
    if (info.schema.name == name) return info;
    known.push_back(info.schema.name);
  }
  throw Error(ExitCode::configuration, fmt::format("There is no dataset “{}”.", name), {suggestion(name, known)});
}

std::vector<std::string> write_quarantine(FileSystem& files, const Store& store, const std::string& folder) {
  std::vector<std::string> written;
  for (const auto& info : store.datasets()) {
    const std::string path = join_path(folder, info.schema.name + ".csv");
    if (info.quarantine.empty()) {
      if (files.exists(path)) files.remove(path);
      continue;
    }
    std::string csv = "file,line,reason,row\n";
    for (const auto& row : info.quarantine) {
      const SourceFile& file = info.files[row.file];
      append_csv_field(csv, file.member.empty() ? file.path : file.path + ": " + file.member);
      csv += fmt::format(",{},", row.line);
      append_csv_field(csv, row.reason);
      csv += ',';
      append_csv_field(csv, row.raw);
      csv += '\n';
    }
    files.make_folders(folder);
    files.write_atomically(path, csv);
    written.push_back(path);
  }
  return written;
}

}  // namespace hallmark::data
