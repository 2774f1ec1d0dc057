#include "cli/knowledge_folder.h"

#include "base/text.h"

namespace hallmark::cli {

namespace {

std::string shipped() {
  return join_path(hallmark_home(), "knowledge_base");
}

std::string workspace_of(const Arguments& given) {
  const std::string workspace = given.text("workspace");
  if (!workspace.empty() && !disk().is_folder(workspace))
    throw Error(ExitCode::input, fmt::format("There is no folder “{}”.", workspace), {"Give a workspace to -C."});
  return workspace;
}

}  // namespace

std::string knowledge_base(const Arguments& given) {
  return given.has("base") ? given.text("base") : shipped();
}

std::string knowledge_file(const Arguments& given, std::string_view name) {
  const std::string own = join_path(knowledge_base(given), name);
  return disk().exists(own) ? own : join_path(shipped(), name);
}

std::string own_case_studies(const Arguments& given) {
  const std::string workspace = workspace_of(given);
  const std::string folder = join_path(workspace, "case_studies");
  return !workspace.empty() && disk().is_folder(folder) ? folder : std::string();
}

knowledge::AreaModel open_areas(const Arguments& given) {
  knowledge::AreaModel model = knowledge::AreaModel::of_workspace(
      disk(), knowledge_file(given, "areas/similar_areas.yaml"), workspace_of(given));
  if (given.has("published")) model.use_published_list(disk(), given.text("published"));
  return model;
}

std::size_t find_area(const Arguments& given, const knowledge::AreaModel& model, std::string_view name) {
  const std::size_t area = model.find(name);
  if (given.has("published") && !model.has_published_group(area))
    throw Error(ExitCode::input,
                fmt::format("{} has no group for {}.", file_name(given.text("published")), model.areas()[area].name),
                {"Leave out --published to use Hallmark's own model."});
  return area;
}

knowledge::IndexRequest base_index(const Arguments& given, const std::string& index) {
  return knowledge::index_request(disk(), knowledge_base(given), index);
}

knowledge::IndexRequest workspace_index(const Arguments& given, const std::string& index) {
  const std::string workspace = workspace_of(given);
  return knowledge::index_request(disk(), join_path(workspace, "case_studies"),
                                  index.empty() ? join_path(workspace, ".hallmark/index") : index);
}

}  // namespace hallmark::cli
