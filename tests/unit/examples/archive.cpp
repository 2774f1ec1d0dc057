#include "archive.h"

#include <zip.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "source_dir.h"

namespace hallmark::examples {

std::string workspace_path(std::string_view name) {
  return source_dir() + "/examples/joint_strategic_assessment/" + std::string(name);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::map<std::string, std::string> read_zip(const std::string& path) {
  int error = 0;
  const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(
      zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error), zip_discard);
  if (!archive) throw std::runtime_error("libzip refuses the archive: " + path);
  std::map<std::string, std::string> members;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
    zip_stat_t facts;
    if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &facts) != 0) throw std::runtime_error("stat");
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
        zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0), zip_fclose);
    std::string text(facts.size, '\0');
    if (!file || zip_fread(file.get(), text.data(), text.size()) != static_cast<zip_int64_t>(text.size()))
      throw std::runtime_error(std::string("libzip cannot read ") + facts.name);
    members[facts.name] = std::move(text);
  }
  return members;
}

std::vector<Row> read_csv(std::string_view text) {
  std::vector<Row> rows;
  Row row;
  std::string field;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      row.push_back(std::move(field));
      field.clear();
    } else if (c == '\n' && !quoted) {
      row.push_back(std::move(field));
      field.clear();
      rows.push_back(std::move(row));
      row.clear();
    } else if (c != '\r') {
      field += c;
    }
  }
  return rows;
}

namespace {

// Great Britain and its waters, as a rough box.
bool possible_place(const std::string& longitude, const std::string& latitude) {
  if (longitude.empty() && latitude.empty()) return true;
  char* end = nullptr;
  const double east = std::strtod(longitude.c_str(), &end);
  if (end == longitude.c_str() || *end != '\0') return false;
  const double north = std::strtod(latitude.c_str(), &end);
  if (end == latitude.c_str() || *end != '\0') return false;
  return east > -9 && east < 2 && north > 49 && north < 61;
}

Records scan() {
  Records found;
  for (const auto& [name, text] : read_zip(workspace_path("data/ashmoor-police-uk.zip"))) {
    found.files.push_back(name);
    const std::vector<Row> rows = read_csv(text);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const Row& row = rows[i];
      ++found.rows;
      if (row.size() != 12)
        ++found.wrong_field_count;
      else if (row[1] != name.substr(0, 7))
        ++found.wrong_month;
      else if (!possible_place(row[4], row[5]))
        ++found.impossible_place;
      else
        found.kept.push_back({row[1], row[4], row[5], row[6], row[7], row[8], row[9], row[0]});
    }
  }
  return found;
}

template <typename Value, typename Convert>
std::map<std::string, Value> column_by_lsoa(const std::string& file, std::size_t column, Convert convert) {
  std::map<std::string, Value> values;
  const std::vector<Row> rows = read_csv(read_file(workspace_path(file)));
  for (std::size_t i = 1; i < rows.size(); ++i) values[rows[i].at(0)] = convert(rows[i].at(column));
  return values;
}

}  // namespace

const Records& records() {
  static const Records found = scan();
  return found;
}

const std::map<std::string, std::string>& district_of_lsoa() {
  static const auto districts =
      column_by_lsoa<std::string>("areas/lookup_lsoa21_lad24.csv", 3, [](const std::string& name) { return name; });
  return districts;
}

const std::map<std::string, int>& residents_of_lsoa() {
  static const auto residents = column_by_lsoa<int>("areas/population_lsoa21_mid2023.csv", 2,
                                                    [](const std::string& count) { return std::stoi(count); });
  return residents;
}

}  // namespace hallmark::examples
