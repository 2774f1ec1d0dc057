// A report is left as it is while nothing changed, and only then: each of its inputs is changed in turn.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "base/files.h"
#include "base/text.h"
#include "data/file_state.h"
#include "data/workspace.h"
#include "one_area.h"
#include "report/inputs.h"
#include "report/report.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::report;
namespace fs = std::filesystem;

namespace {

std::string records(const std::string& month, const std::string& last) {
  std::string text = data::test::police_header;
  for (const std::string& type : {std::string("Burglary"), std::string("Drugs"), last})
    text += fmt::format(
        ",{},Fell Police,Fell Police,-1.41,53.59,On or near Chantry Grove,E01000001,Barnsley 001A,{},,\n", month, type);
  return text;
}

const std::pair<const char*, const char*> written[] = {
    {"hallmark.yaml", R"(partnership: Fellmoor
brand: brand.yaml
areas:
  lookup: areas/lookup.csv
  population: areas/population.csv
  boundaries: [{file: areas/lsoa.geojson, level: lsoa, attribution: Nobody, code: LSOA11CD, name: LSOA11NM}]
schemas: [schemas]
plugins: [plugins]
templates: [templates]
)"},
    {"brand.yaml", "organisation: Safer Fellmoor\nlogo: {file: logo.svg, pdf: logo.png}\ntheme: theme\n"},
    {"logo.svg", R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>)"},
    {"areas/lookup.csv", "lsoa11_code,ltla21_code,ltla21_name\nE01000001,E08000016,Barnsley\n"},
    {"areas/population.csv", "ltla21_code,ltla21_name,residents_2020\nE08000016,Barnsley,1000\n"},
    {"quotes.yaml",
     "quotes:\n  - {text: We go on., name: Ann, role: Chair, approved_by: Ann, approved_on: 2025-05-06}\n"},
    {"series_breaks.yaml", "- {from: 2008-04, what: Counted wider., source: The partnership}\n"},
    {"initiatives/marshals.yaml",
     "name: Marshals\ntheme: night-time economy\nstart: 2024-04\nowner: Sam\nwhat: Marshals keep order at the "
     "ranks.\n"},
    {"plugins/tally/plugin.yaml",
     "name: tally\nversion: 1.0.0\napi: 1\nsummary: Counts.\nneeds: [police_street_crime]\nprovides: [types]\n"},
    {"plugins/tally/tally.lua", R"(
local words = include 'words'
local function types(context, options)
  return document.paragraph{words.groups, data.query{dataset = 'police_street_crime', by = {'crime_type'}}:total(),
    ' and studies of burglary: ', tostring(#practice.ranked{themes = {'burglary'}, like = 'Barnsley'})}
end
return {types = types}
)"},
    {"plugins/tally/words.lua", "return {groups = 'Groups: '}\n"},
    {"templates/held/template.md", R"(---
title: What is held
summary: Every input of a report on one page.
needs: {datasets: [police_street_crime], plugins: [tally]}
options: [{name: crime_type, default: Burglary, help: The crime type counted.}]
---
# Held in {{ report.period.label }}

{{ tally.types{} }}

{% include "partials/more.md" %}
)"},
    {"templates/held/partials/more.md", R"(
{{ data.query{dataset = "police_street_crime", where = {crime_type = {report.options.crime_type}}}:total() }} of a type,
{{ data.population{local_authority = "Barnsley"} }} residents, {{ tostring(data.boundaries("lsoa") ~= nil) }},
{{ report.quotes[1].text }} {{ report.initiatives[1].name }} {{ tostring(#report.series_breaks) }}
)"},
};

const std::string shipped_study = "bolton-operation-siren.md";

// A workspace that uses whatever there is to use, with a copy of what comes with Hallmark beside it.
class Everything {
 public:
  Everything() {
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    disk().make_folders(home());
    for (const char* part : {"templates", "knowledge_base", "plugins"})
      fs::copy(source_dir() + "/" + part, home() + "/" + part, fs::copy_options::recursive);
    for (const std::string& name : disk().list(home() + "/knowledge_base/case_studies"))
      if (name != shipped_study) fs::remove(home() + "/knowledge_base/case_studies/" + name);
    ::setenv("HALLMARK_HOME", home().c_str(), 1);
    for (const auto& [name, content] : written) write(name, content);
    write("data/2020-01-fell-street.csv", records("2020-01", "Robbery"));
    write("data/2020-02-fell-street.csv", records("2020-02", "Robbery"));
    write("areas/lsoa.geojson", outline("-1.40"));
    write("logo.png", disk().read(source_dir() + "/tests/fuzz/corpus/logo/small.png"));
    write("schemas/police.yaml", shipped("knowledge_base/datasets/police_street_crime.yaml"));
    std::string study = disk().read(source_dir() + "/knowledge_base/case_studies/alley-gating-review.md");
    write("case_studies/gates-of-our-own.md", study.replace(study.find("alley-gating-review"), 19, "gates-of-our-own"));
    fs::copy(home() + "/templates/theme", path("theme"), fs::copy_options::recursive);
  }
  ~Everything() {
    if (home_before_.empty())
      ::unsetenv("HALLMARK_HOME");
    else
      ::setenv("HALLMARK_HOME", home_before_.c_str(), 1);
    fs::remove_all(folder_);
  }
  Everything(const Everything&) = delete;
  Everything& operator=(const Everything&) = delete;

  std::string path(const std::string& name) const { return folder_ + "/w/" + name; }
  std::string home() const { return folder_ + "/home"; }
  static std::string shipped(const std::string& name) { return disk().read(hallmark_home() + "/" + name); }
  void write(const std::string& name, std::string_view content) const {
    disk().make_folders(parent_folder(path(name)));
    disk().write(path(name), content);
  }
  // One place of a file, in the workspace or by its whole path.
  void replace(const std::string& name, std::string_view from, std::string_view to) const {
    const std::string file = name.front() == '/' ? name : path(name);
    std::string text = disk().read(file);
    REQUIRE_MESSAGE(text.find(from) != std::string::npos, name);
    disk().write(file, text.replace(text.find(from), from.size(), to));
  }
  void append(const std::string& name, std::string_view more) const {
    const std::string file = name.front() == '/' ? name : path(name);
    disk().write(file, disk().read(file) + std::string(more));
  }

  ReportResult make(const std::string& output = "out", bool cache = true) const {
    ReportRequest asked = request;
    asked.output_folder = path(output);
    asked.cache = cache;
    return assemble(disk(), read_workspace(disk(), path("")), asked);
  }
  // Every file of a folder by its name.
  std::map<std::string, std::string> content(const std::string& folder) const {
    std::map<std::string, std::string> all;
    for (const std::string& file : glob(disk(), path(folder), "**"))
      if (!disk().is_folder(file)) all[file.substr(path(folder).size())] = disk().read(file);
    return all;
  }
  std::map<std::string, data::FileStamp> stamps() const {
    std::map<std::string, data::FileStamp> all{{"", data::stamp_of(path("out"))}};
    for (const char* folder : {"out", ".hallmark"})
      for (const std::string& file : glob(disk(), path(folder), "**")) all[file] = data::stamp_of(file);
    return all;
  }

  ReportRequest request = [] {
    ReportRequest usual;
    usual.name = "held";
    usual.formats = {"html", "md"};
    return usual;
  }();

 private:
  std::string home_before_ = std::getenv("HALLMARK_HOME") == nullptr ? "" : std::getenv("HALLMARK_HOME");
  std::string folder_ = (fs::temp_directory_path() / "hallmark-made-XXXXXX").string();
};

// Made again as it would be with nothing kept, then left as it is.
void check_made_again(const Everything& all, const std::string& what) {
  INFO(what);
  const ReportResult again = all.make();
  CHECK(again.failures.empty());
  CHECK(!again.unchanged);
  all.make("fresh", false);
  CHECK(all.content("out") == all.content("fresh"));
  fs::remove_all(all.path("fresh"));
  const auto before = all.stamps();
  const ReportResult left = all.make();
  CHECK(left.unchanged);
  CHECK(left.written == again.written);
  CHECK(left.numbers == again.numbers);
  CHECK(left.first_number == again.first_number);
  CHECK(all.stamps() == before);
}

}  // namespace

TEST_CASE("a report is made again when any of its inputs or outputs changed, and only then") {
  Everything all;
  check_made_again(all, "the first run");
  const std::string home = all.home();
  const std::pair<const char*, std::function<void()>> changes[] = {
      {"a byte of the records", [&] { all.replace("data/2020-02-fell-street.csv", "Drugs", "Drugz"); }},
      {"another month", [&] { all.write("data/2020-03-fell-street.csv", records("2020-03", "Robbery")); }},
      {"a month less", [&] { fs::remove(all.path("data/2020-01-fell-street.csv")); }},
      {"a file of another name",
       [&] { fs::rename(all.path("data/2020-02-fell-street.csv"), all.path("data/2020-02-moor-street.csv")); }},
      {"hallmark.yaml", [&] { all.replace("hallmark.yaml", "Fellmoor", "Fellmore"); }},
      {"the schema", [&] { all.replace("schemas/police.yaml", "[-9.0, 2.01]", "[-9.1, 2.01]"); }},
      {"the lookup", [&] { all.append("areas/lookup.csv", "E01000002,E08000016,Barnsley\n"); }},
      {"the population", [&] { all.replace("areas/population.csv", "1000", "1001"); }},
      {"the boundaries", [&] { all.write("areas/lsoa.geojson", outline("-1.41")); }},
      {"a plugin's manifest", [&] { all.replace("plugins/tally/plugin.yaml", "1.0.0", "1.0.1"); }},
      {"a plugin's script", [&] { all.replace("plugins/tally/tally.lua", "studies", "reviews"); }},
      {"a part of it", [&] { all.replace("plugins/tally/words.lua", "Groups", "Kinds"); }},
      {"another plugin",
       [&] { fs::copy(home + "/plugins/data_quality", all.path("plugins/x"), fs::copy_options::recursive); }},
      {"the template", [&] { all.replace("templates/held/template.md", "Held in", "Kept in"); }},
      {"a partial", [&] { all.replace("templates/held/partials/more.md", "of a type", "of one type"); }},
      {"the brand pack", [&] { all.replace("brand.yaml", "Safer", "Safe"); }},
      {"the logo", [&] { all.replace("logo.svg", "h9v9", "h8v8"); }},
      {"the theme", [&] { all.append("theme/report.css", "\n"); }},
      {"an initiative", [&] { all.replace("initiatives/marshals.yaml", "name: Marshals", "name: Marshal"); }},
      {"a quote", [&] { all.replace("quotes.yaml", "go on", "go far"); }},
      {"a series break", [&] { all.replace("series_breaks.yaml", "wider", "wide"); }},
      {"no series breaks", [&] { fs::remove(all.path("series_breaks.yaml")); }},
      {"an own case study", [&] { all.replace("case_studies/gates-of-our-own.md", "title: ", "title: The "); }},
      {"a shipped case study",
       [&] { all.replace(home + "/knowledge_base/case_studies/" + shipped_study, "title: ", "title: The "); }},
      {"the evidence standard", [&] { all.append(home + "/knowledge_base/evidence_standard.yaml", "# \n"); }},
      {"a shipped plugin", [&] { all.append(home + "/plugins/data_quality/data_quality.lua", "-- \n"); }},
      {"an option",
       [&] {
         all.request.set = {{"crime_type", "Robbery"}};
       }},
      {"the formats",
       [&] {
         all.request.formats = {"html", "md", "txt"};
       }},
      {"to be published", [&] { all.request.final = true; }},
      {"strictness", [&] { all.request.strict = true; }},
      {"the version", [&] { all.request.version = "0.2.0"; }},
      {"a number in a report", [&] { all.replace("out/held.html", "1,001", "1,002"); }},
      {"a word in another", [&] { all.replace("out/held.md", "residents", "people"); }},
      {"what a killed run left", [&] { disk().make_folders(all.path("out/.hallmark-killed")); }},
      {"a report that is gone", [&] { fs::remove(all.path("out/held.txt")); }},
      {"the ledger", [&] { all.replace("out/ledger.json", "\"1,001\"", "\"1,002\""); }},
      {"the ledger's spaces", [&] { all.append("out/ledger.json", "\n"); }},
      {"no ledger", [&] { fs::remove(all.path("out/ledger.json")); }},
      {"the record", [&] { all.write(".hallmark/reports/held.json", "{\"asked\": {"); }},
      {"no record", [&] { fs::remove_all(all.path(".hallmark")); }},
  };
  for (const auto& [what, change] : changes) {
    change();
    check_made_again(all, what);
  }
}

TEST_CASE("a report made elsewhere, or another beside it, leaves a report as it is") {
  Everything all;
  all.make();
  disk().make_folders(all.path("templates/other"));
  fs::copy(all.path("templates/held"), all.path("templates/other"),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  CHECK(!all.make().unchanged);
  all.request.name = "other";
  CHECK(!all.make().unchanged);
  CHECK(all.make().unchanged);
  all.request.name = "held";  // its part of the ledger is what it was
  CHECK(all.make().unchanged);
}

TEST_CASE("nothing is kept where it cannot be, and the report is made all the same") {
  Everything all;
  SUBCASE("with no wish to keep anything") {
    all.make("out", false);
    CHECK(!fs::exists(all.path(".hallmark")));
  }
  SUBCASE("a file where the folder should be") {
    all.write(".hallmark", "");
    CHECK(!all.make().unchanged);
    CHECK(!all.make().unchanged);
  }
  SUBCASE("a pipe among the inputs") {
    REQUIRE(::mkfifo(all.path("pipe").c_str(), 0600) == 0);
    CHECK(!all.make().unchanged);
    CHECK(!all.make().unchanged);
  }
  SUBCASE("links in a circle") {
    fs::create_directory_symlink(".", all.path("a"));
    fs::create_directory_symlink(".", all.path("b"));
    CHECK(!all.make().unchanged);
    CHECK(!all.make().unchanged);
  }
  SUBCASE("records in the folder that is written to") {
    CHECK(!all.make("data").unchanged);
    all.write("data/2020-03-fell-street.csv", records("2020-03", "Robbery"));
    CHECK(!all.make("data").unchanged);
  }
}

TEST_CASE("a file that is written to while a report is made is seen, whatever its times say") {
  Everything all;
  const Workspace workspace = read_workspace(disk(), all.path(""));
  const auto now = [&] { return find_inputs(disk(), workspace, all.path("out")).value(); };
  const Inputs before = now();
  CHECK(same_files(before, now()));
  const std::string file = all.path("quotes.yaml");
  const auto modified = fs::last_write_time(file);
  all.replace("quotes.yaml", "go on", "go in");
  fs::last_write_time(file, modified);
  CHECK(!same_files(before, now()));
}
