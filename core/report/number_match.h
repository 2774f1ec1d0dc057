// Which number of one edition of a report is which of another. Ids only count: a number is known by what it was made
// of.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "report/ledger.h"

namespace hallmark::report {

// What a number is made of, in one text per node of the ledger's traces: the formula with its queries, groups and
// constants. Of another period: with every stretch of time left out, so that this year's count is last year's too.
enum class Likeness { same, another_period };
std::vector<std::string> signatures(const TraceTable& traces, Likeness likeness);

// Pairs of positions in the two lists of numbers, either of them alignment.h's `nowhere`, in the order of the later
// edition. Numbers of the same make are paired first, in the order of the text; what stands between two such pairs is
// paired where it is alike but for its period. What is then left is paired wherever it stands, since a section that
// moved or a period that went on a year (last year's count is now the year before's) breaks the order.
std::vector<std::pair<std::size_t, std::size_t>> match_numbers(const Ledger& before, const Ledger& now);

}  // namespace hallmark::report
