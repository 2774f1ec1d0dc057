// Where every number of a report came from, as render/html.h wants it for the panel a number opens.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "report/ledger.h"

namespace hallmark::report {

std::string provenance_json(const Ledger& ledger);

// The files (indexes into ledger.files) that records of a query can stand in: those of its dataset, without the ones
// whose name states a month the query leaves out. Sorted.
std::vector<std::size_t> files_of(const Ledger& ledger, const Query& query);

// The queries and the calls anywhere below a trace, itself included.
struct TraceParts {
  std::set<std::size_t> queries;
  std::vector<const CallNode*> calls;
};
TraceParts parts_below(const TraceTable& traces, std::size_t root);
// The files that the facts among those calls come from: of an import's, all of its dataset; of the knowledge base's,
// the case study, the standard, the table of areas.
std::set<std::size_t> files_of_facts(const Ledger& ledger, const TraceParts& parts);

}  // namespace hallmark::report
