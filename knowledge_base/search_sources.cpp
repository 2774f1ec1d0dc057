#include "knowledge_base/search_sources.h"

#include <algorithm>
#include <cmath>

namespace hallmark::knowledge {

namespace {

// One term's postings, or every document. All that is asked of the database about a term is asked in one go, while the
// block of its B-tree that holds the term is at hand.
class TermSource : public Xapian::PostingSource {
 public:
  TermSource(const Xapian::Database& database, std::string term, double idf, const Scoring& scoring)
      : term_(std::move(term)), scoring_(scoring), database_(database), idf_(idf) {
    documents_ = term_.empty() ? database.get_doccount() : database.get_termfreq(term_);
    largest_ = scoring_.largest_factor;
    if (!term_.empty()) largest_ *= Scoring::part(idf_, database_.get_wdf_upper_bound(term_), scoring_.smallest_norm);
    at_ = database_.postlist_begin(term_);
  }

  Xapian::doccount get_termfreq_min() const override { return documents_; }
  Xapian::doccount get_termfreq_est() const override { return documents_; }
  Xapian::doccount get_termfreq_max() const override { return documents_; }

  void init(const Xapian::Database&) override {
    if (started_) at_ = database_.postlist_begin(term_);
    started_ = false;
    set_maxweight(largest_);
  }
  void next(double least) override {
    if (started_) ++at_;
    started_ = true;
    while (!at_end() && !take(least)) ++at_;
  }
  void skip_to(Xapian::docid document, double least) override {
    started_ = true;
    if (at_end()) return;
    at_.skip_to(document);
    while (!at_end() && !take(least)) ++at_;
  }
  bool at_end() const override { return started_ && at_ == end_; }
  Xapian::docid get_docid() const override { return document_; }
  double get_weight() const override { return weight_; }
  std::string get_description() const override { return "BM25(" + term_ + ")"; }

 private:
  // Notes the document; false when its weight is below what Xapian still wants.
  bool take(double least) {
    document_ = *at_;
    weight_ = term_.empty() ? scoring_.factors[document_] : scoring_.weight(idf_, at_.get_wdf(), document_);
    return weight_ >= least;
  }

  std::string term_;
  const Scoring& scoring_;
  Xapian::Database database_;
  Xapian::doccount documents_ = 0;
  double idf_, largest_ = 0, weight_ = 0;
  Xapian::docid document_ = 0;
  Xapian::PostingIterator at_, end_;
  bool started_ = false;
};

using Query = Xapian::Query;

std::vector<std::string> terms_of(const Query& query) {
  return {query.get_terms_begin(), query.get_terms_end()};
}

}  // namespace

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

std::unique_ptr<Xapian::PostingSource> term_source(const Xapian::Database& database, const std::string& term,
                                                   double idf, const Scoring& scoring) {
  return std::make_unique<TermSource>(database, term, idf, scoring);
}

std::unique_ptr<Xapian::PostingSource> every_document(const Xapian::Database& database, const Scoring& scoring) {
  return std::make_unique<TermSource>(database, "", 0, scoring);
}

}  // namespace hallmark::knowledge
