// What an import found, counted from its table: months held, reasons for quarantine, labels nobody expected.
#pragma once

#include "data/store.h"
#include "data/table.h"

namespace hallmark::data {

void count_reasons(DatasetInfo& info);
// Fills the table's months too.
void cover(DatasetInfo& info, Table& table);
void report_unknown(DatasetInfo& info, const Table& table);

}  // namespace hallmark::data
