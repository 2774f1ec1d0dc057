// The rules of the gate in its sandbox, one by one: four years of one district whose months are all alike, with one
// thing changed at a time. What a rule must say follows from that change by hand.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include "base/files.h"
#include "base/number.h"
#include "script/fakes.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::script;

namespace {

// Of a year (0 to 3 for 2020 to 2023) and a month (1 to 12), how many a month.
struct Place {
  std::function<int(int, int)> burglary = [](int, int) { return 50; };
  std::function<int(int, int)> violence = [](int, int) { return 100; };
  std::function<int(int, int)> disorder = [](int, int) { return 200; };
  std::function<int(int, int)> drugs = [](int, int) { return 0; };
  std::set<std::string> missing;  // months
  ValueList series_breaks, initiatives;
  std::string from = "2023-01", to = "2023-12";
  ValueMap options;
};

Value texts(const std::vector<std::string>& all) {
  return {ValueList(all.begin(), all.end())};
}

std::string month_name(int year, int month) {
  return fmt::format("{:04}-{:02}", 2020 + year, month);
}

struct Found {
  std::string verdict, direction, rule, reason, wording, caveats, cause, cause_reason;
};

std::string words_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return *text;
  if (const auto* quantity = std::get_if<Quantity>(&value.data)) return format_number(*quantity);
  if (const auto* number = std::get_if<double>(&value.data)) return fmt::format("{}", *number);
  std::string words;
  if (const auto* list = std::get_if<ValueList>(&value.data))
    for (const Value& part : *list) words += words_of(part);
  return words;
}

Found found_in(const ValueMap& claim) {
  const auto words = [&](const ValueMap& map, const char* name) {
    const auto at = map.find(name);
    return at == map.end() ? std::string() : words_of(at->second);
  };
  Found found{
      words(claim, "verdict"), words(claim, "direction"),    {}, {}, words(claim, "wording"), words(claim, "caveats"),
      words(claim, "cause"),   words(claim, "cause_reasons")};
  const auto& reasons = std::get<ValueList>(claim.at("reasons").data);
  if (reasons.empty()) return found;
  const auto& first = std::get<ValueMap>(reasons.front().data);
  found.rule = words(first, "rule");
  found.reason = words(first, "words");
  return found;
}

Found claim(const Place& place, const std::string& id) {
  FewRecords records;
  Coverage held{"crimes", {}, {"police"}, {{}}};
  for (int year = 0; year < 4; ++year)
    for (int month = 1; month <= 12; ++month) {
      const std::string name = month_name(year, month);
      held.months.push_back(name);
      held.rows[0].push_back(place.missing.contains(name) ? 0 : 1);
      if (place.missing.contains(name)) continue;
      const auto add = [&](const char* offence, int count) {
        for (int i = 0; i < count; ++i)
          records.rows.push_back({{"month", name}, {"crime_type", offence}, {"local_authority", "Ashby"}});
      };
      add("Burglary", place.burglary(year, month));
      add("Violence and sexual offences", place.violence(year, month));
      add("Anti-social behaviour", place.disorder(year, month));
      add("Drugs", place.drugs(year, month));
      add("Robbery", 2);
    }
  std::vector<std::string> months;
  for (const std::string& month : held.months)
    if (month >= place.from && month <= place.to) months.push_back(month);
  Services services;
  services.executor = &records;
  services.coverage = [&](const std::string&) { return std::make_shared<const Coverage>(held); };
  services.practice.similar = [](const std::string&) { return Value{}; };
  services.report = {{"dataset", {std::string("crimes")}},
                     {"scope", {ValueMap{}}},
                     {"districts", texts({"Ashby"})},
                     {"period", {ValueMap{{"from", {place.from}}, {"to", {place.to}}, {"months", texts(months)}}}},
                     {"series_breaks", {place.series_breaks}},
                     {"initiatives", {place.initiatives}}};
  const std::string folder = std::string(source_dir()) + "/plugins/news";
  Parts parts;
  for (const std::string& path : glob(disk(), folder, "*.lua"))
    parts[std::filesystem::path(path).stem()] = disk().read(path);
  const std::string source = parts.extract("news").mapped();
  State state(services);
  state.load_plugin(source, folder + "/news.lua", parts);
  const Value claims = state.call_analysis("claims", {place.options});
  for (const Value& each : std::get<ValueList>(claims.data)) {
    const auto& map = std::get<ValueMap>(each.data);
    if (words_of(map.at("id")) == id) return found_in(map);
  }
  FAIL("no statement is called " << id);
  return {};
}

