#include "data/dimension.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/text.h"
#include "data/comparison.h"
#include "data/contents.h"
#include "data/fields.h"
#include "data/projection.h"

namespace hallmark::data {

namespace {

constexpr int smallest_cell = 10, largest_cell = 100'000;
constexpr double margin = 2'000;  // metres around the projected outline of the data: covers its curvature

std::string quarter_of(const std::string& month) {
  return month.substr(0, 4) + "-Q" + static_cast<char>('1' + ((month[5] - '0') * 10 + (month[6] - '0') - 1) / 3);
}

// From April to March: "2020/21".
std::string financial_year_of(const std::string& month) {
  const std::string april = add_months(month, -3);
  const int year = std::stoi(april.substr(0, 4));
  return fmt::format("{}/{:02}", year, (year + 1) % 100);
}

std::string rolling_year_of(const std::string& month, const std::string& last_month) {
  const int years_back = months_between(month, last_month) / 12;
  const std::string to = add_months(last_month, -12 * years_back);
  return to_text(Period{add_months(to, -11), to});
}

// Labels of a column's codes through `map`, ranked.
template <typename Map>
void rank_labels(Dimension& dimension, const Dictionary& dictionary, const Map& map) {
  std::vector<std::string> mapped;
  mapped.reserve(dictionary.size());
  for (std::uint32_t code = 0; code < dictionary.size(); ++code)
    mapped.push_back(dictionary.is_faulty(code) ? std::string() : map(code, dictionary.label(code)));
  dimension.labels = mapped;
  std::sort(dimension.labels.begin(), dimension.labels.end());
  dimension.labels.erase(std::unique(dimension.labels.begin(), dimension.labels.end()), dimension.labels.end());
  for (const auto& label : mapped)
    dimension.ranks.push_back(static_cast<std::uint32_t>(
        std::lower_bound(dimension.labels.begin(), dimension.labels.end(), label) - dimension.labels.begin()));
  dimension.codes = dimension.labels.size();
}

class DimensionMaker {
 public:
  DimensionMaker(const Table& table, const Areas& areas, const std::string& name)
      : table_(table), schema_(table.schema), areas_(areas), name_(name) {
    dimension_.name = name;
  }

  Dimension make() {
    if (const SchemaColumn* column = schema_.find(name_)) return of_column(*column);
    const SchemaColumn* month = schema_.find(ColumnType::month);
    if (month && is_of_month()) return of_month(month->name);
    if (!schema_.area_column.empty() && is_of_area()) return of_area();
    const bool has_place = schema_.find(ColumnType::longitude) && schema_.find(ColumnType::latitude);
    if (has_place && name_ == "point") return cells(1);
    if (has_place && cell_size(name_) != 0) return cells(cell_size(name_));
    const auto known = dimensions(schema_);
    throw Error(ExitCode::configuration, fmt::format("The dataset {} has no dimension “{}”.", schema_.name, name_),
                {suggestion(name_, known)});
  }

 private:
  std::size_t loaded(const std::string& column) const {
    const std::size_t found = table_.find(column);
    if (found == Table::npos)
      throw Error(ExitCode::internal,
                  fmt::format("The column {} of {} was not loaded, so {} is not known.", column, schema_.name, name_));
    return found;
  }

  const Dictionary& dictionary() const { return *table_.columns[dimension_.column].dictionary; }

  Dimension of_column(const SchemaColumn& column) {
    switch (storage_of(column.type, true)) {
      case Storage::codes:
        dimension_.column = loaded(name_);
        rank_labels(dimension_, dictionary(), [](std::uint32_t, const std::string& label) { return label; });
        break;
      case Storage::coordinate:
        dimension_.kind = Dimension::Kind::coordinate;
        dimension_.column = loaded(name_);
        dimension_.codes = 1;
        if (const CoordinateRange& range = table_.columns[dimension_.column].range; range.lowest <= range.highest) {
          dimension_.lowest = range.lowest;
          dimension_.codes = static_cast<std::uint64_t>(std::int64_t{range.highest} - range.lowest) + 2;
        }
        break;
      case Storage::number:
        throw Error(ExitCode::configuration,
                    fmt::format("{} is a number, which can be summed but not grouped by.", name_));
      case Storage::hash:
        throw Error(ExitCode::configuration,
                    fmt::format("{} identifies single records and is never stored; it can only be counted.", name_));
      case Storage::none:
        throw Error(ExitCode::configuration, fmt::format("{} is free text and is never stored.", name_));
    }
    return std::move(dimension_);
  }

  bool is_of_month() const {
    return name_ == "quarter" || name_ == "year" || name_ == "financial_year" || name_ == "rolling_year";
  }

  Dimension of_month(const std::string& month) {
    dimension_.column = loaded(month);
    const std::string last = table_.months.empty() ? "" : table_.months.back();
    rank_labels(dimension_, dictionary(), [&](std::uint32_t, const std::string& label) -> std::string {
      if (label.empty()) return label;
      if (name_ == "quarter") return quarter_of(label);
      if (name_ == "year") return label.substr(0, 4);
      if (name_ == "financial_year") return financial_year_of(label);
      // Months of the dictionary that occur in quarantined rows only may lie after the last held.
      return label > last ? std::string() : rolling_year_of(label, last);
    });
    return std::move(dimension_);
  }

