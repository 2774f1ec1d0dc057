#include "geography.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "police_uk.h"

namespace hallmark::examples {
namespace {

constexpr double half_width = 20000, half_height = 16000;
constexpr std::size_t outside = std::numeric_limits<std::size_t>::max();

struct Town {
  Metres middle;
  double radius;
  std::size_t district;
};

const std::array<Town, 6> towns = {{{{-6200, 900}, 2900, ashmoor},
                                    {{-10800, -5200}, 700, ashmoor},
                                    {{7200, 6600}, 1500, tarnvale},
                                    {{600, 9300}, 900, tarnvale},
                                    {{6400, -5600}, 1350, eskerdale},
                                    {{12600, -2300}, 800, eskerdale}}};
const std::array<Metres, 2> retail_parks = {{{-3900, 2300}, {5600, -4300}}};

// How far a place is beyond the edge of the nearest town; below nought inside it.
double beyond_town(Metres place) {
  double nearest = half_width * 2;
  for (const Town& town : towns) nearest = std::min(nearest, distance(place, town.middle) - town.radius);
  return nearest;
}

// The distance between the middles of neighbouring LSOAs: 690 m in towns, widening into the country.
double lsoa_spacing(Metres place) {
  return std::min(690 + 0.55 * std::max(0.0, beyond_town(place)), 4200.0);
}

bool inside_partnership(Metres place) {
  const double angle = std::atan2(place.y / 11500, place.x / 15500);
  const double radius = std::sqrt(place.x * place.x / 15500 / 15500 + place.y * place.y / 11500 / 11500);
  return radius < 1 + 0.09 * std::sin(3 * angle + 0.4) + 0.06 * std::cos(5 * angle) + 0.03 * std::sin(11 * angle);
}

// Places no nearer to one another than `share` of the local LSOA spacing.
std::vector<Metres> scatter(Random& random, std::size_t attempts, double share, bool (*accepts)(Metres)) {
  std::vector<Metres> places;
  for (std::size_t i = 0; i < attempts; ++i) {
    Metres place{random.uniform(-half_width, half_width), random.uniform(-half_height, half_height)};
    if (i % 2 == 1) {  // half the darts at the towns, which are small and dense
      const Town& town = towns[random.below(towns.size())];
      place = {town.middle.x + random.uniform(-1.6, 1.6) * town.radius,
               town.middle.y + random.uniform(-1.6, 1.6) * town.radius};
    }
    const double apart = share * lsoa_spacing(place);
    const bool free = std::none_of(places.begin(), places.end(), [&](Metres other) {
      return std::abs(other.x - place.x) < apart && distance(other, place) < apart;
    });
    if (free && accepts(place)) places.push_back(place);
  }
  return places;
}

std::size_t nearest_to(Metres place, const std::vector<Metres>& candidates) {
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < candidates.size(); ++i)
    if (distance(place, candidates[i]) < distance(place, candidates[nearest])) nearest = i;
  return nearest;
}

std::size_t district_of(Metres place) {
  // The countryside goes to a district by distance from where its people live; the larger town reaches further.
  const double to_ashmoor = distance(place, {-6200, 600}) - 1800;
  const double to_tarnvale = distance(place, {4600, 8300}), to_eskerdale = distance(place, {8600, -4400});
  if (to_ashmoor < to_tarnvale && to_ashmoor < to_eskerdale) return ashmoor;
  return to_tarnvale < to_eskerdale ? tarnvale : eskerdale;
}

// Cells that are cut off from the main part of their area join a neighbouring area, so that every area is in one piece.
void join_fragments(std::vector<std::size_t>& area_of, const std::vector<std::vector<std::size_t>>& touching,
                    const std::vector<std::size_t>& roots) {
  std::vector<bool> reached(area_of.size(), false);
  std::vector<std::size_t> waiting;
  for (const std::size_t root : roots) {
    reached[root] = true;
    waiting.push_back(root);
  }
  for (std::size_t i = 0; i < waiting.size(); ++i)
    for (const std::size_t other : touching[waiting[i]])
      if (!reached[other] && area_of[other] == area_of[waiting[i]]) {
        reached[other] = true;
        waiting.push_back(other);
      }
  for (std::size_t i = 0; i < waiting.size(); ++i)  // grows while fragments join
    for (const std::size_t other : touching[waiting[i]])
      if (!reached[other] && area_of[other] != outside) {
        reached[other] = true;
        area_of[other] = area_of[waiting[i]];
        waiting.push_back(other);
      }
}

Character character_of(Metres place, Random& random) {
  const double beyond = beyond_town(place);
  if (beyond > 700) return Character::rural;
  for (const Town& town : towns)
    if (town.radius > 1200 && distance(place, town.middle) < town.radius * 0.62 && random.chance(0.62))
      return Character::inner_urban;
  return Character::suburb;
}

// A point well inside a cell: between its site and two neighbouring corners.
Metres point_within(const Cell& cell, Random& random) {
  const std::size_t corner = random.below(cell.corners.size());
  const Metres a = cell.corners[corner], b = cell.corners[(corner + 1) % cell.corners.size()];
  const double along = random.uniform(), out = 0.72 * std::sqrt(random.uniform());
  return {cell.site.x + out * (a.x + along * (b.x - a.x) - cell.site.x),
          cell.site.y + out * (a.y + along * (b.y - a.y) - cell.site.y)};
}

std::string coordinates(Metres place) {
  const auto [longitude, latitude] = to_degrees(place);
  return fmt::format("{:.6f},{:.6f}", longitude, latitude);
}

std::string location_name(Character character, Random& random) {
  constexpr std::string_view everywhere[] = {"High Street",   "Church Street", "Station Road", "Church Lane",
                                             "Victoria Road", "Park Road",     "The Green",    "Chapel Street"};
  if (random.chance(character == Character::town_centre ? 0.3 : 0.09))
    return fmt::format("On or near {}", landmarks[random.below(landmarks.size())]);
  if (random.chance(0.07)) return fmt::format("On or near {}", everywhere[random.below(std::size(everywhere))]);
  if (random.chance(0.004)) return fmt::format("\"On or near {}, Upper Side\"", street_name(random));
  return "On or near " + street_name(random);
}

std::vector<Street> make_streets(Character character, const std::vector<Cell>& cells,
                                 const std::vector<std::size_t>& members, Random& random) {
  std::vector<Street> streets;
  const std::size_t count = character == Character::rural ? 11 : 15 + random.below(8);
  for (std::size_t i = 0; i < count; ++i) {
    // Country people live in a village or two.
    const std::size_t within = character == Character::rural && i % 5 != 0
                                   ? i % std::min<std::size_t>(2, members.size())
                                   : random.below(members.size());
    const double weight = 0.3 / (0.12 + random.uniform());
    streets.push_back(
        {coordinates(point_within(cells[members[within]], random)), location_name(character, random), weight});
  }
  return streets;
}

struct Mesh {
  std::vector<Metres> middles;  // of LSOAs
  std::vector<Cell> cells;
  std::vector<std::vector<std::size_t>> members;  // cells by LSOA
};

Mesh make_mesh(Random& random) {
  Mesh mesh;
  mesh.middles = scatter(random, 60000, 1, inside_partnership);
  const std::vector<Metres> sites = scatter(random, 160000, 0.26, [](Metres) { return true; });
  mesh.cells = voronoi_cells(sites, half_width, half_height);
  std::vector<std::size_t> area_of, roots;
  for (const Metres site : sites)
    area_of.push_back(inside_partnership(site) ? nearest_to(site, mesh.middles) : outside);
  for (const Metres middle : mesh.middles) {
    roots.push_back(nearest_to(middle, sites));
    area_of[roots.back()] = roots.size() - 1;
  }
  join_fragments(area_of, neighbours(mesh.cells), roots);
  mesh.members.resize(mesh.middles.size());
  for (std::size_t c = 0; c < sites.size(); ++c)
    if (area_of[c] != outside) mesh.members[area_of[c]].push_back(c);
  return mesh;
}

// Numbered from north to south in strips, five LSOAs to a middle-layer area, as the ONS does.
std::vector<std::size_t> numbering_order(const std::vector<Lsoa>& lsoas) {
  std::vector<std::size_t> order(lsoas.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto strip = [&](std::size_t i) { return static_cast<int>((half_height - lsoas[i].middle.y) / 1600); };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](std::size_t i) { return std::tuple(lsoas[i].district, strip(i), lsoas[i].middle.x); };
    return key(a) < key(b);
  });
  return order;
}

