#include <cmath>

#include "../../unit/knowledge_base/search_folder.h"
#include "../targets.h"
#include "../text_checks.h"

namespace hallmark::fuzz {

namespace {

using namespace knowledge;

const SearchFolder& filled(const SearchFolder& folder, std::size_t shards) {
  folder.study("lamps", "Street lighting", "new lamps cut burglaries, as hot-spot policing did",
               "themes: [burglary]\ndates: {start: 1999, end: 2001}\narea: {name: Cardiff, code: W06000015}\n");
  folder.study("taxis", "Taxi marshals", "marshals at the rank, night after night, for the primary care trust",
               "themes: [violence, night-time economy]\nagencies: [council]\ndates: {start: 2006-04}\n");
  folder.study("asb", "Neighbours", "anti-social behaviour fell; caf\u00E9 owners agreed");
  folder.study("gates", "Alley-gates", "gates cut burglary in the alleys behind the houses at night");
  IndexRequest request = folder.request();
  request.shards = shards;
  build_index(disk(), request);
  return folder;
}

// The same studies in one index and spread over three shards.
struct Indexes {
  SearchFolder whole, spread;
  SearchIndex one = filled(whole, 1).open(), three = filled(spread, 3).open();
};

void check(const SearchResult& result) {
  require(result.matches == result.hits.size());
  require(result.hits.empty() == !result.hints.empty());
  for (std::size_t i = 0; i < result.hits.size(); ++i) {
    const Hit& hit = result.hits[i];
    const double product = hit.text * hit.similarity * hit.evidence;
    require(std::abs(hit.score - product) <= 1e-9 * std::abs(product));
    require(i == 0 || hit.score <= result.hits[i - 1].score * (1 + 1e-6));
    require(is_clean(hit.snippet));
  }
  require(is_valid_utf8(result.did_you_mean));
}

}  // namespace

void search(std::string_view input) {
  static Indexes indexes;
  SearchRequest request;
  request.text = std::string(input);
  request.explain = true;
  reads_or_refuses([&] {
    const SearchResult one = indexes.one.search(request), three = indexes.three.search(request);
    require(ids(one) == ids(three));
    check(one);
  });
}

}  // namespace hallmark::fuzz
