#include <doctest/doctest.h>

#include "report/workspace.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

Workspace read(const std::string& yaml) {
  MemoryFileSystem files;
  files.files["w/hallmark.yaml"] = yaml;
  return read_workspace(files, "w");
}

Error refused(const std::string& yaml) {
  try {
    read(yaml);
  } catch (const Error& error) {
    return error;
  }
  FAIL("accepted: " << yaml);
  return Error(ExitCode::internal, "");
}

}  // namespace

TEST_CASE("every key of a workspace is read") {
  const Workspace w = read(R"(partnership: South Yorkshire
area: [Barnsley, E08000017]
marking: OFFICIAL
brand: {organisation: Safer South Yorkshire, colour: "#206095", theme: look}
period: {from: 2020-10, to: 2021-09}
datasets: {police_street_crime: [data/a.zip, data/*.csv]}
areas:
  lookup: areas/lookup.csv
  population: [areas/p.csv]
  boundaries:
    - {file: areas/b.geojson, level: lsoa, attribution: OS, code: LSOA11CD, name: LSOA11NM}
    - areas/c.geojson
schemas: schemas
plugins: [p, q]
templates: [t]
targets:
  - {name: Burglary, change: -5%, number: 12, agreed: true}
)");
  CHECK(w.partnership == "South Yorkshire");
  CHECK(w.area == std::vector<std::string>{"Barnsley", "E08000017"});
  CHECK(w.brand.organisation == "Safer South Yorkshire");
  CHECK(w.brand.colour == "#206095");
  CHECK(w.marking == "OFFICIAL");
  CHECK(w.path(w.brand.theme) == "w/look");
  CHECK(w.from == "2020-10");
  CHECK(w.datasets.at(0).patterns.size() == 2);
  CHECK(w.lookups.at(0).path == "areas/lookup.csv");
  CHECK(w.boundaries.at(0).code_property == "LSOA11CD");
  CHECK(w.boundaries.at(1).path == "areas/c.geojson");
  CHECK(w.schemas == std::vector<std::string>{"schemas"});
  CHECK(w.plugins.size() == 2);
  const auto& target = std::get<ValueMap>(w.targets.at(0).data);
  CHECK(std::get<std::string>(target.at("change").data) == "-5%");
  CHECK(std::get<double>(target.at("number").data) == 12);
  CHECK(std::get<bool>(target.at("agreed").data));
}

TEST_CASE("the partnership publishes unless another organisation is named") {
  CHECK(read("partnership: X\n").brand.organisation == "X");
}

TEST_CASE("what is wrong is named at its line, with what to do") {
  const Error key = refused("partnership: X\nperoid: {from: 2020-01, to: 2020-02}\n");
  CHECK(key.code() == ExitCode::configuration);
  CHECK(key.diagnostic().where.line == 2);
  CHECK(key.diagnostic().source_line == "peroid: {from: 2020-01, to: 2020-02}");
  CHECK(key.diagnostic().hints.at(0) == "Did you mean “period”?");
  CHECK(refused("area: Barnsley\n").diagnostic().sentence == "The key “partnership” is missing here.");
  for (const char* yaml :
       {"partnership: X\nperiod: {from: 2020-00, to: 2020-02}\n", "partnership: X\nperiod: {from: 2020-01}\n",
        "partnership: X\nperiod: {from: 2020-03, to: 2020-02}\n", "partnership: X\nbrand: {colour: blue}\n",
        "partnership: X\ndatasets: data/*.zip\n", "partnership: X\ntargets: {a: 1}\n", "- partnership\n",
        "partnership: [X]\n", "partnership: X\nareas: {boundaries: [{level: lsoa}]}\n"}) {
    CAPTURE(yaml);
    CHECK(refused(yaml).diagnostic().where.file == "w/hallmark.yaml");
  }
}

TEST_CASE("a folder that is no workspace says how to make one") {
  MemoryFileSystem files;
  files.files["v/data.csv"] = "";
  for (const char* folder : {"v", "nowhere"}) {
    try {
      read_workspace(files, folder);
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::configuration);
      CHECK(error.diagnostic().hints.at(0).find("hallmark init") != std::string::npos);
    }
  }
}

TEST_CASE("what init writes is a workspace, whatever the partnership is called") {
  for (const std::string name : {"Safer Barnsley", "\"quoted\" \\ back: slash #", "Ynys Môn"}) {
    CAPTURE(name);
    CHECK(read(workspace_template(name)).partnership == name);
  }
}

TEST_CASE("patterns stand for files") {
  MemoryFileSystem files;
  for (const char* path : {"w/data/a.zip", "w/data/b.csv", "w/data/2020-01/c.csv"}) files.files[path] = "";
  Workspace w;
  w.folder = "w";
  CHECK(expand_pattern(files, w, "data/b.csv", {}) == std::vector<std::string>{"w/data/b.csv"});
  CHECK(expand_pattern(files, w, "data", {}) == std::vector<std::string>{"w/data"});
  CHECK(expand_pattern(files, w, "data/**/*.csv", {}) ==
        std::vector<std::string>{"w/data/2020-01/c.csv", "w/data/b.csv"});
  CHECK_THROWS_AS(expand_pattern(files, w, "data/*.xlsx", {}), Error);
  CHECK_THROWS_AS(expand_pattern(files, w, "data/d.csv", {}), Error);
}
