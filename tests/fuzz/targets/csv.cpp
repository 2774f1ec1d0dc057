#include "../records.h"
#include "../targets.h"

// The account of the rows does not depend on how the file was divided among threads and pieces.
void hallmark::fuzz::csv(std::string_view input) {
  static const RecordsFolder folder;
  data::ImportOptions whole, pieces;
  whole.hash_identifiers = true;
  pieces.piece_size = 1 + input.size() % 40;
  pieces.slice_size = 1 + input.size() * 7 % 200;
  const std::string account = folder.account("2020-01-fell.csv", input, whole);
  require(folder.account("2020-01-fell.csv", input, pieces) == account);
}
