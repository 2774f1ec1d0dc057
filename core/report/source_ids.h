// Ids of numbers made from their sources, so that one number has one id in every report that asks for it.
#pragma once

#include "hallmark/document.h"
#include "report/ledger.h"

namespace hallmark::report {

// Replaces n1, n2, … of document and ledger by "n4c8e1a20", a hash of the number's formula and queries. Counts of rows
// are no part of it: more records do not rename a number. Written again, a number is n4c8e1a20-2: ids name places too.
void use_source_ids(Document& document, Ledger& ledger);

}  // namespace hallmark::report
