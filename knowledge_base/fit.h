// Would it work here? The transferability sheet of a case study for an area, and who else has tried it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "knowledge_base/case_study.h"
#include "knowledge_base/evidence.h"
#include "knowledge_base/ranking.h"
#include "knowledge_base/similar_areas.h"

namespace hallmark::knowledge {

struct FitSection {
  std::string heading;                 // "What differs here"
  std::vector<std::string> sentences;  // never empty: what is not stated is said
};

struct FitSheet {
  std::string area;                  // name
  std::optional<double> similarity;  // nothing for places outside the table
  std::optional<std::size_t> rank;   // rank_of the place
  bool in_group = false;             // the place belongs to the area's Most Similar Group
  std::string method;                // how likeness was measured
  std::vector<FitSection> sections;
};
// Where a place stands among those most like an area, 1 for the area itself; nothing for one a published group leaves
// out or gives no order.
std::optional<std::size_t> rank_of(const AreaModel& model, std::size_t area, std::size_t place);
bool in_group(const AreaModel& model, std::size_t area, std::size_t place);
FitSheet fit(const CaseStudy& study, const Grade& grade, const AreaModel& model, std::size_t area);

// What sets two areas apart on one indicator, naming the one that has more: "Cardiff: more homes are flats (24.1
// against 9.3)". Values of different scales are left out.
std::string in_words(const AreaModel& model, std::size_t own, std::size_t other, const IndicatorGap& gap);
// Indicators on which two areas differ by half a weighted standard deviation or more are apart, the rest alike.
inline constexpr double apart_from = 0.5;
// The ones that set them apart, the widest gap first; those on which they are most alike, the narrowest first.
std::vector<IndicatorGap> apart(const AreaModel& model, std::size_t own, std::size_t other, std::size_t most);
std::vector<IndicatorGap> alike(const AreaModel& model, std::size_t own, std::size_t other, std::size_t most);

// An area that did what a case study tells of.
struct Adopter {
  std::string area;                  // as the case study names it
  std::optional<std::size_t> known;  // in the model
  std::string study;                 // id of the case study that says so
  bool evaluated_there = false;      // that study is about this area
};
// The study's own area, the adopters it lists, and the same of every study of its programme; each area once, the
// studies about it first.
std::vector<Adopter> adopters(const CaseStudy& study, const std::vector<CaseStudy>& library, const AreaModel& model);
// Of those, the ones in the area's Most Similar Group.
std::vector<Adopter> among_peers(const std::vector<Adopter>& all, const AreaModel& model, std::size_t area);

}  // namespace hallmark::knowledge
