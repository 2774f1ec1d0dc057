// What studies are ranked by besides words: how like the place was, and how strong the evidence is. Search weighs the
// words of a query with it; without words it is the whole score.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "knowledge_base/case_study.h"
#include "knowledge_base/evidence.h"
#include "knowledge_base/similar_areas.h"

namespace hallmark::knowledge {

// Where a study was made, as AreaModel::find_code knows it: its code, else its name within the United Kingdom; empty
// for places abroad and for none stated.
std::string place_words(const CaseStudy& study);
// The same as an area of the model; nothing for what is not in its table.
std::optional<std::size_t> place_of(const CaseStudy& study, const AreaModel& model);

// 1 where no area is asked about, neutral_similarity where the place is none of the table's.
double place_similarity(const std::string& place, const AreaModel* model, const std::optional<std::size_t>& like);

struct Ranked {
  std::size_t study = 0;  // index
  double similarity = 1, evidence = 0, score = 0;
};
// As `hallmark search` without words: the product of the two, best first, then by id. One grade a study. `themes`: only
// studies with one of them; empty: all.
std::vector<Ranked> rank(const std::vector<CaseStudy>& studies, const std::vector<Grade>& grades,
                         const std::vector<std::string>& themes, const AreaModel& model,
                         const std::optional<std::size_t>& like);

}  // namespace hallmark::knowledge
