#include "report/brand.h"

#include "../targets.h"

// A brand pack named by hallmark.yaml.
void hallmark::fuzz::brand(std::string_view input) {
  MemoryFileSystem files;
  files.files["w/brand.yaml"] = std::string(input);
  const Yaml name = Yaml::parse("brand: brand.yaml", "w/hallmark.yaml");
  reads_or_refuses([&] {
    const report::Brand read = report::read_brand(files, name.required("brand"), "w");
    require(read.colour.empty() || read.colour.size() == 7);
  });
}
