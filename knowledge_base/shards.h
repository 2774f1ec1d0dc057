// The opened parts of a search index, each a Xapian database here or behind Xapian's remote backend.
#pragma once

#include <xapian.h>

#include <map>
#include <string>
#include <vector>

#include "knowledge_base/index_columns.h"
#include "knowledge_base/shard_places.h"

namespace hallmark::knowledge {

struct Shard {
  std::string place;  // for people
  Xapian::Database database;
  Columns columns;
  std::map<std::string, double> label_weights;  // of the evidence standard it was built by
  std::string build, number;                    // which build, and "2/4" where that build made several
  bool remote = false;
};

// Opens them all, in order; a folder may hold several. Error(ExitCode::input) when one does not answer, is no index or
// damaged, when a part of a build is missing or given twice, when two hold the same study, and when they were graded by
// different standards: a search never looks through less, or counts more, than was asked for.
std::vector<Shard> open_shards(const std::vector<ShardPlace>& places);

}  // namespace hallmark::knowledge
