// What import keeps, what it quarantines and why, and what it refuses.
#include <sys/stat.h>

#include "base/csv.h"
#include "data/quality.h"
#include "workspace.h"
#include "zip_writer.h"

using namespace hallmark;
using namespace hallmark::data;
using namespace hallmark::data::test;

namespace {

// Reasons with the lines of the rows, "3: Month is blank".
std::vector<std::string> quarantine_of(const Store& store) {
  std::vector<std::string> all;
  for (const auto& row : store.datasets()[0].quarantine) all.push_back(std::to_string(row.line) + ": " + row.reason);
  return all;
}

std::string row_with(const std::string& longitude, const std::string& latitude, const std::string& lsoa = "E01007434") {
  return ",2020-01,Fell Police,Fell Police," + longitude + "," + latitude + ",Somewhere," + lsoa +
         ",Barnsley 001A,Burglary,,\n";
}

}  // namespace

TEST_CASE("rows that break the schema are kept aside with line and reason, and none is lost") {
  const std::string text = police_header + police_row() +         // 2
                           "too,few,values\n" +                   // 3
                           police_row("2020-13") +                // 4
                           police_row("2020-02") +                // 5
                           police_row("") +                       // 6
                           row_with("-1.45", "north") +           // 7
                           row_with("12.5", "53.5") +             // 8
                           row_with("-1.45", "") +                // 9
                           row_with("NaN", "NaN") +               // 10
                           row_with("", "") +                     // 11: normal
                           row_with("-1.45", "53.59", "Leeds") +  // 12
                           police_row("2020-01", "") +            // 13
                           "\n\r\n" +                             // 14, 15: blank lines are no rows
                           police_row("1900-01") +                // 16
                           police_row();                          // 17
  const Store store = import_text(text);
  const DatasetInfo& info = store.datasets()[0];
  CHECK(info.rows == 14);
  CHECK(info.kept == 3);
  CHECK(info.rows == info.kept + info.quarantine.size());
  CHECK(info.files[0].quarantined == 11);
  CHECK(quarantine_of(store) == std::vector<std::string>{
                                    "3: 3 values instead of 12",
                                    "4: Month is not a month (YYYY-MM)",
                                    "5: Month is not 2020-01, the month of the file's name",
                                    "6: Month is blank",
                                    "7: Latitude is not a number of degrees",
                                    "8: Longitude is outside -9 to 2.01",
                                    "9: one coordinate is blank and the other is not",
                                    "10: Longitude is not a number of degrees",
                                    "12: LSOA code is not of the form A99999999",
                                    "13: Crime type is blank",
                                    "16: Month is before 2010-12",
                                });
  CHECK(info.quarantine[0].raw == "too,few,values");
  CHECK(info.quarantined_by_reason[0].second == 1);
  // The same rows go to quarantine however few columns a query asks for.
  ImportOptions one;
  one.columns = {"crime_type"};
  CHECK(quarantine_of(import_text(text, one)) == quarantine_of(store));
}

TEST_CASE("the quarantine file holds file, line, reason and the row as read") {
  const Scratch scratch;
  const std::string csv = scratch.write("2020-01-fell-street.csv", police_header + "a,\"b, c\",d\n" + police_row());
  MemoryFileSystem files;
  const auto written = write_quarantine(files, import_police({csv}), "W/quarantine");
  REQUIRE(written == std::vector<std::string>{"W/quarantine/police_street_crime.csv"});
  const auto rows = parse_csv(files.read(written[0]));
  REQUIRE(rows.size() == 2);
  CHECK(rows[1] == std::vector<std::string>{csv, "2", "3 values instead of 12", "a,\"b, c\",d"});
  // A clean import takes a stale file away.
  const std::string clean = scratch.write("clean/2020-01-fell-street.csv", police_header + police_row());
  CHECK(write_quarantine(files, import_police({clean}), "W/quarantine").empty());
  CHECK_FALSE(files.exists(written[0]));
}

