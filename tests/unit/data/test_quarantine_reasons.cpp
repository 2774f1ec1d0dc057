#include <map>

#include "data/quality.h"
#include "data/workspace.h"

namespace hallmark::data::test {
namespace {

TEST_CASE("each reason names its first row, how many files share it and what to ask the supplier") {
  const Scratch scratch;
  const std::vector<std::string> paths = {
      scratch.write("2020-01-fell-street.csv", police_header + police_row() + police_row("January") + "a,b\n"),
      scratch.write("2020-02-fell-street.csv",
                    police_header + police_row("2020-02", "") + police_row("2020-03") + police_row("Feb"))};
  const auto reasons = quarantine_reasons(import_police(paths).datasets()[0]);
  REQUIRE(reasons.size() == 4);
  CHECK(reasons[0].reason == "Month is not a month (YYYY-MM)");
  CHECK(reasons[0].rows == 2);
  CHECK(reasons[0].files == 2);
  CHECK(reasons[0].first.file == 0);
  CHECK(reasons[0].first.line == 3);
  CHECK(reasons[0].first.raw.empty());
  std::map<std::string, std::string> requests;
  for (const QuarantineReason& reason : reasons) requests[reason.reason] = reason.request;
  CHECK(requests ==
        std::map<std::string, std::string>{
            {"Month is not a month (YYYY-MM)", "Write every Month as YYYY-MM, such as 2024-05, none before 2010-12."},
            {"Crime type is blank", "Fill in Crime type in every row."},
            {"Month is not 2020-02, the month of the file's name",
             "Put each month's rows into that month's file, or mend the file's name."},
            {"2 values instead of 12",
             "Give every row all 12 columns, and put quotation marks around a value that holds a comma or "
             "a line break."}});
}

}  // namespace
}  // namespace hallmark::data::test
