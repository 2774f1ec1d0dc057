#include "../targets.h"
#include "base/json.h"
#include "data/query_text.h"

// Queries as a ledger holds them.
void hallmark::fuzz::query(std::string_view input) {
  reads_or_refuses([&] {
    const Query query = data::query_from_json(parse_json(input, "x.json"), "x.json");
    require(data::query_from_json(data::to_json(query), "x.json") == query);
  });
}
