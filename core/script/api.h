// The script API as documentation: the same tables that register it. `hallmark plugins --api` prints them.
#pragma once

#include <string>
#include <vector>

#include "hallmark/plugin.h"

namespace hallmark::script {

struct ApiEntry {
  std::string topic;  // "data", "result", "boundaries", "quantity", "statistics", "document", "practice",
                      // "report", "text", "language", "lua" (what of Lua differs here); of a plugin's formulas its name
  std::string name;   // "data.query", "quantity:percent"
  std::string signature;  // "{dataset=, where=, by=, measure=} -> Result"
  std::string help;       // one to three sentences
};

// In the order of the tables, topic by topic.
std::vector<ApiEntry> api();

// Entries of formulas a native plugin registered.
std::vector<ApiEntry> api(const std::vector<Formula>& formulas);

}  // namespace hallmark::script
