#include "data/boundaries.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "data/projection.h"

namespace hallmark::data {

namespace {

[[noreturn]] void fail(const std::string& file, std::string sentence, std::vector<std::string> hints = {}) {
  throw Error(ExitCode::input, std::move(sentence), std::move(hints), {file, 0, 0});
}

// Prefixes of ONS property names, finest areas first: a file of LSOAs also names the authority and region of each.
constexpr std::pair<std::string_view, std::string_view> levels[] = {
    {"oa", "output_area"},
    {"lsoa", "lsoa"},
    {"msoa", "msoa"},
    {"wd", "ward"},
    {"ltla", "local_authority"},
    {"lad", "local_authority"},
    {"csp", "partnership"},
    {"utla", "upper_tier_authority"},
    {"ctyua", "upper_tier_authority"},
    {"pfa", "police_force_area"},
    {"rgn", "region"},
    {"ctry", "country"},
};

// "LSOA11CD" -> prefix "lsoa", vintage "11", for the endings "cd", "code", "_code"; nothing for other names.
struct PropertyName {
  std::string prefix, vintage;
};
std::optional<PropertyName> take_apart(std::string_view property, std::initializer_list<std::string_view> endings) {
  std::string name = to_lower(property);
  for (const std::string_view ending : endings) {
    if (!name.ends_with(ending)) continue;
    name.resize(name.size() - ending.size());
    if (name.ends_with('_')) name.pop_back();
    std::string vintage;
    while (!name.empty() && name.back() >= '0' && name.back() <= '9') {
      vintage.insert(vintage.begin(), name.back());
      name.pop_back();
    }
    return PropertyName{name, vintage};
  }
  return std::nullopt;
}

const json::object& properties_of(const json::value& feature, std::size_t number, const std::string& file) {
  const json::object* object = feature.if_object();
  const json::value* properties = object ? object->if_contains("properties") : nullptr;
  if (properties == nullptr || !properties->is_object())
    fail(file, fmt::format("Feature {} has no properties, so its area has no code.", number));
  return properties->get_object();
}

// Fills what the caller left open from the first feature's property names.
void infer_properties(BoundarySource& source, const json::object& properties, const std::string& file) {
  std::vector<std::string> names;
  for (const auto& property : properties) names.emplace_back(property.key());
  std::optional<PropertyName> code;
  if (!source.code_property.empty()) {
    code = take_apart(source.code_property, {"cd", "code"});
  } else {
    for (const auto& [prefix, level] : levels) {
      if (!source.level.empty() && source.level != level) continue;
      for (const std::string& name : names) {
        const auto parts = take_apart(name, {"cd", "code"});
        if (source.code_property.empty() && parts && parts->prefix == prefix) {
          source.code_property = name;
          code = parts;
        }
      }
    }
    if (source.code_property.empty())
      fail(file,
           fmt::format("No property of its features names the code of {}.",
                       source.level.empty() ? "an area" : "a " + source.level),
           {fmt::format("The properties are: {}. Say which one holds the code.", join(names, ", "))});
  }
  if (source.level.empty()) {
    for (const auto& [prefix, level] : levels)
      if (code && code->prefix == prefix) source.level = level;
    if (source.level.empty())
      fail(file, fmt::format("The property “{}” does not tell what kind of area this is.", source.code_property),
           {"Say which dimension of the records these areas are: lsoa, local_authority, partnership."});
  }
  if (source.name_property.empty() && code) {
    for (const std::string& name : names) {
      const auto parts = take_apart(name, {"nm", "name"});
      if (parts && parts->prefix == code->prefix && parts->vintage == code->vintage) source.name_property = name;
    }
  }
}

std::string property_text(const json::object& properties, const std::string& name, std::size_t number,
                          const std::string& file) {
  const json::value* value = properties.if_contains(name);
  if (value != nullptr && value->is_string()) {
    if (value->get_string().empty())
      fail(file, fmt::format("Feature {} has an empty text under the property “{}”.", number, name));
    return std::string(value->get_string());
  }
  if (value != nullptr && (value->is_int64() || value->is_uint64())) return write_json(*value);
  std::vector<std::string> names;
  for (const auto& property : properties) names.emplace_back(property.key());
  fail(file, fmt::format("Feature {} has no text under the property “{}”.", number, name), {suggestion(name, names)});
}

// One feature's coordinates, with the words for its errors.
class GeometryReader {
 public:
  GeometryReader(std::string area, const std::string& file) : area_(std::move(area)), file_(file) {}

  std::vector<std::vector<Ring>> read(const json::value& geometry) const {
    const json::object& object = object_of(geometry);
    const json::value* type = object.if_contains("type");
    const std::string name = type && type->is_string() ? std::string(type->get_string()) : "";
    if (name != "Polygon" && name != "MultiPolygon")
      refuse(name.empty() ? "has a geometry without a type"
                          : fmt::format("is a {}, not a Polygon or MultiPolygon", name));
    const json::value* coordinates = object.if_contains("coordinates");
    if (coordinates == nullptr) refuse("has a geometry without coordinates");
    std::vector<std::vector<Ring>> parts;
    if (name == "Polygon") {
      parts.push_back(polygon(*coordinates));
    } else {
      for (const json::value& part : list(*coordinates)) parts.push_back(polygon(part));
    }
    return parts;
  }

