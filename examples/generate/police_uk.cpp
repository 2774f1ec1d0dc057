#include "police_uk.h"

namespace hallmark::examples {

const std::array<std::string_view, outcome_count> outcomes = {
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Status update unavailable",
    "Court result unavailable",
    "Local resolution",
    "Action to be taken by another organisation",
    "Awaiting court outcome",
    "Under investigation",
    "Further action is not in the public interest",
    "Further investigation is not in the public interest",
    "Formal action is not in the public interest",
    "Offender given a caution",
    "Offender given a drugs possession warning",
    "Offender given penalty notice",
    "Offender given community sentence",
    "Offender given conditional discharge",
    "Offender given suspended prison sentence",
    "Offender sent to prison",
    "Offender fined",
    "Court case unable to proceed",
    "Defendant found not guilty",
};

// clang-format off
const std::array<CrimeType, crime_type_count> crime_types = {{
    {"Anti-social behaviour", 0.2026, {}},
    {"Bicycle theft", 0.0058,
     {8582, 646, 493, 92, 53, 11, 45, 18, 3, 3, 11, 11, 0, 0, 11, 5, 0, 16, 0, 0, 0}},
    {"Burglary", 0.0707,
     {8352, 609, 532, 247, 18, 5, 57, 61, 7, 7, 6, 11, 0, 0, 10, 1, 10, 48, 0, 5, 10}},
    {"Criminal damage and arson", 0.0947,
     {6353, 1729, 787, 342, 308, 38, 53, 59, 76, 23, 7, 105, 0, 3, 28, 21, 6, 19, 13, 12, 9}},
    {"Drugs", 0.0207,
     {601, 1051, 1186, 1936, 922, 79, 443, 300, 83, 403, 51, 1085, 1320, 279, 44, 42, 10, 47, 56, 13, 5}},
    {"Other crime", 0.0247,
     {1435, 3911, 1879, 865, 302, 415, 200, 243, 224, 327, 35, 97, 0, 6, 11, 2, 5, 25, 1, 6, 7}},
    {"Other theft", 0.0671,
     {7020, 1600, 894, 121, 153, 17, 20, 46, 16, 39, 7, 27, 0, 2, 10, 2, 1, 12, 2, 1, 2}},
    {"Possession of weapons", 0.0089,
     {1668, 2850, 1519, 1925, 265, 105, 311, 255, 103, 170, 31, 408, 2, 5, 88, 14, 86, 117, 7, 17, 50}},
    {"Public order", 0.0804,
     {2697, 4023, 1574, 425, 392, 93, 82, 87, 124, 263, 18, 79, 0, 46, 21, 6, 5, 27, 11, 10, 10}},
    {"Robbery", 0.0090,
     {4675, 2244, 1577, 829, 41, 24, 164, 184, 29, 0, 15, 17, 0, 0, 15, 0, 5, 136, 0, 9, 36}},
    {"Shoplifting", 0.0499,
     {5317, 1124, 697, 1240, 382, 20, 239, 42, 9, 63, 19, 50, 0, 68, 147, 66, 65, 317, 23, 10, 21}},
    {"Theft from the person", 0.0078,
     {7949, 903, 879, 94, 39, 8, 25, 33, 18, 12, 4, 8, 0, 0, 4, 4, 2, 10, 4, 2, 2}},
    {"Vehicle crime", 0.0672,
     {8950, 456, 354, 119, 16, 4, 24, 28, 3, 6, 1, 9, 0, 0, 7, 1, 3, 7, 2, 3, 5}},
    {"Violence and sexual offences", 0.2903,
     {1350, 4841, 1794, 549, 352, 195, 108, 190, 293, 54, 18, 141, 0, 3, 28, 7, 10, 22, 5, 16, 21}},
}};
// clang-format on

const std::array<std::string_view, 16> landmarks = {"Supermarket",
                                                    "Petrol Station",
                                                    "Parking Area",
                                                    "Shopping Area",
                                                    "Sports/Recreation Area",
                                                    "Pedestrian Subway",
                                                    "Hospital",
                                                    "Nightclub",
                                                    "Park/Open Space",
                                                    "Bus/Coach Station",
                                                    "Police Station",
                                                    "Theatre/Concert Hall",
                                                    "Church",
                                                    "Conference/Exhibition Centre",
                                                    "Further/Higher Educational Building",
                                                    "Race Track"};

namespace {

constexpr std::array<std::string_view, 54> beginnings = {
    "Ald",    "Amber",  "Apple", "Ash",   "Bar",  "Beech", "Birch", "Black", "Bram", "Brook", "Bur",
    "Calder", "Cherry", "Cold",  "Crow",  "Dal",  "Dun",   "East",  "Elm",   "Fair", "Fern",  "Fox",
    "Glen",   "Gorse",  "Green", "Hare",  "Haw",  "Hazel", "High",  "Holly", "Kes",  "Kirk",  "Lark",
    "Lin",    "Long",   "Low",   "Maple", "Mill", "Moor",  "North", "Oak",   "Old",  "Ox",    "Raven",
    "Red",    "Rose",   "Rush",  "South", "Stan", "Stone", "Thorn", "Wal",   "West", "Whit"};
constexpr std::array<std::string_view, 24> endings = {
    "bank", "bourne", "bridge", "bury", "by",   "combe", "croft", "dale", "den",   "field", "ford", "gate",
    "ham",  "hill",   "hurst",  "ley",  "mead", "mere",  "ridge", "side", "stead", "ton",   "wick", "wood"};
constexpr std::array<std::string_view, 16> kinds = {"Road",    "Street", "Close", "Avenue",   "Drive", "Lane",
                                                    "Way",     "Court",  "Grove", "Crescent", "Place", "Terrace",
                                                    "Gardens", "View",   "Walk",  "Mews"};

}  // namespace

std::string street_name(Random& random) {
  std::string name(beginnings[random.below(beginnings.size())]);
  name += endings[random.below(endings.size())];
  name += ' ';
  // The commonest kinds stand first.
  name += kinds[static_cast<std::size_t>(random.uniform() * random.uniform() * static_cast<double>(kinds.size()))];
  return name;
}

void append_crime_id(std::string& out, Random& random) {
  char digits[64];
  for (std::size_t word = 0; word < 4; ++word) {
    std::uint64_t bits = random.next();
    for (std::size_t i = 0; i < 16; ++i, bits >>= 4) digits[word * 16 + i] = "0123456789abcdef"[bits & 15];
  }
  out.append(digits, sizeof digits);
}

std::string month_after(std::string_view first, std::size_t offset) {
  const auto digit = [&](std::size_t i) { return static_cast<std::size_t>(first[i] - '0'); };
  const std::size_t months =
      (digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)) * 12 + digit(5) * 10 + digit(6) - 1 + offset;
  const std::size_t year = months / 12, month = months % 12 + 1;
  std::string text = std::to_string(year);
  text += month < 10 ? "-0" : "-";
  return text + std::to_string(month);
}

}  // namespace hallmark::examples
