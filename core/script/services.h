// What a script may reach of the host. Plain functions and values, so that a test can fake each of them and this room
// knows neither files nor stores. A member left empty makes the script functions behind it raise a sentence.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/marking.h"
#include "hallmark/data.h"
#include "hallmark/plugin.h"
#include "hallmark/quantity.h"
#include "language/rules.h"

namespace hallmark::script {

// "volume_and_trend.trend": what a template or a script may call.
struct Analysis {
  std::string plugin;
  std::string function;
};

// practice.*: evaluated case studies, best fit first. Studies and areas are maps whose numbers have traces; what stands
// in them is said beside the functions in practice_api.cpp.
struct PracticeServices {
  // Nothing for an area the table of areas does not hold.
  std::function<Value(const std::string& name_or_code)> area;
  // With one of the themes (none: all), for an area by name or code (empty: no place is preferred).
  std::function<ValueList(const std::vector<std::string>& themes, const std::string& like)> ranked;
  std::function<ValueMap(const std::string& id)> study;
  std::function<ValueMap(const std::string& id, const std::string& area)> fit;
  // Themes whose incidents are recorded as a category of police.uk, the closest first.
  std::function<std::vector<std::string>(const std::string& category)> themes;
  // The group of areas most like one; nothing for an area without one.
  std::function<Value(const std::string& name_or_code)> similar;
};

struct Services {
  // data.*
  const Executor* executor = nullptr;                                                   // data.query, data.compare
  std::function<std::vector<std::string>()> datasets;                                   // names, sorted
  std::function<std::shared_ptr<const Coverage>(const std::string& dataset)> coverage;  // throws for an unknown name
  std::function<ValueMap(const std::string& dataset)> quality;                          // facts of the import
  // Residents of an area; level "lsoa", "local_authority", "partnership"; NaN with a trace where not held.
  std::function<Quantity(const std::string& level, const std::string& area)> population;
  std::function<std::shared_ptr<const Boundaries>(const std::string& level)> boundaries;  // null: none held

  PracticeServices practice;

  // report.*: partnership, area, period {from, to, label, months}, previous_period, options, targets, initiatives,
  // series_breaks. Every analysis also receives this map as its first argument, `context`.
  ValueMap report;

  // Formulas of native plugins, "hot_spots.density": callable in every state as <plugin>.<function>.
  std::vector<Formula> formulas;

  // Analyses callable as <plugin>.<function>{options}. Empty in a plugin's own state.
  std::vector<Analysis> analyses;
  std::function<Value(const std::string& plugin, const std::string& function, const Value& options)> call_analysis;

  // What document.marked lets pass, and report.marking: of the document being made.
  Marking marking = Marking::restricted;

  // language.*: which words to flag, read when first asked for.
  std::function<const language::Rules&()> language;

  // What a report still lacks before it may be final: report.pending.
  std::function<void(const std::string& sentence)> pending;

  // Where print() writes; without it print is refused.
  std::function<void(const std::string& line)> print;
};

}  // namespace hallmark::script
