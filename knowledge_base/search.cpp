#include "knowledge_base/search.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "knowledge_base/index_document.h"
#include "knowledge_base/search_query.h"
#include "knowledge_base/search_sources.h"

namespace hallmark::knowledge {

namespace {

using Query = Xapian::Query;

constexpr std::size_t longest_query = 4096;  // bytes
constexpr std::size_t snippet_length = 200;  // bytes, about two lines
constexpr std::size_t like_terms = 30;       // of a study, the most telling

// Counts the facets of every matching study by its number.
class FacetSpy : public Xapian::MatchSpy {
 public:
  explicit FacetSpy(const Columns& columns) : columns_(columns), counts_(columns.facet_values.size()) {}
  void operator()(const Xapian::Document& document, double) override {
    for (const std::uint16_t value : columns_.rows[document.get_docid()].facets) ++counts_[value];
  }
  std::vector<FacetCounts> counted() const {
    std::vector<FacetCounts> all;
    for (std::size_t facet = 0; facet < facet_names.size(); ++facet) {
      FacetCounts one{std::string(facet_names[facet]), {}};
      for (std::size_t i = 0; i < counts_.size(); ++i)
        if (columns_.facet_values[i].first == facet && counts_[i] > 0)
          one.values.push_back({columns_.facet_values[i].second, counts_[i]});
      std::sort(one.values.begin(), one.values.end(), [](const FacetCount& a, const FacetCount& b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
      });
      all.push_back(std::move(one));
    }
    return all;
  }

 private:
  const Columns& columns_;
  std::vector<std::size_t> counts_;
};

// Xapian escapes snippets as XML; terminals and JSON escape for themselves.
std::string from_xml(std::string text) {
  for (const auto& [entity, plain] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}})
    for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; ++at)
      text.replace(at, std::string_view(entity).size(), plain);
  return text;
}

std::string one_line(std::string text) {
  std::string out;
  for (const char c : text) {
    if (c == '#' || c == '*' || c == '`') continue;
    const bool space = c == '\n' || c == '\t' || c == ' ';
    if (!space || (!out.empty() && out.back() != ' ')) out += space ? ' ' : c;
  }
  return out;
}

// Document numbers depend on the history of an index; ids do not.
class ById final : public Xapian::KeyMaker {
 public:
  explicit ById(const Columns& columns) : columns_(columns) {}
  std::string operator()(const Xapian::Document& document) const override {
    return columns_.rows[document.get_docid()].id;
  }

 private:
  const Columns& columns_;
};

}  // namespace

struct SearchIndex::State {
  Xapian::Database database;
  Synonyms synonyms;
  const AreaModel* model;
  Columns columns;
  std::map<std::string, double> label_weights;
  std::unique_ptr<QueryReader> reader;
  Scoring scoring, text_only;
  std::vector<double> similarities;  // by document number
  std::optional<std::size_t> scored_for;

  void open(const std::string& folder);
  void score_for(const std::optional<std::size_t>& like);
  Query any_of(Facet facet, const std::vector<std::string>& values) const;
  Query filtered(Query query, const SearchRequest& request) const;
  Query like_study(const std::string& id) const;
  // The same query as Xapian weighs it, for snippets, and by our score.
  struct Queries {
    Query plain;
    Query ranked;
    std::vector<std::unique_ptr<Xapian::PostingSource>> sources;
  };
  Queries queries(const Query& words, const SearchRequest& request, const Scoring& scoring_used) const;
  Hit hit(const Xapian::Document& document, double score) const;
  void explain(SearchResult& result, const Query& words, const SearchRequest& request,
               const std::vector<Xapian::docid>& documents) const;
};

