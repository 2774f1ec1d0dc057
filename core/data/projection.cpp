#include "data/projection.h"

#include <dlfcn.h>
#include <proj.h>

#include <array>
#include <atomic>
#include <cmath>
#include <deque>
#include <limits>
#include <mutex>
#include <string>
#include <vector>

#include "base/text.h"

namespace hallmark::data {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// "OSGB36 to WGS 84 (6)" backwards, then the National Grid. Written out, so that neither PROJ's database nor any
// installed shift grid is read.
constexpr const char* wgs84_to_national_grid =
    "+proj=pipeline"
    " +step +proj=unitconvert +xy_in=deg +xy_out=rad"
    " +step +proj=push +v_3"
    " +step +proj=cart +ellps=WGS84"
    " +step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489"
    " +convention=position_vector"
    " +step +inv +proj=cart +ellps=airy"
    " +step +proj=pop +v_3"
    " +step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy";

// libproj depends on libcurl, libtiff and some twenty more libraries, which would double the start of every command;
// so it is loaded when the first point is converted, and found by its soname rather than at link time.
class Proj {
 public:
  Proj() {
    // Lazy: binding every function of those libraries at once doubles the time.
    constexpr const char* soname = "libproj.so.25";
    library_ = dlopen(soname, RTLD_LAZY | RTLD_LOCAL);
    if (library_ == nullptr)
      throw Error(ExitCode::configuration,
                  fmt::format("Coordinates cannot be placed on the National Grid: {} could not be loaded.", soname),
                  {"Install the Debian package libproj25."});
    const auto context_create = find<decltype(&proj_context_create)>("proj_context_create");
    const auto set_network = find<decltype(&proj_context_set_enable_network)>("proj_context_set_enable_network");
    const auto create = find<decltype(&proj_create)>("proj_create");
    trans_ = find<decltype(&proj_trans)>("proj_trans");
    context_ = context_create();
    set_network(context_, 0);
    transformation_ = create(context_, wgs84_to_national_grid);
    if (transformation_ == nullptr)
      throw Error(ExitCode::internal, "PROJ refused the definition of the British National Grid.");
  }

  // PROJ objects live as long as the process: the one projection is shared and its library must stay loaded.
  Proj(const Proj&) = delete;
  Proj& operator=(const Proj&) = delete;

  PJ_COORD transform(PJ_DIRECTION direction, double x, double y) const {
    PJ_COORD point{};
    point.v[0] = x;
    point.v[1] = y;
    return trans_(transformation_, direction, point);
  }

 private:
  template <class Function>
  Function find(const char* name) {
    const auto function = reinterpret_cast<Function>(dlsym(library_, name));
    if (function == nullptr)
      throw Error(ExitCode::configuration, fmt::format("The PROJ library lacks the function {}.", name),
                  {"Reinstall the Debian package libproj25."});
    return function;
  }

  void* library_ = nullptr;
  decltype(&proj_trans) trans_ = nullptr;
  PJ_CONTEXT* context_ = nullptr;
  PJ* transformation_ = nullptr;
};

// One thread at a time: a PROJ context is not safe to share.
PJ_COORD evaluate(PJ_DIRECTION direction, double x, double y) {
  static std::mutex guard;
  const std::lock_guard lock(guard);
  static const Proj* proj = new Proj;
  return proj->transform(direction, x, y);
}

constexpr std::int32_t west = -9'000'000, south = 49'000'000;  // microdegrees
constexpr std::uint32_t cell_size = 100'000;                   // 0.1 degree: nodes every half of it
constexpr std::uint32_t columns = 120, rows = 130;

// Position in cells from the south-west corner of the lattice.
double lattice_columns(double longitude) {
  return (longitude * 1e6 - west) / cell_size;
}
double lattice_rows(double latitude) {
  return (latitude * 1e6 - south) / cell_size;
}
bool on_lattice(double x, double y) {
  return x >= 0 && x < columns && y >= 0 && y < rows;
}

struct Pair {
  double easting = 0, northing = 0;
};
constexpr Pair operator+(Pair a, Pair b) {
  return {a.easting + b.easting, a.northing + b.northing};
}
constexpr Pair operator*(Pair a, double s) {
  return {a.easting * s, a.northing * s};
}

// Coefficients of sum c[i][j] x^i y^j, x and y the share of the cell's width and height.
struct Cell {
  std::array<std::array<Pair, 3>, 3> c;

