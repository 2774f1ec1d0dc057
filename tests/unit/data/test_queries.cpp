// Queries against counts made by hand, and against a brute-force reading of the same rows.
#include <algorithm>
#include <map>
#include <random>

#include "data/query_text.h"
#include "workspace.h"

using namespace hallmark;
using namespace hallmark::data;
using namespace hallmark::data::test;

namespace {

struct Row {
  std::string month, type, longitude, latitude, lsoa, name, outcome;
};

// Rows over 26 months and three places; some without place or outcome.
std::vector<Row> rows() {
  std::mt19937 random(1);
  const std::vector<std::vector<std::string>> places = {{"-1.452188", "53.595966", "E01007434", "Barnsley 001A"},
                                                        {"-1.470085", "53.383055", "E01033262", "Sheffield 073A"},
                                                        {"-1.134000", "53.522820", "E01007600", "Doncaster 018A"},
                                                        {"", "", "", ""}};
  std::vector<Row> all;
  for (int i = 0; i < 3000; ++i) {
    const auto& place = places[random() % places.size()];
    const int month = static_cast<int>(random() % 26);
    char label[16];
    std::snprintf(label, sizeof label, "%d-%02d", 2019 + (month + 2) / 12, (month + 2) % 12 + 1);
    all.push_back({label, random() % 3 ? "Burglary" : "Robbery", place[0], place[1], place[2], place[3],
                   random() % 2 ? "Under investigation" : ""});
  }
  return all;
}

Store store_of(const std::vector<Row>& all) {
  std::string text = police_header;
  for (const auto& row : all)
    text += "," + row.month + ",Fell Police,Fell Police," + row.longitude + "," + row.latitude + ",On or near X," +
            row.lsoa + "," + row.name + "," + row.type + "," + row.outcome + ",\n";
  return import_text(text, {}, "crimes.csv");
}

std::vector<std::string> labels(const QueryResult& result, std::size_t key = 0) {
  return result.keys[key].labels;
}

Filter any(const std::string& dimension, std::vector<std::string> values) {
  return {dimension, Filter::Kind::any_of, std::move(values)};
}

}  // namespace

TEST_CASE("groups and filters agree with counting row by row") {
  const auto all = rows();
  const Store store = store_of(all);
  const auto brute = [&](const auto& key, const auto& test) {
    std::map<std::string, long long> counts;
    for (const auto& row : all)
      if (test(row)) ++counts[key(row)];
    std::vector<std::string> text;
    for (const auto& [label, count] : counts) text.push_back(label + "=" + std::to_string(count));
    std::sort(text.begin(), text.end());
    return text;
  };
  const auto run = [&](std::vector<std::string> by, std::vector<Filter> where = {}) {
    auto text = lines(store.executor().run(count_by(std::move(by), std::move(where))));
    std::sort(text.begin(), text.end());
    return text;
  };
  const auto everything = [](const Row&) { return true; };
  const auto authority = [](const Row& row) { return std::string(authority_in_lsoa_name(row.name)); };

  CHECK(run({"month", "crime_type"}) == brute([](const Row& r) { return r.month + "|" + r.type; }, everything));
  CHECK(run({"local_authority"}) == brute(authority, everything));
  CHECK(run({"partnership", "year"}) ==
        brute([&](const Row& r) { return authority(r) + "|" + r.month.substr(0, 4); }, everything));
  CHECK(run({"outcome"}, {any("crime_type", {"Robbery"})}) ==
        brute([](const Row& r) { return r.outcome; }, [](const Row& r) { return r.type == "Robbery"; }));
  CHECK(run({"crime_type"},
            {{"outcome", Filter::Kind::none_of, {""}}, {"month", Filter::Kind::range, {"2020-01", "2020-12"}}}) ==
        brute([](const Row& r) { return r.type; },
              [](const Row& r) { return !r.outcome.empty() && r.month.substr(0, 4) == "2020"; }));
  CHECK(run({"longitude", "latitude"}) ==
        brute([](const Row& r) { return r.longitude + "|" + r.latitude; }, everything));
  CHECK(run({"crime_type"}, {{"longitude", Filter::Kind::range, {"-1.46", ""}}}) ==
        brute([](const Row& r) { return r.type; },
              [](const Row& r) { return !r.longitude.empty() && std::stod(r.longitude) >= -1.46; }));
  CHECK(run({"lsoa"}, {any("local_authority", {"Barnsley", ""}), {"month", Filter::Kind::range, {"", "2019-12"}}}) ==
        brute([](const Row& r) { return r.lsoa; },
              [&](const Row& r) { return (authority(r) == "Barnsley" || r.name.empty()) && r.month <= "2019-12"; }));
}

