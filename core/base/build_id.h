// Which build of the program runs: two builds of one version may read and write differently.
#pragma once

#include <string>

namespace hallmark {

// The build ID that the linker gave the program; empty: none.
const std::string& build_id();

// That and those of the libraries the program began with, with their names: an update of one is another program.
const std::string& build_ids();

}  // namespace hallmark
