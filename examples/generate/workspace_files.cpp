#include "workspace_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "records.h"
#include "zip_writer.h"

namespace hallmark::examples {
namespace {

std::string degrees(std::int32_t hundred_thousandths) {
  return fmt::format("{}", hundred_thousandths / 1e5);
}

std::string ring_text(const VertexRing& ring) {
  std::string text = "[";
  for (const Vertex& vertex : ring) text += fmt::format("[{},{}],", degrees(vertex.first), degrees(vertex.second));
  return text + fmt::format("[{},{}]]", degrees(ring.front().first), degrees(ring.front().second));
}

// The outline first, then the holes.
std::string polygon_text(std::vector<VertexRing> rings) {
  std::stable_partition(rings.begin(), rings.end(), [](const VertexRing& ring) { return signed_area(ring) > 0; });
  std::string text = "{\"type\":\"Polygon\",\"coordinates\":[";
  for (std::size_t i = 0; i < rings.size(); ++i) {
    if (i > 0) text += ",";
    text += ring_text(rings[i]);
  }
  return text + "]}";
}

template <typename Area>
std::string feature_collection(const std::vector<Area>& areas, std::string_view prefix) {
  std::string text = "{\"type\":\"FeatureCollection\",\"features\":[\n";
  for (std::size_t i = 0; i < areas.size(); ++i)
    text += fmt::format(
        "{{\"type\":\"Feature\",\"properties\":{{\"{}CD\":\"{}\",\"{}NM\":\"{}\"}},\"geometry\":{}}}{}\n", prefix,
        areas[i].code, prefix, areas[i].name, polygon_text(areas[i].rings), i + 1 < areas.size() ? "," : "");
  return text + "]}\n";
}

}  // namespace

std::string lsoa_lookup(const Geography& geography) {
  std::string text = "LSOA21CD,LSOA21NM,LAD24CD,LAD24NM\r\n";
  for (const Lsoa& lsoa : geography.lsoas) {
    const District& district = geography.districts[lsoa.district];
    text += fmt::format("{},{},{},{}\r\n", lsoa.code, lsoa.name, district.code, district.name);
  }
  return text;
}

std::string partnership_lookup(const Geography& geography) {
  std::string text = "LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM\r\n";
  for (const District& district : geography.districts)
    text += fmt::format("{},{},{},{},{},{}\r\n", district.code, district.name, partnership_code, partnership_name,
                        force_code, partnership_name);
  return text;
}

std::string population(const Geography& geography) {
  std::string text = "LSOA21CD,LSOA21NM,All ages 2023\r\n";
  for (const Lsoa& lsoa : geography.lsoas) text += fmt::format("{},{},{}\r\n", lsoa.code, lsoa.name, lsoa.residents);
  return text;
}

std::string own_area(const Geography& geography) {
  std::vector<std::string> districts;
  for (const District& district : geography.districts) districts.push_back(district.code);
  unsigned residents = 0;
  for (const Lsoa& lsoa : geography.lsoas) residents += lsoa.residents;
  return fmt::format(
      "csp24_code,csp24_name,pfa24_name,region,local_authorities,figures_of,residents_2021,popweighted_lsoa_density,"
      "pct_terraced,pct_flats,pct_social_rented,pct_private_rented,pct_nonwhite,pct_age_15_24_mye2020,"
      "pct_age_65plus_mye2020,imd2019_score,wimd2019_score,rurality\r\n"
      "{},{},{},,{},own,{},3600,34.5,14.2,17.8,18.6,14.1,11.3,18.2,28.4,,0\r\n",
      partnership_code, partnership_name, partnership_name, fmt::join(districts, ";"), residents);
}

std::string lsoa_boundaries(const Geography& geography) {
  return feature_collection(geography.lsoas, "LSOA21");
}
std::string district_boundaries(const Geography& geography) {
  return feature_collection(geography.districts, "LAD24");
}

std::map<std::string, std::string> workspace_files() {
  const Geography geography = make_geography();
  return {{"areas/lsoa21_boundaries.geojson", lsoa_boundaries(geography)},
          {"areas/lad24_boundaries.geojson", district_boundaries(geography)},
          {"areas/lookup_lsoa21_lad24.csv", lsoa_lookup(geography)},
          {"areas/lookup_lad24_csp24_pfa24.csv", partnership_lookup(geography)},
          {"areas/population_lsoa21_mid2023.csv", population(geography)},
          {"areas/own_area.csv", own_area(geography)},
          {"data/ashmoor-police-uk.zip", zip_archive(make_records(geography))}};
}

}  // namespace hallmark::examples
