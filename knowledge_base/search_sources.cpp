#include "knowledge_base/search_sources.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hallmark::knowledge {

namespace {

using Query = Xapian::Query;

std::vector<std::string> terms_of(const Query& query) {
  return {query.get_terms_begin(), query.get_terms_end()};
}

}  // namespace

void Scoring::find_high_factors() {
  largest_factor = factors.empty() ? 0 : *std::max_element(factors.begin(), factors.end());
  std::vector<double> falling = factors;
  const auto eighth = falling.begin() + static_cast<std::ptrdiff_t>(falling.size() / 8);
  std::nth_element(falling.begin(), eighth, falling.end(), std::greater<>());
  most_of_others = eighth == falling.end() ? 0 : *eighth;
  is_high.clear();
  for (const double factor : factors) is_high.push_back(factor > most_of_others ? 1 : 0);
}

Statistics::Statistics(const Xapian::Database& all)
    : all_(all), documents_(all.get_doccount()), mean_length_(std::max(1.0, all.get_avlength())) {}

void Statistics::look_up(const Query& query) {
  for (auto term = query.get_terms_begin(); term != query.get_terms_end(); ++term)
    looked_up_.emplace(*term, all_.get_termfreq(*term));
}

double Statistics::containing(const std::string& term) const {
  const auto found = looked_up_.find(term);
  return found != looked_up_.end() ? found->second : all_.get_termfreq(term);
}

double Statistics::idf(double containing_documents) const {
  return std::log1p((documents_ - containing_documents + 0.5) / (containing_documents + 0.5));
}

double Statistics::idf(const std::vector<std::string>& terms) const {
  double without = documents_;
  for (const std::string& term : terms) without *= 1 - containing(term) / std::max(1.0, documents_);
  return idf(documents_ - without);
}

bool weighs(const Query& query) {
  switch (query.get_type()) {
    case Query::OP_SCALE_WEIGHT:  // the parser makes it for filters only
    case Query::OP_VALUE_RANGE:
    case Query::OP_VALUE_GE:
    case Query::OP_VALUE_LE:
    case Query::LEAF_MATCH_ALL:
      return false;
    case Query::OP_FILTER:
    case Query::OP_AND_NOT:
      return weighs(query.get_subquery(0));
    case Query::OP_AND:
    case Query::OP_OR:
    case Query::OP_XOR:
    case Query::OP_AND_MAYBE:
      for (std::size_t i = 0; i < query.get_num_subqueries(); ++i)
        if (weighs(query.get_subquery(i))) return true;
      return false;
    default:
      return !query.empty();
  }
}

Query weighed(const Query& query, const Statistics& statistics, const Leaves& leaves) {
  const auto all = [](Query::op how, const std::vector<Query>& parts) {
    return Query(how, parts.begin(), parts.end());
  };
  const auto sub = [&](std::size_t i) { return weighed(query.get_subquery(i), statistics, leaves); };
  std::vector<Query> parts;
  switch (query.get_type()) {
    case Query::LEAF_TERM: {
      const std::string term = *query.get_terms_begin();
      return leaves.term(term, statistics.idf(term));
    }
    case Query::OP_SYNONYM: {  // what a word ending in * stands for: as good as its best, as rare as all together
      const std::vector<std::string> terms = terms_of(query);
      const double idf = statistics.idf(terms);
      for (const std::string& term : terms) parts.push_back(leaves.term(term, idf));
      return all(Query::OP_MAX, parts);
    }
    case Query::OP_AND:
    case Query::OP_OR:
    case Query::OP_XOR:
    case Query::OP_AND_MAYBE:
      for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) parts.push_back(sub(i));
      return all(query.get_type(), parts);
    case Query::OP_FILTER:
    case Query::OP_AND_NOT: {
      Query result = sub(0);
      for (std::size_t i = 1; i < query.get_num_subqueries(); ++i)
        result = Query(query.get_type(), result, query.get_subquery(i));
      return result;
    }
    case Query::OP_PHRASE:
    case Query::OP_NEAR:
      for (const std::string& term : terms_of(query)) parts.push_back(leaves.term(term, statistics.idf(term)));
      return Query(Query::OP_FILTER, all(Query::OP_AND, parts), query);
    case Query::LEAF_MATCH_NOTHING:
      return query;
    default:  // ranges and filters: they decide what matches and weigh nothing
      return Query(Query::OP_SCALE_WEIGHT, query, 0.0);
  }
}

// All that is asked of the database about a term is asked in one go, while the block of its B-tree that holds the term
// is at hand.
WeighedSource::WeighedSource(const Xapian::Database& database, std::string term, double idf, const Scoring& scoring,
                             const FactorRange& range)
    : term_(std::move(term)), scoring_(scoring), range_(range), database_(database), idf_(idf) {
  documents_ = term_.empty() ? database.get_doccount() : database.get_termfreq(term_);
  if (!term_.empty()) most_ = Scoring::part(idf_, database_.get_wdf_upper_bound(term_), scoring_.smallest_norm);
  at_ = database_.postlist_begin(term_);
}

Xapian::doccount WeighedSource::get_termfreq_min() const {
  return range_.part == FactorRange::all ? documents_ : 0;
}

void WeighedSource::init(const Xapian::Database&) {
  if (started_) at_ = database_.postlist_begin(term_);
  started_ = false;
  set_maxweight(most_ * range_.most);
}

void WeighedSource::next(double least) {
  if (started_) ++at_;
  started_ = true;
  settle(least);
}

void WeighedSource::skip_to(Xapian::docid document, double least) {
  started_ = true;
  if (at_end()) return;
  at_.skip_to(document);
  settle(least);
}

// Goes on to a document in range whose weight is not below what Xapian still wants. The weight itself, a division, is
// reckoned only where it decides.
void WeighedSource::settle(double least) {
  for (; at_ != end_; ++at_) {
    if (range_.part != FactorRange::all && !skip_to_range()) return;
    document_ = *at_;
    if (least <= 0 || (most_ * scoring_.factors[document_] >= least && get_weight() >= least)) return;
  }
}

double WeighedSource::get_weight() const {
  return term_.empty() ? scoring_.factors[document_] : scoring_.weight(idf_, at_.get_wdf(), document_);
}

// Goes on to a document in range; false at the end.
bool WeighedSource::skip_to_range() {
  const std::vector<std::uint8_t>& parts = scoring_.is_high;
  while (at_ != end_) {
    const Xapian::docid here = *at_;
    if (parts[here] == range_.part) return true;
    const void* next = std::memchr(&parts[here], range_.part, parts.size() - here);
    if (next == nullptr)
      at_ = end_;
    else
      at_.skip_to(static_cast<Xapian::docid>(static_cast<const std::uint8_t*>(next) - parts.data()));
  }
  return false;
}

}  // namespace hallmark::knowledge
