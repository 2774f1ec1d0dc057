// From what a person typed to a Xapian query: words, phrases, beginnings, fields, years.
#pragma once

#include <xapian.h>

#include <memory>
#include <string>
#include <vector>

#include "knowledge_base/search.h"

namespace hallmark::knowledge {

class QueryReader {
 public:
  explicit QueryReader(const Xapian::Database& database);
  ~QueryReader();

  // `typed` as Synonyms::expand wrote it. What the grammar does not understand is read as plain words.
  Xapian::Query read(const std::string& typed);
  // What was typed with words that no study holds and no synonym knows replaced by the nearest that one holds; empty
  // when there is nothing to correct.
  std::string corrected(const std::string& typed, const Synonyms& synonyms) const;

 private:
  struct Field;
  // Every word some study holds, the most frequent first; read when a slip is first looked into. Xapian's own spelling
  // tables take as long to write as the words themselves and cannot be asked through its remote backend.
  const std::vector<std::string>& vocabulary() const;

  Xapian::Database database_;
  Xapian::QueryParser parser_;
  std::vector<std::unique_ptr<Field>> fields_;
  Xapian::SimpleStopper stopper_;
  Xapian::NumberRangeProcessor years_;
  mutable std::vector<std::string> vocabulary_;
};

}  // namespace hallmark::knowledge