 private:
  [[noreturn]] void refuse(const std::string& what, std::vector<std::string> hints = {}) const {
    fail(file_, fmt::format("{} {}.", area_, what), std::move(hints));
  }

  const json::object& object_of(const json::value& value) const {
    if (!value.is_object()) refuse("has a geometry that is no object");
    return value.get_object();
  }

  const json::array& list(const json::value& value) const {
    if (!value.is_array()) refuse("has coordinates that are not nested as its type asks");
    return value.get_array();
  }

  std::vector<Ring> polygon(const json::value& value) const {
    std::vector<Ring> rings;
    for (const json::value& positions : list(value)) rings.push_back(ring(list(positions)));
    if (rings.empty()) refuse("has a polygon without a ring");
    return rings;
  }

  Ring ring(const json::array& positions) const {
    if (positions.size() < 4) refuse(fmt::format("has a ring of {} positions; four are the fewest", positions.size()));
    if (positions.front() != positions.back()) refuse("has a ring that does not end where it began");
    Ring result;
    result.reserve(positions.size() - 1);
    for (std::size_t i = 0; i + 1 < positions.size(); ++i) result.push_back(point(list(positions[i])));
    return result;
  }

  GridPoint point(const json::array& position) const {
    if (position.size() < 2 || !position[0].is_number() || !position[1].is_number())
      refuse("has a position that is not two numbers");
    const double longitude = position[0].to_number<double>(), latitude = position[1].to_number<double>();
    const GridPoint at = british_national_grid().to_grid(longitude, latitude);
    if (!std::isnan(at.easting)) return at;
    const bool swapped = !std::isnan(british_national_grid().to_grid(latitude, longitude).easting);
    refuse(fmt::format("reaches longitude {}, latitude {}, which is not in or near the United Kingdom", longitude,
                       latitude),
           {swapped ? "GeoJSON writes longitude first, then latitude."
                    : "Boundaries must be in WGS84 (EPSG:4326), not on the British National Grid."});
  }

  std::string area_;
  const std::string& file_;
};

const json::array& features_of(const json::value& root, const std::string& file) {
  const json::object* object = root.if_object();
  const json::value* type = object ? object->if_contains("type") : nullptr;
  const json::value* features = object ? object->if_contains("features") : nullptr;
  if (type == nullptr || !type->is_string() || type->get_string() != "FeatureCollection") {
    const bool topology = type != nullptr && type->is_string() && type->get_string() == "Topology";
    fail(file, topology ? "This is TopoJSON, not GeoJSON." : "This is no GeoJSON FeatureCollection.",
         {"Download the boundaries as GeoJSON in WGS84."});
  }
  if (features == nullptr || !features->is_array()) fail(file, "This FeatureCollection has no list of features.");
  if (features->get_array().empty()) fail(file, "This FeatureCollection is empty.");
  return features->get_array();
}

// Features of one area side by side, areas by code.
void merge_areas(std::vector<Boundary>& areas) {
  std::stable_sort(areas.begin(), areas.end(), [](const Boundary& a, const Boundary& b) { return a.code < b.code; });
  std::vector<Boundary> merged;
  for (Boundary& area : areas) {
    if (merged.empty() || merged.back().code != area.code) {
      merged.push_back(std::move(area));
    } else {
      std::move(area.parts.begin(), area.parts.end(), std::back_inserter(merged.back().parts));
    }
  }
  areas = std::move(merged);
}

}  // namespace

Boundaries read_boundaries(std::string_view geojson, const std::string& file, const BoundarySource& given) {
  const json::value root = parse_json(geojson, file);
  const json::array& features = features_of(root, file);
  BoundarySource source = given;
  infer_properties(source, properties_of(features.front(), 1, file), file);

  Boundaries result{source.level, source.attribution, {}};
  std::size_t number = 0;
  for (const json::value& feature : features) {
    const json::object& properties = properties_of(feature, ++number, file);
    Boundary area;
    area.code = property_text(properties, source.code_property, number, file);
    area.name =
        source.name_property.empty() ? area.code : property_text(properties, source.name_property, number, file);
    const json::value* geometry = feature.get_object().if_contains("geometry");
    if (geometry == nullptr || geometry->is_null()) continue;
    area.parts = GeometryReader(fmt::format("Feature {}, {},", number, area.name), file).read(*geometry);
    result.areas.push_back(std::move(area));
  }
  if (result.areas.empty()) fail(file, "None of its features has a geometry.");
  merge_areas(result.areas);
  return source.tolerance > 0 ? simplify(result, source.tolerance) : result;
}

}  // namespace hallmark::data