void SearchIndex::State::open(const std::string& folder) {
  database = Xapian::Database(folder);
  columns = columns_from(database.get_metadata("columns"));
  if (columns.rows.size() <= database.get_lastdocid() && database.get_doccount() > 0)
    throw Error(ExitCode::input, "This index is damaged.", {"Run `hallmark index` again."}, {folder});
  const std::string labels = database.get_metadata("labels");
  for (const std::string_view line : split(labels, '\n'))
    if (const std::size_t tab = line.find('\t'); tab != std::string_view::npos)
      label_weights[std::string(line.substr(0, tab))] = std::stod(std::string(line.substr(tab + 1)));
  reader = std::make_unique<QueryReader>(database);
  const double mean = std::max(1.0, database.get_avlength());
  scoring.smallest_norm = text_only.smallest_norm = Scoring::k1;
  for (const StudyRow& row : columns.rows) {
    scoring.norms.push_back(Scoring::k1 * (1 - Scoring::b + Scoring::b * row.length / mean));
    if (!row.id.empty()) scoring.smallest_norm = std::min(scoring.smallest_norm, scoring.norms.back());
  }
  text_only.norms = scoring.norms;
  text_only.smallest_norm = scoring.smallest_norm;
  text_only.factors.assign(columns.rows.size(), 1.0);
  score_for(std::nullopt);
}

void SearchIndex::State::score_for(const std::optional<std::size_t>& like) {
  if (!similarities.empty() && scored_for == like) return;
  std::vector<double> by_area;
  for (const std::string& place : columns.areas) by_area.push_back(place_similarity(place, model, like));
  similarities.assign(columns.rows.size(), 0);
  scoring.factors.assign(columns.rows.size(), 0);
  scoring.largest_factor = 0;
  for (std::size_t i = 0; i < columns.rows.size(); ++i) {
    if (columns.rows[i].id.empty()) continue;
    similarities[i] = by_area[columns.rows[i].area];
    scoring.factors[i] = similarities[i] * columns.rows[i].evidence;
    scoring.largest_factor = std::max(scoring.largest_factor, scoring.factors[i]);
  }
  scored_for = like;
}

Query SearchIndex::State::any_of(Facet facet, const std::vector<std::string>& values) const {
  std::vector<Query> terms;
  std::vector<std::string> known;
  for (const auto& [of, value] : columns.facet_values)
    if (of == facet) known.push_back(value);
  for (const std::string& value : values) {
    const bool level = facet == facet_design && value.size() == 1 && value >= "0" && value <= "5";
    const auto is_it = [&](const std::string& word) { return to_lower(word) == to_lower(value); };
    if (!level && std::none_of(known.begin(), known.end(), is_it))
      throw Error(ExitCode::usage, fmt::format("No case study has the {} “{}”.", facet_names[facet], value),
                  {suggestion(value, known)});
    terms.emplace_back(level ? level_term(value[0] - '0') : facet_term(facet, value));
  }
  return Query(Query::OP_OR, terms.begin(), terms.end());
}

Query SearchIndex::State::filtered(Query query, const SearchRequest& request) const {
  const auto filter = [&](const Query& by) { query = Query(Query::OP_FILTER, query, by); };
  const std::pair<Facet, const std::vector<std::string>*> chosen[] = {{facet_theme, &request.themes},
                                                                      {facet_agency, &request.agencies},
                                                                      {facet_hallmark, &request.hallmarks},
                                                                      {facet_setting, &request.settings},
                                                                      {facet_design, &request.designs}};
  for (const auto& [facet, values] : chosen)
    if (!values->empty()) filter(any_of(facet, *values));
  if (request.since) filter(Query(Query::OP_VALUE_GE, last_year_slot, Xapian::sortable_serialise(*request.since)));
  if (!request.min_evidence.empty()) {
    std::vector<std::string> known;
    for (const auto& [label, weight] : label_weights) known.push_back(label);
    const auto least = label_weights.find(request.min_evidence);
    if (least == label_weights.end())
      throw Error(ExitCode::usage, fmt::format("“{}” is no label of the evidence standard.", request.min_evidence),
                  {suggestion(request.min_evidence, known)});
    std::vector<Query> labels;
    for (const auto& [label, weight] : label_weights)
      if (weight >= least->second) labels.emplace_back(facet_term(facet_evidence, label));
    filter(Query(Query::OP_OR, labels.begin(), labels.end()));
  }
  return query;
}

