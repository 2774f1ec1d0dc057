// The native part of hot_spots: where incidents are dense, and where they are denser than chance.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hallmark/plugin.h"

namespace {

using hallmark::Error;
using hallmark::ExitCode;
using hallmark::FormulaArgument;
using hallmark::FormulaOutput;
using hallmark::FormulaResult;
using hallmark::QueryResult;

// ---- Reading the arguments
// --------------------------------------------------------------------------------------------

[[noreturn]] void refuse(std::string sentence) {
  throw Error(ExitCode::configuration, std::move(sentence));
}

const QueryResult& result_at(const std::vector<FormulaArgument>& arguments, std::size_t at, const char* what) {
  if (at < arguments.size())
    if (const auto* result = std::get_if<std::shared_ptr<const QueryResult>>(&arguments[at]); result && *result)
      return **result;
  refuse(std::string(what) + " must be the result of a query.");
}

double number_at(const std::vector<FormulaArgument>& arguments, std::size_t at, const char* what) {
  if (at < arguments.size())
    if (const auto* number = std::get_if<double>(&arguments[at]); number && std::isfinite(*number) && *number > 0)
      return *number;
  refuse(std::string(what) + " must be a number over 0.");
}

// Labels are written in whole metres.
double cell_size_at(const std::vector<FormulaArgument>& arguments, std::size_t at) {
  const double size = number_at(arguments, at, "cell_size");
  if (size != std::floor(size)) refuse("cell_size must be a whole number of metres.");
  return size;
}

double number_or(const std::vector<FormulaArgument>& arguments, std::size_t at, const char* what, double fallback) {
  return at < arguments.size() ? number_at(arguments, at, what) : fallback;
}

double at_least_0_or(const std::vector<FormulaArgument>& arguments, std::size_t at, const char* what, double fallback) {
  if (at < arguments.size())
    if (const auto* number = std::get_if<double>(&arguments[at]); number && *number == 0) return 0;
  return number_or(arguments, at, what, fallback);
}

struct Place {
  double easting = 0, northing = 0;
  double count = 0;
};

// "E436790N404853" in metres; negative numbers carry their sign.
Place parse_place(const std::string& label) {
  Place place;
  const char* end = label.data() + label.size();
  if (label.starts_with('E')) {
    const auto east = std::from_chars(label.data() + 1, end, place.easting);
    if (east.ec == std::errc() && east.ptr != end && *east.ptr == 'N') {
      const auto north = std::from_chars(east.ptr + 1, end, place.northing);
      if (north.ec == std::errc() && north.ptr == end && std::abs(place.easting) < 1e7 &&
          std::abs(place.northing) < 1e7)
        return place;
    }
  }
  refuse("“" + label + "” is no place on the grid; group the query by point or cell(250).");
}

// The label of a cell, as queries write it.
void append_label(std::string& labels, double easting, double northing) {
  if (!labels.empty()) labels += ' ';
  labels += 'E';
  labels += std::to_string(std::llround(easting));
  labels += 'N';
  labels += std::to_string(std::llround(northing));
}

// The groups of a query by place. Incidents without coordinates (the blank label) are nowhere and are left out.
std::vector<Place> places_of(const QueryResult& result, const char* what) {
  if (result.keys.size() != 1) refuse(std::string(what) + " must be grouped by place and nothing else.");
  std::vector<Place> places;
  places.reserve(result.size());
  for (std::size_t row = 0; row < result.size(); ++row) {
    const std::string& label = result.label(0, row);
    if (label.empty()) continue;
    Place place = parse_place(label);
    place.count = result.values[row];
    if (!std::isfinite(place.count)) refuse(std::string(what) + " has a value that is no number.");
    places.push_back(place);
  }
  return places;
}

// ---- Density
// ----------------------------------------------------------------------------------------------------------

// Cells of the lattice that holds (0, 0) as a corner, by column and row.
struct Index {
  std::int64_t column = 0, row = 0;
};

// A lattice of which only the tiles touched exist, so that one stray point does not make it as large as the country.
class Lattice {
 public:
  static constexpr std::int64_t side = 64;
  using Tile = std::array<double, side * side>;

