// Where a command writes: results to standard output, messages and progress to standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hallmark/error.h"

namespace hallmark::cli {

class Terminal {
 public:
  // Colour where standard error is a terminal, unless NO_COLOR is set or CLICOLOR is 0; CLICOLOR_FORCE overrules.
  Terminal();
  // For tests: no colour, no progress.
  Terminal(std::FILE* results, std::FILE* messages) : results_(results), messages_(messages) {}

  void print(std::string_view text);    // to standard output; a reader that went away ends the process quietly
  void say(std::string_view sentence);  // a line on standard error
  void show(const Diagnostic& diagnostic);
  bool colour() const { return colour_; }

  // Progress of one piece of work: a line that overwrites itself, from the second second on, on a terminal only.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress(std::string label);
  void clear_progress();

  void flush();  // throws Error(ExitCode::output) if what was printed could not be written

 private:
  std::FILE* results_ = stdout;
  std::FILE* messages_ = stderr;
  bool colour_ = false;
  bool interactive_ = false;
  bool progress_shown_ = false;
};

// Text as aligned columns; numbers (kind of the column) to the right. Ends with a newline.
struct TextTable {
  std::vector<std::string> headings;
  std::vector<bool> right;  // one per column
  std::vector<std::vector<std::string>> rows;
};
std::string to_text(const TextTable& table, std::string_view indent = "");

}  // namespace hallmark::cli
