#include "records.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "dirt.h"
#include "police_uk.h"
#include "random.h"

namespace hallmark::examples {
namespace {

constexpr std::size_t index(Crime crime) {
  return static_cast<std::size_t>(crime);
}

// Records a year per 1,000 residents, of a place of middling character: about what England and Wales record.
constexpr std::array<double, crime_type_count> yearly_rates = {15.0, 0.9, 4.6,  7.4, 2.3, 2.1, 6.6,
                                                               0.9,  6.8, 0.85, 4.2, 0.6, 5.2, 27.5};

// How the characters differ, by crime type in the order of Crime.
using Factors = std::array<double, crime_type_count>;
// clang-format off
constexpr std::array<Factors, 5> character_factors = {{
    // asb  bike burg dama drug othr thft weap publ robb shop person vehi viol
    {4.2, 6.0, 1.3, 2.6, 4.6, 2.2, 3.8, 4.0, 5.4, 5.0, 19.0, 16.0, 1.0, 2.3},   // town centre
    {1.6, 2.2, 1.1, 1.3, 1.1, 1.0, 2.2, 1.2, 1.9, 1.4, 20.0, 2.0, 1.9, 0.9},    // retail park
    {1.6, 1.3, 1.4, 1.6, 1.7, 1.5, 1.1, 1.8, 1.5, 1.8, 1.0, 1.0, 1.3, 1.6},     // inner urban
    {0.8, 0.8, 0.9, 0.8, 0.7, 0.8, 0.8, 0.7, 0.75, 0.6, 0.35, 0.3, 0.9, 0.78},  // suburb
    {0.45, 0.4, 0.75, 0.6, 0.5, 0.9, 0.9, 0.4, 0.5, 0.15, 0.12, 0.1, 0.8, 0.55},  // rural
}};

// Seasons: January to December against the year's middle.
constexpr Factors flat_year = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
constexpr Factors antisocial_year = {0.80, 0.82, 0.94, 1.04, 1.14, 1.20, 1.27, 1.22, 1.02, 1.03, 0.85, 0.72, 0, 0};
constexpr Factors bicycle_year    = {0.62, 0.66, 0.80, 0.98, 1.15, 1.30, 1.38, 1.34, 1.22, 1.06, 0.84, 0.62, 0, 0};
constexpr Factors burglary_year   = {1.18, 1.08, 1.02, 0.94, 0.90, 0.86, 0.88, 0.90, 0.94, 1.04, 1.20, 1.16, 0, 0};
constexpr Factors damage_year     = {0.94, 0.90, 1.00, 1.04, 1.04, 1.02, 1.02, 1.00, 0.98, 1.08, 1.06, 0.92, 0, 0};
constexpr Factors shop_year       = {0.96, 0.94, 1.00, 0.98, 1.00, 0.98, 1.00, 1.00, 0.98, 1.04, 1.08, 1.02, 0, 0};
constexpr Factors person_year     = {0.90, 0.90, 0.94, 0.96, 0.98, 1.00, 1.00, 1.02, 1.00, 1.02, 1.10, 1.22, 0, 0};
constexpr Factors violence_year   = {0.95, 0.91, 0.99, 0.98, 1.05, 1.05, 1.08, 1.04, 0.97, 1.00, 0.97, 1.03, 0, 0};
// clang-format on

double season(std::size_t type, std::size_t calendar_month) {
  switch (static_cast<Crime>(type)) {
    case Crime::antisocial_behaviour:
      return antisocial_year[calendar_month];
    case Crime::bicycle_theft:
      return bicycle_year[calendar_month];
    case Crime::burglary:
      return burglary_year[calendar_month];
    case Crime::criminal_damage:
      return damage_year[calendar_month];
    case Crime::shoplifting:
      return shop_year[calendar_month];
    case Crime::theft_from_person:
    case Crime::robbery:
      return person_year[calendar_month];
    case Crime::violence:
    case Crime::public_order:
      return violence_year[calendar_month];
    default:
      return flat_year[calendar_month];
  }
}

// What is planted: a scheme that works, and a wave of thefts.
double planted(std::size_t type, std::size_t district, std::string_view month) {
  if (type == index(Crime::burglary) && district == tarnvale) return month >= fall_from ? 0.74 : 1.35;
  if (type == index(Crime::vehicle_crime) && district == eskerdale && month >= rise_from) return 1.85;
  return 1;
}

constexpr double night_time_violence_a_month = 12;
constexpr double no_location_share = 0.019;

// The newest records are still under investigation: what share, by months before the last.
double still_open(std::size_t months_before_last) {
  constexpr std::array<double, 4> shares = {0.62, 0.38, 0.2, 0.09};
  return months_before_last < shares.size() ? shares[months_before_last] : 0;
}

class RecordWriter {
 public:
  explicit RecordWriter(const Geography& geography) : geography_(geography) {
    for (const Lsoa& lsoa : geography.lsoas) {
      std::vector<double> weights;
      for (const Street& street : lsoa.streets) weights.push_back(street.weight);
      streets_.emplace_back(weights);
    }
    for (const CrimeType& type : crime_types) {
      std::vector<double> weights(type.outcomes.begin(), type.outcomes.end());
      if (type.outcomes == OutcomeShares{}) weights[0] = 1;
      outcomes_.emplace_back(weights);
    }
  }

