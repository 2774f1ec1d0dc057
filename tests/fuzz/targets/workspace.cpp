#include "report/workspace.h"

#include "../targets.h"

void hallmark::fuzz::workspace(std::string_view input) {
  MemoryFileSystem files;
  files.files["w/hallmark.yaml"] = std::string(input);
  reads_or_refuses([&] { report::read_workspace(files, "w"); });
}
