// Every file that could enter a report, whether or not it does: what lies in the workspace, what hallmark.yaml names
// elsewhere, the templates, plugins, knowledge base and fonts that come with Hallmark. A report over the same ones is
// the same report.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "data/file_state.h"
#include "data/store.h"
#include "report/workspace.h"

namespace hallmark::report {

struct Input {
  data::FileStamp stamp;  // when it was found
  std::string sha256;     // empty: not asked yet
};
using Inputs = std::map<std::string, Input>;  // by path, as it would be read

// As they are now, without their content: what is written to from now on has another stamp. `output_folder`,
// .hallmark/, quarantine/ and .git/ of the workspace count only where hallmark.yaml names something in them. None where
// no answer can be trusted: a folder that cannot be read, a pipe, links in a circle, too many files.
std::optional<Inputs> find_inputs(const FileSystem& files, const Workspace& workspace,
                                  const std::string& output_folder);

// Of those that the import has read it knows the hash already.
void take_hashes(Inputs& inputs, const data::Store& store);
// Of the others; false where one cannot be read or they are more than is worth it.
bool hash_rest(Inputs& inputs);

bool same_files(const Inputs& before, const Inputs& now);

}  // namespace hallmark::report
