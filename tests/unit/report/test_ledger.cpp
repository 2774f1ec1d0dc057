#include <doctest/doctest.h>

#include "document/document.h"
#include "report/fake_records.h"
#include "report/ledger.h"
#include "report/ledger_of.h"
#include "report/provenance.h"
#include "report/trace.h"
#include "report/verify.h"
#include "script/formulas.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

Ledger sample(const Executor& records) {
  const Quantity burglary = fake::group(fake::by_type(), "Burglary", 13),
                 robbery = fake::group(fake::by_type(), "Robbery", 5);
  const Quantity share{13.0 / 18, NumberFormat::percent(),
                       fake::call("/", {burglary.trace, fake::call("+", {burglary.trace, robbery.trace})})};
  Document document;
  document.meta.title = "Sample";
  document.blocks = {paragraph({text("Burglary "), number(burglary), text(" is "), number(share)})};
  document::number(document);
  const QueryMemory queries(records);
  Ledger ledger = ledger_of(document, queries, {});
  ledger.report = ledger.source = "sample";
  ledger.options = {{"crime_type", "Burglary"}};
  ledger.method = {{LedgerMethod::Kind::plugin, "shares", "1.0.0", {{"shares.lua", std::string(64, '0')}}}};
  ledger.files = {{"data/2020-01-x-street.csv", std::string(64, 'a'), 10},
                  {"data/2020-02-x-street.csv", std::string(64, 'b'), 20},
                  {"areas/lookup.csv", std::string(64, 'c'), 30}};
  ledger.datasets["police_street_crime"] = {18, 1, {{0, "", 10, 0}, {1, "", 8, 1}}};
  ledger.outputs["html"] = {"sample.html", std::string(64, 'd'), {}, "Burglary is", {}};
  ledger.outputs["md"] = {"sample.md",
                          std::string(64, 'e'),
                          {{"sample_files/figure-1.svg", std::string(64, 'f')}},
                          "Burglary 13 is 72.2%\n",
                          {{"n1", 0}, {"n2", 1}}};
  return ledger;
}

const std::string html =
    "<p>Burglary <data class=\"number\" id=\"n1\" value=\"13\">13</data> is\n"
    "<data class=\"number\" id=\"n2\" value=\"0.7222222222222222\">72.2%</data></p>";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a ledger read back gives the same bytes") {
  const fake::Records records;
  LedgerBook book{"..", {sample(records)}};
  const std::string text = to_text(book);
  CHECK(to_text(parse_ledger(text, "ledger.json")) == text);
  const Ledger& ledger = book.reports[0];
  REQUIRE(ledger.find("n2") != nullptr);
  CHECK(ledger.find("n2")->text == "72.2%");
  CHECK(ledger.find("n3") == nullptr);
}

