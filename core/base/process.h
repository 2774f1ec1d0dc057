// Other programs of the machine, for what they do better: pandoc for Word files.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace hallmark {

struct ProcessResult {
  int exit_code = 0;
  std::string output;  // of standard output
  std::string errors;  // of standard error
};

// The path of a program as the shell would find it; empty: not installed.
std::string find_program(const std::string& name);

// Runs a program, writes `input` to it and waits. No shell reads the arguments. `environment` is added to this
// process's own.
ProcessResult run_program(const std::string& path, const std::vector<std::string>& arguments, const std::string& input,
                          const std::map<std::string, std::string>& environment = {});

}  // namespace hallmark
