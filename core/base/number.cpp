#include "base/number.h"

#include <fmt/compile.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

#include "base/text.h"

namespace hallmark {

namespace {

constexpr std::string_view minus_sign = "\u2212";
constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

// The decimal digits of |value| rounded half away from zero to `decimals` places: what a reader with the shortest
// decimal of the number before them would write (0.125 -> "0.13"), which binary rounding does not give.
std::string rounded_digits(double magnitude, int decimals) {
  std::string digits = fmt::format("{:.{}f}", magnitude, decimals);
  const std::string shortest = fmt::format("{}", magnitude);
  const std::size_t point = shortest.find('.');
  const bool tie = shortest.find('e') == std::string::npos && point != std::string::npos &&
                   shortest.size() == point + static_cast<std::size_t>(decimals) + 2 && shortest.back() == '5';
  if (!tie) return digits;
  const std::string nudged = shortest + "1";
  double above = 0;
  std::from_chars(nudged.data(), nudged.data() + nudged.size(), above);
  return fmt::format("{:.{}f}", above > magnitude ? above : std::nextafter(magnitude, INFINITY), decimals);
}

std::string with_thousands(const std::string& digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string out;
  for (std::size_t i = 0; i < point; ++i) {
    if (i > 0 && (point - i) % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out + digits.substr(point);
}

}  // namespace

std::string format_number(double value, const NumberFormat& format) {
  using Style = NumberFormat::Style;
  if (std::isnan(value)) return "not available";
  const double shown = format.style == Style::percent ? value * 100 : value;
  if (std::isinf(shown)) return shown > 0 ? "∞" : std::string(minus_sign) + "∞";
  const int decimals = format.style == Style::count ? 0 : format.decimals;
  // A count above 2^53 or a rate of 1e300 is a fault elsewhere; it must still not fill the page.
  if (std::abs(shown) >= 1e18) return fmt::format("{:.6e}", shown);
  const std::string digits = with_thousands(rounded_digits(std::abs(shown), decimals));
  const bool zero = digits.find_first_of("123456789") == std::string::npos;
  std::string out;
  if (shown < 0 && !zero) out += minus_sign;
  if (shown > 0 && !zero && format.show_sign) out += '+';
  if (format.style == Style::money) out += "£";
  out += digits;
  if (format.style == Style::percent) out += '%';
  return out;
}

namespace {

// 0-based month of "YYYY-MM", or -1.
int month_index(std::string_view month) {
  if (month.size() != 7 || month[4] != '-') return -1;
  int index = 0;
  const auto result = std::from_chars(month.data() + 5, month.data() + 7, index);
  return result.ec == std::errc{} && index >= 1 && index <= 12 ? index - 1 : -1;
}

}  // namespace

std::string long_month(std::string_view month) {
  const int index = month_index(month);
  if (index < 0) return std::string(month);
  return fmt::format("{} {}", month_names[static_cast<std::size_t>(index)], month.substr(0, 4));
}

std::string short_month(std::string_view month) {
  const int index = month_index(month);
  if (index < 0) return std::string(month);
  return fmt::format("{} {}", month_names[static_cast<std::size_t>(index)].substr(0, 3), month.substr(0, 4));
}

void append_round_trip(std::string& out, double value) {
  const auto to = std::back_inserter(out);
  if (!std::isfinite(value))
    out += "null";
  else if (value == std::trunc(value) && std::abs(value) < 9007199254740992.0)
    fmt::format_to(to, FMT_COMPILE("{}"), static_cast<long long>(value));
  else
    fmt::format_to(to, FMT_COMPILE("{}"), value);
}

std::string round_trip(double value) {
  std::string out;
  append_round_trip(out, value);
  return out;
}

}  // namespace hallmark
