#include <doctest/doctest.h>

#include "refused.h"
#include "report/quotes.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

constexpr std::string_view chair = R"(quotes:
  - text: We will keep going.
    name: Ama Boateng
    role: Chair
    about: burglary
    direction: fall
    approved_by: Ama Boateng
    approved_on: 2025-05-06
)";

std::vector<Quotation> read(const std::string& yaml) {
  MemoryFileSystem files;
  files.files["w/quotes.yaml"] = yaml;
  Workspace workspace;
  workspace.folder = "w";
  return read_quotes(files, workspace);
}

Diagnostic refused(std::string_view from, std::string_view to) {
  return refusal_of(read, replaced(chair, from, to));
}

}  // namespace

TEST_CASE("quotes are read as they were approved") {
  const std::vector<Quotation> quotes = read(std::string(chair));
  REQUIRE(quotes.size() == 1);
  CHECK(quotes[0].approved_on == "2025-05-06");
  const ValueList values = to_values(quotes);
  const auto& map = std::get<ValueMap>(values.at(0).data);
  CHECK(std::get<std::string>(map.at("where").data) == "w/quotes.yaml:2");
  CHECK(std::get<std::string>(map.at("direction").data) == "fall");
  MemoryFileSystem none;
  Workspace workspace;
  CHECK(read_quotes(none, workspace).empty());
  CHECK(read("# nothing yet\n").empty());
}

TEST_CASE("half an approval is none, and a quote for a fall is no quote for anything") {
  CHECK(refused("    approved_by: Ama Boateng\n", "").sentence == "This quote has “approved_on” but no “approved_by”.");
  CHECK(refused("    direction: fall\n", "").sentence == "This quote has “about” but no “direction”.");
  CHECK(refused("direction: fall", "direction: down").hints.at(0) == "Write rise or fall.");
  const Diagnostic day = refused("2025-05-06", "2025-02-30");
  CHECK(day.sentence == "“2025-02-30” is no day.");
  CHECK(day.where.line == 8);
  CHECK(refused("role", "rôle").where.line == 4);
}
