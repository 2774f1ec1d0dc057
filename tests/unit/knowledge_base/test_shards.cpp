// One index and the same studies spread over shards, in this process and behind Xapian's own servers, rank alike.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/text.h"
#include "knowledge_base/search_folder.h"

using namespace hallmark;
using namespace hallmark::knowledge;
using Ids = std::vector<std::string>;

namespace {

const std::string shipped = source_dir() + "/knowledge_base";

const AreaModel& areas() {
  static const AreaModel model = AreaModel::load(disk(), shipped + "/areas/similar_areas.yaml");
  return model;
}

Synonyms synonyms() {
  return Synonyms::load(disk(), shipped + "/synonyms.yaml");
}

// The shipped studies in one index, or spread over `shards`.
void build_shipped(const SearchFolder& folder, std::size_t shards) {
  IndexRequest request = folder.request();
  request.studies = shipped + "/case_studies";
  request.shards = shards;
  build_index(disk(), request);
}

SearchIndex open(const std::vector<ShardPlace>& places) {
  return SearchIndex(places, synonyms(), &areas());
}

std::vector<ShardPlace> behind_programs(const SearchFolder& folder, int shards) {
  std::vector<ShardPlace> places;
  for (int shard = 1; shard <= shards; ++shard)
    places.push_back(
        {ShardPlace::Kind::program, "xapian-progsrv", fmt::format("{}/index/shard-{}", folder.path(), shard)});
  return places;
}

void check_same(SearchIndex& one, SearchIndex& spread, const SearchRequest& request) {
  CAPTURE(request.text);
  CAPTURE(request.count);
  const SearchResult expected = one.search(request), found = spread.search(request);
  CHECK(ids(found) == ids(expected));
  for (std::size_t i = 0; i < std::min(found.hits.size(), expected.hits.size()); ++i) {
    CHECK(found.hits[i].score == doctest::Approx(expected.hits[i].score).epsilon(1e-9));
    CHECK(found.hits[i].text == doctest::Approx(expected.hits[i].text).epsilon(1e-9));
    CHECK(found.hits[i].similarity == expected.hits[i].similarity);
    CHECK(found.hits[i].snippet.empty() == expected.hits[i].snippet.empty());
    CHECK(found.hits[i].lowered == expected.hits[i].lowered);
  }
  CHECK(found.matches == expected.matches);
  REQUIRE(found.facets.size() == expected.facets.size());
  for (std::size_t i = 0; i < found.facets.size(); ++i) {
    REQUIRE(found.facets[i].values.size() == expected.facets[i].values.size());
    for (std::size_t k = 0; k < found.facets[i].values.size(); ++k) {
      CHECK(found.facets[i].values[k].value == expected.facets[i].values[k].value);
      CHECK(found.facets[i].values[k].count == expected.facets[i].values[k].count);
    }
  }
  CHECK(found.did_you_mean == expected.did_you_mean);
}

void check_same(SearchIndex& one, SearchIndex& spread) {
  for (const char* like : {"", "Cardiff", "South Hams"})
    for (const char* text : {"late night violence taxis", "\"hot spot\" policing", "burglar* gates", "NTE licensing",
                             "violance", "domestic abuse -police", "violence AND alcohol", "theme:burglary",
                             "NOT police", "2003..2008", "vio*", "street lighting theme:burglary", "zebra", ""})
      for (const std::size_t count : {3, 500}) {
        SearchRequest request;
        request.text = text;
        request.count = count;
        request.explain = true;
        if (*like != '\0') request.like = areas().find(like);
        check_same(one, spread, request);
      }
  SearchRequest request;
  request.like_study = "cardiff-model-injury-data-evaluation";
  request.like = areas().find("Leicester");
  check_same(one, spread, request);
  request.like_study.clear();
  request.text = "violence";
  request.themes = {"alcohol", "night-time economy"};
  request.min_evidence = "promising";
  request.since = 2000;
  check_same(one, spread, request);
}

// xapian-tcpsrv on a port of this machine that was free a moment ago.
class Server {
 public:
  explicit Server(const std::string& index) {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(probe);
    port_ = ntohs(address.sin_port);
    const std::string port = std::to_string(port_);
    process_ = ::fork();
    if (process_ == 0) {
      ::setpgid(0, 0);  // it forks for every caller
      ::execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port", port.c_str(),
               index.c_str(), static_cast<char*>(nullptr));
      ::_exit(127);
    }
    for (int tries = 0; tries < 500; ++tries) {
      const int caller = ::socket(AF_INET, SOCK_STREAM, 0);
      const bool listens = ::connect(caller, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
      ::close(caller);
      if (listens) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    FAIL("xapian-tcpsrv does not listen");
  }
  ~Server() { stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void stop() {
    if (process_ <= 0) return;
    ::kill(-process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  ShardPlace place() const { return {ShardPlace::Kind::port, "127.0.0.1", {}, port_}; }

 private:
  pid_t process_ = 0;
  unsigned port_ = 0;
};

}  // namespace

TEST_CASE("shards in one folder rank as one index does") {
  const SearchFolder whole, spread;
  build_shipped(whole, 1);
  build_shipped(spread, 3);
  SearchIndex one = whole.open(&areas()), three = spread.open(&areas());
  REQUIRE(one.size() == three.size());
  check_same(one, three);
}

TEST_CASE("shards behind Xapian's own server rank as one index does") {
  const SearchFolder whole, spread;
  build_shipped(whole, 1);
  build_shipped(spread, 2);
  SearchIndex one = whole.open(&areas());
  SearchIndex remote = open(behind_programs(spread, 2));
  REQUIRE(one.size() == remote.size());
  check_same(one, remote);
}

TEST_CASE("equal scores follow by id whichever shard holds them, as many as are asked for") {
  const SearchFolder whole, spread;
  for (const SearchFolder* folder : {&whole, &spread})
    for (int i = 10; i < 60; ++i)
      folder->study(fmt::format("s{}", i), "Same title",
                    "the same words of burglary" + std::string(i % 3 == 0 ? " more" : ""));
  whole.build();
  IndexRequest request = spread.request();
  request.shards = 2;
  build_index(disk(), request);
  SearchIndex one = whole.open(), two = spread.open(), remote = open(behind_programs(spread, 2));
  for (const char* text : {"burglary", "NOT robbery", "more"})
    for (std::size_t count = 1; count < 60; count += 7) {
      SearchRequest wanted;
      wanted.text = text;
      wanted.count = count;
      check_same(one, two, wanted);
      check_same(one, remote, wanted);
    }
}

TEST_CASE("a shard that is dead, or dies, ends in a sentence and in no results") {
  const SearchFolder folder;
  build_shipped(folder, 2);
  Server first(folder.path() + "/index/shard-1"), second(folder.path() + "/index/shard-2");
  SearchIndex index = open({first.place(), second.place()});
  CHECK(found(index, "burglary").hits.size() == 10);
  second.stop();
  CHECK_THROWS_WITH_AS(found(index, "burglary"), doctest::Contains("stopped answering"), Error);
  CHECK_THROWS_WITH_AS(open({first.place(), second.place()}), doctest::Contains("does not answer"), Error);
  CHECK_THROWS_WITH_AS(open({first.place()}), doctest::Contains("Shard 2 of 2 is missing"), Error);
  CHECK_THROWS_WITH_AS(open({first.place(), first.place()}), doctest::Contains("given twice"), Error);
  CHECK_THROWS_WITH_AS(open({{ShardPlace::Kind::program, "no-such-program", "x"}}),
                       doctest::Contains("does not answer"), Error);
}

TEST_CASE("indexes made apart are searched as one, but no study counts twice and no standard is mixed") {
  const SearchFolder north, south, both;
  north.study("lamps", "Street lighting", "lamps cut burglary in the north");
  south.study("gates", "Alley-gates", "gates cut burglary; burglary fell");
  both.study("lamps", "Street lighting", "lamps cut burglary in the north");
  both.study("gates", "Alley-gates", "gates cut burglary; burglary fell");
  for (const SearchFolder* folder : {&north, &south, &both}) folder->build();
  const auto place = [](const SearchFolder& folder) {
    return ShardPlace{ShardPlace::Kind::folder, folder.request().index};
  };
  SearchIndex apart = open({place(north), place(south)}), together = both.open();
  SearchRequest request;
  request.text = "burglary lamps";
  request.explain = true;
  check_same(together, apart, request);
  CHECK_THROWS_WITH_AS(open({place(north), place(both)}), doctest::Contains("The case study “lamps” is in"), Error);

  IndexRequest other = south.request();
  other.standard = south.path() + "/standard.yaml";
  std::string standard = disk().read(south.request().standard);
  standard.replace(standard.find("promising: 0.85"), 15, "promising: 0.80");
  disk().write_atomically(other.standard, standard);
  build_index(disk(), other);
  CHECK_THROWS_WITH_AS(open({place(north), place(south)}), doctest::Contains("different evidence standards"), Error);
}

TEST_CASE("shards are refreshed, and their number changes, without a trace of the old ones") {
  const SearchFolder folder;
  for (int i = 0; i < 20; ++i) folder.study(fmt::format("s{}", i), "Title", "burglary");
  IndexRequest request = folder.request();
  request.shards = 3;
  CHECK(build_index(disk(), request).studies == 20);
  folder.study("s7", "Title", "robbery");
  folder.remove("s8");
  const IndexChanges changes = build_index(disk(), folder.request());  // as many shards as there are
  CHECK_FALSE(changes.from_scratch);
  CHECK(changes.changed == Ids{"s7"});
  CHECK(changes.removed == Ids{"s8"});
  CHECK(databases_in_use(disk(), request.index).size() == 3);
  CHECK(folder.open().size() == 19);
  CHECK(open(behind_programs(folder, 3)).size() == 19);
  CHECK(open({{ShardPlace::Kind::folder, request.index + "/shard-1"},
              {ShardPlace::Kind::folder, request.index + "/shard-2"},
              {ShardPlace::Kind::program, "xapian-progsrv", request.index + "/shard-3"}})
            .size() == 19);
  request.shards = 2;
  CHECK(build_index(disk(), request).from_scratch);
  CHECK(open(behind_programs(folder, 2)).size() == 19);
  CHECK_FALSE(disk().exists(request.index + "/shard-3"));
  request.shards = 1;
  build_index(disk(), request);
  CHECK(folder.open().size() == 19);
  CHECK_FALSE(disk().exists(request.index + "/shard-1"));
}

TEST_CASE("an index folder from a stranger opens no other place and starts no program") {
  const SearchFolder folder;
  folder.study("one", "First", "burglary");
  folder.build();
  const std::string witness = folder.path() + "/started";
  for (const std::string& text :
       {"remote :touch " + witness + "\n", std::string("auto /etc\n"), std::string(),
        std::string("auto generation-1/../../elsewhere\n"), std::string("auto ../generation-1/shard-1/../../x\n"),
        std::string("auto generation-1")}) {
    CAPTURE(text);
    disk().write_atomically(folder.request().index + "/XAPIANDB", text);
    CHECK_THROWS_AS(folder.open(), Error);
  }
  disk().write_atomically(folder.request().index + "/XAPIANDB", "auto generation-1\n");
  CHECK(folder.open().size() == 1);
  disk().remove(folder.request().index + "/generation-1/iamglass");
  disk().write_atomically(folder.request().index + "/generation-1/XAPIANDB", "remote :touch " + witness + "\n");
  CHECK_THROWS_AS(folder.open(), Error);
  CHECK_FALSE(disk().exists(witness));
}
