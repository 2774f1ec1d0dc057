// What the tests of import share: the shipped schemas, a scratch folder, the real data where it is.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/files.h"
#include "data/store.h"
#include "source_dir.h"

namespace hallmark::data::test {

inline const std::string source = source_dir();
inline const std::string real_data = source + "/../shared/data";

inline bool have_real_data() {
  if (std::filesystem::exists(real_data)) return true;
  MESSAGE("skipped: " << real_data << " is absent");
  return false;
}

inline DatasetSchema schema(const std::string& name) {
  return find_schema(load_schemas(disk(), source + "/knowledge_base/datasets"), name);
}

inline AreaSources areas(std::vector<std::string> files = {}) {
  return {std::move(files), source + "/knowledge_base/areas", {}};
}

// A folder that goes with the test.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "hallmark-data-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string write(const std::string& name, const std::string& bytes) const {
    const auto file = std::filesystem::path(path) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
  }

  std::string path;
};

inline const std::string police_header =
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n";

inline std::string police_row(const std::string& month = "2020-01", const std::string& type = "Burglary") {
  return "," + month +
         ",Fell Police,Fell Police,-1.452188,53.595966,On or near Chantry Grove,E01007434,Barnsley 001A," + type +
         ",,\n";
}

inline Store import_police(const std::vector<std::string>& paths, ImportOptions options = {}) {
  return import({{schema("police_street_crime"), paths}}, areas(), options);
}

// Imports one file of that content, named as police.uk does.
inline Store import_text(const std::string& text, ImportOptions options = {},
                         const std::string& name = "2020-01-fell-street.csv") {
  const Scratch scratch;
  return import_police({scratch.write(name, text)}, std::move(options));
}

inline Query count_by(std::vector<std::string> by, std::vector<Filter> where = {}) {
  return {"police_street_crime", std::move(where), std::move(by), {}};
}

// Rows as "label|label=value".
inline std::vector<std::string> lines(const QueryResult& result) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < result.size(); ++i) {
    std::string line;
    for (std::size_t k = 0; k < result.keys.size(); ++k) line += (k ? "|" : "") + result.label(k, i);
    all.push_back(line + "=" + std::to_string(static_cast<long long>(result.values[i])));
  }
  return all;
}

// The sentence of the error that `action` throws, its hints after it; fails when it throws none.
template <typename Action>
std::string error_of(ExitCode code, const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(error.code() == code);
    std::string text = error.what();
    for (const auto& hint : error.diagnostic().hints) text += "\n" + hint;
    return text;
  }
  FAIL_CHECK("no error");
  return {};
}

#define CHECK_CONTAINS(text, part) CHECK_MESSAGE((text).find(part) != std::string::npos, (text))

}  // namespace hallmark::data::test
