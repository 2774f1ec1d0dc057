#include <doctest/doctest.h>

#include <algorithm>

#include "knowledge_base/fit.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::knowledge;

namespace {

const std::string base = source_dir() + "/knowledge_base";

const AreaModel& areas() {
  static const AreaModel model = AreaModel::load(disk(), base + "/areas/similar_areas.yaml");
  return model;
}

CaseStudy study_in(const std::string& name, const std::string& code = {}) {
  CaseStudy study;
  study.id = "lamps-" + name;
  study.title = "Lamps";
  study.area_name = name;
  study.area_code = code;
  return study;
}

const FitSection& section(const FitSheet& sheet, const std::string& heading) {
  const auto found = std::find_if(sheet.sections.begin(), sheet.sections.end(),
                                  [&](const FitSection& s) { return s.heading == heading; });
  REQUIRE(found != sheet.sections.end());
  return *found;
}

}  // namespace

TEST_CASE("a sheet says what differs, naming the area that has more") {
  const std::size_t hackney = areas().find("Hackney");
  const FitSheet sheet = fit(study_in("Cardiff", "W06000015"), {}, areas(), hackney);
  CHECK(sheet.area == "Hackney");
  CHECK(sheet.similarity.value() < 1);
  const FitSection& differs = section(sheet, "What differs here");
  CHECK(std::any_of(differs.sentences.begin(), differs.sentences.end(), [](const std::string& s) {
    return s.find("Hackney: people live more densely (") == 0;  // inner London against Cardiff
  }));
  for (const FitSection& part : sheet.sections) CHECK_FALSE(part.sentences.empty());
}

TEST_CASE("a study of the place itself is the first of its group") {
  const FitSheet sheet = fit(study_in("Cardiff", "W06000015"), {}, areas(), areas().find("Cardiff"));
  CHECK(sheet.rank == 1);
  CHECK(sheet.in_group);
  CHECK(*sheet.similarity == doctest::Approx(1));
}

TEST_CASE("a place abroad is compared by hand, even one that shares a name") {
  CaseStudy abroad = study_in("Boston");
  abroad.country = "US";
  const FitSheet sheet = fit(abroad, {}, areas(), areas().find("Cardiff"));
  CHECK_FALSE(sheet.similarity.has_value());
  CHECK(section(sheet, "What differs here").sentences[0] ==
        "Boston is not in the table of areas; compare it with Cardiff by hand.");
}

TEST_CASE("values of two scales are not set side by side") {
  const std::size_t cardiff = areas().find("Cardiff"), leicester = areas().find("Leicester");
  for (const IndicatorGap& gap : areas().compare(cardiff, leicester))
    CHECK((in_words(areas(), cardiff, leicester, gap).find(" against ") == std::string::npos) ==
          (areas().indicators()[gap.indicator].name == "deprivation"));
}

TEST_CASE("adopters come from the study, its list and the studies of its programme, each once") {
  CaseStudy cardiff = study_in("Cardiff", "W06000015"), leeds = study_in("Leeds"), other = study_in("Bolton");
  cardiff.programme = leeds.programme = "lamps";
  cardiff.adopters = {"Leeds", "Hackney", "Atlantis"};
  const std::vector<CaseStudy> library = {other, cardiff, leeds};
  const std::vector<Adopter> found = adopters(cardiff, library, areas());
  std::string names;
  for (const Adopter& adopter : found) names += adopter.area + (adopter.evaluated_there ? "* " : " ");
  CHECK(names == "Cardiff* Leeds* Hackney Atlantis ");
  CHECK_FALSE(found[3].known.has_value());

  const std::vector<Adopter> peers = among_peers(found, areas(), areas().find("Islington"));
  REQUIRE(peers.size() == 1);
  CHECK(peers[0].area == "Hackney");
  CHECK(adopters(other, library, areas()).size() == 1);
}
