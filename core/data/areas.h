// Areas: LSOA -> local authority -> Community Safety Partnership -> police force area and region, and residents.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "hallmark/error.h"

namespace hallmark::data {

struct AreaSources {
  // CSV files as the ONS publishes them; what each is, its header says: lsoa11_code + ltla21_code (LSOA11CD + LAD22CD),
  // ltla24_code + csp24_code, ltla21_code … ltla24_code (successors), and counts of residents by lsoa or ltla.
  std::vector<std::string> files;
  // local_authorities.csv and former_authorities.csv; "" stands for hallmark_home()/knowledge_base/areas.
  std::string defaults_folder;
  // Codes or names of the local authorities, Community Safety Partnerships or police force areas the workspace is
  // about; may be empty.
  std::vector<std::string> own_areas;
};

struct LocalAuthority {
  std::string code, name;
  std::string partnership_code, partnership;
  std::string police_force_area, region;
  std::uint64_t residents = 0;  // 0: not known
  std::string residents_year;
};

// One local authority can belong to several partnerships and one partnership can span several authorities; where an
// authority has several, its own partnership is left blank, and a former authority's area is in the partnership that
// still bears its name (Aylesbury Vale). A successor takes over the area of an authority that no longer exists:
// Aylesbury Vale -> Buckinghamshire.
struct Areas {
  std::vector<LocalAuthority> authorities;  // sorted by code
  std::map<std::string, std::string, std::less<>>
      lsoa_authority;  // LSOA code -> local authority code; empty: no lookup
  std::map<std::string, std::string, std::less<>> authority_names;  // every code met, former ones too -> name
  std::map<std::string, std::string, std::less<>> successors;       // code -> code
  std::map<std::string, std::string, std::less<>> former_names;     // name of a former authority -> its code
  std::map<std::string, std::string, std::less<>> partnerships;     // code -> name
  std::map<std::string, std::string, std::less<>>
      former_partnerships;                                           // code of a former authority -> partnership code
  std::map<std::string, std::uint64_t, std::less<>> lsoa_residents;  // LSOA code -> residents
  std::string residents_source;                                      // for readers: source and year
  std::vector<std::string> own_authorities;                          // codes of the workspace's own; empty: not stated
  std::vector<std::string> notes;                                    // what was found, for `check`

  const LocalAuthority* find_authority(std::string_view code_or_name) const;  // follows successors; null when unknown
  // Of an LSOA: from the lookup, else from its name ("Barnsley 018A"), in which case the code can be blank.
  struct Place {
    std::string authority_code, authority;      // as the lookup has them: of its own year
    std::string partnership_code, partnership;  // of today's authority
  };
  Place place_of(std::string_view lsoa_code, std::string_view lsoa_name) const;
  // Whether an LSOA's authority is one of own_authorities.
  bool is_own(const Place& place) const;
};

// Throws Error(ExitCode::input) for a file that is missing or no area file (naming the headers expected).
Areas load_areas(const FileSystem& files, const AreaSources& sources);

// "Barnsley 018A" -> "Barnsley"; a name without trailing code is returned as it is.
std::string_view authority_in_lsoa_name(std::string_view lsoa_name);

}  // namespace hallmark::data
