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
struct Statistics {
  Xapian::doccount documents = 0;
  double mean_length = 1;
  std::map<std::string, Xapian::doccount> containing;  // every term of the query

  Statistics(const Xapian::Database& all, const Xapian::Query& query);
  double idf(const std::string& term) const { return idf(static_cast<double>(containing.at(term))); }
  // Of terms that count as one; their documents as if the terms were independent of one another.
  double idf(const std::vector<std::string>& terms) const;
  double idf(double containing_documents) const;
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
