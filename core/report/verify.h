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
    source,  // a file changed, is gone or was not there
    number,  // recomputed, it is another
    text,    // the report says another, or does not say it
    output,  // a file is not the one that was made
  };
  Kind kind;
  std::string sentence;
  SourceLocation where;
  std::string id;  // of a number
  std::string expected, found;
};

struct Verification {
  std::size_t numbers = 0;  // recomputed
  std::vector<Difference> differences;
  std::vector<std::string> notes;  // a report whose words were changed though its numbers were not
};

// Throws Error where nothing can be compared: no ledger, no workspace, records that cannot be read.
Verification verify(FileSystem& files, const VerifyRequest& request);

// ---- The parts, for tests ------------------------------------------------------------------------------------------

// The numbers in an HTML report against the ledger.
std::vector<Difference> compare_html(const Ledger& ledger, const std::string& html, const std::string& path);

// The numbers in a report of Markdown or plain text: the words around them may have been edited, so the numbers written
// are aligned with those that stood there.
std::vector<Difference> compare_text(const Ledger& ledger, const LedgerOutput& output, const std::string& text,
                                     const std::string& path);

}  // namespace hallmark::report
