// From the words of the command line to a command's arguments, by its table.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace hallmark::cli {

// Throws Error(ExitCode::usage): unknown or missing arguments, with a suggestion.
Arguments parse(const Command& command, const std::vector<std::string>& words);

std::string help(const Command& command);
std::string help();  // of the whole program, with the table of exit codes
std::string version();

}  // namespace hallmark::cli
