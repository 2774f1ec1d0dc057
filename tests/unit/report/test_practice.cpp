// Numbers of the knowledge base in reports: where they come from, and that they are found again.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "base/files.h"
#include "report/evaluation.h"
#include "report/practice_facts.h"
#include "report/practice_services.h"
#include "report/query_memory.h"
#include "script/formulas.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

const std::shared_ptr<const PracticeBase>& base() {
  static const std::shared_ptr<const PracticeBase> shipped = std::make_shared<const PracticeBase>(disk());
  return shipped;
}

class NoRecords : public Executor {
 public:
  QueryResult run(const Query&) const override { throw Error(ExitCode::no_data, "No records."); }
  std::vector<QueryResult> run(const std::vector<Query>&) const override { return {}; }
};

TraceTable table_of(const Quantity& quantity) {
  static const NoRecords none;
  static const QueryMemory queries(none);
  const std::vector<Formula> facts = practice_formulas(*base());
  TraceRecorder recorder(queries, &facts);
  recorder.add(quantity.trace, quantity.value);
  return recorder.take();
}

double recomputed(const Quantity& quantity) {
  std::vector<Formula> formulas = script::builtin_formulas();
  for (Formula& fact : practice_formulas(*base())) formulas.push_back(std::move(fact));
  EvaluationSources sources;
  sources.formula = [&](const std::string& name) { return script::find_formula(formulas, name); };
  const Evaluated value = evaluate(table_of(quantity), sources).back();
  REQUIRE_MESSAGE(value.problem.empty(), value.problem);
  return value.value;
}

// Every quantity anywhere in a value.
void collect(const Value& value, std::vector<Quantity>& all) {
  if (const auto* quantity = std::get_if<Quantity>(&value.data)) all.push_back(*quantity);
  if (const auto* list = std::get_if<ValueList>(&value.data))
    for (const Value& item : *list) collect(item, all);
  if (const auto* map = std::get_if<ValueMap>(&value.data))
    for (const auto& [name, item] : *map) collect(item, all);
}

const Value& at(const Value& value, const std::string& name) {
  return std::get<ValueMap>(value.data).at(name);
}
double number(const Value& value) {
  return std::get<Quantity>(value.data).value;
}

}  // namespace

TEST_CASE("the effect of counts is that of the registered formula over the front matter") {
  // Bar Zulu: 112 crimes before, 14 after; ratio 0.125, exact interval 0.0662 to 0.2186 (R's poisson.test).
  const Value study{practice_services(base(), Marking::open).study("bar-zulu-cardiff-licence-review")};
  const Value& outcome = std::get<ValueList>(at(study, "outcomes").data).front();
  CHECK(number(at(outcome, "value")) == doctest::Approx(0.125));
  CHECK(number(at(outcome, "lower")) == doctest::Approx(0.0662).epsilon(1e-3));
  CHECK(number(at(outcome, "upper")) == doctest::Approx(0.2186).epsilon(1e-3));
  const Quantity upper = std::get<Quantity>(at(outcome, "upper").data);
  const auto& call = std::get<CallTrace>(upper.trace->node);
  CHECK(call.function == "statistics.poisson_ratio");
  CHECK(call.output == "upper");
  CHECK(figure(base()->studies()[base()->find("bar-zulu-cardiff-licence-review")], "outcomes[1].treated.before") ==
        112);
}

TEST_CASE("every number scripts get of the knowledge base is found again from its trace") {
  const script::PracticeServices practice = practice_services(base(), Marking::open);
  std::vector<Quantity> all;
  for (const knowledge::CaseStudy& study : base()->studies()) {
    collect({practice.study(study.id)}, all);
    if (study.id < "c") collect({practice.fit(study.id, "Cardiff")}, all);
  }
  collect({practice.ranked({"burglary", "theft"}, "Leicester")}, all);
  collect(practice.area("Cardiff"), all);
  collect(practice.similar("Cardiff"), all);
  CHECK(all.size() > 500);
  for (const Quantity& quantity : all) {
    REQUIRE(quantity.trace != nullptr);
    const double again = recomputed(quantity);
    CHECK((again == quantity.value || (std::isnan(again) && std::isnan(quantity.value))));
  }
}

