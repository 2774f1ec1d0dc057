// Numbers of the knowledge base as quantities. Like the facts of an import they are calls of formulas, so that `verify`
// finds each again: the counts of a case study in its front matter, its grade by the evidence standard, likeness in the
// table of areas.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hallmark/plugin.h"
#include "report/practice_base.h"
#include "report/trace_table.h"

namespace hallmark::report {

// "practice.figure"(study, "outcomes[1].treated.before"), "practice.level"(study, outcome), "practice.evidence"(study),
// "practice.similarity"(area, study), "practice.rank"(area, study), "practice.indicator"(area, indicator),
// "practice.areas"(), "practice.group"(area). `base` must outlive them.
std::vector<Formula> practice_formulas(const PracticeBase& base);

// One of them, its value and trace.
Quantity practice_fact(const PracticeBase& base, std::string_view name, std::vector<std::string> texts,
                       NumberFormat format);

// The areas most like one, the most alike first, without itself.
std::vector<std::size_t> group_of(const knowledge::AreaModel& model, std::size_t area);

// The figure of a study at a path of its front matter; nothing where none is stated.
std::optional<double> figure(const knowledge::CaseStudy& study, std::string_view path);

// Which files such a call is answered from.
struct PracticeSources {
  std::set<std::string> studies;  // ids
  bool standard = false, areas = false;
  bool any() const { return standard || areas || !studies.empty(); }
};
void add_sources(const CallNode& call, PracticeSources& sources);  // of other calls nothing
// Paths of the files behind every number of these tables, to be read and hashed.
std::vector<std::string> source_paths(const PracticeBase& base, const std::vector<TraceNode>& nodes);
// Whether a file of the ledger is one of them, by its name.
bool is_source(const PracticeSources& sources, std::string_view path);

}  // namespace hallmark::report
