// `hallmark diff`: what is another between two editions of a report, and why.
#pragma once

#include <string>
#include <vector>

#include "report/ledger.h"

namespace hallmark::report {

enum class Fate { changed, appeared, vanished };

struct DataChange {
  Fate fate;
  std::string path;
  std::uint64_t rows_before = 0, rows_now = 0;
};

struct Reason {
  enum class Kind { data, method, text };
  Kind kind;
  std::string words;  // "month is 2020-10 to 2021-09, was 2019-10 to 2020-09"
};

struct NumberChange {
  Fate fate;
  const LedgerNumber* before = nullptr;  // null where it appeared
  const LedgerNumber* now = nullptr;     // null where it vanished
  std::vector<Reason> reasons;
  std::string context;  // the words it stands among; empty where no format of text was written
};

struct TextChange {
  int line = 0;  // in the later edition's file
  std::string before, now;
};

struct EditionDifference {
  std::vector<DataChange> data;
  std::vector<std::string> method;  // "option period: 2024-03, then 2025-03"
  std::vector<NumberChange> numbers;
  std::string text_format;  // the one whose words were compared; empty: the editions have none in common
  std::vector<TextChange> text;

  bool equal() const { return numbers.empty() && text.empty(); }
};

// The numbers pointed to are those of the ledgers.
EditionDifference compare_editions(const Ledger& before, const Ledger& now);

}  // namespace hallmark::report
