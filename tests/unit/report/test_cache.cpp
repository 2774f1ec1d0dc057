// A report is the same with and without the columns kept between runs, whichever of its inputs changed.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>

#include "base/files.h"
#include "base/text.h"
#include "data/workspace.h"
#include "data/zip_writer.h"
#include "one_area.h"
#include "report/report.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::report;
namespace fs = std::filesystem;

namespace {

std::string records(const std::string& month, const std::string& type) {
  std::string text = data::test::police_header;
  // Enough that they are kept.
  for (int row = 0; row < 5000; ++row)
    text += fmt::format(
        ",{},Fell Police,Fell Police,-1.4{:02},53.59,On or near Chantry Grove,E0100000{},Barnsley 001A,{},,\n", month,
        row % 100, row % 2 + 1, row % 3 == 0 ? type : "Drugs");
  return text;
}

std::string zip(const std::string& type) {
  return data::test::zip_of({{"2020-01/2020-01-fell-street.csv", records("2020-01", "Burglary")},
                             {"2020-02/2020-02-fell-street.csv", records("2020-02", type)}});
}

constexpr std::string_view configuration = R"(partnership: Fellmoor
period: {from: 2020-02, to: 2020-02}
areas:
  lookup: areas/lookup.csv
  population: areas/population.csv
  boundaries: [{file: areas/lsoa.geojson, level: lsoa, attribution: Nobody, code: LSOA11CD, name: LSOA11NM}]
schemas: [schemas]
plugins: [plugins]
templates: [templates]
)";

constexpr std::string_view page = R"(---
title: What is held
summary: Every input of a report on one page.
needs: {datasets: [police_street_crime], plugins: [tally]}
options: [{name: crime_type, default: Burglary, help: The crime type counted.}]
---
# Held in {{ report.period.label }}

{{ tally.types{} }}

{{ data.query{dataset = "police_street_crime", where = {crime_type = {report.options.crime_type}}}:total() }} of one type,
{{ data.query{dataset = "police_street_crime", where = {local_authority = {"Barnsley"}}}:total() }} in Barnsley with
{{ data.population{local_authority = "Barnsley"} }} residents.

{% local areas = data.boundaries("lsoa") %}
There are boundaries: {{ tostring(areas ~= nil) }}.
)";

constexpr std::string_view analysis = R"(
local function types(context, options)
  return document.paragraph{'Groups: ', data.query{dataset = 'police_street_crime', by = {'crime_type'}}:total()}
end
return {types = types}
)";

class ReportTwice {
 public:
  ReportTwice() {
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    write("data/police.zip", zip("Robbery"));
    write("hallmark.yaml", configuration);
    write("areas/lookup.csv",
          "lsoa11_code,ltla21_code,ltla21_name\nE01000001,E08000016,Barnsley\nE01000002,E08000016,Barnsley\n");
    write("areas/population.csv", "ltla21_code,ltla21_name,residents_2020\nE08000016,Barnsley,1000\n");
    write("areas/lsoa.geojson", outline("-1.4"));
    write("schemas/police.yaml", disk().read(source_dir() + "/knowledge_base/datasets/police_street_crime.yaml"));
    write("plugins/tally/plugin.yaml",
          "name: tally\nversion: 1.0.0\napi: 1\nsummary: Counts.\nneeds: [police_street_crime]\nprovides: [types]\n");
    write("plugins/tally/tally.lua", analysis);
    write("templates/held/template.md", page);
  }
  ~ReportTwice() { fs::remove_all(folder_); }

  void write(const std::string& name, std::string_view content) {
    disk().make_folders(parent_folder(folder_ + "/" + name));
    disk().write(folder_ + "/" + name, content);
  }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string read(const std::string& name) const { return disk().read(path(name)); }
  void replace(const std::string& name, std::string_view from, std::string_view to) {
    std::string text = read(name);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    write(name, text.replace(at, from.size(), to));
  }

  // The report with what earlier runs kept; it must equal the one that reads everything.
  std::string make(const std::map<std::string, std::string>& set = {}) {
    const std::string kept = run("kept", true, set), fresh = run("fresh", false, set);
    CHECK(kept == fresh);
    return kept;
  }

 private:
  std::string run(const std::string& name, bool cache, const std::map<std::string, std::string>& set) {
    ReportRequest request;
    request.name = "held";
    request.formats = {"html", "md"};
    request.set = set;
    request.output_folder = folder_ + "/" + name;
    request.cache = cache;
    const ReportResult result = assemble(disk(), read_workspace(disk(), folder_), request);
    CHECK(result.notes.empty());
    std::string all;
    for (const std::string& path : result.written) all += disk().read(path);
    return all;
  }

  std::string folder_ = (fs::temp_directory_path() / "hallmark-cache-XXXXXX").string();
};

}  // namespace

TEST_CASE("each input of a report in turn changes it as it would without anything kept") {
  ReportTwice report;
  std::string before = report.make();
  CHECK(fs::exists(report.path(".hallmark/columns")));
  CHECK(report.make() == before);
  const auto changed = [&](const std::map<std::string, std::string>& set = {}) {
    const std::string now = report.make(set);
    CHECK(now != before);
    before = now;
  };
  SUBCASE("a byte of the records") {
    report.write("data/police.zip", zip("Robbers"));
    changed();
  }
  SUBCASE("the schema") {
    report.replace("schemas/police.yaml", "[-9.0, 2.01]", "[-9.0,-1.42]");
    changed();
  }
  SUBCASE("the lookup") {
    report.replace("areas/lookup.csv", "E01000002,E08000016,Barnsley", "E01000002,E08000017,Doncaster");
    changed();
  }
  SUBCASE("the population") {
    report.replace("areas/population.csv", "1000", "1001");
    changed();
  }
  SUBCASE("the boundaries") {
    report.write("areas/lsoa.geojson", outline("-1.41"));
    changed();
  }
  SUBCASE("the workspace") {
    report.replace("hallmark.yaml", "{from: 2020-02", "{from: 2020-01");
    changed();
  }
  SUBCASE("a plugin") {
    report.replace("plugins/tally/tally.lua", "Groups", "Kinds");
    changed();
  }
  SUBCASE("the template") {
    report.replace("templates/held/template.md", "of one type", "of a type");
    changed();
  }
  SUBCASE("an option") {
    changed({{"crime_type", "Robbery"}});
  }
}
