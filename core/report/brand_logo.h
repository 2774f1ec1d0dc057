// The logo of a brand pack.
#pragma once

#include <string>

#include "base/files.h"
#include "render/logo.h"
#include "report/brand.h"

namespace hallmark::report {

// Reads and checks the pictures; their paths are relative to the workspace.
render::Logo load_logo(const FileSystem& files, const Brand& brand, const std::string& workspace_folder);

}  // namespace hallmark::report
