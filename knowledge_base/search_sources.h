// Posting sources that give BM25 times a factor of the document; search.h says why.
#pragma once

#include <xapian.h>

#include <memory>
#include <string>
#include <vector>

namespace hallmark::knowledge {

// What all sources of one search share; by document number.
struct Scoring {
  static constexpr double k1 = 1.2, b = 0.75;
  std::vector<double> norms;                     // k1 · (1 − b + b · length / mean length)
  std::vector<double> factors;                   // similarity · evidence
  double largest_factor = 1, smallest_norm = 0;  // bounds

  static double part(double idf, double occurrences, double norm) {
    return idf * occurrences * (k1 + 1) / (occurrences + norm);
  }
  double weight(double idf, double occurrences, Xapian::docid document) const {
    return part(idf, occurrences, norms[document]) * factors[document];
  }
};

double inverse_document_frequency(Xapian::doccount documents, Xapian::doccount containing);

// The query with every weighted term replaced by a source. `sources` keeps them and must outlive the match.
Xapian::Query scored(const Xapian::Query& query, const Xapian::Database& database, const Scoring& scoring,
                     std::vector<std::unique_ptr<Xapian::PostingSource>>& sources);

// Every document, with its factor as weight: for queries that are only filters.
std::unique_ptr<Xapian::PostingSource> every_document(const Xapian::Database& database, const Scoring& scoring);

}  // namespace hallmark::knowledge
