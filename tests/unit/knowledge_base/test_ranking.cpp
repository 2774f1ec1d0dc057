// What reports rank practice by is what search ranks by: the same code, and the same order.
#include <doctest/doctest.h>

#include "knowledge_base/ranking.h"
#include "knowledge_base/search_folder.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::knowledge;

namespace {

const std::string shipped = source_dir() + "/knowledge_base";

std::vector<std::string> ranked_ids(const std::vector<CaseStudy>& studies, const std::vector<Ranked>& ranked) {
  std::vector<std::string> all;
  for (const Ranked& one : ranked) all.push_back(studies[one.study].id);
  return all;
}

}  // namespace

TEST_CASE("without an index the order is that of search without words, whatever the index has been through") {
  const AreaModel model = AreaModel::load(disk(), shipped + "/areas/similar_areas.yaml");
  const EvidenceStandard standard = load_evidence_standard(disk(), shipped + "/evidence_standard.yaml");
  const Library library =
      load_library(disk(), shipped + "/case_studies", load_vocabulary(disk(), shipped + "/vocabulary.yaml"));
  std::vector<Grade> grades;
  for (const CaseStudy& study : library.studies) grades.push_back(grade(study, standard));

  // Some studies first, the rest later: document numbers no longer follow the ids.
  const SearchFolder folder;
  for (const std::size_t part : {1, 0}) {
    for (std::size_t i = 0; i < library.studies.size(); ++i)
      if (i % 2 == part || part == 0) folder.write(library.studies[i].id, disk().read(library.studies[i].path));
    folder.build();
  }
  SearchIndex index = folder.open(&model);
  for (const char* like : {"", "Cardiff", "Lambeth", "South Hams"})
    for (const std::vector<std::string>& themes :
         {std::vector<std::string>{}, {"burglary"}, {"violence", "sexual violence"}, {"theft"}}) {
      SearchRequest request;
      request.themes = themes;
      request.count = 500;
      request.explain = true;
      if (*like != '\0') request.like = model.find(like);
      const SearchResult searched = index.search(request);
      const std::vector<Ranked> ranked = rank(library.studies, grades, themes, model, request.like);
      CHECK(ranked_ids(library.studies, ranked) == ids(searched));
      REQUIRE(ranked.size() == searched.hits.size());
      for (std::size_t i = 0; i < ranked.size(); ++i) {
        CHECK(ranked[i].score == searched.hits[i].score);
        CHECK(ranked[i].similarity == searched.hits[i].similarity);
      }
    }
}

TEST_CASE("a place is found by its code, else by its name, and never across a border") {
  const AreaModel model = AreaModel::load(disk(), shipped + "/areas/similar_areas.yaml");
  CaseStudy study;
  study.area_name = "Cardiff";
  CHECK(place_of(study, model) == model.find("W06000015"));
  study.area_code = "W06000015";
  CHECK(place_of(study, model) == model.find("Cardiff"));
  study.area_code.clear();
  study.country = "US";
  CHECK_FALSE(place_of(study, model).has_value());
  CHECK(place_similarity("", &model, model.find("Cardiff")) == neutral_similarity);
  CHECK(place_similarity("", &model, std::nullopt) == 1);
}
