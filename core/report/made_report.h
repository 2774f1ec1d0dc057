// A report that would be made again byte for byte is left as it is. The run that makes one leaves a record in the
// workspace's .hallmark/reports/<name>.json: what was asked for, the content of every file that could have entered it
// (inputs.h), the content of what it wrote and what it said. While all of that is so, there is nothing to do; the times
// of files are never asked for that. The record may be deleted at any time, and what becomes of it harms no report.
#pragma once

#include <future>
#include <optional>
#include <string>

#include "base/json.h"
#include "report/inputs.h"
#include "report/ledger.h"
#include "report/report.h"

namespace hallmark::report {

class JsonReader;

class MadeReport {
 public:
  // `asked`: all that decides what is made, beside the inputs, which were found before any of them was read. Without
  // both the report is made whatever there is, and no record is left. `files` and `workspace` must outlive this.
  MadeReport(FileSystem& files, const Workspace& workspace, std::string name, std::string output_folder,
             json::object asked, std::optional<Inputs> inputs);
  MadeReport(const MadeReport&) = delete;
  MadeReport& operator=(const MadeReport&) = delete;

  // What was said when it was made, where it is still right.
  std::optional<ReportResult> still_right();

  // A run that makes it says when the records were read, when all else was read and what is to be written, and when
  // that has taken its place, with the seal of the report's ledger. What is hashed is hashed beside what the run does.
  void records_read(const data::Store& store);
  void writing(const std::map<std::string, LedgerOutput>& outputs, const ReportResult& result);
  void written(const std::string& seal);

 private:
  bool has_inputs(const JsonReader& record);
  bool has_outputs(const JsonReader& record) const;
  bool has_ledger(const std::string& seal) const;

  FileSystem& files_;
  const Workspace& workspace_;
  std::string name_, output_folder_, path_;
  json::object asked_;
  std::optional<Inputs> inputs_;
  std::future<bool> hashed_;
  json::object record_;
  std::future<bool> settled_;  // whether the record's inputs are what was read
};

}  // namespace hallmark::report
