// Mutated CSV and zip files: an import ends in an account of every row or in a sentence, never in anything else, and the
// account does not depend on how the file was divided.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "../unit/data/zip_writer.h"
#include "base/files.h"
#include "data/store.h"

using namespace hallmark;
using namespace hallmark::data;

namespace {

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

const std::string sound =
    "Month,Force,Longitude,Latitude,Type,Loss,Reference\n"
    "2020-01,Fell,-1.452188,53.595966,A,12.5,abc\r\n"
    "2020-01,\"Fell, North\",-1.452188,53.595966,\"B \"\"x\"\"\",,def\n"
    "2020-01,Fell,,,\"two\nlines\",3,\n"
    "\n"
    "2020-01,Caf\xC3\xA9,-0.5,54,B,1e2,ghi";

// A few bytes changed, taken out, doubled or replaced by ones that matter to CSV.
std::string mutated(std::string text, std::mt19937& random) {
  static const std::string telling = "\",\n\r\0\xFF\xEF\xBB\xBF-.0912eN\\ ";
  for (auto count = 1 + random() % 6; count > 0 && !text.empty(); --count) {
    const std::size_t at = random() % text.size(), length = 1 + random() % 12;
    switch (random() % 5) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text[at] = telling[random() % telling.size()];
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(random() % text.size(), length));
        break;
      default:
        text.insert(at, length, telling[random() % telling.size()]);
    }
  }
  return text;
}

class Workspace {
 public:
  Workspace() : schema_(parse_schema(records_schema, "records.yaml")) {
    std::string name = (std::filesystem::temp_directory_path() / "hallmark-fuzz-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    std::ofstream(folder_ + "/local_authorities.csv") << "ltla24_code,csp24_code\n";
    std::ofstream(folder_ + "/former_authorities.csv") << "former_code,ltla24_code\n";
  }
  ~Workspace() { std::filesystem::remove_all(folder_); }

  std::string account(const std::string& file, const std::string& bytes, const ImportOptions& options) const {
    const std::string path = folder_ + "/" + file;
    std::filesystem::remove(path);  // some file systems wait for the disk when a file is overwritten
    std::ofstream(path, std::ios::binary) << bytes;
    try {
      const Store store = import({{schema_, {path}}}, {{}, folder_, {}}, options);
      return account(store);
    } catch (const Error& error) {
      CHECK(!std::string_view(error.what()).empty());
      return error.what();
    }
  }

 private:
  static std::string account(const Store& store) {
    const DatasetInfo& info = store.datasets()[0];
    CHECK(info.rows == info.kept + info.quarantine.size());
    Query query{"records", {}, {"month", "force", "type", "longitude", "latitude"}, {Measure::Kind::sum, "loss"}};
    const QueryResult result = store.executor().run(query);
    std::string text;
    std::uint64_t rows = 0;
    for (std::size_t i = 0; i < result.size(); ++i) {
      for (std::size_t k = 0; k < result.keys.size(); ++k) text += result.label(k, i) + "|";
      text += std::to_string(result.values[i]) + "\n";
      rows += result.rows[i];
    }
    CHECK(rows == info.kept);
    for (const auto& row : info.quarantine) text += std::to_string(row.line) + row.reason + row.raw + "\n";
    return text;
  }

  DatasetSchema schema_;
  std::string folder_;
};

}  // namespace

TEST_CASE("mutated CSV") {
  const Workspace workspace;
  std::mt19937 random(20);
  for (int round = 0; round < 1500; ++round) {
    const std::string text = mutated(sound, random);
    CAPTURE(text);
    ImportOptions whole, pieces;
    whole.hash_identifiers = true;
    pieces.piece_size = 1 + random() % 40;
    pieces.slice_size = 1 + random() % 200;
    const std::string account = workspace.account("2020-01-fell.csv", text, whole);
    REQUIRE(workspace.account("2020-01-fell.csv", text, pieces) == account);
  }
}

TEST_CASE("mutated zips") {
  const Workspace workspace;
  std::mt19937 random(21);
  for (int round = 0; round < 1500; ++round) {
    const std::string zip = test::zip_of({{"2020-01/2020-01-fell.csv", sound, round % 2 == 0},
                                          {"2020-02-fell.csv", sound.substr(0, sound.find('\n') + 1), true}});
    workspace.account("records.zip", mutated(zip, random), {});
  }
}

TEST_CASE("zips cut short at every byte") {
  const Workspace workspace;
  const std::string zip = test::zip_of({{"2020-01-fell.csv", sound, true}});
  const std::string whole = workspace.account("records.zip", zip, {});
  for (std::size_t size = 0; size < zip.size(); ++size)
    CHECK(workspace.account("records.zip", zip.substr(0, size), {}) != whole);
}
