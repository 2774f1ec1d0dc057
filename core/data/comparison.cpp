#include "data/comparison.h"

#include <algorithm>
#include <chrono>

#include "base/number.h"
#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::data {

namespace {

constexpr std::string_view first_year = "1900", last_year = "2999";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Months since year 0.
int ordinal(std::string_view month) {
  if (!is_month(month))
    throw Error(ExitCode::configuration, fmt::format("“{}” is not a month.", month),
                {"A month is written YYYY-MM: 2020-07."});
  int year = 0;
  for (const char c : month.substr(0, 4)) year = year * 10 + (c - '0');
  return year * 12 + (month[5] - '0') * 10 + (month[6] - '0') - 1;
}

std::string month_at(int ordinal) {
  return fmt::format("{:04}-{:02}", ordinal / 12, ordinal % 12 + 1);
}

// "July 2019", "July and August 2019" would read better still, but months of several years must stay clear.
std::string in_words(const std::vector<std::string>& months) {
  std::string text;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (i > 0) text += i + 1 == months.size() ? " and " : ", ";
    text += long_month(months[i]);
  }
  return text;
}

std::string note_on(const LikeForLike& pair, const std::vector<std::string>& left_out) {
  if (pair.complete()) return {};
  std::string note = fmt::format("{} of {} months held: {} {} missing", pair.months.size(), pair.asked,
                                 in_words(pair.missing), pair.missing.size() == 1 ? "is" : "are");
  if (pair.months.empty()) return note + ", so the two periods cannot be compared.";
  note += ", so ";
  if (!left_out.empty())
    note += fmt::format("{} {} left out and ", in_words(left_out), left_out.size() == 1 ? "is" : "are");
  return note + "the other months are compared like for like.";
}

Filter months_filter(const std::vector<std::string>& months) {
  return {"month", Filter::Kind::any_of, months};
}

}  // namespace

bool is_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return false;
  for (const std::size_t i : {0u, 1u, 2u, 3u, 5u, 6u})
    if (!is_digit(text[i])) return false;
  const int month = (text[5] - '0') * 10 + (text[6] - '0');
  return text.substr(0, 4) >= first_year && text.substr(0, 4) <= last_year && month >= 1 && month <= 12;
}

bool is_day(std::string_view text) {
  if (text.size() != 10 || !is_month(text.substr(0, 7)) || text[7] != '-' || !is_digit(text[8]) || !is_digit(text[9]))
    return false;
  using namespace std::chrono;
  const int month = ordinal(text.substr(0, 7));
  return year_month_day{year{month / 12}, std::chrono::month(static_cast<unsigned>(month % 12 + 1)),
                        day(static_cast<unsigned>((text[8] - '0') * 10 + (text[9] - '0')))}
      .ok();
}

std::string add_months(std::string_view month, int months) {
  return month_at(ordinal(month) + months);
}

int months_between(std::string_view from, std::string_view to) {
  return ordinal(to) - ordinal(from);
}

std::vector<std::string> months_of(const Period& period) {
  std::vector<std::string> months;
  if (period.from.empty() && period.to.empty()) return months;
  for (int at = ordinal(period.from); at <= ordinal(period.to); ++at) months.push_back(month_at(at));
  return months;
}

Period year_before(const Period& period) {
  return {add_months(period.from, -12), add_months(period.to, -12)};
}

Period last_months(const Coverage& coverage, int length) {
  for (std::size_t m = coverage.months.size(); m-- > 0;)
    if (coverage.held(coverage.months[m])) return {add_months(coverage.months[m], 1 - length), coverage.months[m]};
  return {};
}

std::string to_text(const Period& period) {
  return period.from == period.to ? period.from : period.from + ".." + period.to;
}

Filter LikeForLike::filter() const {
  return months_filter(months);
}
Filter LikeForLike::filter_before() const {
  return months_filter(months_before);
}

LikeForLike like_for_like(const Coverage& coverage, const Period& period) {
  return like_for_like(coverage, period, year_before(period));
}

LikeForLike like_for_like(const Coverage& coverage, const Period& period, const Period& before) {
  const auto now = months_of(period), then = months_of(before);
  if (now.empty() || now.size() != then.size())
    throw Error(ExitCode::configuration,
                fmt::format("The periods {} and {} cannot be compared: they are not equally long.", to_text(period),
                            to_text(before)));
  LikeForLike pair;
  pair.period = period;
  pair.before = before;
  pair.asked = static_cast<int>(now.size());
  std::vector<std::string> left_out;
  for (std::size_t m = 0; m < now.size(); ++m) {
    const bool held_now = coverage.held(now[m]), held_then = coverage.held(then[m]);
    if (held_now && held_then) {
      pair.months.push_back(now[m]);
      pair.months_before.push_back(then[m]);
      continue;
    }
    for (const auto& [held, month] : {std::pair{held_then, then[m]}, std::pair{held_now, now[m]}})
      if (!held)
        pair.missing.push_back(month);
      else
        left_out.push_back(month);
  }
  const auto tidy = [](std::vector<std::string>& months) {
    std::sort(months.begin(), months.end());
    months.erase(std::unique(months.begin(), months.end()), months.end());
  };
  tidy(pair.missing);
  tidy(left_out);
  std::erase_if(left_out, [&](const std::string& month) {
    return std::binary_search(pair.missing.begin(), pair.missing.end(), month);
  });
  pair.note = note_on(pair, left_out);
  return pair;
}

}  // namespace hallmark::data
