// How quantities are written, in one place, so that every output and `verify` agree.
#pragma once

#include <string>
#include <string_view>

#include "hallmark/quantity.h"

namespace hallmark {

// "12,345", "−3.2", "12.5%", "£1,200"; NaN: "not available". Rounds half away from zero on the decimal value.
std::string format_number(double value, const NumberFormat& format);
inline std::string format_number(const Quantity& quantity) {
  return format_number(quantity.value, quantity.format);
}

// "2020-07" -> "July 2020" or "Jul 2020". Text that is no month is returned as it is.
std::string long_month(std::string_view month);
std::string short_month(std::string_view month);

// The shortest decimal that reads back as the same double; for JSON and CSV.
std::string round_trip(double value);
void append_round_trip(std::string& out, double value);

}  // namespace hallmark
