#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "knowledge_base/case_study.h"
#include "knowledge_base/search_folder.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::knowledge;
using Ids = std::vector<std::string>;

namespace {

const std::string shipped = source_dir() + "/knowledge_base";

const AreaModel& areas() {
  static const AreaModel model = AreaModel::load(disk(), shipped + "/areas/similar_areas.yaml");
  return model;
}

// The shipped base, indexed once.
SearchIndex& shipped_index() {
  static const SearchFolder folder;
  static SearchIndex index = [] {
    IndexRequest request = folder.request();
    request.studies = shipped + "/case_studies";
    build_index(disk(), request);
    return folder.open(&areas());
  }();
  return index;
}

SearchRequest about(const std::string& text, const std::string& like = {}) {
  SearchRequest request;
  request.text = text;
  request.count = 500;
  request.explain = true;
  if (!like.empty()) request.like = areas().find(like);
  return request;
}

std::size_t rank(const SearchResult& result, const std::string& id) {
  const Ids all = ids(result);
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), id) - all.begin());
}

}  // namespace

TEST_CASE("the score is the product of text, similarity and evidence, in order, and nothing is missed") {
  for (const char* like : {"", "Cardiff", "Lambeth"})
    for (const char* text : {"late night violence taxis", "\"hot spot\" policing", "burglar* gates", "NTE licensing",
                             "domestic abuse -police", "violence AND alcohol", ""}) {
      const SearchResult all = shipped_index().search(about(text, like));
      REQUIRE_FALSE(all.hits.empty());
      CHECK(all.hits.size() == all.matches);
      for (std::size_t i = 0; i < all.hits.size(); ++i) {
        const Hit& hit = all.hits[i];
        CHECK(hit.score == doctest::Approx(hit.text * hit.similarity * hit.evidence).epsilon(1e-12));
        CHECK(hit.similarity <= 1);
        if (i > 0) CHECK(all.hits[i - 1].score >= hit.score);
      }
      // The top three, with Xapian free to prune, are the top three of everything.
      SearchRequest few = about(text, like);
      few.count = 3;
      few.facets = false;
      const SearchResult top = shipped_index().search(few);
      for (std::size_t i = 0; i < top.hits.size(); ++i) CHECK(top.hits[i].id == all.hits[i].id);
    }
}

TEST_CASE("asking for a like place moves up what worked there") {
  // Text and evidence of a study stay whichever place is asked about; its similarity is 1 where it was made. So it must
  // stand higher for its own place than for one that is unlike it.
  struct Case {
    const char *text, *place, *elsewhere, *rises, *why;
  };
  for (const Case& one :
       {Case{"late night violence taxis", "Cardiff", "South Hams", "cardiff-taxi-ranks-night-buses-food-outlets",
             "a university city's night-time economy, not a rural district's"},
        Case{"domestic abuse support centre", "Lambeth", "Cornwall", "gaia-centre-lambeth",
             "inner London, not a county of villages"},
        Case{"student safety at night", "Birmingham", "South Hams", "birmingham-bsafe",
             "a large city with universities, not a district without one"},
        Case{"street drinking and disorder", "Brighton and Hove", "Cornwall", "brighton-designated-public-place-order",
             "a dense seaside city, not small towns far apart"},
        Case{"repeat burglary victims", "Rochdale", "Cornwall", "kirkholt-burglary-prevention",
             "deprived northern estates, not rural homes"}}) {
    CAPTURE(one.text);
    CAPTURE(one.why);
    const SearchResult near = shipped_index().search(about(one.text, one.place));
    const SearchResult far = shipped_index().search(about(one.text, one.elsewhere));
    const std::size_t near_rank = rank(near, one.rises), far_rank = rank(far, one.rises);
    REQUIRE(near_rank < near.hits.size());
    REQUIRE(far_rank < far.hits.size());
    CHECK(near_rank < far_rank);
    CHECK(near.hits[near_rank].similarity == doctest::Approx(1));
    CHECK(far.hits[far_rank].similarity < 1);
    CHECK(near.hits[near_rank].text == doctest::Approx(far.hits[far_rank].text));
    CHECK(near.hits[near_rank].evidence == far.hits[far_rank].evidence);
  }
}