  // Adds to the cells first.column <= column <= last of one row; value(column) is called for each.
  template <class Value>
  void add_row(std::int64_t row, std::int64_t first, std::int64_t last, Value value) {
    while (first <= last) {
      const std::int64_t tile_column = floor_divide(first);
      const std::int64_t end = std::min(last, tile_column * side + side - 1);
      double* cells = &tile(floor_divide(row), tile_column)[(row - floor_divide(row) * side) * side];
      for (std::int64_t column = first; column <= end; ++column) cells[column - tile_column * side] += value(column);
      first = end + 1;
    }
  }

  // Every cell over 0, from south to north and west to east.
  template <class Visit>
  void visit(Visit visit) const {
    for (auto begin = tiles_.begin(); begin != tiles_.end();) {
      const std::int64_t tile_row = begin->first.first;
      auto end = begin;
      while (end != tiles_.end() && end->first.first == tile_row) ++end;
      for (std::int64_t row = 0; row < side; ++row)
        for (auto tile = begin; tile != end; ++tile)
          for (std::int64_t column = 0; column < side; ++column)
            if (const double value = (*tile->second)[row * side + column]; value > 0)
              visit(Index{tile->first.second * side + column, tile_row * side + row}, value);
      begin = end;
    }
  }

 private:
  static std::int64_t floor_divide(std::int64_t index) {
    return index >= 0 ? index / side : -((side - 1 - index) / side);
  }

  Tile& tile(std::int64_t row, std::int64_t column) {
    if (last_ != nullptr && last_key_ == std::pair(row, column)) return *last_;
    auto& slot = tiles_[{row, column}];
    if (!slot) slot = std::make_unique<Tile>();
    last_key_ = {row, column};
    last_ = slot.get();
    return *last_;
  }

