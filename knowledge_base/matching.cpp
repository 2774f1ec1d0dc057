#include "knowledge_base/matching.h"

#include <algorithm>
#include <cmath>
#include <list>

#include "hallmark/error.h"
#include "knowledge_base/index_document.h"

namespace hallmark::knowledge {

namespace {

using Query = Xapian::Query;

constexpr double near_enough = 1 - 1e-6;  // below it scores are no longer the same_score

// Counts the facets of every matching study by its number.
class FacetSpy : public Xapian::MatchSpy {
 public:
  explicit FacetSpy(const Columns& columns) : columns_(columns), counts_(columns.facet_values.size()) {}
  void operator()(const Xapian::Document& document, double) override {
    for (const std::uint16_t value : columns_.rows[document.get_docid()].facets) ++counts_[value];
  }
  const std::vector<std::size_t>& counts() const { return counts_; }

 private:
  const Columns& columns_;
  std::vector<std::size_t> counts_;
};

Query chosen(const Wanted& wanted, const Statistics& statistics, const Leaves& leaves) {
  const Query words = weighs(wanted.words)   ? weighed(wanted.words, statistics, leaves)
                      : wanted.words.empty() ? leaves.every_document()
                                             : Query(Query::OP_FILTER, leaves.every_document(), wanted.words);
  return wanted.filter.empty() ? words : Query(Query::OP_FILTER, words, wanted.filter);
}

std::vector<Match> matches_of(const Xapian::MSet& found) {
  std::vector<Match> all;
  for (auto at = found.begin(); at != found.end(); ++at) all.push_back({*at, at.get_weight()});
  return all;
}

// Postings from which it pays to look at documents of high factors before the others.
constexpr double many_postings = 50'000;

class InProcessMatch {
 public:
  InProcessMatch(const Shard& shard, const Scoring& scoring, const Statistics& statistics, const Wanted& wanted)
      : scoring_(scoring),
        wanted_(wanted),
        documents_(shard.database.get_doccount()),
        spy_(shard.columns),
        enquire_(shard.database) {
    const auto source = [&](const std::string& term, double idf) {
      return Query(&sources_.emplace_back(shard.database, term, idf, scoring_, range_));
    };
    const Leaves leaves{source, [&] { return source("", 0); }};
    enquire_.set_query(chosen(wanted, statistics, leaves));
  }

  Matches run() {
    if (wanted_.facets) enquire_.add_matchspy(&spy_);
    const std::size_t one_more = std::min<std::size_t>(wanted_.count + 1, documents_);
    Matches result;
    std::vector<Match>& best = result.best;
    double level = 0;  // a score that the last of the best reaches
    for (const FactorRange& range : ranges()) {
      range_ = range;
      if (most() < level) break;
      enquire_.set_cutoff(0, level);
      const Xapian::MSet found =
          enquire_.get_mset(0, static_cast<Xapian::doccount>(one_more), wanted_.facets ? documents_ : 0);
      result.all = std::max<std::size_t>(result.all, found.get_matches_estimated());
      add(found, best);
      if (best.size() > one_more) best.resize(one_more);
      if (best.size() == one_more) level = best.back().score * near_enough;
    }
    if (best.size() > wanted_.count && same_score(best[wanted_.count - 1].score, best[wanted_.count].score)) {
      range_ = everything();
      enquire_.clear_matchspies();
      enquire_.set_cutoff(0, level);
      best.clear();
      add(enquire_.get_mset(0, documents_), best);
    }
    result.facets = spy_.counts();
    return result;
  }

 private:
  FactorRange everything() const { return {FactorRange::all, scoring_.largest_factor}; }

  // Few documents of high factors first: the score of the last of the best among them is one that the others must
  // reach, and their bound is lower. Every match counts for facets.
  std::vector<FactorRange> ranges() const {
    double postings = 0;
    for (const WeighedSource& source : sources_) postings += source.get_termfreq_max();
    if (wanted_.facets || scoring_.is_high.empty() || postings < many_postings) return {everything()};
    return {{FactorRange::high, scoring_.largest_factor}, {FactorRange::others, scoring_.most_of_others}};
  }

  // What the words of a document in range weigh at most.
  double most() const {
    double sum = 0;
    for (const WeighedSource& source : sources_) sum += source.most();
    return sum * range_.most;
  }

  static void add(const Xapian::MSet& found, std::vector<Match>& best) {
    const auto middle = static_cast<std::ptrdiff_t>(best.size());
    for (auto at = found.begin(); at != found.end(); ++at) best.push_back({*at, at.get_weight()});
    std::inplace_merge(best.begin(), best.begin() + middle, best.end(),
                       [](const Match& a, const Match& b) { return a.score > b.score; });
  }

