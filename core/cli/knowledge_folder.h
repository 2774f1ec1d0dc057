// Which case studies -C, --base and an index folder mean.
#pragma once

#include "cli/command.h"
#include "knowledge_base/index.h"
#include "knowledge_base/similar_areas.h"

namespace hallmark::cli {

// The table of areas a workspace adds to those shipped; empty without -C or where it has none.
inline std::string own_area_table(const Arguments& given) {
  if (!given.has("workspace")) return {};
  const std::string path = join_path(given.text("workspace"), knowledge::own_area_file);
  return disk().exists(path) ? path : std::string();
}

inline knowledge::IndexRequest knowledge_index(const Arguments& given, const std::string& index) {
  if (given.has("workspace") && given.has("base"))
    throw Error(ExitCode::usage, "-C and --base both say which case studies are meant.", {"Give one of them."});
  if (given.has("base")) return knowledge::index_request(disk(), given.text("base"), index);
  if (!given.has("workspace"))
    return knowledge::index_request(disk(), join_path(hallmark_home(), "knowledge_base"), index);
  const std::string workspace = given.text("workspace");
  return knowledge::index_request(disk(), join_path(workspace, "case_studies"),
                                  index.empty() ? join_path(workspace, ".hallmark/index") : index);
}

}  // namespace hallmark::cli
