#include "plugin/manifest.h"

#include <algorithm>

#include "base/text.h"
#include "base/yaml.h"

namespace hallmark::plugin {

namespace {

bool is_name(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= 64 && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), allowed);
}

bool is_version(std::string_view text) {
  const auto parts = split(text, '.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.size() < 6 && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), digits);
}

// The texts of a list, each a name and none twice.
std::vector<std::string> names_of(const Yaml& root, std::string_view key, std::string_view prefix) {
  const Yaml* list = root.find(key);
  if (list == nullptr || list->is_null()) return {};
  std::vector<std::string> names = list->texts();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Yaml& item = list->kind() == Yaml::Kind::sequence ? list->items()[i] : *list;
    if (!names[i].starts_with(prefix) || !is_name(std::string_view(names[i]).substr(prefix.size())))
      item.fail(fmt::format("“{}” is no name here.", names[i]),
                {fmt::format("Names look like {}by_month: lower case, digits, underscores.", prefix)});
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      item.fail(fmt::format("“{}” stands here twice.", names[i]));
  }
  return names;
}

void check_needs(const Yaml& root, const std::vector<std::string>& needs, const std::vector<std::string>& known) {
  for (const std::string& dataset : needs)
    if (std::find(known.begin(), known.end(), dataset) == known.end())
      root.required("needs").fail(fmt::format("There is no dataset “{}”.", dataset), {suggestion(dataset, known)});
}

void check_files(const FileSystem& files, const Yaml& root, const Manifest& manifest) {
  if (!files.exists(manifest.lua_path))
    root.fail(fmt::format("The plugin {} has no {}.lua.", manifest.name, manifest.name),
              {fmt::format("Put its analyses in {}.", manifest.lua_path)});
  const std::string native = join_path(manifest.folder, manifest.name + ".so");
  if (!manifest.formulas.empty() && !files.exists(native))
    root.required("formulas")
        .fail(fmt::format("The native part {} is not there.", native), {"Build it: cmake --build --preset release."});
  if (manifest.formulas.empty() && files.exists(native))
    root.fail(fmt::format("{} is there but the manifest declares no formulas of it.", native),
              {"List what it registers under “formulas”, or remove it."});
}

}  // namespace

Manifest read_manifest(const FileSystem& files, const std::string& folder,
                       const std::vector<std::string>& known_datasets) {
  const std::string path = join_path(folder, "plugin.yaml");
  const Yaml root = Yaml::parse(files.read(path), path);
  root.only({"name", "version", "api", "summary", "provides", "needs", "formulas", "marking"});
  Manifest manifest;
  manifest.folder = folder;
  manifest.name = root.required("name").text();
  if (!is_name(manifest.name))
    root.required("name").fail(fmt::format("“{}” is no plugin name.", manifest.name),
                               {"Names look like hot_spots: lower case, digits, underscores."});
  if (manifest.name != file_name(folder))
    root.required("name").fail(
        fmt::format("The plugin calls itself “{}” but its folder is “{}”.", manifest.name, file_name(folder)));
  manifest.version = root.required("version").text();
  if (!is_version(manifest.version))
    root.required("version").fail(fmt::format("“{}” is no version.", manifest.version), {"Versions look like 1.0.0."});
  manifest.api = static_cast<int>(root.required("api").integer());
  if (manifest.api != plugin_api)
    root.required("api").fail(
        fmt::format("The plugin speaks api {}; this Hallmark speaks api {}.", manifest.api, plugin_api),
        {"Get a version of the plugin made for this Hallmark."});
  manifest.summary = root.required("summary").text();
  manifest.provides = names_of(root, "provides", "");
  if (manifest.provides.empty()) root.fail("The plugin provides nothing.", {"List its analyses under “provides”."});
  manifest.needs = names_of(root, "needs", "");
  if (const Yaml* marking = root.find("marking")) manifest.marking = read_marking(*marking);
  check_needs(root, manifest.needs, known_datasets);
  manifest.formulas = names_of(root, "formulas", manifest.name + ".");
  manifest.lua_path = join_path(folder, manifest.name + ".lua");
  if (!manifest.formulas.empty()) manifest.native_path = join_path(folder, manifest.name + ".so");
  check_files(files, root, manifest);
  return manifest;
}

}  // namespace hallmark::plugin
