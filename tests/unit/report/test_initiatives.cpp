#include <doctest/doctest.h>

#include "refused.h"
#include "report/initiatives.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

constexpr std::string_view marshals = R"(name: Taxi marshals
theme: night-time economy
area: Barnsley
start: 2024-04
owner: Sam Reed
what: Marshals keep order at the ranks.
evaluation:
  design: comparison_before_after
  finding: Fewer assaults near the ranks than near two others.
communications:
  - {audience: residents, channel: newsletter, message: It is safer., date: 2024-05-01, owner: Ann, budget_line: none}
  - {audience: bars, channel: visits, message: Call the marshals.}
)";

// The initiatives, with the shipped vocabulary and evidence standard.
std::vector<Initiative> read(const std::string& yaml, const std::string& name = "marshals.yaml") {
  MemoryFileSystem files;
  const std::string base = join_path(hallmark_home(), "knowledge_base");
  for (const char* standard : {"vocabulary.yaml", "evidence_standard.yaml"})
    files.files[join_path(base, standard)] = disk().read(std::string(source_dir()) + "/knowledge_base/" + standard);
  files.files["w/initiatives/" + name] = yaml;
  Workspace workspace;
  workspace.folder = "w";
  return read_initiatives(files, workspace);
}

Diagnostic refused(std::string_view from, std::string_view to) {
  return refusal_of([](const std::string& yaml) { return read(yaml); }, replaced(marshals, from, to));
}

}  // namespace

TEST_CASE("what an initiative shows: its own evaluation, else the study it follows, and no cause below level 3") {
  const auto with = [](std::string_view from, std::string_view to) { return read(replaced(marshals, from, to)).at(0); };
  CHECK(shown(read(std::string(marshals)).at(0)).level == 0);  // its evaluation does not say what it found
  const Initiative strong = with("  design:", "  effect: fewer\n  design:");
  CHECK(shown(strong).effect == "fewer");
  CHECK(shown(strong).level == 3);
  CHECK(shown(strong).place.empty());
  CHECK(backings({strong}).size() == 1);
  const Initiative weak = with("  design: comparison_before_after", "  effect: fewer\n  design: before_after");
  CHECK(shown(weak).level == 1);
  CHECK(backings({weak}).empty());
  CHECK(backings({with("  design:", "  effect: none\n  design:")}).empty());
  CHECK(strong.offences ==
        std::vector<std::string>{"Violence and sexual offences", "Public order", "Theft from the person"});
}

TEST_CASE("an initiative is read, and its level follows from its design") {
  const Initiative initiative = read(std::string(marshals)).at(0);
  CHECK(initiative.id == "marshals");
  CHECK(initiative.area == std::vector<std::string>{"Barnsley"});
  CHECK(initiative.level == 3);  // Maryland scale: before and after, with a comparison group
  CHECK(initiative.communications.at(0).date == "2024-05-01");
  const ValueList values = to_values({initiative}, Marking::open);
  const auto& map = std::get<ValueMap>(values.at(0).data);
  CHECK(!map.contains("end"));
  const auto& evaluation = std::get<ValueMap>(map.at("evaluation").data);
  CHECK(std::get<double>(evaluation.at("level").data) == 3);
}

TEST_CASE("what a plan lacks is named at its line") {
  const auto lacking = warnings(read(std::string(marshals)));
  REQUIRE(lacking.size() == 1);
  CHECK(lacking[0].sentence == "What “Taxi marshals” tells bars has no date, no owner, no budget_line.");
  CHECK(lacking[0].where.line == 12);
  const auto silent = warnings(read(std::string(marshals.substr(0, marshals.find("communications")))));
  REQUIRE(silent.size() == 1);
  CHECK(silent[0].sentence == "Nobody is told of “Taxi marshals”: it has no communications.");
}

TEST_CASE("slips are refused at their line with the nearest right word") {
  const auto hint = [](std::string_view from, std::string_view to) { return refused(from, to).hints.at(0); };
  CHECK(hint("owner: Sam", "ownr: Sam") == "Did you mean “owner”?");
  CHECK(hint("budget_line: none", "buget_line: none") == "Did you mean “budget_line”?");
  CHECK(hint("theme: night-time economy", "theme: night time economy") == "Did you mean “night-time economy”?");
  CHECK(hint("comparison_before_after", "comparison_before_and_after") == "Did you mean “comparison_before_after”?");
  CHECK(hint("2024-04", "April 2024") == "Write year and month, such as 2024-04.");
  CHECK(hint("2024-05-01", "2024-05-32") == "Write 2024-05-31, or 2024-05 for the month.");
  CHECK(refused("  design:", "  effect: less\n  design:").sentence == "“less” is no effect.");
  CHECK(refused("  design:", "  level: 5\n  design:").where.line == 8);
  CHECK(refused("start: 2024-04", "start: 2024-04\nend: 2024-03").where.line == 5);
  CHECK(refused("what: Marshals keep order at the ranks.\n", "").sentence == "The key “what” is missing here.");
}

TEST_CASE("the template of init holds no initiative until its marks are taken away") {
  CHECK(read(std::string(initiatives_template())).empty());
  std::string used;
  for (std::string_view rest = initiatives_template(); !rest.empty();) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.starts_with("# ")) used += std::string(line.substr(2)) + "\n";
  }
  const Initiative initiative = read(used).at(0);
  CHECK(initiative.name == "Taxi marshals at night");
  CHECK(warnings({initiative}).empty());
}

TEST_CASE("other files of the folder are left alone") {
  CHECK(read("no: initiative", "README.md").empty());
}