TEST_CASE("what is no ledger is refused with a sentence") {
  for (const char* text : {"", "[]", "{}", R"({"workspace": 1, "reports": {}})",
                           R"({"workspace": "..", "reports": []})", R"({"workspace": "..", "reports": {"a": {}}})"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(parse_ledger(text, "ledger.json"), Error);
  }
  const fake::Records records;
  const std::string text = to_text({"..", {sample(records)}});
  for (const auto& [from, to] :
       {std::pair{"\"format\":0", "\"format\":9"}, std::pair{"\"trace\":0", "\"trace\":99"},
        std::pair{"\"style\":\"count\"", "\"style\":\"roman\""}, std::pair{"\"file\":1", "\"file\":3"},
        std::pair{"[\"n2\",1]", "[\"n2\",2]"}, std::pair{"[\"n2\",1]", "[\"n2\",-2]"}}) {
    CAPTURE(to);
    CHECK_THROWS_AS(parse_ledger(replaced(text, from, to), "ledger.json"), Error);
  }
}

TEST_CASE("merging keeps other reports, and other formats only while the numbers are the same") {
  const fake::Records records;
  LedgerBook book{"..", {}};
  CHECK(merge(book, sample(records)).empty());
  Ledger other = sample(records);
  other.report = "another";
  CHECK(merge(book, other).empty());
  REQUIRE(book.reports.size() == 2);
  CHECK(book.reports[0].report == "another");

  book = parse_ledger(to_text(book), "ledger.json");
  Ledger again = sample(records);
  again.outputs.erase("md");
  CHECK(merge(book, again).empty());
  CHECK(book.find("sample")->outputs.contains("md"));

  fake::Records changed;
  changed.burglary = 14;
  Ledger different = sample(changed);
  different.outputs.erase("md");
  CHECK(merge(book, different) == std::vector<std::string>{"sample.md"});
  CHECK_FALSE(book.find("sample")->outputs.contains("md"));
  CHECK(book.find("another")->outputs.contains("md"));
}

TEST_CASE("a number's trace says formula, steps, queries and files") {
  const fake::Records records;
  const Ledger ledger = sample(records);
  const std::string text = trace_text(ledger, find_number(ledger, "n2"), script::builtin_formulas());
  for (const char* part : {"72.2%", "a ÷ (a + b) = 0.722222222222222", "a + b = 18", "13, the group Burglary",
                           "5, the group Robbery", "police_street_crime", "crime_type", "data/2020-01-x-street.csv"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  CHECK(text.find("lookup.csv") == std::string::npos);
  CHECK_THROWS_AS(find_number(ledger, "n9"), Error);
}

TEST_CASE("a query that leaves a month out leaves out the files that state it") {
  const fake::Records records;
  const Ledger ledger = sample(records);
  Query query = *fake::by_type();
  CHECK(files_of(ledger, query) == std::vector<std::size_t>{0, 1});
  query.where = {{"month", Filter::Kind::range, {"2020-02", ""}}};
  CHECK(files_of(ledger, query) == std::vector<std::size_t>{1});
  query.where = {{"month", Filter::Kind::any_of, {"2020-01"}}};
  CHECK(files_of(ledger, query) == std::vector<std::size_t>{0});
  query.where = {{"month", Filter::Kind::none_of, {"2020-01"}}};
  CHECK(files_of(ledger, query) == std::vector<std::size_t>{1});
}

TEST_CASE("provenance for the HTML report has the shape render/html.h asks for") {
  const fake::Records records;
  const json::value root = parse_json(provenance_json(sample(records)), "p");
  CHECK(root.at("files").at(0).at(0).as_string() == "data/2020-01-x-street.csv");
  CHECK(root.at("queries").at(0).at("measure").as_string() == "count");
  const json::array& one = root.at("numbers").at("n1").as_array();
  CHECK(one.at(0).as_string() == "");
  CHECK(write_json(one.at(1)) == R"([["",0,["Burglary"],13]])");
  CHECK(root.at("numbers").at("n2").at(0).as_string() == "a ÷ (a + b)");
}

TEST_CASE("a seal shows an edit of any part, and outlives a run of another report") {
  const fake::Records records;
  LedgerBook book{"..", {}};
  merge(book, sample(records));
  const Ledger sealed = book.reports[0];
  CHECK(sealed.seal == seal_of(sealed));
  const std::string text = to_text(book);
  for (const auto& [from, to] :
       {std::pair{"\"value\":13,\"format\"", "\"value\":14,\"format\""}, std::pair{"aaa", "aab"},
        std::pair{"Burglary 13", "Burglary 14"}, std::pair{"\"rows\":18", "\"rows\":19"},
        std::pair{"\"shares.lua\"", "\"other.lua\""}}) {
    CAPTURE(to);
    LedgerBook edited = parse_ledger(replaced(text, from, to), "ledger.json");
    CHECK(edited.reports[0].seal != seal_of(edited.reports[0]));
    Ledger other = sample(records);
    other.report = "another";
    merge(edited, other);
    CHECK(edited.find("sample")->seal != seal_of(*edited.find("sample")));
  }
}

TEST_CASE("an HTML report is held to the ledger") {
  const fake::Records records;
  const Ledger ledger = sample(records);
  const auto compare = [&](const std::string& now) { return compare_document(ledger, "html", now, "r.html"); };
  REQUIRE(compare(html).size() == 1);  // the sample's hash is not that of its file
  CHECK(compare(html)[0].kind == Difference::Kind::markup);

  const auto edited = compare(replaced(html, ">72.2%", ">82.2%"));
  REQUIRE(edited.size() == 1);
  CHECK(edited[0].kind == Difference::Kind::number);
  CHECK(edited[0].id == "n2");
  CHECK(edited[0].expected == "72.2%");
  CHECK(edited[0].found == "82.2%");
  CHECK(edited[0].where.line == 2);

  const auto words = compare(replaced(html, " is\n", " was\n"));
  REQUIRE(words.size() == 1);
  CHECK(words[0].kind == Difference::Kind::words);
  CHECK(words[0].expected == "is");
  CHECK(words[0].found == "was");
  CHECK(words[0].where.line == 1);

  CHECK(compare(replaced(html, "value=\"13\"", "value=\"12\"")).size() == 1);
  CHECK(compare(replaced(html, "<data class=\"number\" id=\"n1\" value=\"13\">13</data>", "")).size() == 1);
  CHECK(compare(replaced(html, "id=\"n1\"", "id=\"n7\"")).size() == 2);  // one unknown, one missing
  CHECK(compare(replaced(html, "id=\"n1\"", "id=\"n2\"")).size() >= 2);  // one wrong, one missing
  CHECK(compare("").size() == 3);                                        // and the words
}

TEST_CASE("a Markdown report is held to the ledger, its numbers wherever they stand") {
  const fake::Records records;
  const Ledger ledger = sample(records);
  const auto compare = [&](const std::string& now) { return compare_document(ledger, "md", now, "r.md"); };
  REQUIRE(compare("Burglary  13 is 72.2%\n").size() == 1);
  CHECK(compare("Burglary  13 is 72.2%\n")[0].kind == Difference::Kind::markup);
  const auto rewritten = compare("In 2020, of 7 themes,\nburglary had 13 and that is 72.2% of 18.\n");
  CHECK(rewritten.size() == 3);
  for (const Difference& difference : rewritten) CHECK(difference.kind == Difference::Kind::words);
  const auto edited = compare("Burglary 13\n\nis 73.2%\n");
  REQUIRE(edited.size() == 1);
  CHECK(edited[0].kind == Difference::Kind::number);
  CHECK(edited[0].id == "n2");
  CHECK(edited[0].found == "73.2%");
  CHECK(edited[0].where.line == 3);
  const auto gone = compare("Burglary is 72.2%\n");
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].id == "n1");
  CHECK(compare("").size() == 3);
}
