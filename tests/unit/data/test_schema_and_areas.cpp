#include <cmath>

#include "data/quality.h"
#include "workspace.h"

using namespace hallmark;
using namespace hallmark::data;
using namespace hallmark::data::test;

namespace {

std::string yaml_with(const std::string& extra, const std::string& columns = "") {
  return "name: fires\nsupplier: Fire and rescue\nstatutory_basis: SI 2007/1831\nsensitivity: official\n" + extra +
         "columns:\n  - {header: Month, name: month, type: month}\n" + columns;
}

std::string refused(const std::string& yaml) {
  return error_of(ExitCode::configuration, [&] { parse_schema(yaml, "fires.yaml"); });
}

}  // namespace

TEST_CASE("the shipped schemas are valid and complete") {
  const DatasetSchema police = schema("police_street_crime");
  std::string header;
  for (const auto& column : police.columns) header += (header.empty() ? "" : ",") + column.header;
  CHECK(header + "\n" == police_header);
  CHECK(police.find("crime_type")->codes.size() == 14);
  CHECK(dimensions(police).size() == 11 + 4 + 4 + 2);
  CHECK(schema("population").find(ColumnType::number)->name == "residents");
  CHECK_CONTAINS(error_of(ExitCode::configuration, [] { schema("police_street_crim"); }), "Did you mean");
}

TEST_CASE("a schema's slips are named with a suggestion") {
  CHECK(parse_schema(yaml_with(""), "fires.yaml").name == "fires");
  CHECK_CONTAINS(refused(yaml_with("disclosure_threshold: 5\n")), "disclosure control, which Hallmark does not do yet");
  CHECK_CONTAINS(refused(yaml_with("suplier_column: x\n")), "suplier_column");
  CHECK_CONTAINS(refused(yaml_with("", "  - {header: A, name: a, type: categry}\n")), "“category”");
  CHECK_CONTAINS(refused(yaml_with("", "  - {header: A, name: Big, type: category}\n")), "lower case");
  CHECK_CONTAINS(refused(yaml_with("", "  - {header: A, name: month, type: category}\n")), "given to two columns");
  CHECK_CONTAINS(refused(yaml_with("", "  - {header: month, name: m2, type: category}\n")), "stands twice");
  CHECK_CONTAINS(refused(yaml_with("area_column: mnth\n")), "Did you mean “month”?");
  CHECK_CONTAINS(refused(yaml_with("", "  - {header: A, name: a, type: number, range: [2, 1]}\n")),
                 "above its highest");
}

TEST_CASE("file names are recognised and state their month") {
  const DatasetSchema police = schema("police_street_crime");
  CHECK(match_file_name(police, "2020-01-south-yorkshire-street.csv").month == "2020-01");
  for (const char* other : {"2020-13-fell-street.csv", "2020-01-fell-outcomes.csv", "20-01-fell-street.csv",
                            "street.csv", "x2020-01-fell-street.csv", "2020-01-fell-street.csv.zip", ""})
    CHECK_FALSE(match_file_name(police, other).matches);
}

TEST_CASE("residents and partnerships ship for every local authority of England and Wales") {
  const Areas areas = load_areas(disk(), test::areas());
  CHECK(areas.authorities.size() == 318);
  std::uint64_t residents = 0;
  for (const auto& authority : areas.authorities) residents += authority.residents;
  // Census 2021, usual residents of England and Wales as published: 59,597,300 (rounded to the hundred).
  CHECK(residents == doctest::Approx(59'597'300).epsilon(0.00001));
  const LocalAuthority* sheffield = areas.find_authority("E08000019");
  REQUIRE(sheffield);
  CHECK(sheffield->name == "Sheffield");
  CHECK(sheffield->police_force_area == "South Yorkshire");
  CHECK(areas.find_authority("Bristol")->code == "E06000023");
  CHECK(areas.find_authority("The Vale of Glamorgan")->name == "Vale of Glamorgan");
  CHECK(areas.find_authority("Shepway")->name == "Folkestone and Hythe");
  CHECK(areas.find_authority("Aylesbury Vale")->name == "Buckinghamshire");
  CHECK(areas.find_authority("Atlantis") == nullptr);
  // One authority in four partnerships, one partnership over three authorities.
  CHECK(areas.find_authority("Buckinghamshire")->partnership.empty());
  CHECK(areas.find_authority("Teignbridge")->partnership == "South Devon and Dartmoor");
  CHECK(areas.find_authority("South Hams")->partnership == "South Devon and Dartmoor");
  CHECK(areas.place_of("", "Wycombe 003B").partnership == "Wycombe");
}

