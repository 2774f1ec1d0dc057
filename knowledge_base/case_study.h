// An evaluated case study: facts as YAML front matter, the story as Markdown. case_studies/README.md is the format.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/marking.h"
#include "hallmark/error.h"

namespace hallmark::knowledge {

// The words facets are made of (vocabulary.yaml).
struct Vocabulary {
  std::vector<std::string> themes, agencies, hallmarks, settings;
  // Theme and categories of police.uk; of themes with one category, the closest first.
  std::vector<std::pair<std::string, std::vector<std::string>>> recorded_as;
};
Vocabulary load_vocabulary(const FileSystem& files, const std::string& path);

enum class Answer { unknown, yes, no };

// Events before and after with optional exposures (kind counts, rates), or events of a total (kind proportions).
struct Arm {
  std::string name;
  std::optional<double> before, after;
  double exposure_before = 1, exposure_after = 1;
  std::optional<double> events, total;
};

// An effect as the source reports it; what it does not state is absent.
struct ReportedEffect {
  std::string measure;  // incidence_rate_ratio, rate_ratio, odds_ratio, risk_ratio, percent_change,
                        // standardised_mean_difference, direction_only, other
  double value = 0;     // of “other”: a difference, 0 meaning none; of “direction_only” -1 or 1
  std::optional<double> lower, upper, p;
  double confidence = 95;
  Answer significant = Answer::unknown;  // what the source says of its test where it gives neither interval nor p
  std::string note;
};

struct Outcome {
  std::string name;
  std::vector<std::string> themes;  // those of the study that it is about; empty: all of them
  std::string design;               // a key of the evidence standard
  std::string kind;                 // counts, rates, proportions, reported
  bool desired_decrease = true;
  std::optional<Arm> treated, comparison;
  std::string n;  // as stated; "not stated" counts as unknown
  std::optional<double> follow_up_months;
  std::optional<ReportedEffect> reported;
  std::size_t source = 0;  // from 1; 0: none given
  SourceLocation where;
};

struct Cost {
  double amount = 0;
  std::string currency;
  int price_year = 0;
  std::string note;
};
std::string to_text(const Cost& cost);  // "107,769 GBP at prices of 2003; set-up"

struct Source {
  std::string cite, url, page;
};

struct CaseStudy {
  enum class Status { evaluated, described, body_not_held };
  std::string id, title;
  Status status = Status::described;
  std::string area_name, area_code, country;  // code of a local authority or partnership, or empty with a country
  std::string start, end;                     // "2003" or "2003-01"
  std::string problem, intervention, population, mechanism, moderators, implementation;
  std::vector<std::string> setting, themes, agencies, hallmarks;
  std::string frame;                  // SARA, PROCTOR or empty
  std::string programme;              // lower case; studies of one intervention share it; may be empty
  std::vector<std::string> adopters;  // other areas known to do the same, by name or code
  std::vector<Outcome> outcomes;
  std::optional<Cost> cost;
  std::string evaluator;
  Answer independent = Answer::unknown;
  Answer displacement = Answer::unknown;
  std::string displacement_finding;
  std::vector<Source> sources;
  std::string review;  // month by which a person should look again
  std::string body;    // Markdown
  std::string path;
  std::string hash;                 // SHA-256 of the file
  Marking marking = Marking::open;  // documents below it may not show the study
  SourceLocation marked;            // where that stands
  bool only_text = false;           // no front matter beyond id and title: searchable, never graded
};

inline constexpr std::size_t largest_case_study = 1 << 20;  // bytes

// Reads one file. Error(ExitCode::configuration) with file, line and suggestion: unknown key or word, missing field,
// outcome that lacks what its kind needs, an id that is not the file's name, a body over a megabyte, text that is not
// UTF-8. Bidirectional marks and other control characters are removed from every text; texts of the front matter are
// one line each.
CaseStudy parse_case_study(std::string_view text, const std::string& path, const Vocabulary& vocabulary);

// The file at a path, which is not read where it is too large.
CaseStudy read_case_study(const FileSystem& files, const std::string& path, const Vocabulary& vocabulary);

struct Library {
  std::vector<CaseStudy> studies;   // by id
  std::vector<Diagnostic> refused;  // files that could not be read, each a sentence
};
// Every .md below the folders but README.md. Two files with one id: both are refused, naming one another, that of the
// first folder first.
Library load_library(const FileSystem& files, const std::vector<std::string>& folders, const Vocabulary& vocabulary);
inline Library load_library(const FileSystem& files, const std::string& folder, const Vocabulary& vocabulary) {
  return load_library(files, std::vector{folder}, vocabulary);
}

// The commented file `practice new` starts with.
std::string case_study_template(std::string_view id);

}  // namespace hallmark::knowledge
