#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <random>
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

TEST_CASE("an index of many parts numbers and weighs its studies as one written at a time") {
  const SearchFolder at_once, one_by_one;
  for (int i = 0; i < 600; ++i) {
    const std::string id = "study-" + std::to_string(1000 + i);
    const std::string body = "burglary " + std::string(i % 7 == 0 ? "gates" : "lamps") + " number " + std::to_string(i);
    at_once.study(id, "Title", body, i % 3 == 0 ? "themes: [burglary]\n" : "themes: [violence]\n");
    one_by_one.study(id, "Title", body, i % 3 == 0 ? "themes: [burglary]\n" : "themes: [violence]\n");
    if (i == 0) one_by_one.build();
  }
  CHECK(at_once.build().from_scratch);
  CHECK_FALSE(one_by_one.build().from_scratch);
  SearchIndex written = at_once.open(), refreshed = one_by_one.open();
  for (const char* query : {"burglary gates", "number 411", "theme:burglary lamps", "\"lamps number\""}) {
    const SearchResult one = found(written, query), other = found(refreshed, query);
    REQUIRE_FALSE(one.hits.empty());
    CHECK(one.matches == other.matches);
    CHECK(ids(one) == ids(other));
    CHECK(one.hits[0].score == doctest::Approx(other.hits[0].score).epsilon(1e-12));
  }
}

TEST_CASE("where nothing changed, no generation is written") {
  const SearchFolder folder;
  folder.study("one", "First", "burglary");
  folder.build();
  const std::vector<std::string> before = databases_in_use(disk(), folder.request().index);
  folder.study("one", "First", "burglary");  // written again, the same
  CHECK_FALSE(is_current(disk(), folder.request()));
  CHECK(folder.build().none());
  CHECK(databases_in_use(disk(), folder.request().index) == before);
  CHECK(is_current(disk(), folder.request()));
  std::filesystem::remove_all(before[0]);  // a lost database is no unchanged one
  CHECK(folder.build().from_scratch);
  CHECK(folder.open().size() == 1);
}

TEST_CASE("a body of fifty megabytes is refused in a sentence and the rest is indexed") {
  const SearchFolder folder;
  folder.study("good", "Good", "burglary");
  std::string body;
  for (int i = 0; body.size() < 50'000'000; ++i) body += "word" + std::to_string(i) + " burglary\n";
  folder.study("large", "Large", body);
  const IndexChanges changes = folder.build();
  CHECK(changes.added == Ids{"good"});
  REQUIRE(changes.refused.size() == 1);
  CHECK(changes.refused[0].sentence == "This case study is larger than a megabyte.");
  CHECK(changes.refused[0].where.file.ends_with("large.md"));
  SearchIndex index = folder.open();
  CHECK(ids(found(index, "burglary")) == Ids{"good"});
}

TEST_CASE("a file larger than any memory is refused unread") {
  const SearchFolder folder;
  folder.study("good", "Good", "burglary");
  folder.study("huge", "Huge", "burglary");
  std::filesystem::resize_file(folder.path() + "/studies/huge.md", std::uintmax_t{1} << 38);  // takes no space
  const IndexChanges changes = folder.build();
  CHECK(changes.added == Ids{"good"});
  REQUIRE(changes.refused.size() == 1);
  CHECK(changes.refused[0].sentence == "This case study is larger than a megabyte.");
}

TEST_CASE("two files with one id leave the index, and come back when one of them does") {
  const SearchFolder folder;
  folder.study("twin", "First", "burglary");
  folder.study("other", "Other", "burglary");
  folder.build();
  std::filesystem::create_directory(folder.path() + "/studies/copies");
  folder.write("copies/twin", "---\nid: twin\ntitle: Second\n---\nrobbery\n");
  IndexChanges changes = folder.build();
  CHECK(changes.removed == Ids{"twin"});
  REQUIRE(changes.refused.size() == 2);
  for (const Diagnostic& refused : changes.refused)
    CHECK(refused.sentence.starts_with("The id “twin” is used twice, "));
  SearchIndex without = folder.open();
  CHECK(ids(found(without, "burglary")) == Ids{"other"});
  folder.remove("twin");
  CHECK(folder.build().added == Ids{"twin"});
  SearchIndex with_second = folder.open();
  CHECK(ids(found(with_second, "robbery")) == Ids{"twin"});
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

TEST_CASE("a reader searching all the while is never interrupted by rebuilds") {
  const SearchFolder folder;
  const auto write = [&](int edition) {
    for (int i = 0; i < 20; ++i)
      folder.study("study-" + std::to_string(i), "Title", "burglary edition" + std::to_string(edition));
  };
  write(0);
  folder.build();
  std::atomic<bool> built = false, ready = false;
  std::size_t searches = 0, interrupted = 0, reopened = 0;
  std::thread reader([&] {
    SearchIndex first = folder.open();
    ready = true;
    while (!built || searches < 10) {
      try {
        if (ids(found(first, "edition0")).size() != 10) ++interrupted;  // the ten it shows of twenty
        SearchIndex now = folder.open();  // whichever is in use: all of one edition, never parts of two
        if (found(now, "burglary").matches != 20) ++interrupted;
        ++reopened;
      } catch (const Error&) {
        ++interrupted;
      }
      ++searches;
    }
  });
  while (!ready) std::this_thread::yield();
  for (int edition = 1; edition <= 15; ++edition) {
    write(edition);
    CHECK(folder.build().changed.size() == 20);
  }
  built = true;
  reader.join();
  CHECK(searches >= 10);
  CHECK(reopened == searches);
  CHECK(interrupted == 0);
}

TEST_CASE("a builder killed at any of fifty moments leaves the earlier index answering, and the next one succeeds") {
  const SearchFolder folder;
  const auto build_and_kill = [&](std::chrono::microseconds after) {
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        folder.build();
      } catch (...) {
        ::_exit(1);
      }
      ::_exit(0);
    }
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) || WEXITSTATUS(status) == 0;  // killed or done, never stopped by what another left
  };
  std::mt19937 random(3);
  std::uniform_int_distribution<int> microseconds(0, 40'000);
  folder.study("first", "First", "burglary");
  for (int i = 0; i < 5; ++i) CHECK(build_and_kill(std::chrono::microseconds(2000 * i)));  // no earlier index
  folder.build();
  for (int i = 0; i < 60; ++i)
    folder.study("more-" + std::to_string(i), "More", "words about robbery and street lighting " + std::to_string(i));
  for (int i = 0; i < 50; ++i) {
    folder.study("last", "Last", "edition " + std::to_string(i));  // there is always something to do
    CHECK(build_and_kill(std::chrono::microseconds(microseconds(random))));
    SearchIndex index = folder.open();
    CHECK(ids(found(index, "burglary")) == Ids{"first"});
    CHECK((index.size() == 1 || index.size() == 62));
  }
  folder.build();
  SearchIndex index = folder.open();
  CHECK(index.size() == 62);
  CHECK(ids(found(index, "\"edition 49\"")) == Ids{"last"});
  for (const auto& entry : std::filesystem::directory_iterator(folder.request().index)) {
    const std::string name = entry.path().filename();
    CHECK((name == "XAPIANDB" || name == "lock" || name == "sources" ||
           entry.path() == databases_in_use(disk(), folder.request().index)[0]));
  }
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