Query SearchIndex::State::like_study(const std::string& id) const {
  const auto found = database.postlist_begin(id_term(id));
  if (found == database.postlist_end(id_term(id))) {
    std::vector<std::string> ids;
    for (const StudyRow& row : columns.rows)
      if (!row.id.empty()) ids.push_back(row.id);
    throw Error(ExitCode::usage, fmt::format("No case study has the id “{}”.", id),
                {nearest(id, ids) ? suggestion(id, ids) : "`hallmark practice list` lists them."});
  }
  std::vector<std::pair<double, std::string>> stems;  // by how much they tell, negated, so that the most come first
  for (auto term = database.termlist_begin(*found); term != database.termlist_end(*found); ++term)
    if ((*term).starts_with('Z') && (*term).size() > 3)
      stems.emplace_back(-static_cast<double>(term.get_wdf()) *
                             inverse_document_frequency(database.get_doccount(), term.get_termfreq()),
                         *term);
  std::sort(stems.begin(), stems.end());
  if (stems.size() > like_terms) stems.resize(like_terms);
  std::vector<std::string> terms;
  for (const auto& [weight, term] : stems) terms.push_back(term);
  return Query(Query::OP_AND_NOT, Query(Query::OP_OR, terms.begin(), terms.end()), Query(id_term(id)));
}

SearchIndex::State::Queries SearchIndex::State::queries(const Query& words, const SearchRequest& request,
                                                        const Scoring& scoring_used) const {
  Queries made;
  made.plain = words;
  if (words.empty()) {
    made.sources.push_back(every_document(database, scoring_used));
    made.ranked = filtered(Query(made.sources.back().get()), request);
  } else {
    made.ranked = filtered(scored(words, database, scoring_used, made.sources), request);
  }
  return made;
}

Hit SearchIndex::State::hit(const Xapian::Document& document, double score) const {
  const json::value stored = parse_json(document.get_data(), "index");
  const auto text = [&](const char* key) { return std::string(stored.at(key).as_string()); };
  Hit hit;
  hit.id = text("id");
  hit.title = text("title");
  hit.area = text("area");
  hit.country = text("country");
  hit.start = text("start");
  hit.end = text("end");
  hit.evidence_label = text("evidence");
  hit.path = text("path");
  hit.level = static_cast<int>(stored.at("level").as_int64());
  hit.snippet = text("text");
  hit.score = score;
  return hit;
}

