#include "knowledge_base/search.h"

#include <algorithm>
#include <future>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "knowledge_base/index_document.h"
#include "knowledge_base/matching.h"
#include "knowledge_base/search_query.h"
#include "knowledge_base/shards.h"

namespace hallmark::knowledge {

namespace {

using Query = Xapian::Query;

constexpr std::size_t longest_query = 4096;  // bytes
constexpr std::size_t snippet_length = 200;  // bytes, about two lines
constexpr std::size_t like_terms = 30;       // of a study, the most telling

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

bool is_filtered(const SearchRequest& request) {
  return !request.themes.empty() || !request.agencies.empty() || !request.hallmarks.empty() ||
         !request.settings.empty() || !request.designs.empty() || request.since || !request.min_evidence.empty();
}

SearchRequest without_filters(SearchRequest request) {
  SearchRequest open;
  open.text = std::move(request.text);
  open.like_study = std::move(request.like_study);
  open.like = request.like;
  return open;
}

// No quotation marks, operators, fields or years: any of the words will do.
SearchRequest words_alone(SearchRequest request) {
  std::vector<std::string> kept;
  for (char& c : request.text)
    if (std::string_view("\"+()").find(c) != std::string_view::npos) c = ' ';
  for (const std::string_view word : split(request.text, ' '))
    if (!word.empty() && word != "AND" && word != "NOT" && !word.starts_with('-') &&
        word.find(':') == std::string_view::npos && word.find("..") == std::string_view::npos)
      kept.emplace_back(word);
  request.text = join(kept, " ");
  return request;
}

}  // namespace

// One shard and what its studies weigh.
struct Weighed {
  Shard shard;
  Scoring scoring, text_only;
  std::vector<double> similarities;  // by document number
};

struct Found {
  const Weighed* in = nullptr;
  Match match;
  const StudyRow& row() const { return in->shard.columns.rows[match.document]; }
};

struct SearchIndex::State {
  std::vector<Weighed> shards;
  Xapian::Database all;  // the shards as one, for words and their rarity
  Synonyms synonyms;
  const AreaModel* model = nullptr;
  std::unique_ptr<QueryReader> reader;
  std::optional<std::size_t> scored_for;

