// Search over an index of case studies, ranked by fit: score = text × similarity × evidence.
//
//   text        BM25 (Robertson & Zaragoza 2009, k1 1.2, b 0.75) summed over the query's terms; 1 where the query is
//               only filters
//   similarity  AreaModel::similarity of the area asked about to the study's place, 0 to 1, by Hallmark's model or a
//               published list; neutral_similarity where the place is none of the table's (abroad, a region, a nation,
//               not stated); 1 where no area is asked about
//   evidence    the weight of the study's grade in evidence_standard.yaml, 0 to 1
//
// The product is exact in Xapian's own top n; equal scores follow by id. BM25 is a sum over terms and the other two
// depend on the document only, so
//   similarity(d) · evidence(d) · Σ_t bm25(t, d) = Σ_t similarity(d) · evidence(d) · bm25(t, d):
// each term of the parsed query is replaced by a posting source (search_sources.h) whose weight already carries the
// factor, and whose upper bound is that of BM25 times the largest factor. Xapian adds, prunes and sorts as ever; no
// OP_SCALE_WEIGHT stands above a source. Phrases and filters only decide what matches.
//
// An index may be spread over shards, here and behind Xapian's remote backend (matching.h). Rarity and mean length are
// those of all shards together, so the order is that of one index of the same studies.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "knowledge_base/ranking.h"
#include "knowledge_base/shard_places.h"
#include "knowledge_base/similar_areas.h"

namespace hallmark::knowledge {

// What practitioners call the same thing, now and formerly (synonyms.yaml).
class Synonyms {
 public:
  // Error(ExitCode::configuration) at its line for what is no list of lists of texts.
  static Synonyms load(const FileSystem& files, const std::string& path);
  struct Expanded {
    std::string query;               // as Xapian's query parser reads it
    std::vector<std::string> notes;  // "NTE: also “night-time economy”"
  };
  Expanded expand(std::string_view query) const;
  bool knows(const std::string& word) const { return by_words_.contains({word}); }

 private:
  std::vector<std::vector<std::string>> groups_;
  std::map<std::vector<std::string>, std::vector<std::size_t>> by_words_;  // lower-case words -> groups
  std::size_t longest_ = 0;                                                // words
};

struct SearchRequest {
  // Words, "phrases", begin*, AND OR NOT + -, 2003..2008, theme: agency: hallmark: setting: design: area: evidence: id:
  std::string text;
  std::vector<std::string> themes, agencies, hallmarks, settings, designs;  // of one kind: any; of several: all
  std::optional<double> since;      // year; studies that ended before are left out
  std::string min_evidence;         // a label: only studies whose label weighs at least as much
  std::string like_study;           // id: studies whose words are like this one's
  std::optional<std::size_t> like;  // area of the model
  std::size_t count = 10;
  bool snippets = true, facets = true, explain = false;
};

struct Hit {
  std::string id, title, area, country, start, end, evidence_label, path;
  int level = 0;
  double score = 0;
  double text = 0, similarity = 1, evidence = 0;  // filled with explain
  std::string lowered;                            // with explain: which factor put it below a weaker text match
  std::string snippet;                            // matching words between \x02 and \x03
};

struct FacetCount {
  std::string value;
  std::size_t count = 0;
};
struct FacetCounts {
  std::string name;
  std::vector<FacetCount> values;  // most first, then by name
};

struct SearchResult {
  std::vector<Hit> hits;
  std::size_t matches = 0;  // exact where facets are asked for, else an estimate
  std::vector<FacetCounts> facets;
  std::string did_you_mean;        // a corrected query, or empty
  std::vector<std::string> notes;  // synonyms looked for
  std::vector<std::string> hints;  // looser queries that find something, for one that found nothing
};

class SearchIndex {
 public:
  // Error(ExitCode::input) when a place holds no index, a damaged one, or does not answer: open_shards in shards.h.
  // `model` may be null: then no area can be asked about.
  SearchIndex(const std::vector<ShardPlace>& places, Synonyms synonyms, const AreaModel* model);
  ~SearchIndex();

  std::size_t size() const;
  // Error(ExitCode::usage) for an unknown filter word, label or study, with a suggestion.
  SearchResult search(const SearchRequest& request);

 private:
  std::vector<std::string> looser(const SearchRequest& request);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hallmark::knowledge
