// Rows kept + quarantined = rows in the file, or the file is refused and none is kept: over random dirty files.
#include <doctest/doctest.h>

#include <optional>
#include <random>

#include "base/csv.h"
#include "workspace.h"

using namespace hallmark;
using namespace hallmark::data;
using namespace hallmark::data::test;

namespace {

// A file of records with what suppliers do to them, and how many rows the one who made it put in.
class DirtyFile {
 public:
  explicit DirtyFile(unsigned seed) : random_(seed) {
    if (one_in(8)) text_ = "\xEF\xBB\xBF";
    text_ += with_line_ends(police_header);
    for (std::size_t count = below(60); count > 0; --count) add_row();
    if (one_in(2)) text_.resize(text_.size() - line_end_.size());  // no line end after the last row
  }
  const std::string& text() const { return text_; }
  std::uint64_t rows() const { return rows_; }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::string with_line_ends(std::string line) const {
    line.pop_back();
    return line + line_end_;
  }

  void add_row() {
    std::string row = police_row();
    row.pop_back();
    switch (below(12)) {
      case 0:
        row.erase(below(row.size()));  // cut short
        if (row.empty()) row = ",";
        break;
      case 1:
        row += ",,,more,fields";
        break;
      case 2:
        row[below(row.size())] = static_cast<char>(0x80 + below(0x80));  // of another encoding
        break;
      case 3:
        row[below(row.size())] = '\0';
        break;
      case 4:
        row += "\"two" + line_end_ + "lines, \"\"quoted\"\"\"";
        break;
      case 5:
        row += std::string(100'000, 'x');
        break;
      case 6:
        row.replace(row.find("2020-01"), 7, one_in(2) ? "2020-13" : "1900-01");
        break;
      case 7:
        text_ += line_end_;  // a blank line is no row
        break;
      default:
        break;
    }
    text_ += row + line_end_;
    ++rows_;
  }

  std::mt19937 random_;
  std::string line_end_ = one_in(2) ? "\r\n" : "\n";
  std::string text_;
  std::uint64_t rows_ = 0;
};

}  // namespace

TEST_CASE("every row of a dirty file is kept or quarantined, none is lost and none is made up") {
  const Scratch scratch;
  std::uint64_t kept = 0, quarantined = 0, refused = 0;
  constexpr unsigned first_seed = 1, files = 300;
  MESSAGE("seeds " << first_seed << " to " << files);
  for (unsigned seed = first_seed; seed <= files; ++seed) {
    CAPTURE(seed);
    const DirtyFile dirty(seed);
    const std::string path = scratch.write("2020-01-fell-street.csv", dirty.text());
    std::optional<Store> store;
    try {
      store.emplace(import_police({path}));
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::input);
      CHECK(dirty.text().find('\0') != std::string::npos);  // taken for UTF-16: no row is read
      refused += dirty.rows();
      continue;
    }
    const DatasetInfo& info = store->datasets()[0];
    CHECK(info.rows == dirty.rows());
    CHECK(info.kept + info.quarantine.size() == dirty.rows());
    Query all;
    all.dataset = info.schema.name;
    const QueryResult counted = store->executor().run(all);
    CHECK((counted.size() == 0 ? 0 : counted.rows[0]) == info.kept);
    kept += info.kept;
    quarantined += info.quarantine.size();
  }
  MESSAGE(kept << " rows kept, " << quarantined << " quarantined, " << refused << " in files that were refused");
  CHECK(kept > 3000);
  CHECK(quarantined > 1000);
}