TEST_CASE("byte order marks, line ends, quotes and encodings do not change what is read") {
  const std::string plain = police_header + police_row() + police_row("2020-01", "Robbery");
  const auto expected = lines(import_text(plain).executor().run(count_by({"crime_type", "lsoa", "point"})));
  CHECK(expected.size() == 2);
  std::string crlf, quoted = plain;
  for (const char c : plain) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  quoted.replace(quoted.find("Robbery"), 7, "\"Robbery\"");
  quoted.replace(quoted.find("-1.452188"), 9, "\"-1.452188\"");
  std::string shuffled =
      "Month, crime type ,\"LSOA code\",LSOA name,Longitude,Latitude,Location,Reported by,"
      "Falls within,Crime ID,Last outcome category,Context\n";
  for (const char* type : {"Burglary", "Robbery"})
    shuffled +=
        "2020-01," + std::string(type) + ",E01007434,Barnsley 001A,-1.452188,53.595966,X,Fell Police,Fell Police,,,\n";
  for (const std::string& text : {"\xEF\xBB\xBF" + plain, crlf, quoted, plain.substr(0, plain.size() - 1),
                                  crlf.substr(0, crlf.size() - 2), shuffled, "\n\r\n" + plain}) {
    CAPTURE(text);
    const Store store = import_text(text);
    CHECK(store.datasets()[0].quarantine.empty());
    CHECK(lines(store.executor().run(count_by({"crime_type", "lsoa", "point"}))) == expected);
  }

  const Store named =
      import_text(police_header + police_row("2020-01", "Caf\xE9 theft") + police_row("2020-01", "Caf\xC3\xA9 theft") +
                  police_row("2020-01", "\"A, \"\"b\"\"\nc\""));
  CHECK(lines(named.executor().run(count_by({"crime_type"}))) ==
        std::vector<std::string>{"A, \"b\"\nc=1", "Caf\xC3\xA9 theft=2"});
  // The list of categories has changed before: others are taken in and reported.
  REQUIRE(named.datasets()[0].unknown_categories.size() == 1);
  CHECK(named.datasets()[0].unknown_categories[0].second ==
        std::vector<std::string>{"A, \"b\"\nc", "Caf\xC3\xA9 theft"});
}

TEST_CASE("a quote that never closes costs one row, not the rest of the file") {
  std::string text = police_header + police_row() + police_row("2020-01", "\"Burglary");
  for (int i = 0; i < 2000; ++i) text += police_row();
  const Store store = import_text(text);
  CHECK(store.datasets()[0].kept == 2001);
  CHECK(quarantine_of(store) == std::vector<std::string>{"3: a quote is opened and never closed"});
}

TEST_CASE("a line of 10 MB and a row of a million values are one quarantined row each") {
  const std::string text = police_header + police_row() + std::string(10 << 20, 'x') + "\n" + police_row() +
                           std::string(1'000'000, ',') + "\n" +
                           police_row("2020-01", "\"" + std::string(70'000, 'q') + "\"") + police_row();
  const Store store = import_text(text);
  CHECK(store.datasets()[0].kept == 3);
  CHECK(quarantine_of(store) == std::vector<std::string>{"3: the row is longer than 64 KiB",
                                                         "5: the row is longer than 64 KiB",
                                                         "6: the row is longer than 64 KiB"});
  CHECK(store.datasets()[0].quarantine[0].raw.size() == 4096);
}

TEST_CASE("files that are no records are refused in a sentence") {
  const auto refused = [](const std::string& text) { return error_of(ExitCode::input, [&] { import_text(text); }); };
  CHECK_CONTAINS(refused(""), "is empty");
  CHECK_CONTAINS(refused("\n\n"), "is empty");
  CHECK_CONTAINS(refused("\xFF\xFE"
                         "C\0r\0"),
                 "UTF-16");
  CHECK_CONTAINS(refused("PK\3\4 and so on"), "is a zip or a spreadsheet");
  CHECK_CONTAINS(refused("a,b,c\n1,2,3\n"), "names none of the columns");
  CHECK_CONTAINS(refused(std::string(1'000'000, ',') + "\n"), "first row longer than");
  std::string typo = police_header;
  typo.replace(typo.find("Crime type"), 10, "Crime typ");
  CHECK_CONTAINS(refused(typo), "has no column “Crime type”");
  CHECK_CONTAINS(refused(typo), "It has a column “Crime typ”");
  CHECK_CONTAINS(refused("Month," + police_header), "two columns “Month”");
  CHECK_CONTAINS(refused("Date of birth," + police_header), "must never be handed over");
  std::string other = police_header + police_row();
  std::replace(other.begin(), other.end(), '\n', '\r');
  CHECK_CONTAINS(refused(other), "ends its lines with a carriage return alone");
  std::replace(other.begin(), other.end(), '\r', '\n');
  std::replace(other.begin(), other.end(), ',', ';');
  CHECK_CONTAINS(refused(other), "Its columns are separated by semicolons");
  // A header without rows is no error: nothing was recorded. It is worth a note.
  const Store empty = import_text(police_header);
  CHECK(empty.datasets()[0].rows == 0);
  REQUIRE(empty.datasets()[0].notes.size() == 1);
  CHECK_CONTAINS(empty.datasets()[0].notes[0], "2020-01-fell-street.csv” holds no rows.");
}

TEST_CASE("columns outside the schema are read past and named") {
  std::string text = "Postcode,Officer," + police_header + "S70 1AA,Smith," + police_row();
  const Store store = import_text(text);
  CHECK(store.datasets()[0].kept == 1);
  CHECK(store.datasets()[0].dropped_columns == std::vector<std::string>{"Officer", "Postcode"});
}

TEST_CASE("missing, unreadable and strange paths are sentences") {
  const Scratch scratch;
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({scratch.path + "/none.csv"}); }), "does not exist");
  CHECK_CONTAINS(error_of(ExitCode::no_data, [&] { import_police({scratch.path}); }), "There are no files");
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({scratch.write("notes.txt", "x")}); }),
                 "neither a folder");
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({"/dev/null"}); }), "a pipe or a device");
  const std::string pipe = scratch.path + "/2020-01-pipe-street.csv", zip = scratch.path + "/pipe.zip";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  REQUIRE(mkfifo(zip.c_str(), 0600) == 0);
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({pipe}); }), "a pipe or a device");
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({zip}); }), "a pipe or a device");
  const std::string locked = scratch.write("2020-01-fell-street.csv", police_header);
  REQUIRE(chmod(locked.c_str(), 0) == 0);
  if (geteuid() != 0)
    CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({locked}); }), "permission is denied");
}

