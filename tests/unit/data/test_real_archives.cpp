// Against real releases and counts made from them by others.
#include <map>
#include <set>

#include "base/csv.h"
#include "data/comparison.h"
#include "data/quality.h"
#include "workspace.h"

using namespace hallmark;
using namespace hallmark::data;
using namespace hallmark::data::test;

TEST_CASE("the South Yorkshire archive counts as published, by month, local authority and crime type") {
  if (!have_real_data()) return;
  ImportOptions options;
  options.hash_identifiers = true;
  const Store store =
      import({{schema("police_street_crime"), {real_data + "/police_uk/south-yorkshire-police-uk.zip"}}},
             areas({real_data + "/areas/lookup_lsoa11_ltla21.csv"}), options);
  const DatasetInfo& info = store.datasets()[0];
  CHECK(info.rows == 652082);
  CHECK(info.kept == 652082);
  CHECK(info.quarantine.empty());
  CHECK(info.files.size() == 44);
  CHECK(info.unknown_categories.empty());

  const auto table = parse_csv(disk().read(real_data + "/police_uk/south-yorkshire-expected-counts.csv"));
  std::map<std::vector<std::string>, double> expected;
  for (std::size_t r = 1; r < table.size(); ++r) {
    const auto& row = table[r];
    expected[{row[1], row[2], row[2].empty() ? "" : row[3], row[4]}] += std::stod(row[5]);
  }
  const QueryResult result =
      store.executor().run(count_by({"month", "local_authority_code", "local_authority", "crime_type"}));
  std::map<std::vector<std::string>, double> counted;
  for (std::size_t i = 0; i < result.size(); ++i)
    counted[{result.label(0, i), result.label(1, i), result.label(2, i), result.label(3, i)}] = result.values[i];
  CHECK(expected.size() == 3969);
  CHECK(counted == expected);

  SUBCASE("July 2019 is missing, and a comparison that touches it says so") {
    CHECK(info.coverage.suppliers == std::vector<std::string>{"South Yorkshire Police"});
    CHECK(info.coverage.months.size() == 45);
    CHECK_FALSE(info.coverage.held("2019-07"));
    CHECK(quality(store, "police_street_crime").gaps == std::vector<std::string>{"2019-07"});
    const LikeForLike pair = like_for_like(info.coverage, {"2019-04", "2020-03"});
    CHECK(pair.months.size() == 11);
    CHECK_CONTAINS(pair.note, "11 of 12 months held");
    CHECK_CONTAINS(pair.note, "July 2019 is missing");
  }
  SUBCASE("blanks are those of the files") {
    const Quality facts = quality(store, "police_street_crime");
    CHECK(facts.without_location == 25147);
    CHECK(facts.identifiers_checked);
    CHECK(facts.repeated_identifiers == 0);
    std::map<std::string, std::uint64_t> blank;
    for (const auto& column : facts.blanks)
      for (const auto count : column.blank) blank[column.column] += count;
    CHECK(blank == std::map<std::string, std::uint64_t>{{"crime_id", 132150},
                                                        {"outcome", 132150},
                                                        {"context", 652082},
                                                        {"longitude", 25147},
                                                        {"latitude", 25147},
                                                        {"lsoa", 25147},
                                                        {"lsoa_name", 25147}});
  }
}

TEST_CASE("without a lookup the local authority is the one in the LSOA's name") {
  if (!have_real_data()) return;
  const std::string zip = real_data + "/police_uk/south-yorkshire-police-uk.zip";
  const Store with =
      import({{schema("police_street_crime"), {zip}}}, areas({real_data + "/areas/lookup_lsoa11_ltla21.csv"}), {});
  const Store without = import_police({zip});
  // Names of LSOAs are of 2011: elsewhere in the country some districts have merged since.
  const Filter own{"local_authority", Filter::Kind::any_of, {"Barnsley", "Doncaster", "Rotherham", "Sheffield"}};
  for (const char* dimension : {"local_authority", "local_authority_code", "partnership", "partnership_code"}) {
    const Query query = count_by({dimension}, {own});
    CHECK(lines(with.executor().run(query)).size() == 4);
    CHECK(lines(without.executor().run(query)) == lines(with.executor().run(query)));
  }
}

TEST_CASE("one month of Thames Valley: other kinds of file are left alone") {
  if (!have_real_data()) return;
  const std::string folder = real_data + "/police_uk";
  const Store store = import_police({folder + "/2022-01-thames-valley-street.csv"});
  CHECK(store.datasets()[0].kept == 15691);
  CHECK(store.datasets()[0].files.size() == 1);
  const auto authorities = store.executor().run(count_by({"local_authority"}));
  CHECK(authorities.size() > 10);
  // Buckinghamshire's former districts keep their partnerships.
  const auto partnerships = lines(
      store.executor().run(count_by({"partnership"}, {{"local_authority", Filter::Kind::any_of, {"Aylesbury Vale"}}})));
  REQUIRE(partnerships.size() == 1);
  CHECK(partnerships[0].substr(0, 15) == "Aylesbury Vale=");

  const std::string outcomes =
      error_of(ExitCode::input, [&] { import_police({folder + "/2022-01-thames-valley-outcomes.csv"}); });
  CHECK_CONTAINS(outcomes, "“Crime type”");
  const std::string stops =
      error_of(ExitCode::input, [&] { import_police({folder + "/2022-01-thames-valley-stop-and-search.csv"}); });
  CHECK_CONTAINS(stops, "has no column");
}
