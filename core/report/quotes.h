// What people may be quoted with in a briefing: quotes.yaml in the workspace. A quote speaks to one finding, so that
// words written for a fall never stand beside a rise, and waits for the approval of the person named.
//
//   quotes:
//     - text: Every home that was not broken into matters. We will keep going.
//       name: Ama Boateng
//       role: Chair of Ashmoor and Vale Community Safety Partnership
//       about: burglary            # a claim, as `news.claims` names it; absent: fits any finding
//       direction: fall            # of that claim: rise or fall
//       approved_by: Ama Boateng   # absent: not approved yet
//       approved_on: 2025-05-06
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "hallmark/plugin.h"
#include "report/workspace.h"

namespace hallmark::report {

struct Quotation {
  std::string text, name, role;
  std::string about, direction;          // both or neither
  std::string approved_by, approved_on;  // both or neither; a day, "2025-05-06"
  SourceLocation where;
};

inline constexpr std::string_view quotes_file = "quotes.yaml";

// In the order of the file; none where there is no file. Error(ExitCode::configuration) at its line: an unknown key, a
// missing one, a direction or a day that is none, half an approval.
std::vector<Quotation> read_quotes(const FileSystem& files, const Workspace& workspace);

// report.quotes of scripts; `where` is "w/quotes.yaml:3".
ValueList to_values(const std::vector<Quotation>& quotes);

}  // namespace hallmark::report
