#include "plugin/manifest.h"

#include "../targets.h"

void hallmark::fuzz::manifest(std::string_view input) {
  MemoryFileSystem files;
  files.files["plugins/x/plugin.yaml"] = std::string(input);
  files.files["plugins/x/x.lua"] = "return {}";
  reads_or_refuses([&] {
    const plugin::Manifest manifest = plugin::read_manifest(files, "plugins/x", {"police_street_crime"});
    require(manifest.name == "x");
  });
}
