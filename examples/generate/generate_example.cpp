// Writes the generated files of an example workspace: generate_example FOLDER
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "workspace_files.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: generate_example FOLDER\n");
    return 2;
  }
  for (const auto& [name, content] : hallmark::examples::workspace_files()) {
    const std::filesystem::path path = std::filesystem::path(argv[1]) / name;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content;
    file.close();
    if (!file) {
      fmt::print(stderr, "generate_example: “{}” cannot be written.\n", path.string());
      return 6;
    }
  }
  return 0;
}
