#include "knowledge_base/ranking.h"

#include <algorithm>

namespace hallmark::knowledge {

std::string place_words(const CaseStudy& study) {
  if (!study.area_code.empty()) return study.area_code;
  const bool here = study.country.empty() || study.country == "GB";
  return here ? study.area_name : std::string();
}

std::optional<std::size_t> place_of(const CaseStudy& study, const AreaModel& model) {
  const std::string words = place_words(study);
  return words.empty() ? std::nullopt : model.find_code(words);
}

double place_similarity(const std::string& place, const AreaModel* model, const std::optional<std::size_t>& like) {
  if (!like || model == nullptr) return 1;
  const std::optional<std::size_t> area = place.empty() ? std::nullopt : model->find_code(place);
  return area ? model->similarity(*like, *area) : neutral_similarity;
}

std::vector<Ranked> rank(const std::vector<CaseStudy>& studies, const std::vector<Grade>& grades,
                         const std::vector<std::string>& themes, const AreaModel& model,
                         const std::optional<std::size_t>& like) {
  std::vector<Ranked> ranked;
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const std::vector<std::string>& own = studies[i].themes;
    const bool wanted =
        themes.empty() || std::find_first_of(own.begin(), own.end(), themes.begin(), themes.end()) != own.end();
    if (!wanted) continue;
    const double similarity = place_similarity(place_words(studies[i]), &model, like);
    ranked.push_back({i, similarity, grades[i].weight, similarity * grades[i].weight});
  }
  std::sort(ranked.begin(), ranked.end(), [&](const Ranked& a, const Ranked& b) {
    return a.score != b.score ? a.score > b.score : studies[a.study].id < studies[b.study].id;
  });
  return ranked;
}

}  // namespace hallmark::knowledge