std::function<int(int, int)> in_last_year(int then, int before) {
  return [=](int year, int) { return year == 3 ? then : before; };
}

}  // namespace

TEST_CASE("a rise is said as plainly as a fall") {
  Place rise, fall;
  rise.burglary = in_last_year(60, 50);
  fall.burglary = in_last_year(50, 60);
  CHECK(
      claim(rise, "burglary").wording ==
      "Burglary rose by 20.0%, from 600 recorded incidents to 720, in the year to December 2023 compared with the year "
      "before.");
  CHECK(
      claim(fall, "burglary").wording ==
      "Burglary fell by 16.7%, from 720 recorded incidents to 600, in the year to December 2023 compared with the year "
      "before.");
  CHECK(claim(rise, "burglary").verdict == "passed");
  CHECK(claim(fall, "burglary").verdict == "passed");
}

TEST_CASE("what was found by looking for it is said to be") {
  Place place;
  place.drugs = in_last_year(60, 40);
  CHECK(claim(place, "drug-offences").verdict == "passed");
  CHECK(claim(place, "drug-offences").caveats ==
        "Drug offences are mostly recorded when police look for them, so the figures show what police did as well as "
        "what happened.");
  place.drugs = in_last_year(41, 40);
  CHECK(claim(place, "drug-offences").verdict == "could_be_chance");
  CHECK(claim(place, "drug-offences").caveats.empty());
}

TEST_CASE("what could be chance is said to be") {
  Place place;
  place.burglary = in_last_year(51, 50);
  CHECK(claim(place, "burglary").verdict == "could_be_chance");
  CHECK(
      claim(place, "burglary").wording ==
      "Burglary was higher in the year to December 2023 (612 recorded incidents, against 600 in the year before), but "
      "this could be chance.");
  CHECK(claim({}, "violence-and-sexual-offences").wording ==
        "Violence and sexual offences were the same in the year to December 2023 as in the year before: 1,200 recorded "
        "incidents.");
}

TEST_CASE("coverage: nine of twelve months held in both years are enough, eight are not") {
  Place place;
  place.missing = {"2023-10", "2023-11", "2023-12"};
  CHECK(claim(place, "burglary").rule.empty());
  place.missing.insert("2022-01");
  CHECK(claim(place, "burglary").rule == "coverage");
  CHECK(claim(place, "burglary").reason.starts_with("8 of 12 months are held in both years"));
}

TEST_CASE("supply: a month of half the records, and a year of half of them") {
  Place month;
  month.disorder = [](int year, int number) { return year == 3 && number == 5 ? 24 : 200; };
  CHECK(claim(month, "burglary").rule == "supply");  // 176 of 352 records
  CHECK(claim(month, "burglary").reason ==
        "May 2023 holds 176 records where the middle month holds 352: it was supplied in part.");
  Place year;
  year.disorder = in_last_year(40, 200);
  year.violence = in_last_year(100, 100);
  CHECK(claim(year, "burglary").rule == "supply");  // 192 instead of 352 a month
  CHECK(claim(year, "burglary").reason.find("192") != std::string::npos);
}

TEST_CASE("too few: 24 robberies in each year are under 100 in all") {
  CHECK(claim({}, "robbery").rule == "too few");
  CHECK(claim({}, "robbery").reason == "24 and 24 incidents: under 100 in all, no change could be told from chance.");
}

