#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

#include <chrono>
#include <thread>

#include "knowledge_base/search_folder.h"

using namespace hallmark;
using namespace hallmark::knowledge;
using Ids = std::vector<std::string>;

TEST_CASE("an index says what was added, changed and removed") {
  const SearchFolder folder;
  folder.study("one", "First", "burglary at night");
  folder.study("two", "Second", "robbery by day");
  IndexChanges changes = folder.build();
  CHECK(changes.from_scratch);
  CHECK(changes.added == Ids{"one", "two"});
  CHECK(is_current(disk(), folder.request()));

  folder.study("one", "First", "burglary of sheds in the morning");
  folder.study("three", "Third", "taxi ranks");
  folder.remove("two");
  CHECK_FALSE(is_current(disk(), folder.request()));
  changes = folder.build();
  CHECK_FALSE(changes.from_scratch);
  CHECK(changes.added == Ids{"three"});
  CHECK(changes.changed == Ids{"one"});
  CHECK(changes.removed == Ids{"two"});
  CHECK(changes.studies == 2);
  SearchIndex index = folder.open();
  CHECK(ids(found(index, "sheds")) == Ids{"one"});
  CHECK(found(index, "robbery").hits.empty());
}

TEST_CASE("hostile files are refused by name or are inert") {
  const SearchFolder folder;
  folder.study("good", "Good", "plain text about burglary");
  folder.write("broken", "---\nid: broken\ntitle: [\n---\nburglary\n");
  folder.write("large", std::string(2'000'000, 'x'));
  folder.write("latin", "---\nid: latin\ntitle: x\n---\nburglary caf\xe9\n");
  folder.write("bomb",
               "---\nid: bomb\ntitle: x\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
               "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
               "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
               "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n---\nburglary\n");
  folder.study("marks", "\"Bell \\a and escape \\e[2J and \\u202E bidi\"",
               "<script>alert(1)</script> burglary \x1b[31m &lt;b&gt;");
  folder.study("long", "Long", std::string(5000, 'z') + " burglary");
  const IndexChanges changes = folder.build();
  CHECK(changes.studies == 3);
  CHECK(changes.refused.size() == 4);
  for (const Diagnostic& refused : changes.refused) CHECK_FALSE(refused.where.file.empty());
  SearchIndex index = folder.open();
  const SearchResult result = found(index, "burglary");
  CHECK(result.hits.size() == 3);
  for (const Hit& hit : result.hits)
    for (const std::string& text : {hit.title, hit.snippet}) {
      CHECK(text.find('\x1b') == std::string::npos);
      CHECK(text.find('\a') == std::string::npos);
      CHECK(text.find("\u202E") == std::string::npos);
    }
}

TEST_CASE("of two builders the second says so, and searching goes on") {
  const SearchFolder folder;
  folder.study("one", "First", "burglary");
  folder.build();
  const int other = ::open((folder.path() + "/index/lock").c_str(), O_RDWR);
  REQUIRE(::flock(other, LOCK_EX | LOCK_NB) == 0);
  CHECK_THROWS_WITH_AS(folder.build(), "Another process is building this index.", Error);
  SearchIndex index = folder.open();
  CHECK(found(index, "burglary").hits.size() == 1);
  ::close(other);
  CHECK_NOTHROW(folder.build());
}

TEST_CASE("a reader that opened an index keeps it during later builds") {
  const SearchFolder folder;
  folder.study("one", "First", "burglary");
  folder.build();
  SearchIndex reader = folder.open();
  for (int i = 0; i < 3; ++i) {
    folder.study("one", "First", "robbery number " + std::to_string(i));
    folder.build();
  }
  CHECK(ids(found(reader, "burglary")) == Ids{"one"});
  SearchIndex later = folder.open();
  CHECK(found(later, "burglary").hits.empty());
  CHECK(ids(found(later, "robbery")) == Ids{"one"});
}

TEST_CASE("a builder killed at any moment leaves the earlier index answering") {
  const SearchFolder folder;
  folder.study("first", "First", "burglary");
  folder.build();
  for (int i = 0; i < 60; ++i)
    folder.study("more-" + std::to_string(i), "More", "words about robbery and street lighting " + std::to_string(i));
  for (int milliseconds = 0; milliseconds < 40; milliseconds += 3) {
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        folder.build();
      } catch (...) {
        ::_exit(1);
      }
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));  // killed or done, never stopped by what another left
    SearchIndex index = folder.open();
    CHECK(ids(found(index, "burglary")) == Ids{"first"});
    CHECK((index.size() == 1 || index.size() == 61));
  }
  folder.build();
  CHECK(folder.open().size() == 61);
}

TEST_CASE("a folder with other things in it is not written into") {
  const SearchFolder folder;
  folder.study("one", "First", "burglary");
  IndexRequest request = folder.request();
  request.index = request.studies;
  CHECK_THROWS_AS(build_index(disk(), request), Error);
  CHECK_THROWS_AS(index_request(disk(), folder.path() + "/nowhere"), Error);
  CHECK_THROWS_AS(folder.open(), Error);  // never built
}
