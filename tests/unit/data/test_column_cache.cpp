// Columns kept between runs: never another number than without them, whatever happens to the files.
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "data/fields.h"
#include "data/quality.h"
#include "data/workspace.h"
#include "data/zip_writer.h"

using namespace hallmark;
using namespace hallmark::data;
using namespace hallmark::data::test;
namespace fs = std::filesystem;

namespace {

std::string identifier(int month, int row) {
  return fmt::format("{:064x}", month * 1000 + row);
}

std::string month_name(int month) {
  return fmt::format("{}-{:02}", 2018 + month / 12, month % 12 + 1);
}

// Rows of several kinds, some broken, some of whose identifiers are repeated.
std::string month_of_records(int month) {
  const std::string name = month_name(month);
  std::string text = police_header;
  const char* types[] = {"Burglary", "Robbery", "Drugs", "Anti-social behaviour"};
  for (int row = 0; row < 12; ++row)
    text += identifier(month, row / 2) + "," + name + ",Fell Police,Fell Police," +
            (row % 5 ? fmt::format("-1.45{},53.59{}", row, month % 10) : ",") +
            fmt::format(",On or near {} Street,E0100{:04},Barnsley 001A,{},,\n", row * month,
                        7000 + row * 3 + month % 7, types[(row + month) % 4]);
  if (month % 4 == 1) text += "secret-" + identifier(month, 99) + "," + name + ",too,few\n";
  return text;
}

struct Months {
  std::vector<ZipEntry> entries;

  explicit Months(int count = 44) {
    for (int m = 0; m < count; ++m)
      entries.push_back({month_name(m) + "/" + month_name(m) + "-fell-street.csv", month_of_records(m)});
  }
  std::string zip() const { return zip_of(entries); }
};

class Workspace {
 public:
  explicit Workspace(const std::string& zip) { write(zip); }
  void write(const std::string& zip) { path = scratch.write("data/police.zip", zip); }

  Store read(bool with_cache = true, std::vector<std::string> columns = {}) const {
    ImportOptions options;
    options.hash_files = options.hash_identifiers = true;
    options.quarantined_rows = false;
    options.cache_least = 0;
    options.columns = std::move(columns);
    if (with_cache) options.cache_folder = cache;
    return import({{dataset, {path}}}, areas(), options);
  }
  std::vector<fs::path> entries() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(cache))
      if (entry.path().extension() == ".columns") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
  }

  Scratch scratch;
  std::string path;
  std::string cache = scratch.path + "/.hallmark/columns";
  DatasetSchema dataset = schema("police_street_crime");
};

std::size_t files_read(const Store& store) {
  const auto& files = store.datasets()[0].files;
  return static_cast<std::size_t>(std::count_if(files.begin(), files.end(), [](const auto& f) { return !f.cached; }));
}

// Everything a store tells, as text.
std::string account(const Store& store) {
  const DatasetInfo& info = store.datasets()[0];
  std::string text = fmt::format("{} rows, {} kept\n", info.rows, info.kept);
  for (const auto& file : info.files)
    text += fmt::format("{} {} {} {} {}\n", file.member, file.sha256, file.bytes, file.rows, file.quarantined);
  for (const auto& row : info.quarantine) text += fmt::format("{}:{} {}\n", row.file, row.line, row.reason);
  for (const auto& [reason, rows] : info.quarantined_by_reason) text += fmt::format("{} {}\n", reason, rows);
  for (const auto& [column, labels] : info.unknown_categories) text += column + " " + labels[0] + "\n";
  for (const auto& header : info.dropped_columns) text += header + "\n";
  for (const auto& counts : info.coverage.rows)
    for (const auto count : counts) text += fmt::format("{} ", count);
  const Quality facts = quality(store, info.schema.name);
  text += fmt::format("\nrepeated {} without place {}\n", facts.repeated_identifiers, facts.without_location);
  for (const auto& column : facts.blanks)
    for (const auto count : column.blank) text += fmt::format("{} {} ", column.column, count);
  for (const auto& by : std::vector<std::vector<std::string>>{
           {"month", "crime_type"}, {"lsoa", "location"}, {"cell(250)"}, {"point", "outcome"}, {"local_authority"}})
    for (const auto& line : lines(store.executor().run(count_by(by)))) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("a second import reads nothing and finds the same") {
  const Workspace workspace{Months().zip()};
  const std::string expected = account(workspace.read(false));
  CHECK_FALSE(fs::exists(workspace.cache));
  const Store first = workspace.read();
  CHECK(files_read(first) == 44);
  CHECK(account(first) == expected);
  CHECK(first.cache_fault().empty());
  const Store second = workspace.read();
  CHECK(files_read(second) == 0);
  CHECK(account(second) == expected);
  CHECK(disk().read(workspace.cache + "/.gitignore").ends_with("*\n"));
}

TEST_CASE("a byte changed in one of 44 months re-reads that month only") {
  Months months;
  Workspace workspace(months.zip());
  workspace.read();
  std::string& records = months.entries[17].content;
  records.replace(records.find("Robbery"), 7, "Robbers");
  workspace.write(months.zip());
  const Store store = workspace.read();
  CHECK(files_read(store) == 1);
  CHECK_FALSE(store.datasets()[0].files[17].cached);
  CHECK(account(store) == account(workspace.read(false)));
  CHECK(store.cache_fault().empty());
  CHECK(files_read(workspace.read()) == 0);
  CHECK(workspace.entries().size() == 44);  // replaced, not piled up
}

TEST_CASE("what a zip's directory says of a member is part of its key") {
  const Months months(3);
  Workspace workspace(months.zip());
  workspace.read();
  std::string zip = months.zip();
  const std::size_t directory = zip.find("PK\1\2");
  zip[directory + 16] ^= 1;  // the member's checksum
  workspace.write(zip);
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { workspace.read(); }), "damaged");
}

