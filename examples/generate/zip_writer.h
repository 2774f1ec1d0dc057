// A zip archive whose bytes depend on its content alone: entries by name, one fixed time stamp.
#pragma once

#include <map>
#include <string>

namespace hallmark::examples {

std::string zip_archive(const std::map<std::string, std::string>& files);

}  // namespace hallmark::examples
