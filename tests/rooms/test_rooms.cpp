// The architecture, checked from the #include lines: dependencies between rooms point one way, and each third-party
// library is known to one room only.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "source_dir.h"

namespace {

namespace fs = std::filesystem;
const fs::path root = source_dir();

// A room may include itself and any room of a lower layer; rooms of one layer do not know one another.
const std::map<std::string, int> layers = {
    {"include", 0}, {"base", 1},           {"data", 2},     {"statistics", 2}, {"document", 2},
    {"chart", 2},   {"language", 2},       {"template", 3}, {"script", 3},     {"plugin", 3},
    {"render", 3},  {"knowledge_base", 3}, {"report", 4},   {"cli", 5},
};

struct Include {
  std::string file;
  std::string room;    // of the including file
  std::string target;  // what stands between the quotes or brackets
  bool quoted = false;
};

std::vector<Include> includes_below(const fs::path& folder) {
  static const std::regex line_form(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
  std::vector<Include> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cpp") continue;
    const fs::path relative = fs::relative(entry.path(), folder);
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      std::smatch match;
      if (std::regex_search(line, match, line_form))
        found.push_back({entry.path().string(), relative.begin()->string(), match[2].str(), match[1].str() == "\""});
    }
  }
  return found;
}

// core and the knowledge base, whose code lives beside its content.
std::vector<Include> includes_of_rooms() {
  std::vector<Include> found = includes_below(root / "core");
  for (Include& include : includes_below(root / "knowledge_base")) {
    include.room = "knowledge_base";
    found.push_back(std::move(include));
  }
  return found;
}

std::string room_of(const std::string& target) {
  const std::string first = target.substr(0, target.find('/'));
  return first == "hallmark" ? "include" : first;
}

// The library a bracketed header belongs to; empty for the standard library and the operating system.
std::string third_party(const std::string& header) {
  static const std::vector<std::pair<std::string, std::string>> prefixes = {{"fmt/", "fmt"},
                                                                            {"boost/json", "Boost.JSON"},
                                                                            {"boost/dll", "Boost.DLL"},
                                                                            {"boost/math", "Boost.Math"},
                                                                            {"libfyaml", "libfyaml"},
                                                                            {"nettle/", "Nettle"},
                                                                            {"cmark", "cmark"},
                                                                            {"lua", "Lua"},
                                                                            {"lauxlib", "Lua"},
                                                                            {"hpdf", "libharu"},
                                                                            {"proj", "PROJ"},
                                                                            {"unzip.h", "minizip"},
                                                                            {"libdeflate", "libdeflate"},
                                                                            {"CLI/", "CLI11"},
                                                                            {"xapian", "Xapian"},
                                                                            {"Eigen/", "Eigen"},
                                                                            {"expat", "Expat"},
                                                                            {"boost/", "another part of Boost"}};
  for (const auto& [prefix, library] : prefixes)
    if (header.starts_with(prefix)) return library;
  return {};
}

}  // namespace

TEST_CASE("every folder of core is a room with a place in the layers") {
  for (const auto& entry : fs::directory_iterator(root / "core"))
    if (entry.is_directory()) CHECK_MESSAGE(layers.contains(entry.path().filename().string()), entry.path().string());
}

TEST_CASE("dependencies between rooms point one way") {
  std::size_t checked = 0;
  for (const Include& include : includes_of_rooms()) {
    const std::string target = room_of(include.target);
    if (!include.quoted || !layers.contains(target) || target == include.room) continue;
    ++checked;
    CHECK_MESSAGE(layers.at(target) < layers.at(include.room), include.file, " includes ", include.target);
  }
  CHECK(checked > 50);
}

TEST_CASE("each third-party library is included in exactly one room") {
  std::map<std::string, std::set<std::string>> rooms;
  for (const Include& include : includes_of_rooms())
    if (const std::string library = third_party(include.target); !include.quoted && !library.empty())
      rooms[library].insert(include.room);
  CHECK(rooms.size() >= 8);
  for (const auto& [library, where] : rooms) {
    std::string names;
    for (const std::string& room : where) names += " " + room;
    CHECK_MESSAGE(where.size() == 1, library, " is included in", names);
  }
}

TEST_CASE("the knowledge base sees the public headers, base and statistics, and alone knows Eigen and Xapian") {
  const std::set<std::string> allowed = {"include", "base", "statistics", "knowledge_base"};
  for (const Include& include : includes_of_rooms()) {
    const std::string library = third_party(include.target);
    if (library == "Eigen" || library == "Xapian")
      CHECK_MESSAGE(include.room == "knowledge_base", include.file, " includes ", include.target);
    if (include.room == "knowledge_base" && include.quoted)
      CHECK_MESSAGE(allowed.contains(room_of(include.target)), include.file, " includes ", include.target);
  }
}

TEST_CASE("CLI11 is included in one file and Boost.DLL in one file") {
  std::map<std::string, std::set<std::string>> files;
  for (const Include& include : includes_below(root / "core")) files[third_party(include.target)].insert(include.file);
  CHECK(files["CLI11"].size() == 1);
  CHECK(files["Boost.DLL"].size() == 1);
}

TEST_CASE("plugins see only the public headers") {
  std::size_t checked = 0;
  for (const Include& include : includes_below(root / "plugins")) {
    if (include.file.find("/tests/") != std::string::npos) continue;
    ++checked;
    if (include.quoted)
      CHECK_MESSAGE(include.target.starts_with("hallmark/"), include.file, " includes ", include.target);
    CHECK_MESSAGE(third_party(include.target).empty(), include.file, " includes ", include.target);
  }
  CHECK(checked > 0);
}

TEST_CASE("the public headers include one another and the standard library only") {
  for (const Include& include : includes_below(root / "core/include")) {
    if (include.quoted)
      CHECK_MESSAGE(include.target.starts_with("hallmark/"), include.file, " includes ", include.target);
    CHECK_MESSAGE(third_party(include.target).empty(), include.file, " includes ", include.target);
  }
}