  bool is_of_area() const {
    return name_ == "local_authority" || name_ == "local_authority_code" || name_ == "partnership" ||
           name_ == "partnership_code";
  }

  std::string area_label(std::string_view lsoa, std::string_view lsoa_name) const {
    const Areas::Place place = areas_.place_of(lsoa, lsoa_name);
    if (name_ == "local_authority") return place.authority;
    if (name_ == "local_authority_code") return place.authority_code;
    return name_ == "partnership" ? place.partnership : place.partnership_code;
  }

  Dimension of_area() {
    const bool has_names = table_.find(schema_.area_name_column) != Table::npos;
    if (areas_.lsoa_authority.empty() && has_names) {
      dimension_.column = loaded(schema_.area_name_column);
      rank_labels(dimension_, dictionary(),
                  [&](std::uint32_t, const std::string& label) { return area_label("", label); });
      return std::move(dimension_);
    }
    dimension_.column = loaded(schema_.area_column);
    std::vector<std::string> names(dictionary().size());
    if (has_names && !all_in_lookup()) names = names_of_areas();
    rank_labels(dimension_, dictionary(),
                [&](std::uint32_t code, const std::string& label) { return area_label(label, names[code]); });
    return std::move(dimension_);
  }

  bool all_in_lookup() const {
    for (std::uint32_t code = 1; code < dictionary().size(); ++code)
      if (!dictionary().is_faulty(code) && !areas_.lsoa_authority.count(dictionary().label(code))) return false;
    return true;
  }

  // The name that stands beside each LSOA code in the first row that has one.
  std::vector<std::string> names_of_areas() const {
    const std::size_t name_column = table_.find(schema_.area_name_column);
    const Dictionary& labels = *table_.columns[name_column].dictionary;
    std::vector<std::string> names(dictionary().size());
    std::vector<std::uint32_t> areas, area_names;
    for (const auto& segment : table_.segments) {
      areas.resize(std::max<std::size_t>(areas.size(), segment.rows));
      area_names.resize(areas.size());
      read_codes(segment, dimension_.column, areas.data());
      read_codes(segment, name_column, area_names.data());
      for (std::size_t r = 0; r < segment.rows; ++r)
        if (areas[r] != 0 && names[areas[r]].empty()) names[areas[r]] = labels.label(area_names[r]);
    }
    return names;
  }

  Dimension cells(int size) {
    dimension_.kind = Dimension::Kind::cell;
    dimension_.size = size;
    dimension_.column = loaded(schema_.find(ColumnType::longitude)->name);
    dimension_.second_column = loaded(schema_.find(ColumnType::latitude)->name);
    const CoordinateRange& east = table_.columns[dimension_.column].range;
    const CoordinateRange& north = table_.columns[dimension_.second_column].range;
    dimension_.codes = 1;
    if (east.lowest > east.highest || north.lowest > north.highest) return std::move(dimension_);
    // The extremes of a rectangle in degrees lie on its outline.
    double west = HUGE_VAL, south = HUGE_VAL, right = -HUGE_VAL, top = -HUGE_VAL;
    constexpr int steps = 64;
    for (int i = 0; i <= steps; ++i) {
      const auto along = [&](const CoordinateRange& ends) {
        return (ends.lowest + (static_cast<double>(ends.highest) - ends.lowest) * i / steps) / 1e6;
      };
      for (const auto& [longitude, latitude] :
           {std::pair{along(east), north.lowest / 1e6}, std::pair{along(east), north.highest / 1e6},
            std::pair{east.lowest / 1e6, along(north)}, std::pair{east.highest / 1e6, along(north)}}) {
        const GridPoint point = british_national_grid().to_grid(longitude, latitude);
        if (std::isnan(point.easting)) continue;
        west = std::min(west, point.easting), right = std::max(right, point.easting);
        south = std::min(south, point.northing), top = std::max(top, point.northing);
      }
    }
    if (west > right) return std::move(dimension_);
    const auto index = [&](double metres) { return static_cast<std::int64_t>(std::floor(metres / size)); };
    dimension_.first_east = index(west - margin);
    dimension_.first_north = index(south - margin);
    dimension_.norths = static_cast<std::uint64_t>(index(top + margin) - dimension_.first_north + 1);
    dimension_.codes =
        static_cast<std::uint64_t>(index(right + margin) - dimension_.first_east + 1) * dimension_.norths + 1;
    return std::move(dimension_);
  }