TEST_CASE("no result stands below a weaker text match without a word of which factor put it there") {
  const Ids words = {"burglary", "violence", "night", "police", "school", "street",   "review",  "victims", "alcohol",
                     "trial",    "patrol",   "taxi",  "gangs",  "young",  "lighting", "council", "drugs",   "hospital"};
  const Ids places = {"", "Cardiff", "Lambeth", "South Hams", "Blackpool", "Wrexham", "Leicester"};
  std::mt19937 random(11);
  const auto one_of = [&](const Ids& all) { return all[random() % all.size()]; };
  std::size_t lowered = 0;
  for (int i = 0; i < 60; ++i) {
    const std::string text = one_of(words) + " " + one_of(words) + (i % 2 == 0 ? "" : " " + one_of(words));
    const SearchResult result = shipped_index().search(about(text, one_of(places)));
    CAPTURE(text);
    for (std::size_t at = 0; at < result.hits.size(); ++at) {
      const Hit& hit = result.hits[at];
      const auto here = result.hits.begin() + static_cast<std::ptrdiff_t>(at);
      const auto weaker =
          std::find_if(result.hits.begin(), here, [&](const Hit& above) { return above.text < hit.text * (1 - 1e-6); });
      REQUIRE((weaker != here) == !hit.lowered.empty());
      if (weaker == here) continue;
      ++lowered;
      // What is named is a factor in which the one above is truly better.
      const bool by_place = hit.lowered.find("because of where it was") != std::string::npos;
      const bool by_evidence = hit.lowered.find("because of its evidence") != std::string::npos;
      REQUIRE(by_place != by_evidence);
      REQUIRE((by_place ? weaker->similarity > hit.similarity : weaker->evidence > hit.evidence));
      REQUIRE(hit.lowered.find("“" + weaker->title + "”") != std::string::npos);
    }
  }
  CHECK(lowered > 1000);  // the property was tried, not only stated
}

TEST_CASE("where words are in many studies, looking at the strongest ones first finds the same best ten") {
  const SearchFolder folder;
  const Ids designs = {"randomised_trial", "comparison_before_after", "before_after", ""};
  const Ids codes = {"W06000015", "E06000052", "E07000044", "E08000025", "E09000022"};
  std::mt19937 random(5);
  for (int i = 0; i < 600; ++i) {
    std::string body, front = "area: {name: Somewhere, code: " + codes[random() % codes.size()] + "}\n";
    for (int word = 0; word < 40; ++word)
      for (std::size_t times = random() % 4; times > 0; --times) body += "w" + std::to_string(word) + " ";
    if (const std::string& design = designs[random() % designs.size()]; !design.empty())
      front +=
          "status: evaluated\noutcomes:\n  - {name: crime, design: " + design +
          ", kind: counts, desired: decrease, treated: {before: 100, after: " + std::to_string(40 + random() % 90) +
          "}, comparison: {before: 100, after: 100}, source: 1}\nsources: [{cite: A report}]\n";
    folder.study("s" + std::to_string(i), "Title", body, front);
  }
  folder.build();
  SearchIndex index = folder.open(&areas());
  std::string all_words;  // four times over, so that there are postings enough
  for (int word = 0; word < 160; ++word) all_words += "w" + std::to_string(word % 40) + " ";
  for (const std::string& text : {all_words, all_words + "AND w7", all_words + "-w3"})
    for (const char* like : {"Cardiff", "Cornwall"}) {
      SearchRequest request = about(text, like);
      request.explain = request.snippets = false;
      request.count = 10;
      const SearchResult every = index.search(request);  // facets count every match, so none is left out
      request.facets = false;
      const SearchResult best = index.search(request);
      REQUIRE(best.hits.size() == 10);
      CHECK(ids(best) == ids(every));
      for (std::size_t i = 0; i < 10; ++i) CHECK(best.hits[i].score == doctest::Approx(every.hits[i].score));
    }
}

TEST_CASE("places that are none of the table's count as half like") {
  const SearchResult result = shipped_index().search(about("area:\"newcastle, new south wales\"", "Cardiff"));
  REQUIRE(result.hits.size() == 1);
  CHECK(result.hits[0].similarity == neutral_similarity);
}

TEST_CASE("facets count every match exactly") {
  SearchRequest request = about("violence");
  request.count = 1;
  const SearchResult result = shipped_index().search(request);
  const Library library =
      load_library(disk(), shipped + "/case_studies", load_vocabulary(disk(), shipped + "/vocabulary.yaml"));
  const Ids all = ids(shipped_index().search(about("violence")));
  CHECK(result.matches == all.size());
  REQUIRE(result.facets[0].name == "theme");
  for (const FacetCount& theme : result.facets[0].values) {
    std::size_t expected = 0;
    for (const CaseStudy& study : library.studies)
      if (std::find(all.begin(), all.end(), study.id) != all.end() &&
          std::find(study.themes.begin(), study.themes.end(), theme.value) != study.themes.end())
        ++expected;
    CHECK(theme.count == expected);
  }
}

