// `hallmark verify`: are the numbers of a report still what its sources give, and does the report still say them?
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "report/open_report.h"

namespace hallmark::report {

struct VerifyRequest {
  std::string path;       // a report, or a ledger.json: every report in it
  std::string workspace;  // empty: as the ledger names it
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct Difference {
  enum class Kind {
    number,           // edited in a report
    words,            // edited in a report
    markup,           // a report was edited in what is neither
    output,           // a file is gone, or cannot be read any more
    ledger,           // edited
    source,           // a file of records or areas changed, is gone or was not there
    schema,           // of a dataset, changed or gone
    plugin,           // changed or gone
    report_template,  // changed or gone
    result,           // recomputed, a number is another
  };
  Kind kind;
  std::string sentence;
  SourceLocation where;
  std::string id;  // of a number
  std::string expected, found;
};

std::string_view name_of(Difference::Kind kind);  // "number"; of report_template "template"

struct Verification {
  std::size_t numbers = 0;  // recomputed
  std::vector<Difference> differences;
  std::vector<std::string> notes;  // what the reader should know besides
};

// Throws Error where nothing can be compared: no ledger, no workspace, records that cannot be read.
Verification verify(FileSystem& files, const VerifyRequest& request);

// ---- The parts, for tests ------------------------------------------------------------------------------------------

// A report as it stands against what the ledger says of it, word for word; empty for a file that was not edited.
std::vector<Difference> compare_document(const Ledger& ledger, const std::string& format, const std::string& content,
                                         const std::string& path);

}  // namespace hallmark::report