TEST_CASE("a folder is searched at any depth, in the order of file names") {
  const Scratch scratch;
  scratch.write("b/2020-01/2020-01-fell-street.csv", police_header + police_row());
  scratch.write("a/2020-02/2020-02-fell-street.csv", police_header + police_row("2020-02"));
  scratch.write("a/2020-02/2020-02-fell-outcomes.csv", "not this one");
  scratch.write(".hidden/2020-03-fell-street.csv", "nor this");
  scratch.write("z.zip", zip_of({{"2020-03/", "", false},
                                 {"2020-03/2020-03-fell-street.csv", police_header + police_row("2020-03")}}));
  scratch.write("y.zip", zip_of({{"readme.txt", "nothing here"}}));
  const Store store = import_police({scratch.path});
  const DatasetInfo& info = store.datasets()[0];
  REQUIRE(info.files.size() == 3);
  CHECK(info.files[0].path == scratch.path + "/b/2020-01/2020-01-fell-street.csv");
  CHECK(info.files[2].member == "2020-03/2020-03-fell-street.csv");
  CHECK(info.coverage.months == std::vector<std::string>{"2020-01", "2020-02", "2020-03"});
  REQUIRE(info.notes.size() == 1);
  CHECK_CONTAINS(info.notes[0], "y.zip” holds no files");
}

TEST_CASE("links that lead in circles end the search, not the program") {
  const Scratch scratch;
  scratch.write("data/2020-01-fell-street.csv", police_header + police_row());
  // Two links to the folder they are in: every further level would double the paths.
  std::filesystem::create_directory_symlink(".", scratch.path + "/data/here");
  std::filesystem::create_directory_symlink("../data", scratch.path + "/data/there");
  CHECK(import_police({scratch.path}).datasets()[0].files.size() == 1);
  std::filesystem::create_symlink("2020-02-fell-street.csv", scratch.path + "/data/2020-02-fell-street.csv");
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({scratch.path}); }), "its links lead in a circle");
}

TEST_CASE("a folder named as a file of records and a zip within a zip are noted") {
  const Scratch scratch;
  scratch.write("2020-01-fell-street.csv", police_header + police_row());
  scratch.write("2020-02-fell-street.csv/readme.txt", "");
  scratch.write("outer.zip", zip_of({{"inner.zip", zip_of({{"2020-03-fell-street.csv", police_header}})}}));
  const std::vector<std::string> notes = import_police({scratch.path}).datasets()[0].notes;
  REQUIRE(notes.size() == 3);
  CHECK_CONTAINS(notes[0], "2020-02-fell-street.csv” is a folder");
  CHECK_CONTAINS(notes[2], "holds another zip, which is not read");
}