TEST_CASE("words, phrases, beginnings, fields and years") {
  const SearchFolder folder;
  folder.study("lamps", "Street lighting", "new lamps cut burglaries",
               "themes: [burglary]\ndates: {start: 1999, end: 2001}\n");
  folder.study("taxis", "Taxi marshals", "marshals at the rank, night after night; lighting of the street was good",
               "themes: [violence, night-time economy]\nagencies: [council]\ndates: {start: 2006-04}\n");
  folder.build();
  SearchIndex index = folder.open();
  CHECK(ids(found(index, "burglary")) == Ids{"lamps"});             // burglaries
  CHECK(ids(found(index, "\"street lighting\"")) == Ids{"lamps"});  // in this order
  CHECK(ids(found(index, "street lighting")) == Ids{"lamps", "taxis"});
  CHECK(ids(found(index, "marsh*")) == Ids{"taxis"});
  CHECK(found(index, "marsh").hits.empty());
  CHECK(ids(found(index, "theme:burglary")) == Ids{"lamps"});
  CHECK(ids(found(index, "street theme:\"Night-time Economy\"")) == Ids{"taxis"});
  CHECK(ids(found(index, "street 2005..2008")) == Ids{"taxis"});
  CHECK(ids(found(index, "street NOT taxi")) == Ids{"lamps"});
  CHECK(ids(found(index, "+lighting -marshals")) == Ids{"lamps"});
  SearchRequest since = about("street");
  since.since = 2002;
  CHECK(ids(index.search(since)) == Ids{"taxis"});
  SearchRequest agency = about("");
  agency.agencies = {"council"};
  CHECK(ids(index.search(agency)) == Ids{"taxis"});
  agency.agencies = {"counci"};
  CHECK_THROWS_AS(index.search(agency), Error);
  SearchRequest like = about("");
  like.like_study = "lamps";
  CHECK(ids(index.search(like)) == Ids{"taxis"});
  like.like_study = "lamp";
  CHECK_THROWS_AS(index.search(like), Error);
}

TEST_CASE("slips are corrected and dated terms find one another") {
  const SearchFolder folder;
  folder.study("old", "A project of 2004",
               "led by the primary care trust and the crime and disorder reduction partnership");
  folder.study("new", "A project of 2024", "led by the integrated care board");
  folder.study("asb", "Neighbours", "anti-social behaviour fell");
  folder.study("dv", "Refuge", "domestic violence victims were helped");
  folder.build();
  SearchIndex index = folder.open();
  CHECK(found(index, "neigbours").did_you_mean == "neighbours");
  CHECK(found(index, "neighbour").did_you_mean.empty());
  CHECK(ids(found(index, "ICB")).size() == 2);
  CHECK(ids(found(index, "CSP")) == Ids{"old"});
  CHECK(ids(found(index, "ASB")) == Ids{"asb"});
  CHECK(ids(found(index, "+ASB fell")) == Ids{"asb"});
  CHECK(ids(found(index, "domestic abuse")) == Ids{"dv"});
  CHECK_FALSE(found(index, "NTE").notes.empty());
  CHECK(found(index, "\"ASB\"").hits.empty());  // as typed
}

TEST_CASE("a query that finds nothing says how to loosen it, and no query is an error of ours") {
  SearchRequest narrow = about("\"no such phrase anywhere\"");
  narrow.themes = {"burglary"};
  const SearchResult nothing = shipped_index().search(narrow);
  CHECK(nothing.hits.empty());
  REQUIRE(nothing.hints.size() == 1);
  CHECK(nothing.hints[0].starts_with("Words alone, “no such phrase anywhere”: "));
  CHECK(shipped_index().search(about("zzz*")).hits.empty());  // the beginning of no word is not the empty query
  for (const std::string& text :
       {std::string("((((\"AND OR"), std::string("theme: : :: \"\" ** -"), std::string("\xff\xfe\x00*", 4),
        std::string(4000, '('), std::string("NOT NOT"), std::string("a..b 9999999999999999999..1"),
        std::string("begins:"), std::string("XOR + - ( )"), std::string("*"), std::string("+")})
    CHECK_NOTHROW(shipped_index().search(about(text)));
  CHECK_THROWS_AS(shipped_index().search(about(std::string(5000, 'a'))), Error);
}
