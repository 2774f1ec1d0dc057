#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>

#include "base/diagnostic.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "hallmark/error.h"

using namespace hallmark;

namespace {

struct TemporaryFolder {
  std::string path;
  TemporaryFolder() {
    char name[] = "/tmp/hallmark-test-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~TemporaryFolder() { disk().remove(path); }
};

std::string sentence(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.diagnostic().sentence;
  }
  return "no error";
}

}  // namespace

TEST_CASE("a file is written whole or not at all") {
  const TemporaryFolder folder;
  const std::string path = folder.path + "/a.txt";
  disk().write_atomically(path, "first");
  disk().write_atomically(path, "second");
  CHECK(disk().read(path) == "second");
  CHECK(disk().list(folder.path) == std::vector<std::string>{"a.txt"});
  const std::string absent = folder.path + "/no/b.txt";
  CHECK(sentence([&] { disk().write_atomically(absent, "x"); }) == "Cannot write “" + absent + "”: it does not exist.");
  CHECK(sentence([&] { disk().read(folder.path); }) == "Cannot read “" + folder.path + "”: it is a folder.");
}

TEST_CASE("a pipe or a device in a folder is refused, never waited for") {
  const TemporaryFolder folder;
  const std::string pipe = folder.path + "/pipe", endless = folder.path + "/zero", circle = folder.path + "/circle";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  REQUIRE(::symlink("/dev/zero", endless.c_str()) == 0);
  REQUIRE(::symlink("circle", circle.c_str()) == 0);
  CHECK(sentence([&] { disk().read(pipe); }) == "Cannot read “" + pipe + "”: it is a pipe or a device.");
  CHECK(sentence([&] { disk().read(endless); }) == "Cannot read “" + endless + "”: it is a pipe or a device.");
  CHECK(sentence([&] { disk().read(circle); }) == "Cannot read “" + circle + "”: its links lead in a circle.");
  CHECK(disk().read("/dev/null").empty());
}

TEST_CASE("links that lead back up do not lead patterns in circles") {
  const TemporaryFolder folder;
  disk().make_folders(folder.path + "/data/real");
  disk().write_atomically(folder.path + "/data/real/x.csv", "");
  REQUIRE(::symlink(".", (folder.path + "/data/here").c_str()) == 0);
  REQUIRE(::symlink("../data", (folder.path + "/data/there").c_str()) == 0);
  REQUIRE(::symlink("data/real", (folder.path + "/linked").c_str()) == 0);
  CHECK(glob(disk(), folder.path, "data/**/*.csv") == std::vector<std::string>{folder.path + "/data/real/x.csv"});
  CHECK(glob(disk(), folder.path, "linked/*.csv") == std::vector<std::string>{folder.path + "/linked/x.csv"});
}

TEST_CASE("patterns find files below a folder in byte order") {
  MemoryFileSystem files;
  for (const char* path :
       {"w/data/2020-01/x-street.csv", "w/data/y.zip", "w/data/.hidden/z-street.csv", "w/other/a-street.csv"})
    files.files[path] = "";
  CHECK(glob(files, "w", "data/**/*-street.csv") == std::vector<std::string>{"w/data/2020-01/x-street.csv"});
  CHECK(glob(files, "w", "data/*.zip") == std::vector<std::string>{"w/data/y.zip"});
  CHECK(glob(files, "nowhere", "*").empty());
  CHECK(matches_pattern("a/b/c", "**"));
  CHECK_FALSE(matches_pattern("a/b/c", "a/*"));
  CHECK(matches_pattern("aaaaaaaaaaaaaaaaaaaaaaaab", "*a*a*a*a*b"));
}

TEST_CASE("paths are joined and taken apart") {
  CHECK(join_path("a", "b") == "a/b");
  CHECK(join_path("a/", "b") == "a/b");
  CHECK(join_path("a", "/b") == "/b");
  CHECK(join_path(".", "b") == "b");
  CHECK(parent_folder("a/b") == "a");
  CHECK(parent_folder("b") == ".");
  CHECK(file_extension("x/Y.ZIP") == ".zip");
  CHECK(file_extension("x/.hidden") == "");
}

// FIPS 180-4 examples.
TEST_CASE("SHA-256 matches the published examples") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("JSON keeps the order of keys and reads back the same") {
  const json::value value = parse_json(R"({"b":1,"a":[0.1,null,"x"]})", "x.json");
  CHECK(write_json(value) == R"({"b":1,"a":[0.1,null,"x"]})");
  CHECK(write_json(value, 2) == "{\n  \"b\": 1,\n  \"a\": [\n    0.1,\n    null,\n    \"x\"\n  ]\n}");
  try {
    parse_json("{\n \"a\": }", "x.json");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.diagnostic().where == SourceLocation{"x.json", 2, 7});
  }
}

TEST_CASE("a diagnostic shows the line and points at the word") {
  Diagnostic diagnostic{Severity::error,
                        "There is no dimension “crime_typ”.",
                        {"t.md", 2, 14},
                        {},
                        9,
                        {"Did you mean “crime_type”?"},
                        {}};
  quote_source(diagnostic, "first\n{{ levels{by=crime_typ} }}\r\nlast");
  CHECK(render(diagnostic, false) ==
        "error: There is no dimension “crime_typ”.\n"
        "  --> t.md:2:14\n"
        "     |\n"
        "   2 | {{ levels{by=crime_typ} }}\n"
        "     |              ^^^^^^^^^\n"
        "  hint: Did you mean “crime_type”?\n");
}

TEST_CASE("a line of a megabyte is shown as its part around the caret") {
  Diagnostic diagnostic{Severity::error, "x", {"t.csv", 1, 500'000}, std::string(1'000'000, 'a'), 1, {}, {}};
  CHECK(render(diagnostic, false).size() < 600);
}
