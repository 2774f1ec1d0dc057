#include <doctest/doctest.h>

#include "report/alignment.h"
#include "report/number_match.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

// Counts of datasets in years: {"burglary", "2020"}.
Ledger edition(const std::vector<std::pair<std::string, std::string>>& counts) {
  Ledger ledger;
  for (const auto& [dataset, year] : counts) {
    ledger.traces.queries.push_back({dataset, {{"year", Filter::Kind::any_of, {year}}}, {}, {}});
    QueryNode node;
    node.query = ledger.traces.queries.size() - 1;
    ledger.traces.nodes.emplace_back(node);
    LedgerNumber number;
    number.trace = ledger.traces.nodes.size() - 1;
    ledger.numbers.push_back(number);
  }
  return ledger;
}

}  // namespace

TEST_CASE("numbers of one make are paired in the order of the text, and another year's with this year's") {
  const Ledger before = edition({{"burglary", "2020"}, {"robbery", "2019"}, {"arson", "2020"}});
  const Ledger now = edition({{"burglary", "2020"}, {"robbery", "2020"}, {"arson", "2020"}});
  CHECK(match_numbers(before, now) == Pairs{{0, 0}, {1, 1}, {2, 2}});
}

TEST_CASE("a section that moved takes its numbers along") {
  const Ledger before = edition({{"burglary", "2020"}, {"robbery", "2020"}, {"arson", "2020"}});
  const Ledger now = edition({{"robbery", "2020"}, {"arson", "2020"}, {"burglary", "2020"}});
  CHECK(match_numbers(before, now) == Pairs{{1, 0}, {2, 1}, {0, 2}});
}

TEST_CASE("where the period went on a year, the oldest count has become the newest") {
  const Ledger before = edition({{"burglary", "2020"}, {"burglary", "2019"}});
  const Ledger now = edition({{"burglary", "2021"}, {"burglary", "2020"}});
  CHECK(match_numbers(before, now) == Pairs{{1, 0}, {0, 1}});
}

TEST_CASE("what is in one edition only stays alone") {
  const Ledger before = edition({{"burglary", "2020"}, {"robbery", "2020"}});
  const Ledger now = edition({{"arson", "2020"}, {"burglary", "2020"}});
  CHECK(match_numbers(before, now) == Pairs{{nowhere, 0}, {0, 1}, {1, nowhere}});
}
