// Rows are the same wherever pieces, slices and threads divide a file.
#include <random>

#include "base/csv.h"
#include "data/coordinates.h"
#include "data/fields.h"
#include "data/row_splitter.h"
#include "data/separators.h"
#include "workspace.h"

using namespace hallmark;
using namespace hallmark::data;
using namespace hallmark::data::test;

namespace {

// Everything a store says of its rows: groups over all dimensions, quarantine with lines, counts.
std::string account(const Store& store) {
  const DatasetInfo& info = store.datasets()[0];
  std::string text = std::to_string(info.rows) + " " + std::to_string(info.kept) + "\n";
  for (const auto& line : lines(store.executor().run(
           count_by({"month", "reported_by", "lsoa", "crime_type", "outcome", "location", "longitude", "latitude"}))))
    text += line + "\n";
  for (const auto& row : info.quarantine)
    text += std::to_string(row.file) + ":" + std::to_string(row.line) + " " + row.reason + " " + row.raw + "\n";
  return text;
}

// Rows, clean and not, with quotes, line feeds inside quotes, blank lines and stray quotes.
std::string random_csv(std::mt19937& random, int rows) {
  const char* types[] = {"Burglary",
                         "\"Burglary\"",
                         "\"Other, with a comma\"",
                         "\"two\nlines\"",
                         "\"a \"\" quote\"",
                         "6\" pipe",
                         "Robbery",
                         "",
                         "\"open",
                         "Drugs",
                         "\"crlf\r\ninside\"",
                         "Vehicle crime"};
  std::string text = police_header;
  for (int r = 0; r < rows; ++r) {
    const auto kind = random() % 40;
    if (kind == 0)
      text += "\n";
    else if (kind == 1)
      text += "a,b,c\n";
    else if (kind == 2)
      text += "\r\n";
    else if (kind == 3)
      text += police_row("2020-0" + std::to_string(random() % 3));
    else
      text += police_row("2020-01", random() % 8 ? types[0] : types[random() % std::size(types)]);
    if (random() % 5 == 0 && text.back() == '\n') text.back() = '\r', text += '\n';
  }
  if (random() % 2) text.pop_back();
  return text;
}

}  // namespace

TEST_CASE("any piece size, slice size and number of threads gives the same rows") {
  std::mt19937 random(7);
  for (int round = 0; round < 12; ++round) {
    const std::string text = random_csv(random, 120);
    CAPTURE(text);
    const std::string expected = account(import_text(text));
    for (const std::size_t piece : {1, 2, 3, 7, 64, 1000, 100'000})
      for (const std::uint64_t slice : {50ull, 331ull, 1ull << 30}) {
        ImportOptions options;
        options.piece_size = piece;
        options.slice_size = slice;
        options.threads = 1 + static_cast<unsigned>(random() % 4);
        CAPTURE(piece);
        CAPTURE(slice);
        REQUIRE(account(import_text(text, options)) == expected);
      }
  }
}

TEST_CASE("a slice that starts inside quotes is read again from where it should start") {
  // Every physical line looks like a row; all of them lie in one quoted value.
  std::string inside;
  for (int i = 0; i < 100; ++i) inside += police_row("2020-01", "Robbery");
  std::string text = police_header + police_row("2020-01", "\"" + inside + "\"") + police_row();
  ImportOptions options;
  options.slice_size = 1000;
  const Store store = import_text(text, options);
  CHECK(store.datasets()[0].kept == 2);
  CHECK(store.datasets()[0].quarantine.empty());
  CHECK(account(store) == account(import_text(text)));
}

TEST_CASE("rows agree with a plain reader of whole files") {
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    std::string text = random_csv(random, 200);
    while (text.find("\"open") != std::string::npos) text.replace(text.find("\"open"), 5, "opens");
    std::size_t good = 0, bad = 0;
    const auto rows = parse_csv(text);
    for (std::size_t r = 1; r < rows.size(); ++r) (rows[r].size() == 12 ? good : bad) += 1;
    const Store store = import_text(text);
    CHECK(store.datasets()[0].rows == good + bad);
    std::size_t narrow = 0;
    for (const auto& row : store.datasets()[0].quarantine) narrow += row.reason == "3 values instead of 12";
    CHECK(narrow == bad);
  }
}

TEST_CASE("every version of the separator search finds the same places") {
  std::mt19937 random(3);
  for (std::size_t size = 0; size < 400; ++size) {
    std::string text(size + 64, ',');  // what follows the end must not be found
    for (std::size_t i = 0; i < size; ++i) text[i] = "ab,\n\"\xFF,,x-"[random() % (size % 2 ? 10 : 2)];
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i < size; ++i)
      if (text[i] == ',' || text[i] == '\n' || text[i] == '"') expected.push_back(static_cast<std::uint32_t>(i));
    for (const auto find : {find_separators_portable(), find_separators_avx2(), find_separators_avx512()}) {
      if (!find) continue;
      std::vector<std::uint32_t> found(size + 64);
      const SeparatorCount count = find(text.data(), size, found.data());
      found.resize(count.found);
      CHECK(found == expected);
      CHECK(count.quotes == (std::string_view(text).substr(0, size).find('"') != std::string_view::npos));
      CHECK(count.line_feeds ==
            static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), '\n')));
    }
  }
}

