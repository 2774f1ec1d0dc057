// The one error type: a sentence, where it is, what the source said there, and what to do about it.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#define HALLMARK_PUBLIC __attribute__((visibility("default")))

namespace hallmark {

// Process exit codes; `hallmark --help` prints this table.
enum class ExitCode : int {
  success = 0,
  internal = 1,       // a fault of Hallmark's own
  usage = 2,          // the command line is wrong
  input = 3,          // a data file is missing, unreadable or malformed
  configuration = 4,  // the workspace, a schema, a template, a plugin or a script is wrong
  no_data = 5,        // nothing to report on
  output = 6,         // the result could not be written
  differs = 7,        // verify or diff found something that differs
  flagged = 8,        // lint found words or numbers to change, or claim refused a statement
  not_approved = 9,   // a final report still waits for somebody's approval
  incomplete = 10,    // the report is written, but a section of it failed and says so
  interrupted = 130,  // Ctrl-C
};

// 1-based; line or column 0 means unknown. `file` is a path as the user would type it, or empty.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;
  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

enum class Severity { note, warning, error };

struct HALLMARK_PUBLIC Diagnostic {
  Severity severity = Severity::error;
  std::string sentence;  // a whole sentence: what is wrong
  SourceLocation where;
  std::string source_line;         // the text of that line, for the caret; may be empty
  int caret_length = 1;            // in bytes from where.column
  std::vector<std::string> hints;  // what to do about it, one sentence each
  std::string traceback;           // of a script, one frame a line; may be empty
};

// Thrown for everything a user can cause. base/diagnostic.h prints it.
class HALLMARK_PUBLIC Error : public std::runtime_error {
 public:
  Error(ExitCode code, Diagnostic diagnostic)
      : std::runtime_error(diagnostic.sentence), code_(code), diagnostic_(std::move(diagnostic)) {}
  Error(ExitCode code, std::string sentence, std::vector<std::string> hints = {}, SourceLocation where = {})
      : Error(code, Diagnostic{Severity::error, std::move(sentence), std::move(where), {}, 1, std::move(hints), {}}) {}

  ExitCode code() const { return code_; }
  const Diagnostic& diagnostic() const { return diagnostic_; }

 private:
  ExitCode code_;
  Diagnostic diagnostic_;
};

}  // namespace hallmark
