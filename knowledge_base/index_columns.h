// What ranking and facets need of every study, by document number, in memory: reading Xapian's value slots document by
// document costs more than the search itself. Kept in the database as one piece of metadata.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::knowledge {

enum Facet : std::size_t { facet_theme, facet_agency, facet_hallmark, facet_setting, facet_design, facet_evidence };
inline constexpr std::array<std::string_view, 6> facet_names = {"theme",   "agency", "hallmark",
                                                                "setting", "design", "evidence"};

struct StudyRow {
  std::string id;          // empty: no such document
  std::uint32_t area = 0;  // index into areas
  double evidence = 0;     // weight of the grade's label
  std::uint32_t length = 0;
  std::vector<std::uint16_t> facets;  // indices into facet_values
};

struct Columns {
  std::vector<std::string> areas;  // place_words of the studies; the first is "", for places the table cannot know
  std::vector<std::pair<std::uint16_t, std::string>> facet_values;  // which facet, value
  std::vector<StudyRow> rows;                                       // by document number; row 0 is empty

  std::uint32_t area_number(const std::string& code);
  std::uint16_t facet_number(Facet facet, const std::string& value);  // Error after 65,535 different values
};

std::string to_bytes(const Columns& columns);
// Error(ExitCode::input) for bytes that are cut short.
Columns columns_from(std::string_view bytes);

}  // namespace hallmark::knowledge
