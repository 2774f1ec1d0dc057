#include <doctest/doctest.h>

#include "document/document.h"
#include "report/fake_records.h"
#include "report/ledger_of.h"
#include "report/source_ids.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

struct Made {
  Document document;
  Ledger ledger;
};

Made made_of(Inlines content) {
  const fake::Records records;
  const QueryMemory queries(records);
  Made made;
  made.document.meta.title = "Sample";
  made.document.blocks = {paragraph(std::move(content))};
  document::number(made.document);
  made.ledger = ledger_of(made.document, queries, {});
  use_source_ids(made.document, made.ledger);
  return made;
}

Quantity burglary() {
  return fake::group(fake::by_type(), "Burglary", 13);
}
Quantity robbery() {
  return fake::group(fake::by_type(), "Robbery", 5);
}
Quantity share() {
  const Quantity both{18, NumberFormat::count(), fake::call("+", {burglary().trace, robbery().trace})};
  return {13.0 / 18, NumberFormat::percent(), fake::call("/", {burglary().trace, both.trace})};
}

}  // namespace

TEST_CASE("a number has one id wherever it stands, in words and ledger alike") {
  const Made one = made_of({number(share()), text(" of "), number(burglary())});
  const Made other = made_of({number(robbery()), number(burglary()), text(", "), number(share())});
  REQUIRE(one.ledger.numbers.size() == 2);
  const std::string id = one.ledger.numbers[0].id;
  CHECK(id.size() == 9);
  CHECK(id[0] == 'n');
  CHECK(id.find_first_not_of("0123456789abcdef", 1) == std::string::npos);
  CHECK(other.ledger.numbers[2].id == id);
  CHECK(other.ledger.numbers[1].id == one.ledger.numbers[1].id);
  CHECK(other.ledger.numbers[0].id != other.ledger.numbers[1].id);
  std::vector<std::string> written;
  document::for_each_number(one.document, [&](const Number& n, const SourceLocation&) { written.push_back(n.id); });
  CHECK(written == std::vector<std::string>{id, one.ledger.numbers[1].id});
}

TEST_CASE("the id is of the source, not of how many records it had or how it is written") {
  Quantity more = burglary(), whole = share();
  more.trace = fake::group(fake::by_type(), "Burglary", 14).trace;
  whole.format = NumberFormat::percent(0);
  const Made one = made_of({number(burglary()), number(share())});
  const Made other = made_of({number(more), number(whole)});
  CHECK(other.ledger.numbers[0].id == one.ledger.numbers[0].id);
  CHECK(other.ledger.numbers[1].id == one.ledger.numbers[1].id);
}

TEST_CASE("a number written twice has two places") {
  const Made made = made_of({number(burglary()), number(robbery()), number(burglary())});
  CHECK(made.ledger.numbers[2].id == made.ledger.numbers[0].id + "-2");
  CHECK(made.ledger.numbers[2].trace == made.ledger.numbers[0].trace);
}
