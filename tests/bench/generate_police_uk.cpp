// Writes police.uk-like street-level crime files of any size, to measure import and grouping on.
//   generate_police_uk --rows 10000000 --files 36 --out DIR [--seed 1]
// One file a month: DIR/2019-01/2019-01-fellmoor-street.csv and so on. The bytes depend on the arguments alone, not on
// the number of threads.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "../../examples/generate/police_uk.h"
#include "../../examples/generate/random.h"

namespace {

using namespace hallmark::examples;

constexpr std::size_t points_per_lsoa = 30;
constexpr std::size_t rows_per_lsoa = 2000;  // 5,000 LSOAs in 10 million rows
constexpr double no_location_share = 0.015;
constexpr double repeated_id_share = 0.002;
constexpr std::string_view force = "Fellmoor Police";

struct Arguments {
  std::size_t rows = 0, files = 0;
  std::uint64_t seed = 1;
  std::string out;
};

struct Lsoa {
  std::size_t character;            // which of the crime-type mixtures
  std::vector<std::string> points;  // "lon,lat,location,code,name," of each point of its master list
};

struct World {
  std::vector<Lsoa> lsoas;
  std::vector<double> weights;
};

constexpr std::size_t characters = 3;  // residential, town centre, rural

std::vector<double> crime_weights(std::size_t character) {
  std::vector<double> weights;
  for (const CrimeType& type : crime_types) weights.push_back(type.share);
  const auto scale = [&](Crime crime, double factor) { weights[static_cast<std::size_t>(crime)] *= factor; };
  if (character == 1) {
    scale(Crime::shoplifting, 6);
    scale(Crime::theft_from_person, 5);
    scale(Crime::bicycle_theft, 3);
    scale(Crime::burglary, 0.5);
  } else if (character == 2) {
    scale(Crime::shoplifting, 0.2);
    scale(Crime::other_theft, 1.6);
    scale(Crime::vehicle_crime, 1.3);
  }
  return weights;
}

// LSOAs on a jittered grid about 54.0 N 1.6 W, a kilometre apart; ten local authorities.
World make_world(std::size_t lsoa_count, std::uint64_t seed) {
  constexpr std::string_view authorities[] = {"Aldercross", "Brackenby", "Coldhurst", "Dunmere",   "Eskwater",
                                              "Fernhollow", "Gorseby",   "Hartwold",  "Inglemoor", "Kestrelby"};
  Random random(seed);
  World world;
  const auto side = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(lsoa_count))));
  for (std::size_t i = 0; i < lsoa_count; ++i) {
    const double half = static_cast<double>(side) / 2;
    const double longitude = -1.6 + (static_cast<double>(i % side) - half + random.uniform()) * 0.0152;
    const double latitude = 54.0 + (static_cast<double>(i / side) - half + random.uniform()) * 0.009;
    const std::size_t within = i % ((lsoa_count + 9) / 10);
    const std::string place = fmt::format("E019{:05},{} {:03}{},", i, authorities[i / ((lsoa_count + 9) / 10)],
                                          within / 5 + 1, static_cast<char>('A' + within % 5));
    Lsoa lsoa{random.chance(0.1) ? 1u : random.chance(0.2) ? 2u : 0u, {}};
    for (std::size_t p = 0; p < points_per_lsoa; ++p) {
      const std::string where =
          random.chance(0.12) ? std::string(landmarks[random.below(landmarks.size())]) : street_name(random);
      lsoa.points.push_back(fmt::format("{:.6f},{:.6f},On or near {},{}", longitude + random.uniform(0, 0.0152),
                                        latitude + random.uniform(0, 0.009), where, place));
    }
    const double crowding = lsoa.character == 1 ? 4.0 : lsoa.character == 2 ? 0.6 : 1.0;
    world.weights.push_back(crowding * std::pow(1 - random.uniform(), -0.45));
    world.lsoas.push_back(std::move(lsoa));
  }
  return world;
}

class FileWriter {
 public:
  FileWriter(const World& world, const Arguments& arguments)
      : world_(world), arguments_(arguments), lsoas_(world.weights) {
    for (std::size_t c = 0; c < characters; ++c) types_.emplace_back(crime_weights(c));
    for (const CrimeType& type : crime_types) {
      std::vector<double> weights(type.outcomes.begin(), type.outcomes.end());
      if (type.outcomes == OutcomeShares{}) weights[0] = 1;
      outcome_choices_.emplace_back(weights);
    }
  }