void SearchIndex::State::explain(SearchResult& result, const Query& words, const SearchRequest& request,
                                 const std::vector<Xapian::docid>& documents) const {
  std::vector<Query> ids;
  for (const Hit& hit : result.hits) ids.emplace_back(id_term(hit.id));
  const Queries alone = queries(words, request, text_only);
  Xapian::Enquire enquire(database);
  enquire.set_query(Query(Query::OP_FILTER, alone.ranked, Query(Query::OP_OR, ids.begin(), ids.end())));
  const Xapian::MSet texts = enquire.get_mset(0, static_cast<Xapian::doccount>(documents.size()));
  std::map<Xapian::docid, double> text_of;
  for (auto at = texts.begin(); at != texts.end(); ++at) text_of[*at] = at.get_weight();
  for (std::size_t i = 0; i < documents.size(); ++i) {
    Hit& hit = result.hits[i];
    hit.text = text_of[documents[i]];
    hit.similarity = similarities[documents[i]];
    hit.evidence = columns.rows[documents[i]].evidence;
    const auto weaker = std::find_if(result.hits.begin(), result.hits.begin() + static_cast<std::ptrdiff_t>(i),
                                     [&](const Hit& above) { return above.text < hit.text; });
    if (weaker == result.hits.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    const bool place = hit.similarity / weaker->similarity < hit.evidence / weaker->evidence;
    hit.lowered =
        place
            ? fmt::format("Below “{}”, a weaker text match, because of where it was: similarity {:.2f} against {:.2f}.",
                          weaker->title, hit.similarity, weaker->similarity)
            : fmt::format("Below “{}”, a weaker text match, because of its evidence: {:.2f} against {:.2f}.",
                          weaker->title, hit.evidence, weaker->evidence);
  }
}

SearchIndex::SearchIndex(const std::string& folder, Synonyms synonyms, const AreaModel* model)
    : state_(std::make_unique<State>()) {
  state_->synonyms = std::move(synonyms);
  state_->model = model;
  // A builder may replace the generation between our reading its name and opening it; then the next one is there.
  for (int tries = 1;; ++tries) {
    try {
      state_->open(folder);
      return;
    } catch (const Xapian::Error& error) {
      if (tries == 3)
        throw Error(ExitCode::input, fmt::format("There is no index to search here: {}.", error.get_msg()),
                    {"Run `hallmark index` to build it."}, {folder});
    }
  }
}

SearchIndex::~SearchIndex() = default;

std::size_t SearchIndex::size() const {
  return state_->database.get_doccount();
}

SearchResult SearchIndex::search(const SearchRequest& request) {
  State& state = *state_;
  if (request.text.size() > longest_query)
    throw Error(ExitCode::usage, fmt::format("A query has at most {} bytes.", longest_query), {"Use fewer words."});
  SearchResult result;
  try {
    state.score_for(request.like);
    const std::string text = make_valid_utf8(request.text);
    const Synonyms::Expanded expanded = state.synonyms.expand(text);
    result.notes = expanded.notes;
    Query words = state.reader->read(expanded.query);
    if (!request.like_study.empty())
      words = words.empty() ? state.like_study(request.like_study)
                            : Query(Query::OP_AND_MAYBE, state.like_study(request.like_study), words);
    const State::Queries made = state.queries(words, request, state.scoring);

    Xapian::Enquire enquire(state.database);
    enquire.set_query(made.ranked);
    ById by_id(state.columns);
    if (words.empty()) enquire.set_sort_by_relevance_then_key(&by_id, false);  // two studies of one grade are equals
    FacetSpy spy(state.columns);
    if (request.facets) enquire.add_matchspy(&spy);
    const auto documents = state.database.get_doccount();
    const Xapian::MSet found =
        enquire.get_mset(0, static_cast<Xapian::doccount>(std::min<std::size_t>(request.count, documents)),
                         request.facets ? documents : 0);
    result.matches = found.get_matches_estimated();
    if (request.facets) result.facets = spy.counted();

    Xapian::MSet for_snippets;
    if (request.snippets && !words.empty()) {
      Xapian::Enquire plain(state.database);
      plain.set_query(made.plain);
      for_snippets = plain.get_mset(0, 1);
    }
    std::vector<Xapian::docid> shown;
    for (auto at = found.begin(); at != found.end(); ++at) {
      shown.push_back(*at);
      if (!request.snippets) {  // bulk use: identity and score only, without reading the stored study
        result.hits.emplace_back();
        result.hits.back().id = state.columns.rows[*at].id;
        result.hits.back().score = at.get_weight();
        continue;
      }
      result.hits.push_back(state.hit(at.get_document(), at.get_weight()));
      std::string& snippet = result.hits.back().snippet;
      const std::string source = one_line(snippet);
      snippet = words.empty() ? source.substr(0, 0)
                              : from_xml(for_snippets.snippet(source, snippet_length, Xapian::Stem("english"),
                                                              Xapian::MSet::SNIPPET_EXHAUSTIVE, "\x02", "\x03", "…"));
    }
    if (request.explain) state.explain(result, words, request, shown);
    if (request.snippets) result.did_you_mean = state.reader->corrected(text, state.synonyms);
  } catch (const Xapian::Error& error) {
    throw Error(ExitCode::input, fmt::format("The index could not be searched: {}.", error.get_msg()),
                {"Run `hallmark index` again."});
  }
  if (result.hits.empty()) {
    const bool narrowed = !request.themes.empty() || !request.agencies.empty() || !request.hallmarks.empty() ||
                          !request.settings.empty() || !request.designs.empty() || request.since ||
                          !request.min_evidence.empty();
    if (narrowed) result.hints.emplace_back("Leave out a filter such as --theme, --since or --min-evidence.");
    if (request.text.find_first_of("\"+") != std::string::npos || request.text.find(" AND ") != std::string::npos)
      result.hints.emplace_back("Search for the words alone, without quotation marks, + and AND.");
    if (request.text.find(':') != std::string::npos) result.hints.emplace_back("Leave out the field, such as theme:.");
    if (result.hints.empty()) result.hints.emplace_back("Use other or fewer words, or the beginning of one: viol*.");
  }
  return result;
}

}  // namespace hallmark::knowledge
