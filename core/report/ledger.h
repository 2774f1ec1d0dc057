// ledger.json, beside the reports of a folder: every number of every report with what it was made from.
//
//   {"hallmark": "0.1.0", "workspace": "..", "reports": {"joint_strategic_assessment": {
//      "template": …, "options": {…}, "title": …,
//      "files":    [{"path": "data/x.zip", "sha256": …, "bytes": …}],             paths relative to the workspace
//      "datasets": {"police_street_crime": {"rows": …, "quarantined": …,
//                    "files": [{"file": 0, "member": "2020-07/…csv", "rows": …, "quarantined": …}]}},
//      "queries":  [{"dataset": …, "where": …, "by": …, "measure": …}],           as data::to_json
//      "traces":   [{"constant": 5, "source": …} | {"query": 0, "key": […], "rows": 12} |
//                   {"call": "/", "arguments": [0, [1, 2], "text", {"query": 0}], "output": …, "element": …}],
//      "formats":  [{"style": "count", "decimals": 0, "sign": false, "unit": ""}],
//      "numbers":  {"n1": {"text": "1,234", "value": 1234, "format": 0, "trace": 17}},
//      "outputs":  {"html": {"file": …, "sha256": …}, "pdf": {…},
//                   "md": {"file": …, "sha256": …, "others": {"x_files/figure-1.svg": sha256},
//                          "tokens": ["2020", …], "numbers": [["n1", 4], …]},       numbers by their token; -1: none
//                   "txt": {… likewise}, "docx": {…}}}}}
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "hallmark/quantity.h"
#include "report/trace_table.h"

namespace hallmark::report {

inline constexpr std::string_view ledger_file = "ledger.json";

struct LedgerFile {
  std::string path;
  std::string sha256;
  std::uint64_t bytes = 0;
  friend bool operator==(const LedgerFile&, const LedgerFile&) = default;
};

struct LedgerPart {      // a CSV, or one member of a zip
  std::size_t file = 0;  // into Ledger::files
  std::string member;
  std::uint64_t rows = 0, quarantined = 0;
};

struct LedgerDataset {
  std::uint64_t rows = 0, quarantined = 0;
  std::vector<LedgerPart> parts;
};

struct LedgerNumber {
  std::string id;
  std::string text;  // as written in every output
  double value = 0;
  std::size_t format = 0;  // into Ledger::formats
  std::size_t trace = 0;   // into Ledger::traces.nodes
};

struct LedgerOutput {
  std::string file;  // relative to the ledger's folder
  std::string sha256;
  std::vector<std::pair<std::string, std::string>> others;  // files it needs, with their SHA-256
  std::vector<std::string> tokens;                          // of md and txt: render::number_tokens of the text
  std::vector<std::pair<std::string, int>> numbers;  // of md and txt: ids in the order of the text with their token
};

// What one report was made from and which numbers it has.
struct Ledger {
  std::string report;
  std::string title;
  std::string source;  // the template's name
  std::map<std::string, std::string> options;
  std::vector<LedgerFile> files;
  std::map<std::string, LedgerDataset> datasets;
  TraceTable traces;
  std::vector<NumberFormat> formats;
  std::vector<LedgerNumber> numbers;
  std::map<std::string, LedgerOutput> outputs;  // by format: "html", "pdf", "md", "txt", "docx"

  const LedgerNumber* find(std::string_view id) const;  // null when there is none
};

// All reports of one folder.
struct LedgerBook {
  std::string version;
  std::string workspace;        // relative to the ledger's folder, or absolute
  std::vector<Ledger> reports;  // sorted by name

  const Ledger* find(std::string_view report) const;
};

std::string to_text(const LedgerBook& book);
// Error(ExitCode::input) for a file that is no ledger.
LedgerBook parse_ledger(std::string_view text, const std::string& file);

// Puts a report into the book. What an earlier run of the same report made in other formats stays listed only if its
// numbers are the same; the names of the outputs that no longer belong to any ledger are returned.
std::vector<std::string> merge(LedgerBook& book, Ledger report);

}  // namespace hallmark::report
