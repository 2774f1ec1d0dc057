#include <doctest/doctest.h>

#include "refused.h"
#include "report/series_breaks.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

constexpr std::string_view sheds = R"(- from: 2024-07
  dataset: police_street_crime
  offences: [Burglary]
  area: Barnsley
  what: Sheds are counted as burglary no longer.
  source: Letter of the force's crime registrar, 1 June 2024
)";

// Of a workspace alone: Hallmark's own register is not in these files.
std::vector<SeriesBreak> read_breaks(const std::string& yaml) {
  MemoryFileSystem files;
  files.files["w/series_breaks.yaml"] = yaml;
  Workspace workspace;
  workspace.folder = "w";
  return read_series_breaks(files, workspace);
}

Diagnostic refused(std::string_view from, std::string_view to) {
  return refusal_of(read_breaks, replaced(sheds, from, to));
}

}  // namespace

TEST_CASE("a series break is read as it is noted") {
  const SeriesBreak entry = read_breaks(std::string(sheds)).at(0);
  CHECK(entry.from == "2024-07");
  CHECK(entry.offences == std::vector<std::string>{"Burglary"});
  CHECK(entry.area == std::vector<std::string>{"Barnsley"});
  CHECK(entry.source == "Letter of the force's crime registrar, 1 June 2024");
}

TEST_CASE("a series break of no dataset concerns all, of another dataset not this one") {
  const std::vector<SeriesBreak> breaks =
      read_breaks(std::string(sheds) + "- {from: 2008-04, what: Wider., source: Home Office}\n");
  CHECK(to_values(breaks, "police_street_crime").size() == 2);
  const ValueList others = to_values(breaks, "ambulance");
  REQUIRE(others.size() == 1);
  const ValueMap entry = std::get<ValueMap>(others[0].data);
  CHECK(std::get<std::string>(entry.at("from").data) == "2008-04");
  CHECK(std::get<ValueList>(entry.at("offences").data).empty());
}

TEST_CASE("Hallmark's register comes first, the workspace's after it; a file of comments holds none") {
  MemoryFileSystem files;
  files.files[join_path(hallmark_home(), "knowledge_base/series_breaks.yaml")] =
      "- {from: 2008-04, what: Wider., source: Home Office}\n";
  files.files["w/series_breaks.yaml"] = sheds;
  Workspace workspace;
  workspace.folder = "w";
  const std::vector<SeriesBreak> breaks = read_series_breaks(files, workspace);
  REQUIRE(breaks.size() == 2);
  CHECK(breaks[0].from == "2008-04");
  CHECK(breaks[1].from == "2024-07");
  CHECK(read_breaks("# none yet\n").empty());
}

TEST_CASE("what is no series break is refused at its line") {
  const Diagnostic month = refused("2024-07", "July 2024");
  CHECK(month.sentence == "“July 2024” is no month.");
  CHECK(month.where.file == "w/series_breaks.yaml");
  CHECK(month.where.line == 1);
  CHECK(month.source_line == "- from: July 2024");
  CHECK(refused("source", "sources").hints.at(0) == "Did you mean “source”?");
  CHECK(refused("  what: Sheds are counted as burglary no longer.\n", "").sentence ==
        "The key “what” is missing here.");
  CHECK(refusal_of(read_breaks, "from: 2024-07").sentence == "A list of series breaks is expected here.");
}
