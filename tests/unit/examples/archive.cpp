#include "archive.h"

#include <unzip.h>

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
  const std::unique_ptr<void, decltype(&unzClose)> archive(unzOpen64(path.c_str()), unzClose);
  if (!archive) throw std::runtime_error("minizip refuses the archive: " + path);
  std::map<std::string, std::string> members;
  for (int state = unzGoToFirstFile(archive.get()); state == UNZ_OK; state = unzGoToNextFile(archive.get())) {
    unz_file_info64 facts;
    char name[256];
    if (unzGetCurrentFileInfo64(archive.get(), &facts, name, sizeof name, nullptr, 0, nullptr, 0) != UNZ_OK ||
        unzOpenCurrentFile(archive.get()) != UNZ_OK)
      throw std::runtime_error("minizip cannot read the archive's directory: " + path);
    std::string text(facts.uncompressed_size, '\0');
    const int read = unzReadCurrentFile(archive.get(), text.data(), static_cast<unsigned>(text.size()));
    if (read != static_cast<int>(text.size()) || unzCloseCurrentFile(archive.get()) != UNZ_OK)  // checks the CRC
      throw std::runtime_error(std::string("minizip cannot read ") + name);
    members[name] = std::move(text);
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
