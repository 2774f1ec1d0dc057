// An import of bytes as if they had come from a supplier.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "data/store.h"
#include "targets.h"

namespace hallmark::fuzz {

constexpr const char* records_schema = R"(
name: records
supplier: Fell
statutory_basis: none
sensitivity: public
file_names: [YYYY-MM-*.csv]
supplier_column: force
columns:
  - {header: Month, name: month, type: month, required: yes}
  - {header: Force, name: force, type: category, required: yes}
  - {header: Longitude, name: longitude, type: longitude, range: [-9, 2]}
  - {header: Latitude, name: latitude, type: latitude, range: [49, 61]}
  - {header: Type, name: type, type: category, codes: [A, B]}
  - {header: Loss, name: loss, type: number, range: [0, 1000]}
  - {header: Reference, name: reference, type: identifier}
)";

class RecordsFolder {
 public:
  RecordsFolder() : schema_(data::parse_schema(records_schema, "records.yaml")) {
    std::string name = (std::filesystem::temp_directory_path() / "hallmark-fuzz-XXXXXX").string();
    require(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    std::ofstream(folder_ + "/local_authorities.csv") << "ltla24_code,csp24_code\n";
    std::ofstream(folder_ + "/former_authorities.csv") << "former_code,ltla24_code\n";
  }
  ~RecordsFolder() { std::filesystem::remove_all(folder_); }
  RecordsFolder(const RecordsFolder&) = delete;
  RecordsFolder& operator=(const RecordsFolder&) = delete;

  // What became of every row, as text, or the sentence that refused the file.
  std::string account(const std::string& file, std::string_view bytes, const data::ImportOptions& options) const {
    const std::string path = folder_ + "/" + file;
    std::filesystem::remove(path);  // some file systems wait for the disk when a file is overwritten
    std::ofstream(path, std::ios::binary) << bytes;
    std::string text = "refused";
    reads_or_refuses([&] { text = account(data::import({{schema_, {path}}}, {{}, folder_, {}}, options)); });
    return text;
  }

 private:
  static std::string account(const data::Store& store) {
    const data::DatasetInfo& info = store.datasets()[0];
    require(info.rows == info.kept + info.quarantine.size());
    const Query query{"records", {}, {"month", "force", "type", "longitude", "latitude"}, {Measure::Kind::sum, "loss"}};
    const QueryResult result = store.executor().run(query);
    std::string text;
    std::uint64_t rows = 0;
    for (std::size_t i = 0; i < result.size(); ++i) {
      for (std::size_t k = 0; k < result.keys.size(); ++k) text += result.label(k, i) + "|";
      text += std::to_string(result.values[i]) + "\n";
      rows += result.rows[i];
    }
    require(rows == info.kept);
    for (const auto& row : info.quarantine) text += std::to_string(row.line) + row.reason + row.raw + "\n";
    return text;
  }

  data::DatasetSchema schema_;
  std::string folder_;
};

}  // namespace hallmark::fuzz
