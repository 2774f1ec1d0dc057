// The example's records as an independent reader sees them: minizip and a splitter of its own, nothing of Hallmark.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::examples {

std::string workspace_path(std::string_view name);  // in examples/joint_strategic_assessment
std::string read_file(const std::string& path);     // "" where it cannot be read

// Members by name.
std::map<std::string, std::string> read_zip(const std::string& path);

using Row = std::vector<std::string>;
std::vector<Row> read_csv(std::string_view text);  // with its header

struct Record {
  std::string month, longitude, latitude, location, lsoa, lsoa_name, type, id;
};

struct Records {
  std::vector<std::string> files;
  std::size_t rows = 0, wrong_field_count = 0, wrong_month = 0, impossible_place = 0;
  std::vector<Record> kept;  // the rest
};

// Rows with twelve fields, the month of their file and coordinates in Great Britain or none are kept.
const Records& records();

const std::map<std::string, std::string>& district_of_lsoa();  // code -> name
const std::map<std::string, int>& residents_of_lsoa();

}  // namespace hallmark::examples