  // One row a record, in the order of police.uk: by LSOA, then crime type; those without a location last.
  std::vector<std::string> month(std::size_t offset) const {
    const std::string month = month_after(first_month, offset);
    const auto calendar_month = static_cast<std::size_t>((month[5] - '0') * 10 + (month[6] - '0') - 1);
    Random random(4000 + offset);
    std::vector<std::string> rows, nowhere;
    for (std::size_t l = 0; l < geography_.lsoas.size(); ++l) {
      const Lsoa& lsoa = geography_.lsoas[l];
      for (std::size_t type = 0; type < crime_type_count; ++type) {
        const double expected = yearly_rates[type] / 12 * lsoa.residents / 1000 * lsoa.risk *
                                character_factors[static_cast<std::size_t>(lsoa.character)][type] *
                                season(type, calendar_month) * planted(type, lsoa.district, month);
        for (unsigned i = random.poisson(expected); i > 0; --i) {
          const bool located = !random.chance(no_location_share);
          const Street& street = lsoa.streets[streets_[l].draw(random)];
          auto& target = located ? rows : nowhere;
          target.push_back(row(random, offset, type, located ? place(street, lsoa) : ",,No Location,,"));
        }
        if (l == geography_.night_time_lsoa && type == index(Crime::violence))
          add_night_time_violence(random, offset, calendar_month, rows);
      }
    }
    add_neighbours(random, offset, rows);
    rows.insert(rows.end(), nowhere.begin(), nowhere.end());
    return rows;
  }

 private:
  static std::string place(const Street& street, const Lsoa& lsoa) {
    return fmt::format("{},{},{},{}", street.coordinates, street.location, lsoa.code, lsoa.name);
  }

  std::string row(Random& random, std::size_t offset, std::size_t type, std::string_view place) const {
    const std::string month = month_after(first_month, offset);
    std::string out, outcome;
    if (crime_types[type].outcomes != OutcomeShares{}) {
      append_crime_id(out, random);
      const bool open = random.chance(still_open(month_count - 1 - offset));
      outcome = open ? "Under investigation" : std::string(examples::outcomes[outcomes_[type].draw(random)]);
    }
    return out +
           fmt::format(",{},{},{},{},{},{},", month, force_name, force_name, place, crime_types[type].name, outcome);
  }

  void add_night_time_violence(Random& random, std::size_t offset, std::size_t calendar_month,
                               std::vector<std::string>& rows) const {
    std::vector<double> weights;
    for (const Street& street : geography_.night_time_streets) weights.push_back(street.weight);
    const WeightedChoice choice(weights);
    const double expected = night_time_violence_a_month * violence_year[calendar_month];
    for (unsigned i = random.poisson(expected); i > 0; --i) {
      const Street& street = geography_.night_time_streets[choice.draw(random)];
      rows.push_back(
          row(random, offset, index(Crime::violence), place(street, geography_.lsoas[geography_.night_time_lsoa])));
    }
  }

  // Now and then a record lies over the border, as in every real file.
  void add_neighbours(Random& random, std::size_t offset, std::vector<std::string>& rows) const {
    if (offset % 3 != 1) return;
    const std::size_t type = random.chance(0.5) ? index(Crime::violence) : index(Crime::other_theft);
    rows.push_back(row(random, offset, type, "-2.331207,54.501846,On or near Keldgate Lane,E01098014,Thornmarch 003D"));
  }

  const Geography& geography_;
  std::vector<WeightedChoice> streets_, outcomes_;
};

}  // namespace

std::map<std::string, std::string> make_records(const Geography& geography) {
  const RecordWriter writer(geography);
  std::map<std::string, std::string> files;
  for (std::size_t offset = 0; offset < month_count; ++offset) {
    const std::string month = month_after(first_month, offset);
    if (month == missing_month) continue;
    std::vector<std::string> rows = writer.month(offset);
    spoil(rows, month);
    std::string text(header_line);
    for (const std::string& row : rows) text += row + "\r\n";
    files[fmt::format("{}/{}-ashmoor-and-vale-street.csv", month, month)] = std::move(text);
  }
  return files;
}

}  // namespace hallmark::examples