void name_lsoas(Geography& geography) {
  std::array<std::size_t, 3> named{};
  std::size_t number = 0;
  for (const std::size_t i : numbering_order(geography.lsoas)) {
    Lsoa& lsoa = geography.lsoas[i];
    const std::size_t within = named[lsoa.district]++;
    lsoa.code = fmt::format("E01099{:03}", ++number);
    lsoa.name = fmt::format("{} {:03}{}", geography.districts[lsoa.district].name, within / 5 + 1,
                            static_cast<char>('A' + within % 5));
  }
  std::sort(geography.lsoas.begin(), geography.lsoas.end(),
            [](const Lsoa& a, const Lsoa& b) { return a.name < b.name; });
}

std::size_t lsoa_nearest(const Geography& geography, Metres place) {
  std::vector<Metres> middles;
  for (const Lsoa& lsoa : geography.lsoas) middles.push_back(lsoa.middle);
  return nearest_to(place, middles);
}

// One street of the town centre with its takeaways and taxi rank: three points within some 150 metres.
void place_night_time_street(Geography& geography, const Mesh& mesh) {
  geography.night_time_lsoa = lsoa_nearest(geography, towns[0].middle);
  const Metres at = mesh.cells[nearest_to(geography.lsoas[geography.night_time_lsoa].middle,
                                          [&] {
                                            std::vector<Metres> sites;
                                            for (const Cell& cell : mesh.cells) sites.push_back(cell.site);
                                            return sites;
                                          }())]
                        .site;
  const std::string street = fmt::format("On or near {}", night_time_street);
  geography.night_time_streets = {{coordinates(at), street, 5},
                                  {coordinates({at.x + 42, at.y - 18}), "On or near Nightclub", 3},
                                  {coordinates({at.x - 37, at.y + 26}), "On or near Tollgate Row", 2}};
}

}  // namespace

