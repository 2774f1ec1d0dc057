#include "knowledge_base/search_sources.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace hallmark::knowledge {

namespace {

// One term's postings, or every document.
class TermSource : public Xapian::PostingSource {
 public:
  TermSource(const Xapian::Database& database, std::string term, const Scoring& scoring)
      : term_(std::move(term)), scoring_(scoring), database_(database) {
    documents_ = term_.empty() ? database.get_doccount() : database.get_termfreq(term_);
    idf_ = inverse_document_frequency(database.get_doccount(), documents_);
  }

  Xapian::doccount get_termfreq_min() const override { return documents_; }
  Xapian::doccount get_termfreq_est() const override { return documents_; }
  Xapian::doccount get_termfreq_max() const override { return documents_; }

  void init(const Xapian::Database&) override {
    at_ = database_.postlist_begin(term_);
    started_ = false;
    if (term_.empty()) {
      set_maxweight(scoring_.largest_factor);
      return;
    }
    set_maxweight(Scoring::part(idf_, database_.get_wdf_upper_bound(term_), scoring_.smallest_norm) *
                  scoring_.largest_factor);
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
  double idf_ = 0, weight_ = 0;
  Xapian::docid document_ = 0;
  Xapian::PostingIterator at_, end_;
  bool started_ = false;
};

// Several terms weighed as if they were one: what a word ending in * stands for.
class GroupSource : public Xapian::PostingSource {
 public:
  GroupSource(const Xapian::Database& database, const std::vector<std::string>& terms, const Scoring& scoring)
      : scoring_(scoring) {
    std::map<Xapian::docid, double> occurrences;
    for (const std::string& term : terms)
      for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at)
        occurrences[*at] += at.get_wdf();
    idf_ = inverse_document_frequency(database.get_doccount(), static_cast<Xapian::doccount>(occurrences.size()));
    for (const auto& [document, count] : occurrences)
      postings_.emplace_back(document, scoring.weight(idf_, count, document));
  }

  Xapian::doccount get_termfreq_min() const override { return get_termfreq_est(); }
  Xapian::doccount get_termfreq_est() const override { return static_cast<Xapian::doccount>(postings_.size()); }
  Xapian::doccount get_termfreq_max() const override { return get_termfreq_est(); }

  void init(const Xapian::Database&) override {
    at_ = 0;
    started_ = false;
    double most = 0;
    for (const auto& [document, weight] : postings_) most = std::max(most, weight);
    set_maxweight(most);
  }
  void next(double) override {
    if (started_) ++at_;
    started_ = true;
  }
  void skip_to(Xapian::docid document, double) override {
    started_ = true;
    while (at_ < postings_.size() && postings_[at_].first < document) ++at_;
  }
  bool at_end() const override { return started_ && at_ >= postings_.size(); }
  Xapian::docid get_docid() const override { return postings_[at_].first; }
  double get_weight() const override { return postings_[at_].second; }

 private:
  const Scoring& scoring_;
  double idf_ = 0;
  std::vector<std::pair<Xapian::docid, double>> postings_;
  std::size_t at_ = 0;
  bool started_ = false;
};

using Query = Xapian::Query;
using Sources = std::vector<std::unique_ptr<Xapian::PostingSource>>;

std::vector<std::string> terms_of(const Query& query) {
  return {query.get_terms_begin(), query.get_terms_end()};
}

Query keep(Sources& sources, std::unique_ptr<Xapian::PostingSource> source) {
  sources.push_back(std::move(source));
  return Query(sources.back().get());
}

}  // namespace

double inverse_document_frequency(Xapian::doccount documents, Xapian::doccount containing) {
  return std::log1p((documents - containing + 0.5) / (containing + 0.5));
}

Query scored(const Query& query, const Xapian::Database& database, const Scoring& scoring, Sources& sources) {
  const auto sub = [&](std::size_t i) { return scored(query.get_subquery(i), database, scoring, sources); };
  switch (query.get_type()) {
    case Query::LEAF_TERM:
      return keep(sources, std::make_unique<TermSource>(database, *query.get_terms_begin(), scoring));
    case Query::OP_SYNONYM:
      return keep(sources, std::make_unique<GroupSource>(database, terms_of(query), scoring));
    case Query::OP_AND:
    case Query::OP_OR:
    case Query::OP_XOR:
    case Query::OP_AND_MAYBE: {
      std::vector<Query> parts;
      for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) parts.push_back(sub(i));
      return Query(query.get_type(), parts.begin(), parts.end());
    }
    case Query::OP_FILTER:
    case Query::OP_AND_NOT: {
      Query result = sub(0);
      for (std::size_t i = 1; i < query.get_num_subqueries(); ++i)
        result = Query(query.get_type(), result, query.get_subquery(i));
      return result;
    }
    case Query::OP_PHRASE:
    case Query::OP_NEAR: {
      std::vector<Query> words;
      for (const std::string& term : terms_of(query))
        words.push_back(keep(sources, std::make_unique<TermSource>(database, term, scoring)));
      return Query(Query::OP_FILTER, Query(Query::OP_AND, words.begin(), words.end()), query);
    }
    case Query::LEAF_MATCH_NOTHING:
      return query;
    default:  // ranges and filters: they decide what matches and weigh nothing
      return Query(Query::OP_SCALE_WEIGHT, query, 0.0);
  }
}

std::unique_ptr<Xapian::PostingSource> every_document(const Xapian::Database& database, const Scoring& scoring) {
  return std::make_unique<TermSource>(database, "", scoring);
}

}  // namespace hallmark::knowledge
