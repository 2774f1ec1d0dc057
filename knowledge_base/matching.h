// The best matches of one shard, by text × similarity × evidence, with the statistics of all shards together. Two ways
// to the same order:
//
// In this process each term of the query is replaced by a posting source (search_sources.h) whose weight already
// carries the factor. Where the words are in many studies, the eighth of them whose factors are highest are looked at
// first: the others must then reach a score that most cannot.
//
// Over Xapian's remote backend only what every Xapian server knows can be asked for, and weights there only add up.
// A score f · t of at least c, f the factor and t the text, is the same as
//     t + c · (1/f₀ − 1/f) ≥ c/f₀        for any f₀
// and the second term depends on the factor alone: a ValueMapPostingSource. So one request with a cutoff of c/f₀
// returns exactly the studies that score c or more. The first request ranks by text; the score of its n-th best study
// is the first c; each further request raises c, until everything at or above it has been returned.
#pragma once

#include <xapian.h>

#include <map>
#include <string>
#include <vector>

#include "knowledge_base/search_sources.h"
#include "knowledge_base/shards.h"

namespace hallmark::knowledge {

struct Wanted {
  Xapian::Query words;   // as parsed; a query that weighs nothing gives every match a text of 1
  Xapian::Query filter;  // empty: none
  std::size_t count = 10;
  bool facets = false;
};

struct Match {
  Xapian::docid document = 0;
  double score = 0;
};

struct Matches {
  std::vector<Match> best;          // at least the `count` best and all that equal the last of them; in no order
  std::size_t all = 0;              // how many match; exact with facets, else an estimate
  std::vector<std::size_t> facets;  // by number of facet value
};

// Whether two scores are the same: sums of the same parts differ in their last bits with the order of adding.
inline bool same_score(double a, double b) {
  return static_cast<float>(a) == static_cast<float>(b);
}

// Throws Xapian::Error.
Matches match(const Shard& shard, const Scoring& scoring, const Statistics& statistics, const Wanted& wanted);

}  // namespace hallmark::knowledge
