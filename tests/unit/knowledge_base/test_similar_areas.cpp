#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "hallmark/error.h"
#include "knowledge_base/similar_areas.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::knowledge;

namespace {

const std::string header = "csp24_code,csp24_name,pfa24_name,region,local_authorities,figures_of,x,y,z\n";
const std::string settings = R"(table: table.csv
group_size: 3
keep_variance: 1
indicators:
  - {name: x, columns: [x], words: "it has more x"}
  - {name: y, columns: [y], words: "it has more y"}
  - {name: z, columns: [z], words: "it has more z"}
)";

// Five areas of three indicators whose distances were worked out independently (population standard deviation).
MemoryFileSystem five_areas() {
  MemoryFileSystem files;
  files.files["areas/similar_areas.yaml"] = settings;
  files.files["areas/table.csv"] = header +
                                   "A,Ashby,F,R,a1;a2,own,10,50,3.0\nB,Brook,F,R,b,own,12,48,3.5\n"
                                   "C,Castle,F,R,c,own,30,20,9.0\nD,Dale,F,R,d,own,11,52,2.8\n"
                                   "E,Eastham,F,R,d,own,25,30,7.0\n";
  return files;
}

AreaModel load(const MemoryFileSystem& files, const std::string& own = {}) {
  return AreaModel::load(files, "areas/similar_areas.yaml", own);
}

Diagnostic refusal(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.diagnostic();
  }
  return {};
}

const std::string shipped = source_dir() + "/knowledge_base/areas/similar_areas.yaml";

}  // namespace

TEST_CASE("distances are Euclidean over standardised indicators") {
  const AreaModel model = load(five_areas());
  CHECK(model.components() == 3);
  const auto squared = [&](std::size_t other) { return model.distance(0, other) * model.distance(0, other); };
  CHECK(squared(1) == doctest::Approx(0.1236).epsilon(0.001));
  CHECK(squared(2) == doctest::Approx(17.2240).epsilon(0.00001));
  CHECK(squared(3) == doctest::Approx(0.0458).epsilon(0.002));
  CHECK(squared(4) == doctest::Approx(8.3471).epsilon(0.00001));
  const std::vector<IndicatorGap> gaps = model.compare(0, 2);
  CHECK(gaps.size() == 3);
  for (std::size_t i = 1; i < gaps.size(); ++i) CHECK(std::abs(gaps[i - 1].difference) >= std::abs(gaps[i].difference));
  double sum = 0;
  for (const IndicatorGap& gap : gaps) sum += gap.difference * gap.difference;
  CHECK(sum == doctest::Approx(17.2240).epsilon(0.00001));
}

TEST_CASE("the nearest are in order, the area itself first") {
  const AreaModel model = load(five_areas());
  std::string order;
  for (const Neighbour& neighbour : model.nearest(0, 99)) order += model.areas()[neighbour.area].code;
  CHECK(order == "ADBEC");
  const std::vector<Neighbour> two = model.nearest(0, 2);
  CHECK(two.size() == 2);
  CHECK(two[0].similarity == 1);
  CHECK(two[1].similarity < 1);
  CHECK(model.nearest(0, 0).empty());
  double least = 1;
  for (std::size_t a = 0; a < 5; ++a)
    for (std::size_t b = 0; b < 5; ++b) {
      CHECK(model.distance(a, b) == doctest::Approx(model.distance(b, a)));
      least = std::min(least, model.similarity(a, b));
    }
  CHECK(least == doctest::Approx(0));
}

TEST_CASE("a weight of two counts an indicator's squared distance four times") {
  MemoryFileSystem files = five_areas();
  files.files["areas/similar_areas.yaml"].replace(settings.find("columns: [x]"), 12, "columns: [x], weight: 2");
  const AreaModel plain = load(five_areas()), weighted = load(files);
  const auto x = [](const AreaModel& model) {
    for (const IndicatorGap& gap : model.compare(0, 2))
      if (gap.indicator == 0) return gap.difference;
    return 0.0;
  };
  CHECK(x(weighted) == doctest::Approx(2 * x(plain)));
  CHECK(std::pow(weighted.distance(0, 2), 2) - std::pow(plain.distance(0, 2), 2) ==
        doctest::Approx(3 * x(plain) * x(plain)));
}

TEST_CASE("areas are found by code, name and local authority, and slips get a suggestion") {
  const AreaModel model = load(five_areas());
  CHECK(model.find("a") == 0);
  CHECK(model.find(" castle ") == 2);
  CHECK(model.find("a2") == 0);
  CHECK(model.find_code("nowhere") == std::nullopt);
  CHECK(refusal([&] { model.find("d"); }).sentence ==
        "“d” holds several partnerships: Dale (D), Eastham (E).");  // D is also a local authority of Eastham
}

