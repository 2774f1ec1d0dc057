// Every generated file of examples/joint_strategic_assessment, by its path in that folder.
#pragma once

#include <map>
#include <string>

#include "geography.h"

namespace hallmark::examples {

std::map<std::string, std::string> workspace_files();

// As the ONS publishes them.
std::string lsoa_lookup(const Geography& geography);
std::string partnership_lookup(const Geography& geography);
std::string population(const Geography& geography);
// The partnership as a row of the table of similar areas; no such place exists, so its indicators are made up.
std::string own_area(const Geography& geography);
std::string lsoa_boundaries(const Geography& geography);
std::string district_boundaries(const Geography& geography);

}  // namespace hallmark::examples
