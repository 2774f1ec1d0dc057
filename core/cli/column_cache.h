// What commands that read records say of the columns kept between runs.
#pragma once

#include "cli/command.h"
#include "data/store.h"
#include "report/records.h"

namespace hallmark::cli {

inline constexpr Argument no_cache_argument = {Argument::Kind::flag, "--no-cache", "", "",
                                               "Read all records, and keep nothing of them in .hallmark/columns"};

// Once the command has printed its results: they do not depend on it.
inline void warn_if_not_kept(const data::Store& store, Terminal& terminal) {
  if (const std::string fault = store.cache_fault(); !fault.empty())
    terminal.show({Severity::warning, report::not_kept(fault), {}, {}, 1, {}, {}});
}

}  // namespace hallmark::cli
