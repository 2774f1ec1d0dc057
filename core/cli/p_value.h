// How the commands about claims write a p-value.
#pragma once

#include <string>

#include "base/number.h"
#include "base/text.h"

namespace hallmark::cli {

inline std::string written_p(double p) {
  constexpr double least = 0.0001;
  return p < least ? fmt::format("under {}", least)
                   : format_number(p, {NumberFormat::Style::decimal, p < 0.001 ? 4 : 3, false, {}});
}

}  // namespace hallmark::cli
