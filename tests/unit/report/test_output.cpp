#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "hallmark/error.h"
#include "report/output.h"

using namespace hallmark;
using namespace hallmark::report;
namespace fs = std::filesystem;

namespace {

struct Scratch {
  std::string folder = (fs::temp_directory_path() / "hallmark-output-XXXXXX").string();
  Scratch() { REQUIRE(::mkdtemp(folder.data()) != nullptr); }
  ~Scratch() { fs::remove_all(folder); }
  std::string at(const std::string& name) const { return folder + "/" + name; }
};

StagedOutput::Last nothing_more() {
  return {};
}

}  // namespace

TEST_CASE("files appear together, and nothing else stays") {
  const Scratch scratch;
  {
    StagedOutput output(scratch.at("out"));
    output.add("a.html", "A");
    output.add("a_files/figure-1.svg", "S");
    CHECK_FALSE(fs::exists(scratch.at("out/a.html")));
    output.publish([] { return StagedOutput::Last{{{"ledger.json", "L"}}, {}}; });
  }
  CHECK(disk().read(scratch.at("out/a.html")) == "A");
  CHECK(disk().read(scratch.at("out/a_files/figure-1.svg")) == "S");
  CHECK(disk().list(scratch.at("out")) == std::vector<std::string>{"a.html", "a_files", "ledger.json"});
}

TEST_CASE("an output given up leaves nothing, not even its folder") {
  const Scratch scratch;
  {
    StagedOutput output(scratch.at("out"));
    output.add("a.html", "A");
  }
  CHECK(disk().list(scratch.folder).empty());
}

TEST_CASE("a failure halfway puts back what was there") {
  const Scratch scratch;
  fs::create_directories(scratch.at("out/b.html"));  // a folder where a file should go
  disk().write_atomically(scratch.at("out/a.html"), "old");
  {
    StagedOutput output(scratch.at("out"));
    output.add("0.html", "new");
    output.add("a.html", "new");
    output.add("b.html", "new");
    CHECK_THROWS_AS(output.publish(nothing_more), Error);
  }
  CHECK(disk().read(scratch.at("out/a.html")) == "old");
  CHECK(disk().list(scratch.at("out")) == std::vector<std::string>{"a.html", "b.html"});
}

TEST_CASE("files of an earlier run that no longer belong are removed") {
  const Scratch scratch;
  fs::create_directories(scratch.at("out/a_files"));
  disk().write_atomically(scratch.at("out/a_files/figure-1.svg"), "S");
  StagedOutput output(scratch.at("out"));
  output.add("a.md", "A");
  output.publish([] { return StagedOutput::Last{{}, {"a_files/figure-1.svg", "a_files/figure-9.svg"}}; });
  CHECK(disk().list(scratch.at("out")).back() == "a.md");
  CHECK_FALSE(fs::exists(scratch.at("out/a_files")));
}

TEST_CASE("the next run finishes what a killed one had begun to move, and clears what it had not") {
  const Scratch scratch;
  // As a process leaves it that is killed after its first rename: a.html is in place, b.html and the removal are due.
  for (const char* folder : {"out/.hallmark-killed/new/b_files", "out/.hallmark-early/new", "out/b_files"})
    fs::create_directories(scratch.at(folder));
  disk().write_atomically(scratch.at("out/a.html"), "new");
  disk().write_atomically(scratch.at("out/b.html"), "old");
  disk().write_atomically(scratch.at("out/b_files/2.svg"), "old");
  disk().write_atomically(scratch.at("out/.hallmark-killed/new/b.html"), "new");
  disk().write_atomically(scratch.at("out/.hallmark-killed/new/b_files/1.svg"), "new");
  disk().write_atomically(scratch.at("out/.hallmark-killed/moves"),
                          "+a.html\n+b.html\n+b_files/1.svg\n-b_files/2.svg\n");
  // And one that is killed before it had all.
  disk().write_atomically(scratch.at("out/.hallmark-early/new/a.html"), "part");
  { const StagedOutput next(scratch.at("out")); }
  CHECK(disk().list(scratch.at("out")) == std::vector<std::string>{"a.html", "b.html", "b_files"});
  CHECK(disk().read(scratch.at("out/a.html")) == "new");
  CHECK(disk().read(scratch.at("out/b.html")) == "new");
  CHECK(disk().list(scratch.at("out/b_files")) == std::vector<std::string>{"1.svg"});
}

TEST_CASE("the files of a run that still goes on are left alone") {
  const Scratch scratch;
  StagedOutput first(scratch.at("out"));
  first.add("a.html", "first");
  { const StagedOutput second(scratch.at("out")); }
  first.publish(nothing_more);
  CHECK(disk().read(scratch.at("out/a.html")) == "first");
}

TEST_CASE("a place that cannot be written is a sentence with the exit code for it") {
  const Scratch scratch;
  disk().write_atomically(scratch.at("file"), "x");
  try {
    StagedOutput output(scratch.at("file"));
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::output);
  }
  CHECK_THROWS_AS(StagedOutput(scratch.at("file/below")), Error);
}

TEST_CASE("two runs at once take turns: their files are never mixed") {
  const Scratch scratch;
  const std::string folder = scratch.at("out");
  fs::create_directories(folder);
  // Two processes, since one process stages under one name.
  std::vector<pid_t> children;
  for (const char* content : {"one", "two"}) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int i = 0; i < 50; ++i) {
        StagedOutput output(folder);
        for (const char* name : {"a", "b", "c"}) output.add(name, content);
        output.publish(nothing_more);
      }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
  }
  const std::string first = disk().read(folder + "/a");
  CHECK(disk().read(folder + "/b") == first);
  CHECK(disk().read(folder + "/c") == first);
  CHECK(disk().list(folder) == std::vector<std::string>{"a", "b", "c"});
}
