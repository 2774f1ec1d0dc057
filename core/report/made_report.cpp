#include "report/made_report.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <numeric>
#include <vector>

#include "base/text.h"
#include "data/work.h"
#include "report/json_reader.h"
#include "report/ledger_of.h"
#include "report/output.h"

namespace hallmark::report {

namespace {

constexpr std::string_view records_folder = ".hallmark/reports";
constexpr unsigned threads = 2;

json::array array_of(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

json::array array_of(const Inputs& inputs) {
  json::array all;
  for (const auto& [path, input] : inputs)
    all.push_back(json::array{json::string(path), input.stamp.size, json::string(input.sha256)});
  return all;
}

json::object hashes_of(const std::map<std::string, LedgerOutput>& outputs) {
  json::object hashes;
  for (const auto& [format, output] : outputs) {
    hashes[output.file] = output.sha256;
    for (const auto& [path, sha256] : output.others) hashes[path] = sha256;
  }
  return hashes;
}

}  // namespace

MadeReport::MadeReport(FileSystem& files, const Workspace& workspace, std::string name, std::string output_folder,
                       json::object asked, std::optional<Inputs> inputs)
    : files_(files),
      workspace_(workspace),
      name_(std::move(name)),
      output_folder_(std::move(output_folder)),
      path_(workspace.path(fmt::format("{}/{}.json", records_folder, name_))),
      asked_(std::move(asked)),
      inputs_(asked_.empty() ? std::nullopt : std::move(inputs)) {}

std::optional<ReportResult> MadeReport::still_right() {
  if (!inputs_ || !files_.exists(path_)) return std::nullopt;
  try {
    const json::value root = parse_json(files_.read(path_), path_);
    const JsonReader record(root, path_, "the record");
    if (record.at("asked").value() != asked_ || !has_outputs(record)) return std::nullopt;
    auto ledger = std::async(std::launch::async, [&] { return has_ledger(record.text("seal")); });
    if (!has_inputs(record) || !ledger.get()) return std::nullopt;
    ReportResult result;
    result.unchanged = true;
    result.written = record.texts("written");
    result.numbers = record.index("numbers");
    result.first_number = record.text("first_number");
    result.notes = record.texts("notes");
    return result;
  } catch (const Error&) {  // the record or one of the files: who makes the report says what is wrong with those
    return std::nullopt;
  }
}

// The smallest are compared first: who changed a template does not wait for the records to be hashed twice.
bool MadeReport::has_inputs(const JsonReader& record) {
  const std::vector<JsonReader> recorded = record.items("inputs");
  std::vector<std::pair<const std::string*, Input*>> found;
  for (auto& [path, input] : *inputs_) found.emplace_back(&path, &input);
  if (recorded.size() != found.size()) return false;
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::vector<JsonReader> entry = recorded[i].as_items();
    if (entry.size() != 3 || entry[0].as_text() != *found[i].first ||
        entry[1].as_index() != static_cast<std::size_t>(found[i].second->stamp.size))
      return false;
    hashes.push_back(entry[2].as_text());
  }
  std::vector<std::size_t> by_size(found.size());
  std::iota(by_size.begin(), by_size.end(), std::size_t{0});
  std::stable_sort(by_size.begin(), by_size.end(), [&](std::size_t a, std::size_t b) {
    return found[a].second->stamp.size < found[b].second->stamp.size;
  });
  std::atomic<bool> same{true};
  data::run_tasks(by_size.size(), threads, [&](std::size_t task, unsigned) {
    if (!same) return;
    const auto& [path, input] = found[by_size[task]];
    if (input->sha256.empty()) input->sha256 = data::sha256_of_file(*path);
    if (input->sha256 != hashes[by_size[task]]) same = false;
  });
  return same;
}

bool MadeReport::has_outputs(const JsonReader& record) const {
  if (has_unfinished_output(output_folder_)) return false;
  for (const auto& [file, sha256] : record.at("outputs").as_entries())
    if (data::sha256_of_file(join_path(output_folder_, file)) != sha256.as_text()) return false;
  return true;
}

// Other reports of the folder share the ledger and may have been made again since.
bool MadeReport::has_ledger(const std::string& seal) const {
  const std::string path = join_path(output_folder_, ledger_file);
  const std::string text = files_.read(path);
  const LedgerBook book = parse_ledger(text, path);
  const Ledger* ledger = book.find(name_);
  return ledger != nullptr && book.workspace == relative_path(workspace_.folder, output_folder_) &&
         ledger->seal == seal && seal_of(*ledger) == seal && to_text(book) == text;
}

void MadeReport::records_read(const data::Store& store) {
  if (!inputs_) return;
  take_hashes(*inputs_, store);
  hashed_ = std::async(std::launch::async, [this] { return hash_rest(*inputs_); });
}

void MadeReport::writing(const std::map<std::string, LedgerOutput>& outputs, const ReportResult& result) {
  if (!inputs_ || !result.failures.empty()) return;  // an analysis that failed may succeed the next time
  record_ = {{"asked", asked_},
             {"outputs", hashes_of(outputs)},
             {"numbers", result.numbers},
             {"first_number", result.first_number},
             {"notes", array_of(result.notes)},
             {"written", array_of(result.written)}};
  settled_ = std::async(std::launch::async, [this] {
    const std::optional<Inputs> now = find_inputs(files_, workspace_, output_folder_);
    if (!hashed_.get() || !now || !same_files(*inputs_, *now)) return false;
    record_["inputs"] = array_of(*inputs_);
    return true;
  });
}

void MadeReport::written(const std::string& seal) {
  if (!settled_.valid() || !settled_.get()) return;
  record_["seal"] = seal;
  const std::string unfinished = fmt::format("{}.{}.tmp", path_, ::getpid());
  try {
    const std::string folder = parent_folder(path_), ignored = join_path(folder, ".gitignore");
    files_.make_folders(folder);
    if (!files_.exists(ignored))
      files_.write_atomically(ignored, "# What reports were made from. May be deleted at any time.\n*\n");
    // Not flushed: what a power cut leaves of it is no JSON.
    files_.write(unfinished, write_json(record_) + "\n");
    if (std::rename(unfinished.c_str(), path_.c_str()) == 0) return;
  } catch (const Error&) {  // the report is there; the next run makes it again
  }
  std::remove(unfinished.c_str());
}

}  // namespace hallmark::report
