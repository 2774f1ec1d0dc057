#pragma once

#include <string>

#include "language/rules.h"
#include "source_dir.h"

// knowledge_base/language.yaml.
inline const hallmark::language::Rules& shipped_rules() {
  static const hallmark::language::Rules rules =
      hallmark::language::load_rules(hallmark::disk(), std::string(source_dir()) + "/knowledge_base/language.yaml");
  return rules;
}