TEST_CASE("a file named after a month that is none is noted, wherever it lies") {
  const Scratch scratch;
  scratch.write("2020-01-fell-street.csv", police_header + police_row());
  scratch.write("9999-12-fell-street.csv", police_header + police_row());
  scratch.write("2020-13-fell-outcomes.csv", "another dataset's\n");
  scratch.write("fell.zip", zip_of({{"2020-00/2020-00-fell-street.csv", police_header},
                                    {"2020-02/2020-02-fell-street.csv", police_header + police_row("2020-02")}}));
  const DatasetInfo info = import_police({scratch.path}).datasets()[0];
  CHECK(info.kept == 2);
  REQUIRE(info.notes.size() == 2);
  CHECK(info.notes[0] == "“" + scratch.path +
                             "/9999-12-fell-street.csv” is not read: it is named as a file of records, but of 9999-12, "
                             "which is no month. Give it its month's name.");
  CHECK_CONTAINS(info.notes[1], "2020-00-fell-street.csv” is not read");
}

TEST_CASE("the names in a zip are labels: nothing is written where they point") {
  const Scratch scratch;
  const std::string name = "../../2020-01-fell-street.csv";
  const Store store = import_police({scratch.write("a/b/up.zip", zip_of({{name, police_header + police_row()}}))});
  CHECK(store.datasets()[0].kept == 1);
  CHECK(store.datasets()[0].files[0].member == name);
  CHECK(disk().list(scratch.path) == std::vector<std::string>{"a"});
}

TEST_CASE("a file that changes while it is read is refused") {
  const Scratch scratch;
  std::string text = police_header;
  for (int i = 0; i < 100; ++i) text += police_row();
  const std::string path = scratch.write("2020-01-fell-street.csv", text);
  ImportOptions options;
  bool changed = false;
  options.progress = [&](std::uint64_t, std::uint64_t) {
    // Of the same size, so that only its time of change tells.
    if (!std::exchange(changed, true)) scratch.write("2020-01-fell-street.csv", text);
  };
  CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({path}, options); }),
                 "2020-01-fell-street.csv” changed while it was being read.");
}

TEST_CASE("a month received twice is counted once") {
  const Scratch scratch;
  const std::string january = police_header + police_row(), name = "2020-01-fell-street.csv";
  SUBCASE("the same content, unpacked and in the zip") {
    scratch.write(name, january);
    scratch.write("download.zip", zip_of({{name, january}}));
    const Store store = import_police({scratch.path});
    CHECK(store.datasets()[0].kept == 1);
    CHECK_CONTAINS(store.datasets()[0].notes[0], "the same content");
  }
  SUBCASE("a copy under another name") {
    scratch.write(name, january);
    scratch.write("2020-01-fell-copy-street.csv", january);
    const Store store = import_police({scratch.path});
    CHECK(store.datasets()[0].kept == 1);
    CHECK_CONTAINS(store.datasets()[0].notes[0], "the same content");
  }
  SUBCASE("twice in one zip") {
    scratch.write("same.zip", zip_of({{name, january}, {name, january}}));
    CHECK(import_police({scratch.path}).datasets()[0].kept == 1);
    scratch.write("same.zip", zip_of({{name, january}, {name, january + police_row()}}));
    CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({scratch.path}); }),
                   "same name but different content");
  }
  SUBCASE("the later download replaces the earlier") {
    scratch.write("december.zip", zip_of({{name, january + police_row()},
                                          {"2020-02-fell-street.csv", police_header + police_row("2020-02")}}));
    scratch.write("earlier.zip", zip_of({{name, january}}));
    const Store store = import_police({scratch.path});
    CHECK(store.datasets()[0].kept == 3);
    CHECK_CONTAINS(store.datasets()[0].notes[0], "a later download");
  }
  SUBCASE("different content without a later one is for the user to decide") {
    scratch.write("a/" + name, january);
    scratch.write("b/" + name, january + police_row());
    CHECK_CONTAINS(error_of(ExitCode::input, [&] { import_police({scratch.path}); }),
                   "same name but different content");
  }
}

