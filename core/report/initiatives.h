// A partnership's initiatives: what it did or will do, whether that was evaluated, and who is told. One YAML file each
// in the workspace's folder initiatives/; the format is in initiatives_template(). Plans and briefings read the same
// files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "base/marking.h"
#include "hallmark/plugin.h"
#include "language/rules.h"
#include "report/workspace.h"

namespace hallmark::report {

struct Communication {
  std::string audience, channel, message;
  std::string date;  // "2024-05" or "2024-05-31"
  std::string owner, budget_line;
  SourceLocation where;
};

// A case study of the knowledge base that an initiative follows, with what its evidence is good for: the highest level
// at which fewer incidents were found, 0 where they were not.
struct AdoptedPractice {
  std::string id, title, place, label;
  int level = 0;
  std::string design_words;
};

struct Initiative {
  std::string id;  // the file's name without .yaml
  std::string name, theme, owner, what;
  std::vector<std::string> area;      // as written; empty: all of the partnership
  std::vector<std::string> offences;  // categories of police.uk that its theme is recorded as
  std::string start, end;             // "2024-04"; end may be empty
  Marking marking = Marking::open;    // documents below it do not see the initiative
  std::string design;                 // of knowledge_base/evidence_standard.yaml; empty: not evaluated
  int level = 0;                      // of that design, by the standard
  std::string design_words;           // the same in words
  std::string effect;                 // fewer, more or none; empty: not stated
  std::string finding, reference;     // what the evaluation found, and where it is written
  std::optional<AdoptedPractice> practice;
  std::vector<Communication> communications;
  SourceLocation where;
};

// What an initiative is known to do to incidents, by its own evaluation or else by the study it follows; level 0 where
// neither says so.
struct Shown {
  std::string effect;  // fewer, more or none
  int level = 0;
  std::string design_words, place;  // place: of the study followed; empty: its own evaluation
};
Shown shown(const Initiative& initiative);
inline constexpr int level_of_cause = 3;  // of the Maryland scale: below it nothing may be named as a cause

// What lets causal words stand in a text: an initiative that may be named as a cause, with its areas, offences and
// start.
std::vector<language::Backing> backings(const std::vector<Initiative>& initiatives);

inline constexpr std::string_view initiatives_folder = "initiatives";

// By id; none where the workspace has no such folder. A file of nothing but comments is no initiative.
// Error(ExitCode::configuration) at its line: a key, theme or design nobody knows, with a suggestion; a missing key; a
// date that is none.
std::vector<Initiative> read_initiatives(const FileSystem& files, const Workspace& workspace);

// What a plan still lacks: an initiative that nobody is told about; a communication without date, owner or budget line.
std::vector<Diagnostic> warnings(const std::vector<Initiative>& initiatives);

// report.initiatives of scripts: those a document of this marking may show.
ValueList to_values(const std::vector<Initiative>& initiatives, Marking marking);
json::array to_json(const std::vector<Initiative>& initiatives);

// initiatives/example.yaml of `hallmark init`: every line a comment.
std::string_view initiatives_template();

}  // namespace hallmark::report
