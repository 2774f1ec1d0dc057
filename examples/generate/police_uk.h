// The layout of police.uk street-level crime files and the facts that make invented ones look like real ones: crime
// types with their shares, outcomes by type, street names. Used by the example's generator and by the benchmark's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "random.h"

namespace hallmark::examples {

inline constexpr std::string_view header_line =
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\r\n";

inline constexpr std::size_t outcome_count = 21;
using OutcomeShares = std::array<std::uint16_t, outcome_count>;  // parts in 10,000; all zero: the type has no outcomes

// In the order of the files: alphabetical.
enum class Crime : std::size_t {
  antisocial_behaviour,
  bicycle_theft,
  burglary,
  criminal_damage,
  drugs,
  other_crime,
  other_theft,
  weapons,
  public_order,
  robbery,
  shoplifting,
  theft_from_person,
  vehicle_crime,
  violence
};
inline constexpr std::size_t crime_type_count = 14;

struct CrimeType {
  std::string_view name;
  double share;  // of all records
  OutcomeShares outcomes;
};

// Shares are rounded from South Yorkshire, January 2018 to September 2021 (police.uk, Open Government Licence v3.0).
extern const std::array<CrimeType, crime_type_count> crime_types;
extern const std::array<std::string_view, outcome_count> outcomes;

// Where a record without a street is put: "On or near Supermarket".
extern const std::array<std::string_view, 16> landmarks;

// "Bramley Close": one of some 20,000 invented names.
std::string street_name(Random& random);

// 256 random bits as 64 hexadecimal digits, as Crime IDs are.
void append_crime_id(std::string& out, Random& random);

// The month `offset` months after `first` ("2018-01").
std::string month_after(std::string_view first, std::size_t offset);

}  // namespace hallmark::examples
