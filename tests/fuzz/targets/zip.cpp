#include "../records.h"
#include "../targets.h"

void hallmark::fuzz::zip(std::string_view input) {
  static const RecordsFolder folder;
  folder.account("records.zip", input, {});
}
