#include "data/schema.h"

#include "../targets.h"

void hallmark::fuzz::schema(std::string_view input) {
  reads_or_refuses([&] {
    const data::DatasetSchema schema = data::parse_schema(input, "x.yaml");
    require(!schema.name.empty() && !schema.columns.empty());
  });
}