TEST_CASE("periods derived from months") {
  const Store store = store_of(rows());  // 2019-03 to 2021-04
  CHECK(labels(store.executor().run(count_by({"financial_year"}))) ==
        std::vector<std::string>{"2018/19", "2019/20", "2020/21", "2021/22"});
  CHECK(labels(store.executor().run(count_by({"quarter"}))).front() == "2019-Q1");
  CHECK(labels(store.executor().run(count_by({"rolling_year"}))) ==
        std::vector<std::string>{"2018-05..2019-04", "2019-05..2020-04", "2020-05..2021-04"});
  // Counted back from the last month held, whatever the filter.
  CHECK(labels(store.executor().run(count_by({"rolling_year"}, {any("month", {"2020-03"})}))) ==
        std::vector<std::string>{"2019-05..2020-04"});
}

TEST_CASE("points and cells are squares of the British National Grid") {
  // Barnsley's point by the Ordnance Survey's converter lies at SE 36... : easting 436, northing 411 km.
  const Store store = import_text(police_header + police_row() + police_row() +
                                  ",2020-01,Fell Police,Fell Police,,,No location,,,Burglary,,\n");
  const auto points = lines(store.executor().run(count_by({"point"})));
  REQUIRE(points.size() == 2);
  CHECK(points[0] == "=1");  // the blank first
  CHECK(points[1].substr(0, 4) == "E436");
  CHECK(points[1].substr(7, 4) == "N411");
  const auto cells = lines(store.executor().run(count_by({"cell(1000)"})));
  CHECK(cells == std::vector<std::string>{"=1", "E436000N411000=2"});
  CHECK(lines(store.executor().run(count_by({"crime_type"}, {any("cell(1000)", {"E436000N411000"})}))) ==
        std::vector<std::string>{"Burglary=2"});
  CHECK(lines(store.executor().run(
            count_by({"crime_type"}, {{"cell(1000)", Filter::Kind::none_of, {"E436000N411000"}}}))) ==
        std::vector<std::string>{"Burglary=1"});
  CHECK(lines(store.executor().run(count_by({"crime_type"}, {any("cell(1000)", {"E900000N411000"})}))).empty());
}

TEST_CASE("results have a fixed form") {
  const Store store = store_of(rows());
  const QueryResult total = store.executor().run(count_by({}));
  CHECK(total.size() == 1);
  CHECK(total.values[0] == 3000);
  CHECK(total.rows[0] == 3000);
  // With no group at all there is still one row; with groups there is none.
  const Filter nothing = any("month", {"2030-01"});
  CHECK(store.executor().run(count_by({}, {nothing})).values == std::vector<double>{0});
  CHECK(store.executor().run(count_by({"month"}, {nothing})).size() == 0);
  // Many groups at once take another way than few, to the same counts.
  const auto few = store.executor().run(count_by({"month", "lsoa"}));
  const auto many = store.executor().run(count_by({"month", "lsoa", "point"}));
  CHECK(few.values == many.values);
  CHECK(few.rows == many.rows);
  // Several queries in one call are the queries one by one.
  const std::vector<Query> queries = {count_by({"month"}), count_by({"cell(500)"}),
                                      count_by({"outcome", "crime_type"})};
  const auto together = store.executor().run(queries);
  for (std::size_t q = 0; q < queries.size(); ++q) CHECK(lines(together[q]) == lines(store.executor().run(queries[q])));
}

TEST_CASE("distinct counts labels, blanks left out") {
  const Store store = store_of(rows());
  Query query = count_by({});
  query.measure = {Measure::Kind::distinct, "lsoa"};
  CHECK(store.executor().run(query).values == std::vector<double>{3});
  query.by = {"local_authority"};
  CHECK(lines(store.executor().run(query)) ==
        std::vector<std::string>{"=0", "Barnsley=1", "Doncaster=1", "Sheffield=1"});
}

// Every dimension twice at most, so that filters and groupings meet.
Query random_query(std::mt19937& random) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> dimensions = {
      {"month", {"2019-05", "2020-01", "2021-04"}},
      {"crime_type", {"Burglary", "Robbery"}},
      {"lsoa", {"", "E01033262"}},
      {"local_authority", {"Barnsley", "Leeds", ""}},
      {"year", {"2020"}},
      {"outcome", {"", "Under investigation"}}};
  Query query = count_by({});
  if (random() % 4 == 0) query.measure = {Measure::Kind::distinct, random() % 2 ? "lsoa" : "month"};
  for (const auto& [dimension, labels] : dimensions) {
    if (random() % 3 == 0) query.by.push_back(dimension);
    if (random() % 3 != 0) continue;
    const auto first = labels[random() % labels.size()], second = labels[random() % labels.size()];
    const auto kind = static_cast<Filter::Kind>(random() % 3);
    query.where.push_back({dimension, kind, {std::min(first, second), std::max(first, second)}});
  }
  std::shuffle(query.by.begin(), query.by.end(), random);
  return query;
}

TEST_CASE("what was asked before is answered as if it were the first") {
  const auto all = rows();
  const Store store = store_of(all);
  std::mt19937 random(7);
  std::size_t answers = 0;
  for (int i = 0; i < 150; ++i) {
    const Query query = random_query(random);
    const Store fresh = store_of(all);
    const QueryResult first = fresh.executor().run(query);
    INFO(to_text(query.measure), " of ", query.by.size(), " dimensions and ", query.where.size(), " filters, query ",
         i);
    for (int again = 0; again < 2; ++again) {
      const QueryResult later = store.executor().run(query);
      CHECK(lines(later) == lines(first));
      CHECK(later.rows == first.rows);
    }
    answers += first.size();
  }
  CHECK(answers > 1000);
}

