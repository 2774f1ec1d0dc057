#include "base/yaml.h"

#include "../targets.h"

void hallmark::fuzz::yaml(std::string_view input) {
  reads_or_refuses([&] { Yaml::parse(input, "x.yaml"); });
}