  // Rows stand as police.uk orders them: by LSOA, then crime type; those without a location last.
  void write(std::size_t file) const {
    Random random(arguments_.seed * 1000003 + file + 1);
    const std::size_t rows = arguments_.rows / arguments_.files + (file < arguments_.rows % arguments_.files ? 1 : 0);
    std::vector<std::uint32_t> counts(world_.lsoas.size() * crime_type_count);
    std::vector<std::uint32_t> nowhere(crime_type_count);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t lsoa = lsoas_.draw(random);
      const std::size_t type = types_[world_.lsoas[lsoa].character].draw(random);
      ++(random.chance(no_location_share) ? nowhere[type] : counts[lsoa * crime_type_count + type]);
    }
    Output output(arguments_, file);
    for (std::size_t cell = 0; cell < counts.size(); ++cell) {
      const auto& points = world_.lsoas[cell / crime_type_count].points;
      for (std::uint32_t i = 0; i < counts[cell]; ++i) {
        const double skewed = random.uniform() * random.uniform();
        const auto point = static_cast<std::size_t>(skewed * static_cast<double>(points.size()));
        append_row(output, random, cell % crime_type_count, points[point]);
      }
    }
    for (std::size_t type = 0; type < crime_type_count; ++type)
      for (std::uint32_t i = 0; i < nowhere[type]; ++i) append_row(output, random, type, ",,No Location,,,");
    output.close();
  }

 private:
  struct Output {
    Output(const Arguments& arguments, std::size_t file) {
      const std::string month = month_after("2019-01", file);
      middle = fmt::format(",{},{},{},", month, force, force);
      const std::filesystem::path folder = std::filesystem::path(arguments.out) / month;
      std::filesystem::create_directories(folder);
      path = (folder / (month + "-fellmoor-street.csv")).string();
      stream.open(path, std::ios::binary | std::ios::trunc);
      buffer.reserve(buffer_size + 4096);
      buffer += header_line;
    }
    void flush() {
      stream.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
      buffer.clear();
    }
    void close() {
      flush();
      stream.close();
      if (!stream) throw std::runtime_error("“" + path + "” cannot be written.");
    }
    static constexpr std::size_t buffer_size = 1 << 19;
    std::string path, middle, buffer, last_id;
    std::ofstream stream;
  };

  void append_row(Output& output, Random& random, std::size_t type, std::string_view place) const {
    std::string& out = output.buffer;
    const bool has_outcome = crime_types[type].outcomes != OutcomeShares{};
    if (has_outcome) {
      if (output.last_id.empty() || !random.chance(repeated_id_share)) {
        output.last_id.clear();
        append_crime_id(output.last_id, random);
      }
      out += output.last_id;
    }
    out += output.middle;
    out += place;
    out += crime_types[type].name;
    out += ',';
    if (has_outcome) out += outcomes[outcome_choices_[type].draw(random)];
    out += ",\r\n";
    if (out.size() >= Output::buffer_size) output.flush();
  }

  const World& world_;
  const Arguments& arguments_;
  WeightedChoice lsoas_;
  std::vector<WeightedChoice> types_, outcome_choices_;
};

constexpr std::string_view usage = "usage: generate_police_uk --rows N --files M --out DIR [--seed S]";

Arguments parse_arguments(int argc, char** argv) {
  Arguments arguments;
  const auto number = [](std::string_view name, std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      throw std::invalid_argument(fmt::format("{} takes a whole number, not “{}”.", name, text));
    return value;
  };
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (i + 1 == argc) throw std::invalid_argument(fmt::format("{} is followed by no value.", name));
    const std::string_view value = argv[i + 1];
    if (name == "--rows")
      arguments.rows = number(name, value);
    else if (name == "--files")
      arguments.files = number(name, value);
    else if (name == "--seed")
      arguments.seed = number(name, value);
    else if (name == "--out")
      arguments.out = value;
    else
      throw std::invalid_argument(fmt::format("there is no option {}.", name));
  }
  if (arguments.rows == 0 || arguments.files == 0 || arguments.out.empty())
    throw std::invalid_argument("--rows and --files above nought and --out are needed.");
  if (arguments.files > 960) throw std::invalid_argument("--files is at most 960, eighty years of months.");
  return arguments;
}

void generate(const Arguments& arguments) {
  const World world = make_world(std::clamp<std::size_t>(arguments.rows / rows_per_lsoa, 10, 35000), arguments.seed);
  const FileWriter writer(world, arguments);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  const auto work = [&] {
    try {
      for (std::size_t file; !failed && (file = next++) < arguments.files;) writer.write(file);
    } catch (const std::exception& error) {
      if (!failed.exchange(true)) fmt::print(stderr, "generate_police_uk: {}\n", error.what());
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::max(1u, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  if (failed) throw std::runtime_error("not every file was written.");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    generate(parse_arguments(argc, argv));
    return 0;
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "generate_police_uk: {}\n{}\n", error.what(), usage);
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "generate_police_uk: {}\n", error.what());
    return 6;
  }
}
