#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "report/script_host.h"
#include "script/api.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::optional_positional, "NAME", "", "", "One plugin, in full"},
    {Argument::Kind::flag, "--api", "", "", "Print what scripts, templates and plugins may call"},
    {Argument::Kind::text, "-C,--workspace", "DIR", "", "A workspace, whose own plugins are listed too"},
    json_argument,
};

json::array texts(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

json::value to_json(const plugin::Plugin& plugin) {
  const plugin::Manifest& manifest = plugin.manifest;
  return json::object{{"name", manifest.name},
                      {"version", manifest.version},
                      {"api", manifest.api},
                      {"summary", manifest.summary},
                      {"provides", texts(manifest.provides)},
                      {"formulas", texts(manifest.formulas)},
                      {"needs", texts(manifest.needs)},
                      {"folder", manifest.folder}};
}

json::value to_json(const std::vector<script::ApiEntry>& entries) {
  json::array all;
  for (const script::ApiEntry& entry : entries)
    all.push_back(json::object{
        {"topic", entry.topic}, {"name", entry.name}, {"signature", entry.signature}, {"help", entry.help}});
  return all;
}

std::string to_text(const std::vector<script::ApiEntry>& entries) {
  std::string out, topic;
  for (const script::ApiEntry& entry : entries) {
    if (entry.topic != topic) out += fmt::format("{}{}\n", topic.empty() ? "" : "\n", entry.topic);
    topic = entry.topic;
    out += fmt::format("  {} {}\n      {}\n", entry.name, entry.signature, entry.help);
  }
  return out;
}

std::string to_text(const plugin::Plugin& plugin, bool whole) {
  const plugin::Manifest& manifest = plugin.manifest;
  std::string out = fmt::format("{} {}\n  {}\n", manifest.name, manifest.version, manifest.summary);
  for (const std::string& function : manifest.provides)
    out += fmt::format("  analysis  {}.{}\n", manifest.name, function);
  for (const std::string& formula : manifest.formulas) out += fmt::format("  formula   {}\n", formula);
  if (!whole) return out;
  if (!manifest.needs.empty()) out += fmt::format("  needs     {}\n", join(manifest.needs, ", "));
  out += fmt::format("  folder    {}\n", manifest.folder);
  const std::vector<script::ApiEntry> entries = script::api(plugin.formulas);
  return entries.empty() ? out : out + "\n" + to_text(entries);
}

ExitCode print_api(const plugin::Registry& registry, bool as_json, Terminal& terminal) {
  std::vector<script::ApiEntry> entries = script::api();
  const std::vector<script::ApiEntry> native = script::api(registry.formulas());
  entries.insert(entries.end(), native.begin(), native.end());
  terminal.print(as_json ? write_json(to_json(entries), 2) + "\n" : to_text(entries));
  return ExitCode::success;
}

ExitCode print_all(const plugin::Registry& registry, bool as_json, Terminal& terminal) {
  json::array all;
  for (const plugin::Plugin& plugin : registry.plugins()) {
    if (as_json)
      all.push_back(to_json(plugin));
    else
      terminal.print(to_text(plugin, false));
  }
  if (as_json) terminal.print(write_json(all, 2) + "\n");
  for (const plugin::RefusedPlugin& refused : registry.refused()) terminal.show(refused.diagnostic);
  return registry.refused().empty() ? ExitCode::success : ExitCode::configuration;
}

ExitCode run_plugins(const Arguments& given, Terminal& terminal) {
  const plugin::Registry registry =
      given.has("workspace") ? report::find_plugins(disk(), report::read_workspace(disk(), given.text("workspace")))
                             : report::find_plugins(disk());
  const bool as_json = given.has("json");
  if (given.has("api")) return print_api(registry, as_json, terminal);
  if (!given.has("NAME")) return print_all(registry, as_json, terminal);
  const plugin::Plugin& plugin = registry.find(given.text("NAME"));
  terminal.print(as_json ? write_json(to_json(plugin), 2) + "\n" : to_text(plugin, true));
  return ExitCode::success;
}

}  // namespace

const Command plugins_command = {
    "plugins",
    "list the plugins and what they contribute; --api prints the script API",
    "Every analysis and formula of every plugin. A plugin that is refused is named with the reason, and the exit code\n"
    "is 4.",
    "hallmark plugins\nhallmark plugins hot_spots\nhallmark plugins --api",
    arguments,
    run_plugins,
};

}  // namespace hallmark::cli
