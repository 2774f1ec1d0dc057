// The house style: templates/theme/theme.yaml with report.css and report.js beside it. A partnership changes the look
// by pointing at a folder of its own.
#pragma once

#include <string>

#include "base/files.h"
#include "chart/draw.h"
#include "render/logo.h"

namespace hallmark::render {

struct Theme {
  std::string css;     // of the HTML report
  std::string script;  // of the HTML report; the report reads without it
  std::string brand;   // "#206095": used where the document names no colour of its own
  chart::Style chart;
  Logo logo;  // of the partnership; load_theme knows none
};

// Reads the folder (hallmark_home() + "/templates/theme" for the shipped one). Throws Error(ExitCode::configuration)
// naming file and line for an unknown key, a colour that is none or one too pale to read.
Theme load_theme(const FileSystem& files, const std::string& folder);

}  // namespace hallmark::render
