#include "report/ledger.h"

#include "../targets.h"

// What could be read is written back as the same ledger.
void hallmark::fuzz::ledger(std::string_view input) {
  reads_or_refuses([&] {
    const std::string written = report::to_text(report::parse_ledger(input, "ledger.json"));
    require(report::to_text(report::parse_ledger(written, "ledger.json")) == written);
  });
}
