// BM25 over all shards together, and posting sources that give it times a factor of the document; search.h says why.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hallmark::knowledge {

// Of all shards together.
class Statistics {
 public:
  explicit Statistics(const Xapian::Database& all);
  // Looks the query's terms up at once: shards asked by several threads cannot look into one database.
  void look_up(const Xapian::Query& query);

  double mean_length() const { return mean_length_; }
  double idf(const std::string& term) const { return idf(containing(term)); }
  // Of terms that count as one; their documents as if the terms were independent of one another.
  double idf(const std::vector<std::string>& terms) const;
  double idf(double containing_documents) const;

 private:
  double containing(const std::string& term) const;

  const Xapian::Database& all_;
  double documents_, mean_length_;
  std::map<std::string, double> looked_up_;
};

// What all sources of one shard share; by document number.
struct Scoring {
  static constexpr double k1 = 1.2, b = 0.75;
  std::vector<double> norms;                     // k1 · (1 − b + b · length / mean length)
  std::vector<double> factors;                   // similarity · evidence
  double largest_factor = 1, smallest_norm = 0;  // bounds
  std::vector<std::uint8_t> is_high;             // 1: of the eighth of the documents whose factors are the highest
  double most_of_others = 0;                     // their bound
  std::map<std::string, double> factor_by_key;   // as factor_key writes it; filled for remote shards

  static double part(double idf, double occurrences, double norm) {
    return idf * occurrences * (k1 + 1) / (occurrences + norm);
  }
  // Fills the largest factor and what is said of high ones.
  void find_high_factors();
  double weight(double idf, double occurrences, Xapian::docid document) const {
    return part(idf, occurrences, norms[document]) * factors[document];
  }
};

// How the leaves of a query are weighed.
struct Leaves {
  std::function<Xapian::Query(const std::string& term, double idf)> term;
  std::function<Xapian::Query()> every_document;  // with a text of 1
};
// The query with its leaves weighed so. Phrases and filters decide what matches, their words what it weighs.
Xapian::Query weighed(const Xapian::Query& query, const Statistics& statistics, const Leaves& leaves);
// Whether anything in the query has a weight: false for filters, years and NOT alone.
bool weighs(const Xapian::Query& query);

// The documents that are looked at, and the bound of their factors.
struct FactorRange {
  enum Part { others, high, all } part;
  double most;
};

// One term's postings, or every document where there is no term; the weight carries the factor. `range` counts as it
// stands when a match begins. Scoring and range must outlive the source.
class WeighedSource : public Xapian::PostingSource {
 public:
  WeighedSource(const Xapian::Database& database, std::string term, double idf, const Scoring& scoring,
                const FactorRange& range);

  Xapian::doccount get_termfreq_min() const override;
  Xapian::doccount get_termfreq_est() const override { return documents_; }
  Xapian::doccount get_termfreq_max() const override { return documents_; }
  void init(const Xapian::Database&) override;
  void next(double least) override;
  void skip_to(Xapian::docid document, double least) override;
  bool at_end() const override { return started_ && at_ == end_; }
  Xapian::docid get_docid() const override { return document_; }
  double get_weight() const override;
  std::string get_description() const override { return "BM25(" + term_ + ")"; }

  double most() const { return most_; }  // that it weighs before the factor

 private:
  void settle(double least);
  bool skip_to_range();

  std::string term_;
  const Scoring& scoring_;
  const FactorRange& range_;
  Xapian::Database database_;
  Xapian::doccount documents_ = 0;
  double idf_, most_ = 1;
  Xapian::docid document_ = 0;
  Xapian::PostingIterator at_, end_;
  bool started_ = false;
};

}  // namespace hallmark::knowledge