TEST_CASE("a published list gives order, group and likeness, and the model answers for areas it leaves out") {
  MemoryFileSystem files = five_areas();
  files.files["list.csv"] = "code,similar_code,rank\nA,C,2\nA,E,1\nA,A,0\nA,C,3\n";
  AreaModel model = load(files);
  CHECK(model.method(0).find("3 indicators") != std::string::npos);
  const double brook_to_castle = model.similarity(1, 2);
  model.use_published_list(files, "list.csv");
  CHECK(model.method(0) == "published list list.csv");
  CHECK(model.scale(0) ==
        "1 for Ashby itself, falling to just over a half along its published group; every place outside the group "
        "counts as half alike.");
  std::string order;
  for (const Neighbour& neighbour : model.nearest(0, 15)) {
    order += model.areas()[neighbour.area].code;
    CHECK_FALSE(neighbour.distance.has_value());
  }
  CHECK(order == "AEC");
  CHECK(model.group(0).size() == 3);
  CHECK(model.nearest(0, 2).size() == 2);
  // Two members: 1 − 1/6 and 1 − 2/6; Dale, nearest of all by the model, is not listed.
  CHECK(model.similarity(0, 0) == 1);
  CHECK(model.similarity(0, 4) == doctest::Approx(5.0 / 6));
  CHECK(model.similarity(0, 2) == doctest::Approx(4.0 / 6));
  CHECK(model.similarity(0, 3) == neutral_similarity);
  // Castle has no group of its own.
  CHECK_FALSE(model.has_published_group(2));
  CHECK(model.method(2).ends_with("; list.csv has no group for Castle"));
  CHECK(model.similarity(1, 2) == brook_to_castle);
  CHECK(model.group(2).size() == model.group_size());
}

TEST_CASE("members of one rank, and all of a list without ranks, are alike to the same degree") {
  MemoryFileSystem files = five_areas();
  AreaModel model = load(files);
  files.files["list.csv"] = "code,similar_code\nA,C\nA,E\nA,B\n";
  model.use_published_list(files, "list.csv");
  for (const std::size_t member : {1U, 2U, 4U}) CHECK(model.similarity(0, member) == 0.75);
  CHECK_FALSE(model.is_ordered(0));
  CHECK(model.scale(0).find("three quarters for its published group, which has no order") != std::string::npos);
  files.files["list.csv"] = "code,similar_code,rank\nA,C,1\nA,E,2\nA,B,2\n";
  model.use_published_list(files, "list.csv");
  CHECK(model.similarity(0, 2) == doctest::Approx(1 - 1.0 / 8));
  CHECK(model.similarity(0, 4) == doctest::Approx(1 - 2.5 / 8));
  CHECK(model.similarity(0, 1) == model.similarity(0, 4));
  CHECK(model.paths() == std::vector<std::string>{"areas/similar_areas.yaml", "areas/table.csv", "list.csv"});
}

TEST_CASE("what is wrong with a published list is a sentence with its place") {
  MemoryFileSystem files = five_areas();
  AreaModel model = load(files);
  const auto fault = [&](const std::string& list) {
    files.files["list.csv"] = list;
    return refusal([&] { model.use_published_list(files, "list.csv"); });
  };
  CHECK(fault("code,similar_code\nA,Q\n").sentence == "“Q” is no area of the table.");
  CHECK(fault("code,similar_code\nA,Q\n").where.line == 2);
  CHECK(fault("code,similar_code,rank\nA,B,1\nA,C,\n").sentence == "The rank is blank here.");
  CHECK(fault("code,similar_code,rank\nA,B,first\n").sentence == "“first” in column rank is no number.");
  CHECK(fault("code,similar\nA,B\n").sentence == "The table of areas has no column “similar_code”.");
  CHECK(fault("code,similar_code\n").sentence == "This table of areas is empty.");
}

TEST_CASE("a workspace's own area and published groups are found, and named among the files") {
  MemoryFileSystem files = five_areas();
  const std::string settings_path = "areas/similar_areas.yaml";
  CHECK(AreaModel::of_workspace(files, settings_path, "w").paths().size() == 2);
  files.files["w/areas/own_area.csv"] = header + "X1,Our Town,F,R,,own,11,51,2.9\n";
  files.files["w/areas/most_similar_groups.csv"] = "code,similar_code\nOur Town,Ashby\n";
  const AreaModel model = AreaModel::of_workspace(files, settings_path, "w");
  CHECK(model.similarity(model.find("Our Town"), model.find("Ashby")) == 0.75);
  CHECK(model.paths().back() == "w/areas/most_similar_groups.csv");
  CHECK(model.method(model.find("Brook"))
            .find("one area from own_area.csv); most_similar_groups.csv has no group for Brook") != std::string::npos);
  CHECK(AreaModel::of_workspace(files, settings_path, {}).areas().size() == 5);
}

