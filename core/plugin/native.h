// Native parts: checked on disk before they are loaded, attached to a scratch host, committed only if what they
// registered is what the manifest declares.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hallmark/plugin.h"
#include "plugin/manifest.h"

namespace hallmark::plugin {

// The plain facts at the start of hallmark_plugin_v1, as they stand in the file.
struct NativeFacts {
  std::uint32_t abi = 0;
  std::uint32_t size = 0;
  std::uint64_t fingerprint = 0;
};

// Reads the facts out of an ELF shared library without loading it. Error(ExitCode::configuration) for a file that is
// none, was built for another machine, is cut short, or does not export the symbol.
NativeFacts read_native_facts(const FileSystem& files, const std::string& path);

// Loads a native part and returns its formulas; each keeps the library loaded. Errors are sentences that name the
// plugin; nothing of a refused part stays registered. An exception of a formula gains the plugin's name.
std::vector<Formula> load_native(const FileSystem& files, const Manifest& manifest);

}  // namespace hallmark::plugin
