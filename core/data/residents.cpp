#include "data/residents.h"

#include <map>

#include "base/csv.h"
#include "base/text.h"

namespace hallmark::data {

std::string population_csv(const Areas& areas) {
  std::map<std::string, std::uint64_t> by_lsoa;  // authority code -> residents counted by LSOA
  std::string csv =
      "lsoa,local_authority_code,local_authority,partnership_code,partnership,police_force_area,region,source,"
      "residents\n";
  const auto add = [&](std::string_view lsoa, const LocalAuthority& authority, std::string_view source,
                       std::uint64_t residents) {
    for (const std::string_view field :
         {lsoa, std::string_view(authority.code), std::string_view(authority.name),
          std::string_view(authority.partnership_code), std::string_view(authority.partnership),
          std::string_view(authority.police_force_area), std::string_view(authority.region), source}) {
      append_csv_field(csv, field);
      csv += ',';
    }
    csv += fmt::format("{}\n", residents);
  };
  const std::string source = file_name(areas.residents_source);
  std::map<std::string, std::uint64_t> missing;
  for (const auto& [lsoa, code] : areas.lsoa_authority)
    if (!areas.lsoa_residents.count(lsoa)) ++missing[code];
  for (const auto& [lsoa, residents] : areas.lsoa_residents) {
    const auto found = areas.lsoa_authority.find(lsoa);
    if (found == areas.lsoa_authority.end() || missing.count(found->second)) continue;
    const LocalAuthority* authority = areas.find_authority(found->second);
    if (!authority) continue;
    by_lsoa[authority->code] += residents;
    add(lsoa, *authority, source, residents);
  }
  for (const auto& authority : areas.authorities)
    if (authority.residents > 0 && !by_lsoa.count(authority.code))
      add("", authority, "usual residents " + authority.residents_year, authority.residents);
  return csv;
}

}  // namespace hallmark::data
