// The dirt that real files carry, at known places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallmark::examples {

// Spoils some of a month's rows: fields lost or split, months that are none, coordinates that cannot be, a byte of an
// older encoding, records that came twice.
void spoil(std::vector<std::string>& rows, std::string_view month);

}  // namespace hallmark::examples
