// A query made ready to run on a table: filters as tests of codes, groupings as positions in one row of groups.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/dimension.h"
#include "hallmark/data.h"

namespace hallmark::data {

using DimensionPtr = std::shared_ptr<const Dimension>;

struct Key {
  DimensionPtr dimension;
  std::uint64_t stride = 1;
  std::vector<std::uint32_t> steps;  // mapped, dense: ranks times stride
};

struct Test {
  DimensionPtr dimension;
  std::vector<std::uint8_t> passes;  // mapped: per code of the column
  Filter::Kind kind = Filter::Kind::any_of;
  std::vector<std::uint64_t> codes;  // computed: any_of, none_of sorted; range: lowest and highest
  bool pass(std::uint64_t code) const {
    if (kind == Filter::Kind::range) return code >= codes[0] && code <= codes[1];
    return std::binary_search(codes.begin(), codes.end(), code) == (kind == Filter::Kind::any_of);
  }
};

struct Plan {
  std::shared_ptr<const Query> query;
  const Table* table = nullptr;
  std::vector<Key> keys;
  std::vector<Test> tests;
  std::uint64_t groups = 1;            // product of the dimensions' codes
  std::size_t measured = Table::npos;  // column of sum or distinct
  bool dense = false;
};

// `dimension` gives a dimension of the table by name. Errors as Executor's.
Plan make_plan(const Query& query, const Table& table,
               const std::function<DimensionPtr(const std::string&)>& dimension);

}  // namespace hallmark::data