TEST_CASE("small change: beyond chance but under what is set to matter") {
  Place place;
  place.burglary = in_last_year(60, 50);
  place.options = {{"least_change", {0.25}}};
  CHECK(claim(place, "burglary").rule == "small change");
}

TEST_CASE("one month: without it nothing is left of the change") {
  Place place;
  place.violence = [](int year, int month) { return year == 3 && month == 8 ? 0 : 100; };
  const Found found = claim(place, "violence-and-sexual-offences");
  CHECK(found.rule == "one month");  // 1,100 against 1,200: a Poisson test alone would call it a fall
  CHECK(found.reason == "Without August 2023 the change is 0.0% instead of −8.3%: one month makes it.");
}

TEST_CASE("window: moved by three months the change is gone") {
  Place place;
  place.from = "2023-10";
  place.burglary = [](int year, int month) { return year == 3 && month >= 10 ? 30 : 50; };
  const Found found = claim(place, "burglary");
  CHECK(found.rule == "window");
  CHECK(found.reason.starts_with("With the months moved back by 3 the change is 0.0% instead of −40.0%"));
}

TEST_CASE("regression to the mean: only the year before was unusual") {
  Place place;
  place.burglary = [](int year, int) { return year == 2 ? 75 : 50; };
  const Found found = claim(place, "burglary");
  CHECK(found.rule == "regression to the mean");
  CHECK(found.reason ==
        "The year before was unusual: against the two years before it the change is 0.0% instead of −33.3%.");
}

TEST_CASE("series break: noted between the periods, for this offence or all of them") {
  Place place;
  place.burglary = in_last_year(30, 50);
  const auto noted = [](const std::string& from, const std::vector<std::string>& offences) {
    return Value{ValueMap{{"from", {from}},
                          {"offences", texts(offences)},
                          {"area", texts({})},
                          {"what", {std::string("Sheds are counted elsewhere.")}},
                          {"source", {std::string("a letter")}}}};
  };
  place.series_breaks = {noted("2023-04", {"Burglary"})};
  CHECK(claim(place, "burglary").rule == "series break");
  CHECK(claim(place, "all").rule == "series break");
  CHECK(claim(place, "violence-and-sexual-offences").rule.empty());
  place.series_breaks = {noted("2021-04", {"Burglary"})};
  CHECK(claim(place, "burglary").verdict == "passed");
}

TEST_CASE("a cause is named where offence, area, period, effect and level agree") {
  Place place;
  place.burglary = in_last_year(30, 50);
  const auto initiative = [](const std::string& start, double level, const std::string& effect) {
    return Value{ValueMap{
        {"id", {std::string("gates")}},
        {"name", {std::string("Alley gates")}},
        {"area", texts({})},
        {"offences", texts({"Burglary"})},
        {"start", {start}},
        {"evaluation", {ValueMap{{"finding", {std::string("Burglary fell more with gates.")}}}}},
        {"shows",
         {ValueMap{{"level", {level}}, {"effect", {effect}}, {"words", {std::string("with a comparison group")}}}}}}};
  };
  place.initiatives = {initiative("2022-06", 3, "fewer")};
  CHECK(
      claim(place, "burglary").cause ==
      "Part of the fall in burglary is thanks to alley gates: burglary fell more with gates. How it was tested: with a "
      "comparison group.");
  place.initiatives = {initiative("2022-06", 2, "fewer")};
  CHECK(claim(place, "burglary").cause.empty());
  CHECK(claim(place, "burglary").cause_reason ==
        "Alley gates: its evidence has level 2 (with a comparison group), and level 3 is needed.");
  place.initiatives = {initiative("2022-06", 3, "more")};
  CHECK(claim(place, "burglary").cause_reason ==
        "Alley gates: its evaluation found more, and the figures show a fall.");
  place.initiatives = {initiative("2021-06", 3, "fewer")};
  CHECK(claim(place, "burglary").cause_reason.find("there in both years") != std::string::npos);
  place.initiatives = {};
  CHECK(claim(place, "burglary").cause_reason == "No initiative of the workspace is about this.");
}
