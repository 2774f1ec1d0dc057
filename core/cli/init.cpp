#include "base/files.h"
#include "base/text.h"
#include "cli/command.h"
#include "report/initiatives.h"
#include "report/output.h"
#include "report/workspace.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "DIR", "", "", "The folder to make, or an empty one that is there"},
    {Argument::Kind::text, "--partnership", "NAME", "", "The partnership's name; the folder's name unless given"},
};

std::string partnership_name(const Arguments& given, const std::string& folder) {
  if (given.has("partnership")) return given.text("partnership");
  std::string_view path = folder;
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  const std::string name = file_name(path);
  return name.empty() || name == "." || name == ".." ? "My partnership" : name;
}

ExitCode run_init(const Arguments& given, Terminal& terminal) {
  const std::string folder = given.text("DIR");
  const std::string file = join_path(folder, report::workspace_file);
  if (disk().exists(file))
    throw Error(ExitCode::output, fmt::format("“{}” is there already and is left as it is.", file),
                {"Name another folder, or edit the file that is there."});
  if (disk().exists(folder) && !disk().is_folder(folder))
    throw Error(ExitCode::output, fmt::format("Cannot make the folder “{}”: a file of that name is there.", folder));
  const report::Uninterrupted guard;
  disk().make_folders(join_path(folder, "data"));
  const std::string initiatives = join_path(folder, report::initiatives_folder);
  disk().make_folders(initiatives);
  if (const std::string example = join_path(initiatives, "example.yaml"); !disk().exists(example))
    disk().write_atomically(example, report::initiatives_template());
  disk().write_atomically(file, report::workspace_template(partnership_name(given, folder)));
  terminal.print(fmt::format("{}\n", file));
  terminal.say(fmt::format("Now drop a police.uk download into “{}” and run `hallmark check -C {}`.",
                           join_path(folder, "data"), folder));
  return ExitCode::success;
}

}  // namespace

const Command init_command = {
    "init",
    "make a workspace: a folder with a commented hallmark.yaml",
    "Writes hallmark.yaml, in which every setting is explained, an empty folder data/ for the records, and\n"
    "initiatives/example.yaml, which explains how the partnership's initiatives are written down.\n"
    "A hallmark.yaml that is there is never overwritten.",
    "hallmark init my-partnership",
    arguments,
    run_init,
};

}  // namespace hallmark::cli
