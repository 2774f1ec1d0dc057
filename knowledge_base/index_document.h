// A case study as a Xapian document: its words, its filters, its dates and what a result shows.
#pragma once

#include <xapian.h>

#include <string>

#include "knowledge_base/case_study.h"
#include "knowledge_base/evidence.h"
#include "knowledge_base/index_columns.h"

namespace hallmark::knowledge {

inline constexpr Xapian::valueno first_year_slot = 0, last_year_slot = 1;  // numbers: 2003.5 is July 2003
// For searching through Xapian's remote backend, where columns cannot be looked into.
inline constexpr Xapian::valueno factor_slot = 2, facets_slot = 3;
// Words of the title count this many times; a title is a fiftieth of a study and says what it is about.
inline constexpr Xapian::termcount title_weight = 3;

// Prefixes of the terms filters use, followed by the value in lower case.
std::string facet_term(Facet facet, std::string_view value);
std::string area_term(std::string_view name_or_code);
std::string level_term(int level);
std::string id_term(std::string_view id);

// "2003" -> 2003, "2003-07" -> 2003.5.
double year_of(std::string_view date);

class DocumentMaker {
 public:
  DocumentMaker();
  Xapian::Document make(const CaseStudy& study, const Grade& grade);

 private:
  Xapian::TermGenerator words_;
};

// All but the length, which the database knows once the document is in it.
StudyRow row_of(const CaseStudy& study, const Grade& grade, Columns& columns);

// What stands in the slots: all a study's factor depends on, and the numbers of its facet values.
std::string factor_key(std::string_view place, double evidence);
std::string facets_value(const std::vector<std::uint16_t>& facets);
std::vector<std::uint16_t> facets_from(std::string_view value);

}  // namespace hallmark::knowledge
