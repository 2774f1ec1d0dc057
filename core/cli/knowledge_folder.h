// Which case studies and areas -C, --base, --published and an index folder mean.
#pragma once

#include "cli/command.h"
#include "knowledge_base/index.h"
#include "knowledge_base/similar_areas.h"

namespace hallmark::cli {

inline constexpr Argument published_argument = {
    Argument::Kind::text, "--published", "FILE", "",
    "A published list of similar areas (CSV: code,similar_code,rank) instead of Hallmark's model"};

// The knowledge base asked for, or the shipped one.
std::string knowledge_base(const Arguments& given);
// A file of it; from the shipped one what it lacks.
std::string knowledge_file(const Arguments& given, std::string_view name);
// The folder of case studies in a workspace; empty without -C or where it has none. Error(ExitCode::input) for a
// workspace that is no folder.
std::string own_case_studies(const Arguments& given);

// The areas, with what the workspace adds to them and the list given in place of the model.
knowledge::AreaModel open_areas(const Arguments& given);
// The area named; Error(ExitCode::input) for one that the list given leaves out.
std::size_t find_area(const Arguments& given, const knowledge::AreaModel& model, std::string_view name);

// The index of --base or the shipped base.
knowledge::IndexRequest base_index(const Arguments& given, const std::string& index);
// The index of a workspace's own case studies; Error(ExitCode::input) where it has none.
knowledge::IndexRequest workspace_index(const Arguments& given, const std::string& index);

}  // namespace hallmark::cli
