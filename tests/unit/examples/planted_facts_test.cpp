// What examples/joint_strategic_assessment/README.md says is planted is in the records, counted without Hallmark.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "archive.h"
#include "generate/police_uk.h"

namespace hallmark::examples {
namespace {

// `without` leaves one month out; empty texts match everything.
std::size_t count(std::string_view type, std::string_view district, std::string_view from, std::string_view to,
                  std::string_view without = "") {
  return static_cast<std::size_t>(std::count_if(records().kept.begin(), records().kept.end(), [&](const Record& r) {
    if (r.month < from || r.month > to || r.month == without) return false;
    if (!type.empty() && r.type != type) return false;
    if (district.empty()) return true;
    const auto found = district_of_lsoa().find(r.lsoa);
    return found != district_of_lsoa().end() && found->second == district;
  }));
}

bool is_violence(const Record& record) {
  return record.type == "Violence and sexual offences";
}

TEST_CASE("thirty-six months are laid out as police.uk does, one of them missing") {
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < 36; ++i) {
    const std::string month = month_after("2022-04", i);
    if (month != "2023-11") expected.push_back(month + "/" + month + "-ashmoor-and-vale-street.csv");
  }
  CHECK(records().files == expected);
  for (const auto& [name, text] : read_zip(workspace_path("data/ashmoor-police-uk.zip"))) {
    CAPTURE(name);
    CHECK(text.starts_with(
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last "
        "outcome category,Context\r\n"));
    CHECK(text.ends_with(",\r\n"));
  }
}

TEST_CASE("the rows to be quarantined are those that were spoilt") {
  CHECK(records().rows == 56230);
  CHECK(records().wrong_field_count == 6);
  CHECK(records().wrong_month == 4);
  CHECK(records().impossible_place == 5);
  CHECK(records().kept.size() == 56215);
}

TEST_CASE("the dirt that does not break a row") {
  std::size_t repeated = 0, older_encoding = 0, no_location = 0, outside = 0;
  std::map<std::string, std::set<std::string>> ids;
  for (const Record& record : records().kept) {
    if (!record.id.empty() && !ids[record.month].insert(record.id).second) ++repeated;
    if (record.location.find('\xe9') != std::string::npos) ++older_encoding;
    if (record.lsoa.empty())
      ++no_location;
    else if (!district_of_lsoa().contains(record.lsoa))
      ++outside;
  }
  CHECK(repeated == 7);
  CHECK(older_encoding == 3);
  CHECK(no_location == 1058);
  CHECK(outside == 11);
}

TEST_CASE("burglary falls in Tarnvale from February 2024 and nowhere else") {
  CHECK(count("Burglary", "Tarnvale", "2022-04", "2024-01") == 670);  // 21 months held, 31.9 a month
  CHECK(count("Burglary", "Tarnvale", "2024-02", "2025-03") == 232);  // 14 months, 16.6 a month
  CHECK(count("Burglary", "Tarnvale", "2023-04", "2024-03") == 323);  // eleven months held
  CHECK(count("Burglary", "Tarnvale", "2024-04", "2025-03", "2024-11") == 175);
  CHECK(count("Burglary", "Ashmoor", "2023-04", "2024-03") == 557);
  CHECK(count("Burglary", "Ashmoor", "2024-04", "2025-03", "2024-11") == 512);
  CHECK(count("Burglary", "Eskerdale", "2023-04", "2024-03") == 271);
  CHECK(count("Burglary", "Eskerdale", "2024-04", "2025-03", "2024-11") == 244);
}

TEST_CASE("vehicle crime rises in Eskerdale from June 2024 and nowhere else") {
  CHECK(count("Vehicle crime", "Eskerdale", "2022-04", "2024-05") == 640);  // 25 months held, 25.6 a month
  CHECK(count("Vehicle crime", "Eskerdale", "2024-06", "2025-03") == 493);  // 10 months, 49.3 a month
  CHECK(count("Vehicle crime", "Eskerdale", "2023-04", "2024-03") == 287);
  CHECK(count("Vehicle crime", "Eskerdale", "2024-04", "2025-03", "2024-11") == 483);
  CHECK(count("Vehicle crime", "Ashmoor", "2023-04", "2024-03") == 596);
  CHECK(count("Vehicle crime", "Ashmoor", "2024-04", "2025-03", "2024-11") == 585);
  CHECK(count("Vehicle crime", "Tarnvale", "2023-04", "2024-03") == 245);
  CHECK(count("Vehicle crime", "Tarnvale", "2024-04", "2025-03", "2024-11") == 263);
}

TEST_CASE("all recorded crime hardly changes") {
  CHECK(count("", "", "2023-04", "2024-03") == 17626);
  CHECK(count("", "", "2024-04", "2025-03", "2024-11") == 17596);
  CHECK(count("", "", "2024-04", "2025-03") == 19156);
  std::size_t before = 0, after = 0;
  for (const std::string_view district : {"Ashmoor", "Eskerdale", "Tarnvale"}) {
    before += count("", district, "2023-04", "2024-03");
    after += count("", district, "2024-04", "2025-03", "2024-11");
  }
  CHECK(before == 17262);
  CHECK(after == 17280);
}

TEST_CASE("three points of Lantern Street hold more violence than any others") {
  std::map<std::string, std::size_t> by_place, by_lsoa;
  for (const Record& record : records().kept) {
    if (!is_violence(record) || record.lsoa.empty()) continue;
    ++by_place[record.longitude + "," + record.latitude];
    ++by_lsoa[record.lsoa_name];
  }
  CHECK(by_place.at("-2.153180,54.377754") == 207);  // Lantern Street
  CHECK(by_place.at("-2.152534,54.377592") == 128);  // a nightclub
  CHECK(by_place.at("-2.153749,54.377987") == 72);   // Tollgate Row
  CHECK(by_lsoa.at("Ashmoor 008D") == 598);
  for (const auto& [place, number] : by_place)
    if (!place.starts_with("-2.15")) CHECK_MESSAGE(number < 72, place);
  for (const auto& [lsoa, number] : by_lsoa)
    if (lsoa != "Ashmoor 008D") CHECK_MESSAGE(number <= 303, lsoa);
}

// Full calendar years of months on either side of the gap: May to July against November to January.
TEST_CASE("crime types have their seasons") {
  const auto months = [](std::string_view type, const std::set<std::string>& calendar) {
    std::size_t number = 0;
    for (const Record& record : records().kept)
      number += record.type == type && calendar.contains(record.month.substr(5)) ? 1 : 0;
    return static_cast<double>(number);
  };
  const std::set<std::string> summer = {"06", "07", "08"}, winter = {"12", "01", "02"};  // each held three times
  CHECK(months("Anti-social behaviour", summer) > 1.4 * months("Anti-social behaviour", winter));
  CHECK(months("Bicycle theft", summer) > 1.6 * months("Bicycle theft", winter));
  CHECK(months("Burglary", winter) > 1.15 * months("Burglary", summer));
  CHECK(months("Drugs", summer) < 1.15 * months("Drugs", winter));
}

TEST_CASE("there are three districts of a believable size") {
  std::map<std::string, int> residents, lsoas;
  for (const auto& [lsoa, district] : district_of_lsoa()) {
    residents[district] += residents_of_lsoa().at(lsoa);
    ++lsoas[district];
  }
  CHECK(lsoas == std::map<std::string, int>{{"Ashmoor", 84}, {"Eskerdale", 45}, {"Tarnvale", 40}});
  CHECK(residents == std::map<std::string, int>{{"Ashmoor", 133617}, {"Eskerdale", 71313}, {"Tarnvale", 64444}});
}

// The ONS's own codes end at E01035762, E07000246, E22000400 and E23000040 or before.
TEST_CASE("no code can be mistaken for a real one") {
  for (const auto& [lsoa, district] : district_of_lsoa()) CHECK(lsoa.starts_with("E01099"));
  for (const Record& record : records().kept)
    CHECK((record.lsoa.empty() || record.lsoa.starts_with("E01099") || record.lsoa.starts_with("E01098")));
  for (const Row& row : read_csv(read_file(workspace_path("areas/lookup_lad24_csp24_pfa24.csv"))))
    CHECK((row[0] == "LAD24CD" || (row[0].starts_with("E07009") && row[2] == "E22009001" && row[4] == "E23009001")));
}

}  // namespace
}  // namespace hallmark::examples