  Pair at(double x, double y) const {
    const auto in_y = [y](const std::array<Pair, 3>& a) { return a[0] + (a[1] + a[2] * y) * y; };
    return in_y(c[0]) + (in_y(c[1]) + in_y(c[2]) * x) * x;
  }
};

// The quadratic through values at 0, 1/2, 1.
std::array<Pair, 3> quadratic(const std::array<Pair, 3>& f) {
  return {f[0], f[0] * -3 + f[1] * 4 + f[2] * -1, f[0] * 2 + f[1] * -4 + f[2] * 2};
}

Cell fit(std::uint32_t column, std::uint32_t row) {
  std::array<std::array<Pair, 3>, 3> by_x;
  for (int i = 0; i < 3; ++i) {
    std::array<Pair, 3> values;
    for (int j = 0; j < 3; ++j) {
      const double longitude = (west + (column + i / 2.0) * cell_size) * 1e-6;
      const double latitude = (south + (row + j / 2.0) * cell_size) * 1e-6;
      const PJ_COORD node = evaluate(PJ_FWD, longitude, latitude);
      values[j] = {node.v[0], node.v[1]};
    }
    by_x[i] = quadratic(values);
  }
  Cell cell;
  for (int j = 0; j < 3; ++j) {
    const std::array<Pair, 3> in_x = quadratic({by_x[0][j], by_x[1][j], by_x[2][j]});
    for (int i = 0; i < 3; ++i) cell.c[i][j] = in_x[i];
  }
  return cell;
}

}  // namespace

struct GridProjection::Lattice {
  std::vector<std::atomic<const Cell*>> cells{columns * rows};
  std::deque<Cell> fitted;  // stable addresses
  std::mutex guard;

  const Cell& cell(std::uint32_t column, std::uint32_t row) {
    std::atomic<const Cell*>& slot = cells[row * columns + column];
    const Cell* cell = slot.load(std::memory_order_acquire);
    return cell != nullptr ? *cell : add(slot, column, row);
  }

 private:
  const Cell& add(std::atomic<const Cell*>& slot, std::uint32_t column, std::uint32_t row) {
    const std::lock_guard lock(guard);
    if (const Cell* cell = slot.load(std::memory_order_relaxed)) return *cell;
    const Cell& added = fitted.emplace_back(fit(column, row));
    slot.store(&added, std::memory_order_release);
    return added;
  }
};

GridProjection::GridProjection() : lattice_(std::make_unique<Lattice>()) {}
GridProjection::~GridProjection() = default;

void GridProjection::to_grid(const std::int32_t* longitude, const std::int32_t* latitude, std::size_t count,
                             double* easting, double* northing) const {
  constexpr double share = 1.0 / cell_size;
  for (std::size_t i = 0; i < count; ++i) {
    // Unsigned: anything west or south of the lattice wraps to a huge offset.
    const std::uint32_t x = static_cast<std::uint32_t>(longitude[i]) - static_cast<std::uint32_t>(west);
    const std::uint32_t y = static_cast<std::uint32_t>(latitude[i]) - static_cast<std::uint32_t>(south);
    if (x >= columns * cell_size || y >= rows * cell_size) {
      easting[i] = northing[i] = nan;
      continue;
    }
    const std::uint32_t column = x / cell_size, row = y / cell_size;
    const Pair at = lattice_->cell(column, row)
                        .at(static_cast<std::int32_t>(x - column * cell_size) * share,
                            static_cast<std::int32_t>(y - row * cell_size) * share);
    easting[i] = at.easting;
    northing[i] = at.northing;
  }
}

GridPoint GridProjection::to_grid(double longitude, double latitude) const {
  const double x = lattice_columns(longitude), y = lattice_rows(latitude);
  if (!on_lattice(x, y)) return {nan, nan};
  const auto column = static_cast<std::uint32_t>(x), row = static_cast<std::uint32_t>(y);
  const Pair at = lattice_->cell(column, row).at(x - column, y - row);
  return {at.easting, at.northing};
}

GridPoint GridProjection::to_grid_exactly(double longitude, double latitude) const {
  if (!on_lattice(lattice_columns(longitude), lattice_rows(latitude))) return {nan, nan};
  const PJ_COORD point = evaluate(PJ_FWD, longitude, latitude);
  return {point.v[0], point.v[1]};
}

GeographicPoint GridProjection::to_geographic(double easting, double northing) const {
  if (!(easting >= -200e3 && easting <= 800e3 && northing >= -200e3 && northing <= 1400e3)) return {nan, nan};
  const PJ_COORD point = evaluate(PJ_INV, easting, northing);
  return {point.v[0], point.v[1]};
}

const GridProjection& british_national_grid() {
  static const GridProjection projection;
  return projection;
}

}  // namespace hallmark::data