TEST_CASE("queries that make no sense are refused with a suggestion") {
  const Store store = store_of(rows());
  const auto refused = [&](const Query& query) {
    return error_of(ExitCode::configuration, [&] { store.executor().run(query); });
  };
  CHECK_CONTAINS(refused({"police_street_crimes", {}, {}, {}}), "Did you mean “police_street_crime”?");
  CHECK_CONTAINS(refused(count_by({"crime_typ"})), "Did you mean “crime_type”?");
  CHECK_CONTAINS(refused(count_by({"cell(3)"})), "cell(250)");
  CHECK_CONTAINS(refused(count_by({"cell(x)"})), "cell(250)");
  CHECK_CONTAINS(refused(count_by({}, {any("month", {"2020-13"})})), "YYYY-MM");
  CHECK_CONTAINS(refused(count_by({}, {any("financial_year", {"2020"})})), "2020/21");
  CHECK_CONTAINS(refused(count_by({}, {any("crime_type", {"Burglry"})})), "Did you mean “Burglary”?");
  CHECK_CONTAINS(refused(count_by({}, {{"month", Filter::Kind::range, {"2020-01"}}})), "two ends");
  CHECK_CONTAINS(refused(count_by({}, {{"cell(250)", Filter::Kind::range, {"E436750N404750", ""}}})), "no ranges");
  CHECK_CONTAINS(refused(count_by({}, {any("cell(250)", {"E1N1"})})), "south-west corner");
  Query sum = count_by({});
  sum.measure = {Measure::Kind::sum, "crime_type"};
  CHECK_CONTAINS(refused(sum), "is not a number");
  sum.measure = {Measure::Kind::sum, "residents"};
  CHECK_CONTAINS(refused(sum), "has no column “residents”");
}

TEST_CASE("filters as text") {
  const auto back = [](const std::string& text) { return to_text(parse_filter(text)); };
  for (const char* text : {"crime_type=Burglary,Robbery", "outcome!=", "month=2020-01..2020-12", "month>=2020-01",
                           "month<=2020-12", "location=On or near A\\, B", "rolling_year=2020-10..2021-09"})
    CHECK(back(text) == text);
  CHECK(parse_filter("month=2020-01..2020-12") == Filter{"month", Filter::Kind::range, {"2020-01", "2020-12"}});
  CHECK(parse_filter("month=..2020-12") == Filter{"month", Filter::Kind::range, {"", "2020-12"}});
  CHECK(parse_filter(" crime_type = Burglary , Robbery ") == any("crime_type", {"Burglary", "Robbery"}));
  CHECK(parse_filter("outcome=") == any("outcome", {""}));
  for (const char* bad : {"", "month", "=x", "month>2020", "Month=2020-01", "month>=", "a b=c", "month=.."})
    CHECK_FALSE(error_of(ExitCode::usage, [&] { parse_filter(bad); }).empty());
  CHECK(parse_by(" month, cell(250) ") == std::vector<std::string>{"month", "cell(250)"});
  CHECK(parse_by("").empty());
  CHECK_FALSE(error_of(ExitCode::usage, [] { parse_by("month,,x"); }).empty());
  CHECK(parse_measure("count") == Measure{});
  CHECK(parse_measure("sum(residents)") == Measure{Measure::Kind::sum, "residents"});
  CHECK_FALSE(error_of(ExitCode::usage, [] { parse_measure("mean(x)"); }).empty());
}

TEST_CASE("queries as JSON come back equal") {
  Query query{"population",
              {any("region", {"North East", "a\"b"}), {"month", Filter::Kind::range, {"2020-01", ""}}},
              {"local_authority"},
              {Measure::Kind::sum, "residents"}};
  CHECK(query_from_json(to_json(query), "x") == query);
  CHECK(write_json(to_json(Query{"d", {}, {}, {}})) == R"({"dataset":"d"})");
  CHECK(query_from_json(to_json(Query{"d", {}, {}, {}}), "x") == Query{"d", {}, {}, {}});
  const auto refused = [](const char* text) {
    return error_of(ExitCode::input, [&] { query_from_json(parse_json(text, "ledger.json"), "ledger.json"); });
  };
  CHECK_CONTAINS(refused("[]"), "no object");
  CHECK_CONTAINS(refused("{}"), "“dataset” is missing");
  CHECK_CONTAINS(refused(R"({"dataset":1})"), "“dataset” is no text");
  CHECK_CONTAINS(refused(R"({"dataset":"d","were":[]})"), "unknown part “were”");
  CHECK_CONTAINS(refused(R"({"dataset":"d","where":[{"dimension":"m","kind":"like","values":[]}]})"), "“like”");
  CHECK_CONTAINS(refused(R"({"dataset":"d","where":[{"dimension":"m","kind":"range","values":["a"]}]})"), "two values");
}
