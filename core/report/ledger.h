// ledger.json, beside the reports of a folder: every number of every report with what it was made from.
//
//   {"marking": "PUBLIC", "workspace": "..", "reports": {"joint_strategic_assessment": {
//      "seal": …,                                      SHA-256 of the name and all else: shows an edit, proves no
//      author "hallmark": "0.1.0", "template": …, "title": …, "marking": "PUBLIC", "options": {…}, "method": [{"kind":
//      "plugin", "name": "hot_spots", "version": "1.0.0", "files": {"hot_spots.lua": sha256}}], "files":    [{"path":
//      "data/x.zip", "sha256": …, "bytes": …}],             paths relative to the workspace "datasets":
//      {"police_street_crime":
//      {"rows": …, "quarantined": …,
//                    "files": [{"file": 0, "member": "2020-07/…csv", "rows": …, "quarantined": …}]}},
//      "queries":  [{"dataset": …, "where": …, "by": …, "measure": …}],           as data::to_json
//      "traces":   [{"constant": 5, "source": …} | {"query": 0, "key": […], "rows": 12} |
//                   {"call": "/", "arguments": [0, [1, 2], "text", {"query": 0}], "output": …, "element": …}],
//      "formats":  [{"style": "count", "decimals": 0, "sign": false, "unit": ""}],
//      "numbers":  {"n1": {"text": "1,234", "value": 1234, "format": 0, "trace": 17}},
//      "outputs":  {"html": {"file": …, "sha256": …, "text": "…"}, "pdf": {…}, "docx": {"file": …, "sha256": …},
//                   "md": {"file": …, "sha256": …, "text": "…", "others": {"x_files/figure-1.svg": sha256},
//                          "numbers": [["n1", 4], …]},        by their place among the text's number tokens; -1: none
//                   "txt": {… likewise}}}}}
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/marking.h"
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
  std::string text;  // what its reader sees, as readable_text.h takes it from the file
  // Of formats that are text and mark no number: ids in the order of the text with their place in number_tokens.
  std::vector<std::pair<std::string, int>> numbers;
};

// What decides how records become numbers and words, beside the records.
struct LedgerMethod {
  enum class Kind { schema, plugin, report_template };
  Kind kind = Kind::plugin;
  std::string name;
  std::string version;                       // of a plugin
  std::map<std::string, std::string> files;  // SHA-256 by path: a plugin's in its folder, others' as LedgerFile's
  friend bool operator==(const LedgerMethod&, const LedgerMethod&) = default;
};

// What one report was made from and which numbers it has.
struct Ledger {
  std::string report;
  std::string title;
  Marking marking = Marking::open;   // the document's: what stands here is marked so too
  std::string source;                // the template's name
  std::string version;               // of Hallmark
  std::vector<LedgerMethod> method;  // by kind and name
  std::map<std::string, std::string> options;
  std::vector<LedgerFile> files;
  std::map<std::string, LedgerDataset> datasets;
  TraceTable traces;
  std::vector<NumberFormat> formats;
  std::vector<LedgerNumber> numbers;
  std::map<std::string, LedgerOutput> outputs;  // by format: "html", "pdf", "md", "txt", "docx"
  std::string seal;                             // as read or as merge() put it there
  std::string sealed_text;                      // what merge() sealed, for to_text(); empty of what was read

  const LedgerNumber* find(std::string_view id) const;  // null when there is none
};

// All reports of one folder.
struct LedgerBook {
  std::string workspace;        // relative to the ledger's folder, or absolute
  std::vector<Ledger> reports;  // sorted by name

  const Ledger* find(std::string_view report) const;
};

std::string to_text(const LedgerBook& book);
// Error(ExitCode::input) for a file that is no ledger.
LedgerBook parse_ledger(std::string_view text, const std::string& file);

// What the seal of a ledger that nobody edited is.
std::string seal_of(const Ledger& ledger);

std::string_view name_of(LedgerMethod::Kind kind);  // "schema", "plugin", "template"

// Puts a report into the book and seals it. What an earlier run of the same report made in other formats stays listed
// only if its numbers are the same and its seal unbroken; the names of the outputs that no longer belong to any ledger
// are returned.
std::vector<std::string> merge(LedgerBook& book, Ledger report);

}  // namespace hallmark::report
