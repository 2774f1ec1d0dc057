#include "source_dir.h"

std::string source_dir() {
  return HALLMARK_SOURCE_DIR;
}