TEST_CASE("the files behind a number are its case study, and the standard or the areas where they matter") {
  const auto paths = [](const Quantity& quantity) {
    std::string names;
    for (const std::string& path : source_paths(*base(), table_of(quantity).nodes)) names += file_name(path) + " ";
    return names;
  };
  const std::string id = "alley-gating-liverpool";
  CHECK(paths(practice_fact(*base(), "figure", {id, "outcomes[1].follow_up_months"}, {})) == id + ".md ");
  CHECK(paths(practice_fact(*base(), "evidence", {id}, {})) == id + ".md evidence_standard.yaml ");
  CHECK(paths(practice_fact(*base(), "rank", {"Cardiff", id}, {})) ==
        id + ".md similar_areas.yaml community_safety_partnerships.csv ");
  PracticeSources sources;
  add_sources({"practice.similarity", {std::string("W06000015"), id}, "", -1, {}}, sources);
  CHECK(is_source(sources, "hallmark:knowledge_base/case_studies/alley-gating-liverpool.md"));
  CHECK(is_source(sources, "areas/own_area.csv"));
  CHECK_FALSE(is_source(sources, "hallmark:knowledge_base/case_studies/alley-gating-review.md"));
  CHECK_FALSE(is_source(sources, "hallmark:knowledge_base/evidence_standard.yaml"));
}

TEST_CASE("the areas most like one, by the model and by a workspace's published list") {
  const auto group = [](const script::PracticeServices& practice, const std::string& area) {
    const ValueMap found = std::get<ValueMap>(practice.similar(area).data);
    std::string names;
    for (const Value& other : std::get<ValueList>(found.at("others").data))
      names += std::get<std::string>(std::get<ValueMap>(other.data).at("name").data) + ", ";
    CHECK(std::get<Quantity>(found.at("size").data).value ==
          static_cast<double>(std::get<ValueList>(found.at("others").data).size()));
    return names;
  };
  const std::string rotherham = group(practice_services(base(), Marking::open), "Rotherham");
  CHECK(rotherham.starts_with("Barnsley, Wakefield, "));
  CHECK(rotherham.find("Rotherham") == std::string::npos);

  std::string folder = (std::filesystem::temp_directory_path() / "hallmark-groups-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  disk().make_folders(folder + "/areas");
  disk().write(folder + "/areas/most_similar_groups.csv",
               "code,similar_code,rank\nRotherham,Doncaster,2\nRotherham,Barnsley,1\n");
  Workspace workspace;
  workspace.folder = folder;
  const auto published = std::make_shared<const PracticeBase>(disk(), &workspace);
  CHECK(group(practice_services(published, Marking::open), "Rotherham") == "Barnsley, Doncaster, ");
  CHECK(group(practice_services(published, Marking::open), "Sheffield") ==
        group(practice_services(base(), Marking::open), "Sheffield"));
  const auto method = [&](const std::string& area) {
    return std::get<std::string>(
        std::get<ValueMap>(practice_services(published, Marking::open).similar(area).data).at("method").data);
  };
  CHECK(method("Rotherham") == "published list most_similar_groups.csv");
  CHECK(method("Sheffield").ends_with("; most_similar_groups.csv has no group for Sheffield"));
  CHECK(file_name(published->area_paths().back()) == "most_similar_groups.csv");
  std::filesystem::remove_all(folder);
}

TEST_CASE("what the knowledge base does not hold is said") {
  const script::PracticeServices practice = practice_services(base(), Marking::open);
  CHECK_THROWS_WITH_AS(practice.study("alley-gating-liverpol"), "No case study has the id “alley-gating-liverpol”.",
                       Error);
  CHECK_THROWS_WITH_AS(practice.ranked({"burglry"}, ""), "“burglry” is no theme of the vocabulary.", Error);
  CHECK(std::holds_alternative<std::monostate>(practice.area("Nowhere").data));
  CHECK_FALSE(figure(base()->studies()[0], "outcomes[99].treated.before").has_value());
  CHECK_FALSE(figure(base()->studies()[0], "title").has_value());
}
