// Periods and like-for-like comparison: two periods are compared only over the months held in both.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hallmark/data.h"

namespace hallmark::data {

// Months "YYYY-MM", inclusive.
struct Period {
  std::string from, to;
  friend bool operator==(const Period&, const Period&) = default;
};

bool is_month(std::string_view text);                            // "1900-01" .. "2999-12"
bool is_day(std::string_view text);                              // "2020-07-31", a day the calendar has
std::string add_months(std::string_view month, int months);      // "2020-01", -1 -> "2019-12"
int months_between(std::string_view from, std::string_view to);  // "2020-01", "2020-03" -> 2
std::vector<std::string> months_of(const Period& period);        // every month, in order
Period year_before(const Period& period);
// The last `length` months up to the last month held; nothing held: an empty period.
Period last_months(const Coverage& coverage, int length);
// "2020-10..2021-09"; one month: "2020-10".
std::string to_text(const Period& period);

struct LikeForLike {
  Period period, before;                   // as asked
  std::vector<std::string> months;         // months of `period` held, whose twin in `before` is held too
  std::vector<std::string> months_before;  // the twins, in the same order
  std::vector<std::string> missing;        // months of either period that are not held, in order
  int asked = 0;                           // months in the period
  bool complete() const { return static_cast<int>(months.size()) == asked; }
  // "11 of 12 months held: July 2019 is missing, so July 2018 is left out and the other months are compared like for
  // like."
  // Empty when complete.
  std::string note;
  // The month filters of the two sides.
  Filter filter() const;
  Filter filter_before() const;
};

// `before` must be as long as `period` (Error, ExitCode::configuration); without it, the year before.
LikeForLike like_for_like(const Coverage& coverage, const Period& period);
LikeForLike like_for_like(const Coverage& coverage, const Period& period, const Period& before);

}  // namespace hallmark::data
