#include "data/comparison.h"
#include "workspace.h"

using namespace hallmark;
using namespace hallmark::data;

namespace {

// Every month from 2018-01 to 2021-09 except those named.
Coverage coverage_without(const std::vector<std::string>& missing) {
  Coverage coverage;
  coverage.months = months_of({"2018-01", "2021-09"});
  coverage.suppliers = {"Fell Police"};
  coverage.rows.emplace_back();
  for (const auto& month : coverage.months)
    coverage.rows[0].push_back(std::find(missing.begin(), missing.end(), month) == missing.end() ? 10 : 0);
  return coverage;
}

}  // namespace

TEST_CASE("months are counted by the calendar") {
  CHECK(is_month("2020-01"));
  for (const char* bad :
       {"", "2020", "2020-00", "2020-13", "2020-1", "20-01", "2020/01", "2020-1a", "1899-12", "3000-01"})
    CHECK_FALSE(is_month(bad));
  CHECK(add_months("2020-01", -1) == "2019-12");
  CHECK(add_months("2019-12", 14) == "2021-02");
  CHECK(months_between("2019-11", "2020-02") == 3);
  CHECK(months_of({"2019-11", "2020-02"}) == std::vector<std::string>{"2019-11", "2019-12", "2020-01", "2020-02"});
  CHECK(year_before({"2020-04", "2021-03"}) == Period{"2019-04", "2020-03"});
  CHECK_THROWS_AS(add_months("soon", 1), Error);
}

TEST_CASE("days are those of the calendar") {
  CHECK(is_day("2020-02-29"));
  CHECK(is_day("2025-12-31"));
  for (const char* bad :
       {"", "2020-02", "2021-02-29", "2020-04-31", "2020-01-00", "2020-01-1", "2020-13-01", "2020-01-1a"})
    CHECK_FALSE(is_day(bad));
}

TEST_CASE("two whole periods need no note") {
  const LikeForLike pair = like_for_like(coverage_without({}), {"2019-04", "2020-03"});
  CHECK(pair.complete());
  CHECK(pair.note.empty());
  CHECK(pair.months.size() == 12);
  CHECK(pair.before == Period{"2018-04", "2019-03"});
}

TEST_CASE("a comparison that touches a gap says so and leaves both twins out") {
  const Coverage coverage = coverage_without({"2019-07"});
  const LikeForLike later = like_for_like(coverage, {"2019-04", "2020-03"});
  CHECK(later.asked == 12);
  CHECK(later.months.size() == 11);
  CHECK(later.months_before.size() == 11);
  CHECK(std::find(later.months_before.begin(), later.months_before.end(), "2018-07") == later.months_before.end());
  CHECK(later.note ==
        "11 of 12 months held: July 2019 is missing, so July 2018 is left out and the other months are compared like "
        "for like.");
  // The gap in the year before.
  const LikeForLike earlier = like_for_like(coverage, {"2020-04", "2021-03"});
  CHECK(earlier.months.size() == 11);
  CHECK(earlier.missing == std::vector<std::string>{"2019-07"});
  CHECK(std::find(earlier.months.begin(), earlier.months.end(), "2020-07") == earlier.months.end());
  CHECK(earlier.filter().values == earlier.months);
}

TEST_CASE("twins that are both missing, periods that are not held and periods of different length") {
  const LikeForLike both = like_for_like(coverage_without({"2019-07", "2018-07"}), {"2019-04", "2020-03"});
  CHECK(both.months.size() == 11);
  CHECK(both.note ==
        "11 of 12 months held: July 2018 and July 2019 are missing, so the other months are compared like for like.");
  const LikeForLike none = like_for_like(coverage_without({}), {"2018-01", "2018-03"});
  CHECK(none.months.empty());
  CHECK_CONTAINS(none.note, "cannot be compared");
  CHECK_THROWS_AS(like_for_like(coverage_without({}), {"2020-01", "2020-12"}, {"2019-01", "2019-06"}), Error);
  CHECK_THROWS_AS(like_for_like(coverage_without({}), {"2020-12", "2020-01"}), Error);
}

TEST_CASE("the last months end where every supplier holds one") {
  CHECK(last_months(coverage_without({}), 12) == Period{"2020-10", "2021-09"});
  CHECK(last_months(coverage_without({"2021-09"}), 12) == Period{"2020-09", "2021-08"});
  CHECK(last_months(Coverage{}, 12) == Period{});
}