TEST_CASE("coordinates are read exactly") {
  const auto parse = [](const std::string& text) {
    const std::string padded = "12345678" + text + "87654321";
    return parse_coordinate(padded.data() + 8, static_cast<std::uint32_t>(text.size()));
  };
  CHECK(parse("-1.452188") == -1452188);
  CHECK(parse("53.595966") == 53595966);
  CHECK(parse("0.000001") == 1);
  CHECK(parse("-0.000000") == 0);
  CHECK(parse("9.999999") == 9999999);
  CHECK(parse("99.999999") == 99999999);
  CHECK(parse("53.5959665") == 53595967);  // half away from zero
  CHECK(parse("-53.5959665") == -53595967);
  CHECK(parse("53.59596649999") == 53595966);
  CHECK(parse("53.5") == 53500000);
  CHECK(parse("53") == 53000000);
  CHECK(parse("+53.5") == 53500000);
  CHECK(parse(" 53.5 ") == 53500000);
  CHECK(parse("\"53.5\"") == 53500000);
  CHECK(parse("-1.452188\r") == -1452188);
  CHECK(parse("") == blank_coordinate);
  CHECK(parse("  ") == blank_coordinate);
  for (const char* bad : {"NaN", "nan", "inf", "1e5", "-", ".", "1.2.3", "53,5", "0x10", "x1.452188", "1.45218x",
                          "1452188888888", "--1.452188", "53 .595966", "5:.595966", "53.59/966", "53.59:966"})
    CHECK_MESSAGE(parse(bad) == bad_coordinate, bad);
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) {
    const int value = static_cast<int>(random() % 199'999'998) - 99'999'999;
    char text[32];
    std::snprintf(text, sizeof text, "%s%d.%06d", value < 0 ? "-" : "", std::abs(value) / 1'000'000,
                  std::abs(value) % 1'000'000);
    REQUIRE(parse(text) == value);
    REQUIRE(parse_any_coordinate(text) == value);
  }
}

TEST_CASE("columns of coordinates are what their fields are, in every version") {
  std::mt19937 random(9);
  const std::vector<std::string> fields = {"-1.452188", "53.595966", "0.000001",  "-53.999999",  "",
                                           "53.5",      "NaN",       "-",         "1234.567890", "x3.595966",
                                           "/3.595966", "5:.595966", "-x.452188", "\"1.000000\""};
  for (int round = 0; round < 200; ++round) {
    // Rows of three values, the middle one a coordinate.
    std::string data = "12345678";
    std::vector<std::uint32_t> places = {0xFFFFFFFF};
    std::vector<std::int32_t> expected;
    const std::size_t rows = random() % 40;
    const auto end_field = [&] {
      places.push_back(static_cast<std::uint32_t>(data.size() - 8));
      data += ',';
    };
    for (std::size_t r = 0; r < rows; ++r) {
      data += std::string(random() % 12, 'a');
      end_field();
      const std::string& field = fields[random() % (round % 2 ? 4 : fields.size())];
      expected.push_back(parse_any_coordinate(field));
      data += field;
      end_field();
      end_field();
    }
    data += std::string(64, '7');
    for (const auto parse : {parse_coordinates_portable(), parse_coordinates_avx2()}) {
      if (!parse) continue;
      std::vector<std::int32_t> found(rows);
      parse(data.data() + 8, places.data() + 1, 3, rows, found.data());
      CHECK(found == expected);
    }
  }
}

TEST_CASE("numbers and fields of text") {
  double value = 0;
  CHECK(parse_number("12.5", value));
  CHECK(value == 12.5);
  CHECK(parse_number("", value));
  CHECK(value != value);
  for (const char* bad : {"nan", "inf", "1,5", "x", "1e999"}) CHECK_FALSE(parse_number(bad, value));
  CHECK(clean_field("  a ") == "a");
  CHECK(clean_field("\"a, \"\"b\"\"\"\r") == "a, \"b\"");
  CHECK(clean_field("\"unclosed") == "unclosed");
  CHECK(clean_field("\xA3"
                    "5") ==
        "\xC2\xA3"
        "5");
  std::string csv;
  append_csv_field(csv, "a,\"b\"\n");
  CHECK(csv == "\"a,\"\"b\"\"\n\"");
}