  void add(Shard shard);
  void weigh();
  void score_for(const std::optional<std::size_t>& like);
  Query any_of(Facet facet, const std::vector<std::string>& values) const;
  Query filter_of(const SearchRequest& request) const;
  Query like_study(const std::string& id) const;
  void find(const SearchRequest& request, const Query& words, SearchResult& result) const;
  std::vector<Matches> match_all(const Wanted& wanted, Scoring Weighed::*scoring) const;
  std::vector<Found> best(const std::vector<Matches>& matches, std::size_t count) const;
  std::vector<FacetCounts> facets(const std::vector<Matches>& matches) const;
  Hit hit(const Found& found) const;
  void add_snippets(std::vector<Hit>& hits, const Query& words) const;
  void explain(std::vector<Hit>& hits, const std::vector<Found>& found, const Query& words) const;
};

void SearchIndex::State::add(Shard shard) {
  all.add_database(shard.database);
  shards.push_back({std::move(shard), {}, {}, {}});
}

void SearchIndex::State::weigh() {
  const double mean = std::max(1.0, all.get_avlength());
  for (Weighed& one : shards) {
    Scoring& scoring = one.scoring;
    scoring.smallest_norm = Scoring::k1;
    for (const StudyRow& row : one.shard.columns.rows) {
      scoring.norms.push_back(Scoring::k1 * (1 - Scoring::b + Scoring::b * row.length / mean));
      if (!row.id.empty()) scoring.smallest_norm = std::min(scoring.smallest_norm, scoring.norms.back());
    }
    one.text_only = scoring;
    one.text_only.factors.assign(scoring.norms.size(), 1.0);
  }
}

void SearchIndex::State::score_for(const std::optional<std::size_t>& like) {
  if (!shards.empty() && !shards[0].similarities.empty() && scored_for == like) return;
  for (Weighed& one : shards) {
    const Columns& columns = one.shard.columns;
    Scoring& scoring = one.scoring;
    std::vector<double> by_area;
    for (const std::string& place : columns.areas) by_area.push_back(place_similarity(place, model, like));
    one.similarities.assign(columns.rows.size(), 0);
    scoring.factors.assign(columns.rows.size(), 0);
    scoring.factor_by_key.clear();
    for (std::size_t i = 0; i < columns.rows.size(); ++i) {
      const StudyRow& row = columns.rows[i];
      if (row.id.empty()) continue;
      one.similarities[i] = by_area[row.area];
      scoring.factors[i] = by_area[row.area] * row.evidence;
      if (one.shard.remote)
        scoring.factor_by_key.emplace(factor_key(columns.areas[row.area], row.evidence), scoring.factors[i]);
    }
    scoring.find_high_factors();
  }
  scored_for = like;
}

Query SearchIndex::State::any_of(Facet facet, const std::vector<std::string>& values) const {
  std::vector<Query> terms;
  std::vector<std::string> known;
  for (const Weighed& one : shards)
    for (const auto& [of, value] : one.shard.columns.facet_values)
      if (of == facet && std::find(known.begin(), known.end(), value) == known.end()) known.push_back(value);
  std::sort(known.begin(), known.end());
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

Query SearchIndex::State::filter_of(const SearchRequest& request) const {
  std::vector<Query> filters;
  const std::pair<Facet, const std::vector<std::string>*> chosen[] = {{facet_theme, &request.themes},
                                                                      {facet_agency, &request.agencies},
                                                                      {facet_hallmark, &request.hallmarks},
                                                                      {facet_setting, &request.settings},
                                                                      {facet_design, &request.designs}};
  for (const auto& [facet, values] : chosen)
    if (!values->empty()) filters.push_back(any_of(facet, *values));
  if (request.since)
    filters.emplace_back(Query::OP_VALUE_GE, last_year_slot, Xapian::sortable_serialise(*request.since));
  if (!request.min_evidence.empty()) {
    const std::map<std::string, double>& label_weights = shards[0].shard.label_weights;
    std::vector<std::string> known;
    for (const auto& [label, weight] : label_weights) known.push_back(label);
    const auto least = label_weights.find(request.min_evidence);
    if (least == label_weights.end())
      throw Error(ExitCode::usage, fmt::format("“{}” is no label of the evidence standard.", request.min_evidence),
                  {suggestion(request.min_evidence, known)});
    std::vector<Query> labels;
    for (const auto& [label, weight] : label_weights)
      if (weight >= least->second) labels.emplace_back(facet_term(facet_evidence, label));
    filters.emplace_back(Query::OP_OR, labels.begin(), labels.end());
  }
  return {Query::OP_AND, filters.begin(), filters.end()};
}

Query SearchIndex::State::like_study(const std::string& id) const {
  const auto found = all.postlist_begin(id_term(id));
  if (found == all.postlist_end(id_term(id))) {
    std::vector<std::string> ids;
    for (const Weighed& one : shards)
      for (const StudyRow& row : one.shard.columns.rows)
        if (!row.id.empty()) ids.push_back(row.id);
    throw Error(ExitCode::usage, fmt::format("No case study has the id “{}”.", id),
                {nearest(id, ids) ? suggestion(id, ids) : "`hallmark practice list` lists them."});
  }
  std::vector<std::pair<double, std::string>> stems;  // by how much they tell, negated, so that the most come first
  const Statistics statistics(all);
  for (auto term = all.termlist_begin(*found); term != all.termlist_end(*found); ++term)
    if ((*term).starts_with('Z') && (*term).size() > 3)
      stems.emplace_back(
          -static_cast<double>(term.get_wdf()) * statistics.idf(static_cast<double>(all.get_termfreq(*term))), *term);
  std::sort(stems.begin(), stems.end());
  if (stems.size() > like_terms) stems.resize(like_terms);
  std::vector<std::string> terms;
  for (const auto& [weight, term] : stems) terms.push_back(term);
  return Query(Query::OP_AND_NOT, Query(Query::OP_OR, terms.begin(), terms.end()), Query(id_term(id)));
}

void SearchIndex::State::find(const SearchRequest& request, const Query& words, SearchResult& result) const {
  const Wanted wanted{words, filter_of(request), request.count, request.facets};
  const std::vector<Matches> matches = match_all(wanted, &Weighed::scoring);
  for (const Matches& one : matches) result.matches += one.all;
  if (request.facets) result.facets = facets(matches);
  const std::vector<Found> found = best(matches, request.count);
  for (const Found& one : found) {
    if (request.snippets) {
      result.hits.push_back(hit(one));
    } else {  // bulk use: identity and score only, without reading the stored study
      result.hits.emplace_back();
      result.hits.back().id = one.row().id;
      result.hits.back().score = one.match.score;
    }
  }
  if (request.snippets) add_snippets(result.hits, words);
  if (request.explain) explain(result.hits, found, words);
}

// Remote shards answer at the same time, each waited for by a thread of its own; those here follow one another. A
// Xapian object belongs to one thread, so each gets a copy of the query.
std::vector<Matches> SearchIndex::State::match_all(const Wanted& wanted, Scoring Weighed::*scoring) const {
  Statistics statistics(all);
  if (shards.size() == 1) return {match(shards[0].shard, shards[0].*scoring, statistics, wanted)};
  statistics.look_up(wanted.words);
  std::vector<std::future<Matches>> answers;
  for (const Weighed& one : shards) {
    const Wanted copy{Query::unserialise(wanted.words.serialise()), Query::unserialise(wanted.filter.serialise()),
                      wanted.count, wanted.facets};
    answers.push_back(
        std::async(one.shard.remote ? std::launch::async : std::launch::deferred,
                   [&one, &statistics, scoring, copy] { return match(one.shard, one.*scoring, statistics, copy); }));
  }
  std::vector<Matches> matches;
  for (std::future<Matches>& answer : answers) matches.push_back(answer.get());
  return matches;
}

std::vector<Found> SearchIndex::State::best(const std::vector<Matches>& matches, std::size_t count) const {
  std::vector<Found> all_found;
  for (std::size_t i = 0; i < shards.size(); ++i)
    for (const Match& match : matches[i].best) all_found.push_back({&shards[i], match});
  const auto wanted = all_found.begin() + static_cast<std::ptrdiff_t>(std::min(count, all_found.size()));
  std::partial_sort(all_found.begin(), wanted, all_found.end(), [](const Found& a, const Found& b) {
    return same_score(a.match.score, b.match.score) ? a.row().id < b.row().id : a.match.score > b.match.score;
  });
  all_found.erase(wanted, all_found.end());
  return all_found;
}

std::vector<FacetCounts> SearchIndex::State::facets(const std::vector<Matches>& matches) const {
  std::vector<std::map<std::string, std::size_t>> counts(facet_names.size());
  for (std::size_t i = 0; i < shards.size(); ++i)
    for (std::size_t k = 0; k < matches[i].facets.size(); ++k) {
      const auto& [facet, value] = shards[i].shard.columns.facet_values[k];
      if (matches[i].facets[k] > 0) counts.at(facet)[value] += matches[i].facets[k];
    }
  std::vector<FacetCounts> named;
  for (std::size_t facet = 0; facet < facet_names.size(); ++facet) {
    FacetCounts one{std::string(facet_names[facet]), {}};
    for (const auto& [value, count] : counts[facet]) one.values.push_back({value, count});
    std::stable_sort(one.values.begin(), one.values.end(),
                     [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
    named.push_back(std::move(one));
  }
  return named;
}

Hit SearchIndex::State::hit(const Found& found) const {
  const Xapian::Document document = found.in->shard.database.get_document(found.match.document);
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
  hit.score = found.match.score;
  return hit;
}

// From the text a hit carries to the piece of it that shows the words.
void SearchIndex::State::add_snippets(std::vector<Hit>& hits, const Query& words) const {
  if (!weighs(words)) {
    for (Hit& hit : hits) hit.snippet.clear();
    return;
  }
  Xapian::Enquire enquire(all);
  enquire.set_query(words);
  const Xapian::MSet found = enquire.get_mset(0, 1);
  for (Hit& hit : hits)
    hit.snippet = from_xml(found.snippet(one_line(hit.snippet), snippet_length, Xapian::Stem("english"),
                                         Xapian::MSet::SNIPPET_EXHAUSTIVE, "\x02", "\x03", "…"));
}

void SearchIndex::State::explain(std::vector<Hit>& hits, const std::vector<Found>& found, const Query& words) const {
  std::vector<Query> ids;
  for (const Hit& hit : hits) ids.emplace_back(id_term(hit.id));
  const Wanted wanted{words, Query(Query::OP_OR, ids.begin(), ids.end()), std::max<std::size_t>(1, hits.size()), false};
  std::map<std::string, double> texts;
  for (const Found& one : best(match_all(wanted, &Weighed::text_only), hits.size()))
    texts[one.row().id] = one.match.score;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    Hit& hit = hits[i];
    hit.text = texts[hit.id];
    hit.similarity = found[i].in->similarities[found[i].match.document];
    hit.evidence = found[i].row().evidence;
    const auto here = hits.begin() + static_cast<std::ptrdiff_t>(i);
    const auto weaker = std::find_if(hits.begin(), here, [&](const Hit& above) {
      return above.text < hit.text && !same_score(above.text, hit.text);
    });
    if (weaker == here) continue;
    const bool place = hit.similarity * weaker->evidence < hit.evidence * weaker->similarity;
    hit.lowered =
        place
            ? fmt::format("Below “{}”, a weaker text match, because of where it was: similarity {:.2f} against {:.2f}.",
                          weaker->title, hit.similarity, weaker->similarity)
            : fmt::format("Below “{}”, a weaker text match, because of its evidence: {:.2f} against {:.2f}.",
                          weaker->title, hit.evidence, weaker->evidence);
  }
}

SearchIndex::SearchIndex(const std::vector<ShardPlace>& places, Synonyms synonyms, const AreaModel* model)
    : state_(std::make_unique<State>()) {
  state_->synonyms = std::move(synonyms);
  state_->model = model;
  for (Shard& shard : open_shards(places)) state_->add(std::move(shard));
  state_->weigh();
  state_->reader = std::make_unique<QueryReader>(state_->all);
}

SearchIndex::~SearchIndex() = default;

std::size_t SearchIndex::size() const {
  return state_->all.get_doccount();
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
    const bool in_vain = words.empty() && !trim(text).empty();  // such as the beginning of no word
    if (!request.like_study.empty())
      words = words.empty() ? state.like_study(request.like_study)
                            : Query(Query::OP_AND_MAYBE, state.like_study(request.like_study), words);
    if (!in_vain || !words.empty()) state.find(request, words, result);
    if (request.snippets) result.did_you_mean = state.reader->corrected(text, state.synonyms);
  } catch (const Xapian::NetworkError& error) {
    throw Error(ExitCode::input,
                fmt::format("The shard {} stopped answering: {}.", error.get_context(), error.get_msg()),
                {"Results without it would be partial, so there are none."});
  } catch (const Xapian::Error& error) {
    throw Error(ExitCode::input, fmt::format("The index could not be searched: {}.", error.get_msg()),
                {"Run `hallmark index` again."});
  }
  if (result.hits.empty() && request.snippets) result.hints = looser(request);
  return result;
}

// What would find something, tried out.
std::vector<std::string> SearchIndex::looser(const SearchRequest& request) {
  std::vector<std::string> hints;
  const auto try_out = [&](const std::string& how, SearchRequest looser) {
    if (trim(looser.text).empty() && looser.like_study.empty()) return;
    looser.count = 1;
    looser.snippets = looser.explain = false;
    looser.facets = true;  // counts are exact then
    if (const std::size_t matches = search(looser).matches; matches > 0)
      hints.push_back(fmt::format("{}: {} {}.", how, matches, matches == 1 ? "case study" : "case studies"));
  };
  const SearchRequest words = words_alone(request);
  if (words.text != request.text) try_out(fmt::format("Words alone, “{}”", words.text), words);
  if (is_filtered(request)) {
    try_out(fmt::format("Without filters, “{}”", request.text), without_filters(request));
    if (hints.empty()) try_out(fmt::format("Without filters, words alone, “{}”", words.text), without_filters(words));
  }
  if (hints.empty()) hints.emplace_back("Use other or fewer words, or the beginning of one: viol*.");
  return hints;
}

}  // namespace hallmark::knowledge
