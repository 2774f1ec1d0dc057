// What a Store holds; shared by the files of this room.
#pragma once

#include <future>
#include <memory>
#include <vector>

#include "data/store.h"
#include "data/table.h"

namespace hallmark::data {

struct Store::Contents {
  std::vector<DatasetInfo> datasets;
  std::vector<Table> tables;  // beside datasets
  Areas areas;
  unsigned threads = 2;
  std::unique_ptr<Executor> executor;
  // Writing columns to the cache, which reads the tables; gives what went wrong. Invalid: there is nothing to write.
  std::shared_future<std::string> keeping;
};

// The columns of the schema that dimensions and measures are made from; unknown names are left out.
std::vector<std::string> columns_behind(const DatasetSchema& schema, const std::vector<std::string>& dimensions);

// "cell(250)" -> 250; 0 for other names. Error(configuration) for a size outside 10 to 100,000 metres.
int cell_size(std::string_view dimension);

// Queries over the contents' tables, which must outlive it.
std::unique_ptr<Executor> make_executor(Store::Contents& contents);

}  // namespace hallmark::data
