// Thirty-six months of records for the fictional partnership, with what is planted in them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "geography.h"

namespace hallmark::examples {

inline constexpr std::string_view first_month = "2022-04";
inline constexpr std::size_t month_count = 36;
inline constexpr std::string_view missing_month = "2023-11";
inline constexpr std::string_view fall_from = "2024-02";  // burglary in Tarnvale
inline constexpr std::string_view rise_from = "2024-06";  // vehicle crime in Eskerdale

// Files by their path in a police.uk download: "2022-04/2022-04-ashmoor-and-vale-street.csv".
std::map<std::string, std::string> make_records(const Geography& geography);

}  // namespace hallmark::examples