  std::map<std::pair<std::int64_t, std::int64_t>, std::unique_ptr<Tile>> tiles_;
  std::pair<std::int64_t, std::int64_t> last_key_;
  Tile* last_ = nullptr;
};

// Work is a point times the cells within its bandwidth; beyond this a finer lattice shows nothing more.
constexpr double most_cells_across = 512;

// Quartic kernel at the centre of each cell: 3 / (pi h^2) (1 - (d/h)^2)^2 per incident at distance d < h (Silverman,
// Density Estimation, 1986, equation 4.5; Bailey & Gatrell, Interactive Spatial Data Analysis, 1995, ch. 3). It
// integrates to 1, so the sum over a surface times the area of a cell is the number of incidents. Equal points must be
// merged beforehand, as a query by point does: the cost is a kernel a point.
FormulaResult density(const std::vector<FormulaArgument>& arguments) {
  const std::vector<Place> points = places_of(result_at(arguments, 0, "points"), "points");
  const double cell = cell_size_at(arguments, 1);
  const double bandwidth = number_at(arguments, 2, "bandwidth");
  if (bandwidth < cell / 2 || bandwidth / cell > most_cells_across / 2)
    refuse("The bandwidth must lie between half a cell and 256 cells.");
  const double least = at_least_0_or(arguments, 3, "least", 0);
  const double height = 3 / (3.14159265358979323846 * bandwidth * bandwidth);
  Lattice lattice;
  for (const Place& point : points) {
    // In units of the bandwidth, so that the inner loop is two multiplications and two additions.
    const auto offset = [&](double position, std::int64_t index) {
      return ((static_cast<double>(index) + 0.5) * cell - position) / bandwidth;
    };
    const auto first_row = static_cast<std::int64_t>(std::ceil((point.northing - bandwidth) / cell - 0.5));
    const auto last_row = static_cast<std::int64_t>(std::floor((point.northing + bandwidth) / cell - 0.5));
    for (std::int64_t row = first_row; row <= last_row; ++row) {
      const double y = offset(point.northing, row);
      const double rest = 1 - y * y;
      if (rest <= 0) continue;
      const double reach = std::sqrt(rest) * bandwidth;
      const auto first = static_cast<std::int64_t>(std::ceil((point.easting - reach) / cell - 0.5));
      const auto last = static_cast<std::int64_t>(std::floor((point.easting + reach) / cell - 0.5));
      const double weight = point.count * height;
      lattice.add_row(row, first, last, [&](std::int64_t column) {
        const double x = offset(point.easting, column);
        const double u = std::max(0.0, rest - x * x);
        return weight * u * u;
      });
    }
  }
  std::string labels;
  std::vector<double> densities;
  lattice.visit([&](Index index, double value) {
    const double per_square_kilometre = value * 1e6;
    if (per_square_kilometre < least) return;
    append_label(labels, static_cast<double>(index.column) * cell, static_cast<double>(index.row) * cell);
    densities.push_back(per_square_kilometre);
  });
  return {{{"labels", std::move(labels)}, {"density", std::move(densities)}}};
}

// ---- Getis and Ord
// ----------------------------------------------------------------------------------------------------

struct Cell {
  Index at;
  double count = 0;
};

bool south_west_first(const Index& a, const Index& b) {
  return std::pair(a.row, a.column) < std::pair(b.row, b.column);
}

// The study area: every cell of either query once, with the count of the first. Sorted south to north, west to east.
std::vector<Cell> study_area(const std::vector<Place>& counts, const std::vector<Place>& study, double size) {
  std::vector<Cell> cells;
  const auto add = [&](const Place& place, double count) {
    const Index at{std::llround(place.easting / size), std::llround(place.northing / size)};
    if (std::abs(static_cast<double>(at.column) * size - place.easting) > 1e-6 ||
        std::abs(static_cast<double>(at.row) * size - place.northing) > 1e-6)
      refuse("The places are not corners of cells of the size given.");
    cells.push_back({at, count});
  };
  for (const Place& place : counts) add(place, place.count);
  for (const Place& place : study) add(place, 0);
  // Stable: the cell with the count stands before its double from the study area.
  std::stable_sort(cells.begin(), cells.end(),
                   [](const Cell& a, const Cell& b) { return south_west_first(a.at, b.at); });
  const auto same = [](const Cell& a, const Cell& b) { return a.at.column == b.at.column && a.at.row == b.at.row; };
  cells.erase(std::unique(cells.begin(), cells.end(), same), cells.end());
  return cells;
}

// Sums over the cells of a neighbourhood, row by row, from running totals.
class Neighbourhoods {
 public:
  Neighbourhoods(const std::vector<Cell>& cells, double size, double distance) : cells_(cells) {
    for (const Cell& cell : cells) totals_.push_back(totals_.back() + cell.count);
    // The reach to either side in the rows within the distance; a hair more, so that rounding keeps cells on its edge.
    const double span = distance / size * (1 + 1e-9);
    for (std::int64_t row = 0; static_cast<double>(row) <= span; ++row)
      reach_.push_back(static_cast<std::int64_t>(std::sqrt(span * span - static_cast<double>(row * row))));
  }

  struct Sum {
    double cells = 0, count = 0;
  };
  Sum around(const Index& at) const {
    Sum sum;
    const auto rows = static_cast<std::int64_t>(reach_.size()) - 1;
    for (std::int64_t row = -rows; row <= rows; ++row) {
      const std::int64_t reach = reach_[static_cast<std::size_t>(std::abs(row))];
      const std::size_t first = position({at.column - reach, at.row + row});
      const std::size_t last = position({at.column + reach + 1, at.row + row});
      sum.cells += static_cast<double>(last - first);
      sum.count += totals_[last] - totals_[first];
    }
    return sum;
  }

 private:
  // Of the first cell at or after the index.
  std::size_t position(const Index& at) const {
    const auto found = std::lower_bound(cells_.begin(), cells_.end(), at, [](const Cell& cell, const Index& index) {
      return south_west_first(cell.at, index);
    });
    return static_cast<std::size_t>(found - cells_.begin());
  }

