// What is committed is what the generator writes, and it fits.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "archive.h"
#include "generate/workspace_files.h"
#include "generate/zip_writer.h"

namespace hallmark::examples {
namespace {

const std::map<std::string, std::string>& generated() {
  static const std::map<std::string, std::string> files = workspace_files();
  return files;
}

TEST_CASE("the committed files are byte for byte what the generator writes") {
  for (const auto& [name, content] : generated()) {
    CAPTURE(name);
    const bool equal = read_file(workspace_path(name)) == content;
    CHECK_MESSAGE(equal, "run generate_example examples/joint_strategic_assessment");
  }
}

TEST_CASE("no other file stands among the generated ones") {
  std::set<std::string> expected, found;
  for (const auto& [name, content] : generated()) expected.insert(name);
  for (const std::string folder : {"data", "areas"})
    for (const auto& entry : std::filesystem::directory_iterator(workspace_path(folder)))
      found.insert(folder + "/" + entry.path().filename().string());
  CHECK(found == expected);
}

TEST_CASE("the generated files take less than three megabytes") {
  std::size_t bytes = 0;
  for (const auto& [name, content] : generated()) bytes += content.size();
  CHECK(bytes < 2900000);
}

TEST_CASE("minizip reads what the zip writer writes") {
  const auto path = std::filesystem::temp_directory_path() / "hallmark_zip_writer_test.zip";
  const std::map<std::string, std::string> files = {
      {"empty.csv", ""}, {"a/one.csv", "one\r\n"}, {"b/long.csv", std::string(200000, 'x') + "end"}};
  std::ofstream(path, std::ios::binary) << zip_archive(files);
  CHECK(read_zip(path.string()) == files);
  CHECK(zip_archive(files) == zip_archive(files));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace hallmark::examples