TEST_CASE("zips that are cut short, damaged, encrypted or bombs are sentences") {
  const Scratch scratch;
  const std::string name = "2020-01-fell-street.csv", text = police_header + police_row();
  const std::string whole = zip_of({{name, text}});
  CHECK(import_police({scratch.write("whole.zip", whole)}).datasets()[0].kept == 1);
  CHECK(import_police({scratch.write("stored.zip", zip_of({{name, text, false}}))}).datasets()[0].kept == 1);
  const auto refused = [&](const std::string& bytes) {
    return error_of(ExitCode::input, [&] { import_police({scratch.write("bad.zip", bytes)}); });
  };
  CHECK_CONTAINS(refused(whole.substr(0, whole.size() / 2)), "cut short");
  for (std::size_t size = 0; size < whole.size() - 3; ++size) CHECK_FALSE(refused(whole.substr(0, size)).empty());
  // The last three bytes are zeros, which minizip takes as read where they are missing: nothing is lost.
  CHECK(import_police({scratch.write("ends.zip", whole.substr(0, whole.size() - 3))}).datasets()[0].kept == 1);
  CHECK_CONTAINS(refused(zip_of({{name, text, false, text.size() + 5}})), "is damaged");
  CHECK_CONTAINS(refused("no zip at all"), "no zip");
  CHECK_CONTAINS(refused(""), "no zip");
  std::string damaged = whole;
  damaged[whole.find("Burglary")] ^= 1;
  CHECK_CONTAINS(refused(damaged), "is damaged");
  CHECK_CONTAINS(refused(zip_of({{name, text, true, 0, 1}})), "is encrypted");
  CHECK_CONTAINS(refused(zip_of({{name, text, true, std::uint64_t{3} << 30}})), "more than a file of records can be");
  CHECK_CONTAINS(refused(zip_of({{name, text, true, 100 << 20}})), "as a zip bomb does");
  CHECK_CONTAINS(refused(zip_of({{name, text, true, text.size() + 5}})), "is damaged");
  // Two members that share their bytes.
  std::string shared = zip_of({{name, text}, {"2020-02-fell-street.csv", text}});
  const std::size_t directory = shared.find("PK\1\2"), second = shared.find("PK\1\2", directory + 4);
  for (int i = 0; i < 4; ++i) shared[second + 42 + i] = shared[directory + 42 + i];
  shared.erase(text.size(), text.size());
  CHECK_FALSE(refused(shared).empty());
}

TEST_CASE("files are hashed as received") {
  const Scratch scratch;
  ImportOptions options;
  options.hash_files = true;
  // The SHA-256 of the header alone, from sha256sum.
  const Store store = import_police(
      {scratch.write("2020-01-fell-street.csv",
                     "Crime ID,Month,Reported by,Falls within,"
                     "Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n")},
      options);
  CHECK(store.datasets()[0].files[0].sha256 == "6d8627e6accdbf93202b36f82208cfbb286fbce5ad341fa76ccce4240ac48074");
  CHECK(import_text(police_header).datasets()[0].files[0].sha256.empty());
}

TEST_CASE("repeated identifiers are counted within their month, and never stored") {
  ImportOptions options;
  options.hash_identifiers = true;
  const std::string id(64, 'a'), other(64, 'b');
  const Store store =
      import_text(police_header + id + police_row() + id + police_row() + other + police_row() + police_row(), options);
  CHECK(quality(store, "police_street_crime").repeated_identifiers == 1);
  Query distinct = count_by({});
  distinct.measure = {Measure::Kind::distinct, "crime_id"};
  CHECK(store.executor().run(distinct).values == std::vector<double>{2});
  CHECK_CONTAINS(error_of(ExitCode::configuration, [&] { store.executor().run(count_by({"crime_id"})); }),
                 "never stored");
  const Store plain = import_text(police_header + police_row());
  CHECK_FALSE(quality(plain, "police_street_crime").identifiers_checked);
  CHECK_CONTAINS(error_of(ExitCode::configuration, [&] { plain.executor().run(distinct); }), "cannot be counted");
}

TEST_CASE("coverage counts by supplier and month, and a month that one supplier lacks is not held") {
  const Scratch scratch;
  const auto file = [&](const std::string& month, const std::string& force) {
    std::string row = police_row(month);
    row.replace(row.find("Fell Police"), 11, force + " Police");
    scratch.write(month + "-" + force + "-street.csv", police_header + row);
  };
  file("2020-01", "Fell"), file("2020-03", "Fell"), file("2020-03", "Dale"), file("2020-04", "Dale"),
      file("2020-04", "Fell");
  const Coverage coverage = import_police({scratch.path}).datasets()[0].coverage;
  CHECK(coverage.months == std::vector<std::string>{"2020-01", "2020-02", "2020-03", "2020-04"});
  CHECK(coverage.suppliers == std::vector<std::string>{"Dale Police", "Fell Police"});
  CHECK(coverage.rows == std::vector<std::vector<std::uint64_t>>{{0, 0, 1, 1}, {1, 0, 1, 1}});
  CHECK_FALSE(coverage.held("2020-01"));
  CHECK(coverage.held("2020-03"));
}
