#include "knowledge_base/index.h"

#include <charconv>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/knowledge_folder.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::text, "-C,--workspace", "DIR", "",
     "A workspace: index its case_studies/ into its .hallmark/index"},
    {Argument::Kind::text, "--base", "DIR", "", "A folder of case studies; the shipped ones unless given"},
    {Argument::Kind::text, "--out", "INDEX", "", "Where the index goes; a cache folder unless given"},
    {Argument::Kind::text, "--shards", "N", "", "Spread the studies over N databases, 1 to 64; as it is unless given"},
    json_argument,
};

constexpr std::size_t most_shown = 20;  // of each kind; --json has them all

std::string to_text(std::string_view what, const std::vector<std::string>& ids) {
  std::string out;
  for (std::size_t i = 0; i < ids.size() && i < most_shown; ++i) out += fmt::format("  {} {}\n", what, ids[i]);
  if (ids.size() > most_shown) out += fmt::format("  and {} more {}\n", ids.size() - most_shown, what);
  return out;
}

json::array to_json(const std::vector<std::string>& ids) {
  return json::array(ids.begin(), ids.end());
}

std::size_t shards_from(const std::string& text) {
  std::size_t shards = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), shards);
  if (error != std::errc() || end != text.data() + text.size() || shards == 0 || shards > knowledge::most_shards)
    throw Error(ExitCode::usage, fmt::format("“{}” is no number of shards.", text),
                {fmt::format("Give one from 1 to {}.", knowledge::most_shards)});
  return shards;
}

ExitCode run_index(const Arguments& given, Terminal& terminal) {
  if (given.has("workspace") && given.has("base"))
    throw Error(ExitCode::usage, "-C and --base both say which case studies are meant.", {"Give one of them."});
  knowledge::IndexRequest request =
      given.has("workspace") ? workspace_index(given, given.text("out")) : base_index(given, given.text("out"));
  if (given.has("shards")) request.shards = shards_from(given.text("shards"));
  const knowledge::IndexChanges changes = knowledge::build_index(disk(), request);
  for (std::size_t i = 0; i < changes.refused.size() && i < most_shown; ++i) terminal.show(changes.refused[i]);
  if (given.has("json")) {
    json::array refused;
    for (const Diagnostic& one : changes.refused)
      refused.push_back(json::object{{"file", one.where.file}, {"line", one.where.line}, {"reason", one.sentence}});
    terminal.print(write_json(json::object{{"index", request.index},
                                           {"studies", changes.studies},
                                           {"from_scratch", changes.from_scratch},
                                           {"added", to_json(changes.added)},
                                           {"changed", to_json(changes.changed)},
                                           {"removed", to_json(changes.removed)},
                                           {"refused", std::move(refused)}},
                              2) +
                   "\n");
    return ExitCode::success;
  }
  const std::string what_changed = changes.none()
                                       ? "nothing changed"
                                       : fmt::format("{} added, {} changed, {} removed", changes.added.size(),
                                                     changes.changed.size(), changes.removed.size());
  terminal.print(fmt::format("{} {} in {}: {}, {} refused.\n", changes.studies,
                             changes.studies == 1 ? "case study" : "case studies", request.index, what_changed,
                             changes.refused.size()));
  terminal.print(to_text("added", changes.added) + to_text("changed", changes.changed) +
                 to_text("removed", changes.removed));
  if (changes.refused.size() > most_shown)
    terminal.print(fmt::format("  and {} more refused\n", changes.refused.size() - most_shown));
  return ExitCode::success;
}

}  // namespace

const Command index_command = {
    "index",
    "build or refresh the search index of case studies",
    "Reads every .md file of the folder and writes a new index beside the one in use, which answers until the new one\n"
    "is complete. Files that cannot be read are named and left out. `hallmark search` does this by itself.",
    "hallmark index\n"
    "hallmark index --base our-studies --out our-index",
    arguments,
    run_index,
};

}  // namespace hallmark::cli