  const Scoring& scoring_;
  const Wanted& wanted_;
  Xapian::doccount documents_;
  FactorRange range_ = everything();
  std::list<WeighedSource> sources_;  // outlive the match
  FacetSpy spy_;
  Xapian::Enquire enquire_;
};

// Xapian's BM25 over one shard with the mean length and the rarity of all shards: its norm is
// k1·(1 − b + b·length/mean); k1 and b are chosen so that it comes out as ours, and each term is scaled to our idf.
class RemoteWeighing {
 public:
  RemoteWeighing(const Shard& shard, const Statistics& statistics) : database_(shard.database) {
    const double constant = Scoring::k1 * (1 - Scoring::b);
    const double slope = Scoring::k1 * Scoring::b * database_.get_avlength() / statistics.mean_length();
    k1_ = constant + slope;
    b_ = slope / k1_;
  }
  Xapian::BM25Weight scheme() const { return {k1_, 0, 0, b_, 0}; }
  Query term(const std::string& term, double idf) const {
    const double containing = database_.get_termfreq(term);
    if (containing == 0) return Query::MatchNothing;
    const double odds = (database_.get_doccount() - containing + 0.5) / (containing + 0.5);
    const double theirs = std::log(odds < 2 ? odds / 2 + 1 : odds) * (k1_ + 1);
    return {Query::OP_SCALE_WEIGHT, Query(term), idf * (Scoring::k1 + 1) / theirs};
  }

 private:
  Xapian::Database database_;
  double k1_, b_;
};

// f₀: small enough that no weight is below nothing, and not so small that the text drowns in rounding.
double least_factor(const Scoring& scoring) {
  double least = scoring.largest_factor;
  for (const auto& [key, factor] : scoring.factor_by_key)
    if (factor > scoring.largest_factor / 1000) least = std::min(least, factor);
  return least;
}

// c · (1/f₀ − 1/f) of every document.
double handicap(double level, double least, double factor) {
  return factor > least ? level * (1 / least - 1 / factor) : 0;
}

std::vector<std::size_t> counts_of(const Xapian::ValueCountMatchSpy& spy, std::size_t facet_values) {
  std::vector<std::size_t> counts(facet_values);
  for (auto value = spy.values_begin(); value != spy.values_end(); ++value)
    for (const std::uint16_t facet : facets_from(*value))
      if (facet < facet_values) counts[facet] += value.get_termfreq();
  return counts;
}

Matches match_remotely(const Shard& shard, const Scoring& scoring, const Statistics& statistics, const Wanted& wanted) {
  const RemoteWeighing weighing(shard, statistics);
  const Leaves leaves{[&](const std::string& term, double idf) { return weighing.term(term, idf); },
                      [] { return Query((new Xapian::FixedWeightPostingSource(1))->release()); }};
  const Query query = chosen(wanted, statistics, leaves);
  const Xapian::doccount documents = shard.database.get_doccount();
  const double least = least_factor(scoring);
  Matches result;
  double level = 0;
  for (std::size_t most = 2 * wanted.count + 50;;) {
    const bool first = result.best.empty();
    Xapian::ValueMapPostingSource handicaps(factor_slot);
    for (const auto& [key, factor] : scoring.factor_by_key) handicaps.add_mapping(key, handicap(level, least, factor));
    Xapian::ValueCountMatchSpy spy(facets_slot);
    Xapian::Enquire enquire(shard.database);
    enquire.set_weighting_scheme(weighing.scheme());
    enquire.set_query(level > 0 ? Query(Query::OP_AND_MAYBE, query, Query(&handicaps)) : query);
    if (level > 0) enquire.set_cutoff(0, level / least * near_enough);
    if (first && wanted.facets) enquire.add_matchspy(&spy);
    const Xapian::MSet found =
        enquire.get_mset(0, static_cast<Xapian::doccount>(std::min<std::size_t>(most, documents)),
                         first && wanted.facets ? documents : 0);
    if (first) {
      result.all = found.get_matches_estimated();
      result.facets = counts_of(spy, shard.columns.facet_values.size());
    }
    result.best = matches_of(found);
    for (Match& match : result.best) {
      if (match.document >= scoring.factors.size())
        throw Error(ExitCode::input, "This shard changed while it was searched.", {"Try again."}, {shard.place});
      const double factor = scoring.factors[match.document];
      match.score = factor * (match.score - handicap(level, least, factor));
    }
    if (result.best.size() < most) return result;
    std::nth_element(result.best.begin(), result.best.begin() + static_cast<std::ptrdiff_t>(wanted.count - 1),
                     result.best.end(), [](const Match& a, const Match& b) { return a.score > b.score; });
    const double raised = result.best[wanted.count - 1].score * near_enough;
    if (raised > level)
      level = raised;
    else
      most *= 4;
  }
}

}  // namespace

Matches match(const Shard& shard, const Scoring& scoring, const Statistics& statistics, const Wanted& wanted) {
  if (shard.database.get_doccount() == 0) return {{}, 0, std::vector<std::size_t>(shard.columns.facet_values.size())};
  return shard.remote ? match_remotely(shard, scoring, statistics, wanted)
                      : InProcessMatch(shard, scoring, statistics, wanted).run();
}

}  // namespace hallmark::knowledge
