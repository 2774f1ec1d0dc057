// BM25 over all shards together, and posting sources that give it times a factor of the document; search.h says why.
#pragma once

#include <xapian.h>

#include <functional>
#include <map>
#include <memory>
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
  std::map<std::string, double> factor_by_key;   // as factor_key writes it; filled for remote shards

  static double part(double idf, double occurrences, double norm) {
    return idf * occurrences * (k1 + 1) / (occurrences + norm);
  }
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

// One term's postings, or every document's; the weight carries the factor.
std::unique_ptr<Xapian::PostingSource> term_source(const Xapian::Database& database, const std::string& term,
                                                   double idf, const Scoring& scoring);
std::unique_ptr<Xapian::PostingSource> every_document(const Xapian::Database& database, const Scoring& scoring);

}  // namespace hallmark::knowledge