  const std::vector<Cell>& cells_;
  std::vector<double> totals_ = {0};
  std::vector<std::int64_t> reach_;
};

// Gi* with binary weights, the cell itself included (Ord & Getis, Geographical Analysis 1995;27:286-306, equation 14):
//   z = (sum of neighbours - mean W) / (s sqrt((n W - W^2) / (n - 1))),  s^2 = mean of squares - square of the mean.
// Where all counts are equal, or all cells are neighbours, nothing can stand out: z is 0.
std::vector<double> z_of_cells(const std::vector<Cell>& cells, double size, double distance) {
  const auto n = static_cast<double>(cells.size());
  double sum = 0, squares = 0;
  for (const Cell& cell : cells) {
    sum += cell.count;
    squares += cell.count * cell.count;
  }
  const double mean = sum / n;
  const double variance = std::max(0.0, squares / n - mean * mean);
  const Neighbourhoods neighbourhoods(cells, size, distance);
  std::vector<double> z;
  for (const Cell& cell : cells) {
    const Neighbourhoods::Sum around = neighbourhoods.around(cell.at);
    const double spread = n > 1 ? variance * (n * around.cells - around.cells * around.cells) / (n - 1) : 0;
    z.push_back(spread > 0 ? (around.count - mean * around.cells) / std::sqrt(spread) : 0);
  }
  return z;
}

// One-sided, from the normal distribution: a hot spot is a question about the upper tail alone.
double upper_tail(double z) {
  return std::erfc(z / std::sqrt(2.0)) / 2;
}

FormulaResult getis_ord(const std::vector<FormulaArgument>& arguments) {
  const double size = cell_size_at(arguments, 2);
  const std::vector<Cell> cells = study_area(places_of(result_at(arguments, 0, "counts"), "counts"),
                                             places_of(result_at(arguments, 1, "study_area"), "study_area"), size);
  const double distance = number_or(arguments, 3, "distance", 1.5 * size);
  const double q = number_or(arguments, 4, "q", 1);
  if (distance / size > most_cells_across) refuse("The distance is over 512 cells.");

  const std::vector<double> all_z = z_of_cells(cells, size, distance);
  std::vector<double> all_p(cells.size());
  std::transform(all_z.begin(), all_z.end(), all_p.begin(), upper_tail);
  // Benjamini and Hochberg reject p up to q k/n, where k is at most the number of p up to q: the rest need not be
  // listed.
  const auto up_to_q = std::count_if(all_p.begin(), all_p.end(), [q](double p) { return p <= q; });
  const double bound = q * static_cast<double>(up_to_q) / static_cast<double>(cells.size());
  std::string labels;
  std::vector<double> count, z, p;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (all_p[i] > bound) continue;
    append_label(labels, static_cast<double>(cells[i].at.column) * size, static_cast<double>(cells[i].at.row) * size);
    count.push_back(cells[i].count);
    z.push_back(all_z[i]);
    p.push_back(all_p[i]);
  }
  return {{{"labels", std::move(labels)},
           {"count", std::move(count)},
           {"z", std::move(z)},
           {"p", std::move(p)},
           {"tested", static_cast<double>(cells.size())}}};
}

void attach(hallmark::Host& host) {
  host.register_formula(
      {"hot_spots.density", "(points, cell_size, bandwidth [, least]) -> {labels, density}",
       "Incidents per square kilometre at the centre of each cell the kernel reaches, from a query by "
       "point: quartic kernel (Silverman 1986). labels names the cells as cell(N) does, one after another "
       "with a blank between, in the order of density. Incidents without coordinates are left out, and "
       "so are cells under the least density.",
       density});
  host.register_formula({"hot_spots.getis_ord",
                         "(counts, study_area, cell_size [, distance [, q]]) -> {labels, count, z, p, tested}",
                         "Gi* of each cell (Ord & Getis 1995) from two queries by cell(N): the counts, and the cells "
                         "that take part, with or "
                         "without incidents. Neighbours are the cells whose centres lie within the distance (default "
                         "1.5 cells: the eight "
                         "around), the cell itself included. p is one-sided (high); cells whose p is over most_p are "
                         "not listed. labels is "
                         "as in hot_spots.density, tested the number of cells.",
                         getis_ord});
}

}  // namespace

HALLMARK_PLUGIN(hot_spots, "1.0.0", attach);