TEST_CASE("another schema, another month in a file's name: read again") {
  Months months(6);
  Workspace workspace(months.zip());
  workspace.read();
  const std::string yaml = disk().read(source + "/knowledge_base/datasets/police_street_crime.yaml");
  std::string narrower = yaml;
  narrower.replace(narrower.find("[-9.0, 2.01]"), 12, "[-9.0,-1.46]");
  workspace.dataset = parse_schema(narrower, "police_street_crime.yaml");
  const Store narrow = workspace.read();
  CHECK(files_read(narrow) == 6);
  CHECK(narrow.datasets()[0].kept < narrow.datasets()[0].rows);
  CHECK(account(narrow) == account(workspace.read(false)));
  workspace.dataset = schema("police_street_crime");
  CHECK(account(workspace.read()) == account(workspace.read(false)));
  months.entries[2].name = "2020-01/2020-01-fell-street.csv";
  workspace.write(months.zip());
  CHECK(account(workspace.read()) == account(workspace.read(false)));
}

TEST_CASE("an entry that is cut, changed or none at all is made again in silence") {
  const Workspace workspace{Months(2).zip()};
  const std::string expected = account(workspace.read(false));
  CHECK(workspace.read().cache_fault().empty());
  const std::string entry = workspace.entries()[0].string();
  const std::string whole = disk().read(entry);
  const auto spoil = [&](const std::string& bytes) {
    disk().write(entry, bytes);
    const Store store = workspace.read();
    CHECK(files_read(store) == 1);
    CHECK(account(store) == expected);
    CHECK(store.cache_fault().empty());
    CHECK(disk().read(entry) == whole);
  };
  for (std::size_t size = 0; size < whole.size(); size += whole.size() / 23 + 1) spoil(whole.substr(0, size));
  for (std::size_t at = 0; at < whole.size(); at += whole.size() / 41 + 1) {
    std::string changed = whole;
    changed[at] ^= 0x10;
    spoil(changed);
  }
  spoil(whole + "x");
  fs::remove(entry);
  REQUIRE(::mkfifo(entry.c_str(), 0600) == 0);  // nobody waits for a writer
  CHECK(account(workspace.read()) == expected);
}

TEST_CASE("nothing personal is kept: no identifiers, no hashes of them, no quarantined rows") {
  const Workspace workspace{Months(8).zip()};
  CHECK(workspace.read().cache_fault().empty());
  std::string all;
  for (const auto& entry : workspace.entries()) all += disk().read(entry.string());
  REQUIRE(all.find("Barnsley 001A") != std::string::npos);
  CHECK(all.find("secret") == std::string::npos);
  CHECK(all.find("too,few") == std::string::npos);
  for (int month = 0; month < 8; ++month)
    for (int row = 0; row < 6; ++row) {
      const std::string id = identifier(month, row);
      CHECK(all.find(id) == std::string::npos);
      const std::string padded = "        " + id + std::string(128, ' ');
      const std::uint64_t hash = hash_identifier(std::string_view(padded).substr(8, id.size()));
      CHECK(all.find(std::string(reinterpret_cast<const char*>(&hash), sizeof hash)) == std::string::npos);
    }
}