TEST_CASE("area files are known by their headers, in either style of the ONS") {
  MemoryFileSystem files;
  const std::string folder = source + "/knowledge_base/areas/";
  for (const char* name : {"local_authorities.csv", "former_authorities.csv"})
    files.files["k/" + std::string(name)] = disk().read(folder + name);
  const auto load = [&](std::map<std::string, std::string> extra, std::vector<std::string> own = {}) {
    AreaSources sources{{}, "k", std::move(own)};
    for (auto& [name, text] : extra) {
      files.files[name] = text;
      sources.files.push_back(name);
    }
    return load_areas(files, sources);
  };
  CHECK(load({{"a.csv", "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM\nE01000001,City 001A,E09000001,City of London\n"}})
            .place_of("E01000001", "")
            .authority == "City of London");
  CHECK(load({{"a.csv", "lsoa11_name,lsoa11_code,ltla21_name,ltla21_code\nX 001A,E01007434,Barnsley,E08000016\n"}})
            .place_of("E01007434", "")
            .partnership == "Barnsley");
  // Residents of districts that have merged are added up.
  const Areas merged = load({{"p.csv",
                              "ltla21_code,ltla21_name,total_population,0,1\nE07000026,Allerdale,97831,1,2\n"
                              "E07000028,Carlisle,108524,1,2\nE07000029,Copeland,68041,1,2\n"}});
  CHECK(merged.find_authority("Cumberland")->residents == 97831 + 108524 + 68041);
  CHECK(merged.residents_source == "p.csv");
  // An authority may be in one partnership here and in others there: the workspace's own file decides.
  CHECK(load({{"c.csv", "LAD24CD,LAD24NM,CSP24CD,CSP24NM\nE08000016,Barnsley,E22999999,Safer Barnsley\n"}})
            .find_authority("Barnsley")
            ->partnership == "Safer Barnsley");
  CHECK(load({}, {"South Yorkshire"}).own_authorities ==
        std::vector<std::string>{"E08000016", "E08000017", "E08000018", "E08000019"});
  CHECK(load({}, {"Barnsley"}).own_authorities == std::vector<std::string>{"E08000016"});
  CHECK(load({}, {"South Devon and Dartmoor"}).own_authorities.size() == 3);
  CHECK_CONTAINS(error_of(ExitCode::configuration, [&] { load({}, {"Barnsly"}); }), "Did you mean “Barnsley”?");
  const auto bad = [&](const std::string& text) {
    return error_of(ExitCode::input, [&] { load({{"bad.csv", text}}); });
  };
  CHECK_CONTAINS(bad(""), "it is empty");
  CHECK_CONTAINS(bad("a,b\n1,2\n"), "lsoa11_code and ltla21_code");
  CHECK_CONTAINS(bad("ltla24_code,residents_2021\nE08000016,many\n"), "“many” is no number of residents");
  CHECK_CONTAINS(bad("ltla24_code,residents_2021\nE08000016\n"), "1 in row 2");
}

TEST_CASE("names of LSOAs lose their trailing code only") {
  CHECK(authority_in_lsoa_name("Barnsley 018A") == "Barnsley");
  CHECK(authority_in_lsoa_name("Kingston upon Hull 001B") == "Kingston upon Hull");
  CHECK(authority_in_lsoa_name("Barnsley") == "Barnsley");
  CHECK(authority_in_lsoa_name(" 018A") == " 018A");
  CHECK(authority_in_lsoa_name("") == "");
}

TEST_CASE("residents are a dataset, so that a denominator is a query") {
  const Store store = import({{schema("population"), {}}}, areas());
  CHECK(store.datasets()[0].quarantine.empty());
  Query query{"population",
              {{"police_force_area", Filter::Kind::any_of, {"South Yorkshire"}}},
              {"local_authority"},
              {Measure::Kind::sum, "residents"}};
  // Census 2021, as published in hundreds.
  const QueryResult result = store.executor().run(query);
  REQUIRE(result.size() == 4);
  const double published[] = {244'600, 308'100, 265'800, 556'500};
  for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(result.values[i] - published[i]) <= 50);
  CHECK(result.keys[0].labels == std::vector<std::string>{"Barnsley", "Doncaster", "Rotherham", "Sheffield"});

  const Scratch scratch;
  const std::string lookup = scratch.write("l.csv",
                                           "lsoa11_code,ltla21_code,ltla21_name\nE01007434,E08000016,Barnsley\n"
                                           "E01007435,E08000016,Barnsley\nE01007600,E08000017,Doncaster\n");
  const std::string counts = scratch.write("p.csv", "lsoa11_code,residents\nE01007434,1500\nE01007435,1700\n");
  const Store by_lsoa = import({{schema("population"), {}}}, areas({lookup, counts}));
  CHECK(lines(by_lsoa.executor().run(query))[0] == "Barnsley=3200");
  CHECK(by_lsoa.executor().run(query).values[1] == result.values[1]);
  query.by = {"lsoa"};
  CHECK(lines(by_lsoa.executor().run(query))[1] == "E01007434=1500");
}

TEST_CASE("rows outside the workspace's own areas are counted") {
  const Scratch scratch;
  std::string other = police_row();
  other.replace(other.find("Barnsley"), 8, "Sheffield");
  const std::string csv = scratch.write("2020-01-fell-street.csv", police_header + police_row() + other + other);
  AreaSources sources = areas();
  sources.own_areas = {"Barnsley"};
  const Quality facts = quality(import({{schema("police_street_crime"), {csv}}}, sources), "police_street_crime");
  CHECK(facts.own_areas_known);
  CHECK(facts.outside_own_areas == 2);
  CHECK(facts.outside_areas[0].first == "Sheffield");
}