Geography make_geography() {
  Random random(20250331);
  const Mesh mesh = make_mesh(random);
  Geography geography;
  geography.districts = {{"E07009001", "Ashmoor", {}}, {"E07009002", "Tarnvale", {}}, {"E07009003", "Eskerdale", {}}};
  std::array<std::vector<std::size_t>, 3> district_members;
  for (std::size_t i = 0; i < mesh.middles.size(); ++i) {
    Lsoa lsoa;
    lsoa.middle = mesh.middles[i];
    lsoa.district = district_of(lsoa.middle);
    lsoa.character = character_of(lsoa.middle, random);
    lsoa.residents = 1150 + static_cast<unsigned>(random.below(450) + random.below(450));
    lsoa.risk = random.uniform(0.7, 1.3);
    lsoa.rings = outline(mesh.cells, mesh.members[i]);
    auto& members = district_members[lsoa.district];
    members.insert(members.end(), mesh.members[i].begin(), mesh.members[i].end());
    geography.lsoas.push_back(std::move(lsoa));
  }
  for (const Town& town : towns)
    if (town.radius > 1200) geography.lsoas[lsoa_nearest(geography, town.middle)].character = Character::town_centre;
  for (const Metres park : retail_parks)
    geography.lsoas[lsoa_nearest(geography, park)].character = Character::retail_park;
  for (std::size_t i = 0; i < mesh.middles.size(); ++i)
    geography.lsoas[i].streets = make_streets(geography.lsoas[i].character, mesh.cells, mesh.members[i], random);
  for (std::size_t d = 0; d < 3; ++d) geography.districts[d].rings = outline(mesh.cells, district_members[d]);
  name_lsoas(geography);
  place_night_time_street(geography, mesh);
  return geography;
}

}  // namespace hallmark::examples