TEST_CASE("identifiers are counted all the same: then the records are read") {
  const Workspace workspace{Months(8).zip()};
  Query distinct = count_by({"month"});
  distinct.measure = {Measure::Kind::distinct, "crime_id"};
  const auto expected = lines(workspace.read(false).executor().run(distinct));
  CHECK(expected[0] == "2018-01=6");
  workspace.read();
  const Store kept = workspace.read();
  CHECK(files_read(kept) == 0);
  CHECK(lines(kept.executor().run(count_by({"lsoa"}))) ==
        lines(workspace.read(false).executor().run(count_by({"lsoa"}))));
  CHECK(lines(kept.executor().run(distinct)) == expected);
  CHECK(account(kept) == account(workspace.read(false)));
}

TEST_CASE("records that changed meanwhile are not counted beside those that were kept") {
  Months months(3);
  Workspace workspace(months.zip());
  workspace.read();
  const Store kept = workspace.read();
  months.entries[0].content += police_row("2018-01");
  workspace.write(months.zip());
  Query distinct = count_by({});
  distinct.measure = {Measure::Kind::distinct, "crime_id"};
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { kept.executor().run(distinct); }), "changed while");
}

TEST_CASE("quarantined rows are read where they are asked for") {
  const Workspace workspace{Months(8).zip()};
  workspace.read();
  ImportOptions options;
  options.hash_identifiers = true;
  options.cache_least = 0;
  options.cache_folder = workspace.cache;
  const Store store = import({{workspace.dataset, {workspace.path}}}, areas(), options);
  CHECK(files_read(store) == 2);  // those of months 1 and 5
  REQUIRE(store.datasets()[0].quarantine.size() == 2);
  CHECK_CONTAINS(store.datasets()[0].quarantine[0].raw, "secret");
}

TEST_CASE("an import of some columns uses what is kept and keeps nothing itself") {
  const Workspace workspace{Months(5).zip()};
  CHECK(files_read(workspace.read(true, {"crime_type"})) == 5);
  CHECK_FALSE(fs::exists(workspace.cache));
  workspace.read();
  const Store some = workspace.read(true, {"crime_type"});
  CHECK(files_read(some) == 0);
  const Query query = count_by({"crime_type"});
  CHECK(lines(some.executor().run(query)) == lines(workspace.read(false).executor().run(query)));
}

TEST_CASE("plain files are kept where they are hashed, and what is small is not kept at all") {
  const Scratch scratch;
  ImportOptions options;
  options.hash_files = options.hash_identifiers = true;
  options.quarantined_rows = false;
  options.cache_folder = scratch.path + "/cache";
  const std::string file = scratch.write("data/2018-02-fell-street.csv", month_of_records(1));
  CHECK(import_police({file}, options).cache_fault().empty());
  CHECK_FALSE(fs::exists(options.cache_folder));
  options.cache_least = 0;
  CHECK(files_read(import_police({file}, options)) == 1);
  const Store kept = import_police({file}, options);
  CHECK(files_read(kept) == 0);
  CHECK(kept.datasets()[0].quarantine[0].line == 14);
  options.hash_files = false;
  CHECK(files_read(import_police({file}, options)) == 1);
  options.hash_files = true;
  scratch.write("data/2018-02-fell-street.csv", police_header + police_row("2018-02"));
  const Store changed = import_police({file}, options);
  CHECK(files_read(changed) == 1);
  CHECK(changed.datasets()[0].rows == 1);
}

TEST_CASE("where nothing can be kept the import goes on and says so") {
  Workspace workspace{Months(3).zip()};
  workspace.scratch.write("file", "");
  workspace.cache = workspace.scratch.path + "/file/columns";
  const Store store = workspace.read();
  CHECK_CONTAINS(store.cache_fault(), "Cannot make the folder");
  CHECK(account(store) == account(workspace.read(false)));
}

TEST_CASE("runs at once share a cache, and what a killed one left is removed") {
  const Workspace workspace{Months(6).zip()};
  const std::string expected = account(workspace.read(false));
  std::vector<pid_t> children;
  for (int child = 0; child < 3; ++child) {
    const pid_t process = ::fork();
    if (process == 0) {
      try {
        bool same = true;
        for (int i = 0; i < 5; ++i) {
          std::error_code ignored;
          if (i % 2 == child % 2) fs::remove_all(workspace.cache, ignored);  // somebody clears it meanwhile
          same &= account(workspace.read()) == expected;
        }
        ::_exit(same ? 0 : 1);
      } catch (...) {
        ::_exit(2);
      }
    }
    children.push_back(process);
  }
  for (const pid_t child : children) {
    int status = 1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
  }
  disk().make_folders(workspace.cache);
  const std::string left = fmt::format("{}/abc.{}.0.tmp", workspace.cache, children[0]);
  disk().write(left, "half");
  for (const auto& entry : workspace.entries()) fs::remove(entry);
  CHECK(workspace.read().cache_fault().empty());
  CHECK_FALSE(fs::exists(left));
  CHECK(files_read(workspace.read()) == 0);
}
