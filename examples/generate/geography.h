// The fictional partnership: three districts, their LSOAs, and the points that records are moved to.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "tessellation.h"

namespace hallmark::examples {

enum class Character { town_centre, retail_park, inner_urban, suburb, rural };

struct Street {
  std::string coordinates;  // "-2.104312,54.391870"
  std::string location;     // "On or near Millgate Close", quoted where CSV asks for it
  double weight = 1;        // how often records fall here
};

struct Lsoa {
  std::string code, name;
  std::size_t district = 0;
  Character character = Character::suburb;
  unsigned residents = 0;
  double risk = 1;  // how much is recorded here against places of the same character
  Metres middle;
  std::vector<Street> streets;
  std::vector<VertexRing> rings;
};

struct District {
  std::string code, name;
  std::vector<VertexRing> rings;
};

struct Geography {
  std::vector<District> districts;  // by code
  std::vector<Lsoa> lsoas;          // by name, the order of police.uk files
  std::size_t night_time_lsoa = 0;  // holds the streets below
  std::vector<Street> night_time_streets;
};

inline constexpr std::string_view partnership_name = "Ashmoor and Vale", partnership_code = "E22009001";
inline constexpr std::string_view force_name = "Ashmoor and Vale Constabulary", force_code = "E23009001";
inline constexpr std::string_view night_time_street = "Lantern Street";

enum DistrictIndex : std::size_t { ashmoor, tarnvale, eskerdale };

Geography make_geography();

}  // namespace hallmark::examples
