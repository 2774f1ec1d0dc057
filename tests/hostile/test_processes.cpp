// The program killed at random moments and run twice at once: what was there before stays whole, and the next run
// works.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "source_dir.h"

using namespace hallmark;
namespace fs = std::filesystem;

namespace {

constexpr unsigned seed = 5;

// Visible files below a folder, by path.
using Contents = std::map<std::string, std::string>;

Contents contents_of(const std::string& folder) {
  Contents contents;
  for (const std::string& path : glob(disk(), folder, "**"))
    if (!disk().is_folder(path) && path.find("/.") == std::string::npos) contents[path] = disk().read(path);
  return contents;
}

class Workspace {
 public:
  Workspace() {
    std::string name = (fs::temp_directory_path() / "hallmark-processes-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    root_ = name;
    fs::copy(source_dir() + "/tests/commands/fixtures/tiny", root_ + "/w", fs::copy_options::recursive);
    ::setenv("HALLMARK_HOME", source_dir().c_str(), 1);
  }
  ~Workspace() { fs::remove_all(root_); }
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  // Starts `hallmark` with these words on the workspace; its output goes nowhere.
  pid_t start(std::vector<std::string> words) const {
    words.insert(words.begin(), HALLMARK);
    words.insert(words.end(), {"-C", root_ + "/w"});
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(HALLMARK, arguments.data());
    ::_exit(99);
  }

  int run(const std::vector<std::string>& words) const { return finish(start(words)); }

  static int finish(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  std::string path(const std::string& name) const { return root_ + "/w/" + name; }

 private:
  std::string root_;
};

std::vector<std::string> report_of(const std::string& crime_type) {
  return {"report", "brief", "--format", "html,md", "--set", "crime_type=" + crime_type};
}

bool has_pending_moves(const std::string& folder) {
  for (const std::string& name : disk().list(folder))
    if (name.starts_with(".hallmark-") && disk().exists(folder + "/" + name + "/moves")) return true;
  return false;
}

}  // namespace

TEST_CASE("killed at 200 random moments, a run leaves the old report or the new one") {
  const Workspace workspace;
  const std::string out = workspace.path("out");
  std::map<std::string, Contents> whole;
  std::chrono::steady_clock::duration longest{};
  for (const char* type : {"Burglary", "Robbery"}) {
    const auto start = std::chrono::steady_clock::now();
    REQUIRE(workspace.run(report_of(type)) == 0);
    longest = std::max(longest, std::chrono::steady_clock::now() - start);
    whole[type] = contents_of(out);
  }
  REQUIRE(whole["Burglary"] != whole["Robbery"]);

  MESSAGE("seed " << seed);
  std::mt19937 random(seed);
  int killed = 0, among_moves = 0;
  for (int round = 0; round < 200; ++round) {
    const pid_t child = workspace.start(report_of(round % 2 == 0 ? "Burglary" : "Robbery"));
    std::this_thread::sleep_for(longest * (random() % 1000) / 1000);
    ::kill(child, SIGKILL);
    killed += Workspace::finish(child) == 128 + SIGKILL;
    CAPTURE(round);
    const Contents left = contents_of(out);
    if (left == whole["Burglary"] || left == whole["Robbery"]) continue;
    // Killed among the renames: every file is whole, and a list says which are still to come.
    ++among_moves;
    for (const auto& [path, content] : left) {
      const bool is_whole = content == whole["Burglary"][path] || content == whole["Robbery"][path];
      CHECK(is_whole);
    }
    REQUIRE(has_pending_moves(out));
    REQUIRE(workspace.run(report_of("Burglary")) == 0);
    REQUIRE(contents_of(out) == whole["Burglary"]);
  }
  MESSAGE(killed << " of 200 were killed before they ended, " << among_moves << " while files changed places");
  CHECK(killed > 50);
  REQUIRE(workspace.run(report_of("Robbery")) == 0);
  CHECK(contents_of(out) == whole["Robbery"]);
  CHECK(disk().list(out) == std::vector<std::string>{"brief.html", "brief.md", "ledger.json"});
  CHECK(workspace.run({"verify", out + "/brief.html"}) == 0);
}

TEST_CASE("killed while it writes what was set aside, a check leaves the old file or the new one") {
  const Workspace workspace;
  REQUIRE(workspace.run({"check"}) == 0);
  const Contents before = contents_of(workspace.path("quarantine"));
  REQUIRE(before.size() == 1);
  MESSAGE("seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 40; ++round) {
    const pid_t child = workspace.start({"check"});
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
    ::kill(child, SIGKILL);
    Workspace::finish(child);
    REQUIRE(contents_of(workspace.path("quarantine")) == before);
  }
}

TEST_CASE("two runs at once on one workspace both end well, and the files are those of one of them") {
  const Workspace workspace;
  const std::string out = workspace.path("out");
  REQUIRE(workspace.run(report_of("Burglary")) == 0);
  const Contents burglary = contents_of(out);
  REQUIRE(workspace.run(report_of("Robbery")) == 0);
  const Contents robbery = contents_of(out);
  for (int round = 0; round < 10; ++round) {
    std::vector<pid_t> children;
    for (const char* type : {"Burglary", "Robbery", "Burglary"}) children.push_back(workspace.start(report_of(type)));
    for (const pid_t child : children) CHECK(Workspace::finish(child) == 0);
    const Contents left = contents_of(out);
    const bool of_one = left == burglary || left == robbery;
    CHECK(of_one);
    if (round % 2 == 0) fs::remove_all(out);
  }
  CHECK(disk().list(workspace.path("")) ==
        std::vector<std::string>{".hallmark", "data", "hallmark.yaml", "out", "templates"});
}
