#include "dirt.h"

#include <array>
#include <cstddef>
#include <stdexcept>

namespace hallmark::examples {
namespace {

enum class Fault {
  cut_short,       // the row ends after its location
  unquoted_comma,  // one field too many
  month,           // replaced by `text`
  coordinates,     // replaced by `text`
  location,        // replaced by `text`
  repeated         // the row stands twice
};

struct Dirt {
  std::string_view month;
  std::size_t row;  // the first unspoilt located crime from here on
  Fault fault;
  std::string_view text;
};

constexpr std::array dirt = {
    Dirt{"2022-05", 211, Fault::cut_short, ""},
    Dirt{"2022-06", 800, Fault::location, "On or near Caf\xe9 Row"},
    Dirt{"2022-07", 97, Fault::coordinates, "-192.204417,54.391120"},
    Dirt{"2022-08", 1204, Fault::repeated, ""},
    Dirt{"2022-09", 640, Fault::unquoted_comma, ""},
    Dirt{"2022-11", 402, Fault::month, "2022-13"},
    Dirt{"2022-12", 33, Fault::coordinates, "54.402218,-2.147733"},
    Dirt{"2023-01", 715, Fault::repeated, ""},
    Dirt{"2023-01", 716, Fault::repeated, ""},
    Dirt{"2023-02", 1007, Fault::cut_short, ""},
    Dirt{"2023-04", 555, Fault::coordinates, "0.000000,0.000000"},
    Dirt{"2023-05", 128, Fault::location, "On or near Caf\xe9 Row"},
    Dirt{"2023-06", 900, Fault::month, "June 2023"},
    Dirt{"2023-08", 611, Fault::unquoted_comma, ""},
    Dirt{"2023-10", 1410, Fault::repeated, ""},
    Dirt{"2024-01", 266, Fault::coordinates, "54.388041,-2.020117"},
    Dirt{"2024-03", 873, Fault::repeated, ""},
    Dirt{"2024-05", 520, Fault::month, "2042-05"},
    Dirt{"2024-07", 1111, Fault::cut_short, ""},
    Dirt{"2024-09", 304, Fault::coordinates, "n/a,n/a"},
    Dirt{"2024-10", 77, Fault::repeated, ""},
    Dirt{"2024-12", 990, Fault::unquoted_comma, ""},
    Dirt{"2025-02", 348, Fault::month, "02/2025"},
    Dirt{"2025-03", 1299, Fault::repeated, ""},
    Dirt{"2025-03", 1302, Fault::location, "On or near Caf\xe9 Row"},
};

// Where the n-th field of a row starts and how many bytes the next `count` fields take.
struct Span {
  std::size_t at, size;
};
Span fields(const std::string& row, std::size_t first, std::size_t count) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < first; ++i) start = row.find(',', start) + 1;
  std::size_t end = start;
  for (std::size_t i = 0; i < count; ++i) end = row.find(',', end + (i > 0 ? 1 : 0));
  return {start, end - start};
}

bool suitable(const std::string& row) {
  return row.front() != ',' && row.find('"') == std::string::npos && row.find("No Location") == std::string::npos;
}

void spoil_row(std::vector<std::string>& rows, std::size_t at, const Dirt& piece) {
  std::string& row = rows[at];
  const auto replace = [&](Span span) { row.replace(span.at, span.size, piece.text); };
  switch (piece.fault) {
    case Fault::cut_short:
      row.resize(fields(row, 7, 1).at - 1);
      return;
    case Fault::unquoted_comma:
      row.insert(fields(row, 7, 1).at - 1, ", Flat 2");
      return;
    case Fault::month:
      replace(fields(row, 1, 1));
      return;
    case Fault::coordinates:
      replace(fields(row, 4, 2));
      return;
    case Fault::location:
      replace(fields(row, 6, 1));
      return;
    case Fault::repeated:
      rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), std::string(row));
      return;
  }
}

}  // namespace

void spoil(std::vector<std::string>& rows, std::string_view month) {
  for (const Dirt& piece : dirt) {
    if (piece.month != month) continue;
    std::size_t at = piece.row;
    while (at < rows.size() && !suitable(rows[at])) ++at;
    if (at >= rows.size()) throw std::logic_error("a month is too short for what is to be spoilt in it");
    spoil_row(rows, at, piece);
  }
}

}  // namespace hallmark::examples