TEST_CASE("a workspace adds an area of its own") {
  MemoryFileSystem files = five_areas();
  files.files["own.csv"] = header + "X1,Our Town,F,R,,own,11,51,2.9\n";
  const AreaModel model = load(files, "own.csv");
  const std::size_t own = model.find("our town");
  CHECK(own == 5);
  CHECK(model.areas()[model.nearest(own, 2)[1].area].name == "Dale");
  CHECK(model.method(own).find("one area from own.csv") != std::string::npos);
  files.files["own.csv"] = header + "A,Our Town,F,R,,own,11,51,2.9\n";
  CHECK(refusal([&] { load(files, "own.csv"); }).sentence == "The code A is used twice.");
}

TEST_CASE("what is wrong with a table or its settings is a sentence with its place") {
  MemoryFileSystem files = five_areas();
  const auto table = [&](const std::string& rows) {
    files.files["areas/table.csv"] = header + rows;
    return refusal([&] { load(files); });
  };
  CHECK(table("A,Ashby,F,R,a,own,ten,50,3\n").sentence == "“ten” in column x is no number.");
  CHECK(table("A,Ashby,F,R,a,own,ten,50,3\n").where.line == 2);
  CHECK(table("A,Ashby,F,R,a,own,,50,3\n").sentence == "The indicator x is blank here.");
  CHECK(table("A,Ashby,F,R,a\n").sentence == "This row has 5 columns; 9 are expected.");
  CHECK(table("A,Ashby,F,R,a,own,inf,50,3\n").sentence == "“inf” in column x is no number.");
  CHECK(table("").sentence == "This table of areas is empty.");
  CHECK(table(",,F,R,a,own,1,2,3\n").sentence == "An area needs a code and a name.");
  const auto with = [&](const std::string& from, const std::string& to) {
    files = five_areas();
    files.files["areas/similar_areas.yaml"].replace(settings.find(from), from.size(), to);
    return refusal([&] { load(files); }).sentence;
  };
  CHECK(with("columns: [x]", "columns: [xx]") == "The table of areas has no column “xx”.");
  CHECK(with("columns: [x]", "columns: [x], weight: 0").find("A weight is above zero") == 0);
  CHECK(with("columns: [x]", "columns: [x], transform: ln") == "“transform” is log or none.");
  CHECK(with("keep_variance: 1", "keep_variance: 2") == "A share lies above 0 and is at most 1.");
  CHECK(with("group_size", "groupsize") == "The key “groupsize” is not known here.");
}

TEST_CASE("areas that are all the same are at no distance") {
  MemoryFileSystem files = five_areas();
  files.files["areas/table.csv"] =
      header + "A,Ashby,F,R,a,own,1,2,0.1\nB,Brook,F,R,b,own,1,2,0.1\nC,Clay,F,R,c,own,1,2,0.1\n";
  const AreaModel model = load(files);
  CHECK(model.distance(0, 1) == 0);
  CHECK(model.similarity(0, 1) == 1);
}

TEST_CASE("the shipped table holds every partnership, and the groups look as an analyst expects") {
  const AreaModel model = AreaModel::load(disk(), shipped);
  CHECK(model.areas().size() == 314);
  CHECK(model.group_size() == 15);
  CHECK(model.areas()[model.find("Cardiff")].region == "Wales");
  const auto rank = [&](const char* own, const char* other) {
    const std::size_t target = model.find(other);
    const std::vector<Neighbour> all = model.nearest(model.find(own), model.areas().size());
    return std::find_if(all.begin(), all.end(), [&](const Neighbour& n) { return n.area == target; }) - all.begin();
  };
  CHECK(rank("Nottingham", "Leicester") < 15);
  CHECK(rank("Cardiff", "Powys") > 150);
  CHECK(rank("Hackney", "Islington") < 15);
  CHECK(rank("Hackney", "West Devon") > 250);
}

TEST_CASE("a local authority of several partnerships asks which is meant") {
  const AreaModel model = AreaModel::load(disk(), shipped);
  CHECK(refusal([&] { model.find("Buckinghamshire"); }).sentence.find("holds several partnerships") !=
        std::string::npos);
  const Diagnostic slip = refusal([&] { model.find("Cardif"); });
  CHECK(slip.sentence == "No area is called “Cardif”.");
  REQUIRE(slip.hints.size() == 1);
  CHECK(slip.hints[0] == "Did you mean “Cardiff”?");
  CHECK(refusal([&] { model.find("Bristol"); }).hints[0].find("“Bristol, City of”") != std::string::npos);
  CHECK(refusal([&] { model.find("Bristl"); }).hints[0] == "Did you mean “Bristol, City of”?");
  CHECK(refusal([&] { model.find(""); }).hints[0].find("name or code") != std::string::npos);
  CHECK(refusal([&] { model.find("Xyzzyqwerty"); }).hints[0].find("name or code") != std::string::npos);
}

TEST_CASE("deprivation of two nations is not set side by side") {
  const AreaModel model = AreaModel::load(disk(), shipped);
  for (const IndicatorGap& gap : model.compare(model.find("Cardiff"), model.find("Leicester")))
    CHECK(gap.same_scale == (model.indicators()[gap.indicator].name != "deprivation"));
}
