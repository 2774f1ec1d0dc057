// `hallmark lint`: how hard a document is to read, which of its words frighten or claim too much, and which of its
// numbers nothing supports.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "hallmark/document.h"
#include "language/readability.h"
#include "language/rules.h"

namespace hallmark::report {

// The shipped rules with those of the workspace's own language.yaml, if it has one, and what its initiatives back.
language::Rules language_rules(const FileSystem& files, const std::string& workspace_folder);

// A document whose template says `framing: refuse`: document::DocumentError with every flag of severity error, at the
// template's line; `path` is the template's, for words of the front matter.
void refuse_framing(const Document& document, const std::string& path, const language::Rules& rules);

struct LintRequest {
  std::string path;                // Markdown or plain text
  std::string workspace = ".";     // whose language.yaml is read as well
  std::optional<int> reading_age;  // the target; without it the rules' own
};

struct Finding {
  std::string rule;
  Diagnostic diagnostic;  // its first hint is the alternative
};

struct Lint {
  language::Readability readability;
  int target_age = 0;
  bool long_enough = false;       // a reading age means something
  std::vector<Finding> findings;  // in the order of the text
  std::vector<std::string> notes;
  std::size_t count(Severity severity) const;
};

inline constexpr std::size_t least_words = 100;  // Flesch's own samples; fewer words are measured but not judged

// A document with a ledger beside it that knows it has its numbers checked against that ledger. Error(ExitCode::input):
// no such file; a file that is not text; one over 32 MiB.
Lint lint(const FileSystem& files, const LintRequest& request);

// The plain measures, as `hallmark lint` ends.
std::string to_text(const Lint& lint);

}  // namespace hallmark::report