  const Table& table_;
  const DatasetSchema& schema_;
  const Areas& areas_;
  const std::string& name_;
  Dimension dimension_;
};

}  // namespace

int cell_size(std::string_view dimension) {
  constexpr std::string_view start = "cell(";
  if (dimension.substr(0, start.size()) != start || dimension.back() != ')') return 0;
  const std::string_view digits = dimension.substr(start.size(), dimension.size() - start.size() - 1);
  int size = 0;
  for (const char c : digits)
    size = c < '0' || c > '9' || size > largest_cell ? largest_cell + 1 : size * 10 + (c - '0');
  if (digits.empty() || size < smallest_cell || size > largest_cell)
    throw Error(ExitCode::configuration, fmt::format("“{}” is no size of cells.", dimension),
                {fmt::format("Cells are squares of {} to {} metres: cell(250).", smallest_cell, largest_cell)});
  return size;
}

Dimension make_dimension(const Table& table, const Areas& areas, const std::string& name) {
  return DimensionMaker(table, areas, name).make();
}

std::string Dimension::label(std::uint64_t code) const {
  if (kind == Kind::mapped) return labels[code];
  if (code == 0) return {};
  if (kind == Kind::coordinate)
    return fmt::format("{:.6f}", static_cast<double>(lowest + static_cast<std::int64_t>(code) - 1) / 1e6);
  const auto cell = static_cast<std::int64_t>(code - 1), high = static_cast<std::int64_t>(norths);
  return fmt::format("E{:06}N{:06}", (first_east + cell / high) * size, (first_north + cell % high) * size);
}

void computed_codes(const Dimension& dimension, const Segment& segment, std::vector<double>& room, std::uint64_t* out) {
  const std::size_t rows = segment.rows;
  const auto* first = static_cast<const std::int32_t*>(segment.columns[dimension.column].data);
  if (dimension.kind == Dimension::Kind::coordinate) {
    for (std::size_t r = 0; r < rows; ++r)
      out[r] = first[r] == no_coordinate ? 0 : static_cast<std::uint64_t>(first[r] - dimension.lowest + 1);
    return;
  }
  if (room.size() < 2 * rows) room.resize(2 * rows);
  double *east = room.data(), *north = room.data() + rows;
  const auto* second = static_cast<const std::int32_t*>(segment.columns[dimension.second_column].data);
  british_national_grid().to_grid(first, second, rows, east, north);
  const double size = dimension.size;
  const auto first_east = static_cast<double>(dimension.first_east * dimension.size);
  const auto first_north = static_cast<double>(dimension.first_north * dimension.size);
  const auto norths = static_cast<std::uint32_t>(dimension.norths);
  for (std::size_t r = 0; r < rows; ++r) {
    // The data's outline has a margin, so both are positive and fit; no coordinates are NaN.
    const double x = (east[r] - first_east) / size, y = (north[r] - first_north) / size;
    const bool there = x >= 0;
    const auto column = static_cast<std::int32_t>(there ? x : 0.0), row = static_cast<std::int32_t>(there ? y : 0.0);
    out[r] =
        there ? std::uint64_t{static_cast<std::uint32_t>(column)} * norths + static_cast<std::uint32_t>(row) + 1 : 0;
  }
}

namespace {

// "E436750N404750" -> metres.
std::optional<std::pair<std::int64_t, std::int64_t>> parse_cell(const std::string& label) {
  const std::size_t north = label.find('N');
  if (label.size() < 4 || label[0] != 'E' || north == std::string::npos) return std::nullopt;
  const auto number = [](std::string_view text) -> std::optional<std::int64_t> {
    const bool negative = !text.empty() && text[0] == '-';
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > 8) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : text) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    return negative ? -value : value;
  };
  const std::string_view text = label;
  const auto east = number(text.substr(1, north - 1)), northing = number(text.substr(north + 1));
  if (!east || !northing) return std::nullopt;
  return std::pair{*east, *northing};
}

}  // namespace

std::uint64_t code_of_label(const Dimension& dimension, const std::string& label) {
  if (label.empty()) return 0;
  if (dimension.kind == Dimension::Kind::coordinate) {
    const std::int32_t value = parse_any_coordinate(label);
    if (value == bad_coordinate)
      throw Error(ExitCode::configuration, fmt::format("“{}” is not a number of degrees.", label));
    const std::int64_t code = value - dimension.lowest + 1;
    return code < 1 ? 0 : std::min(static_cast<std::uint64_t>(code), dimension.codes);
  }
  const auto corner = parse_cell(label);
  if (!corner || corner->first % dimension.size != 0 || corner->second % dimension.size != 0)
    throw Error(ExitCode::configuration, fmt::format("“{}” is no label of {}.", label, dimension.name),
                {"A label is the south-west corner in metres: E436750N404750."});
  const std::int64_t east = corner->first / dimension.size - dimension.first_east;
  const std::int64_t north = corner->second / dimension.size - dimension.first_north;
  if (dimension.norths == 0 || east < 0 || north < 0 || north >= static_cast<std::int64_t>(dimension.norths))
    return dimension.codes;
  const auto code = static_cast<std::uint64_t>(east) * dimension.norths + static_cast<std::uint64_t>(north) + 1;
  return std::min(code, dimension.codes);
}

}  // namespace hallmark::data
