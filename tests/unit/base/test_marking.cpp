#include <doctest/doctest.h>

#include "base/marking.h"

using namespace hallmark;

TEST_CASE("markings are read as people write them") {
  CHECK(parse_marking("OFFICIAL") == Marking::official);
  CHECK(parse_marking("Official") == Marking::official);
  CHECK(parse_marking("OFFICIAL – SENSITIVE") == Marking::official_sensitive);
  CHECK(parse_marking("official - sensitive") == Marking::official_sensitive);
  CHECK(parse_marking("OFFICIAL-SENSITIVE PERSONAL") == Marking::official_sensitive);
  CHECK(parse_marking("OFFICIAL: for partners") == Marking::official);
  CHECK(parse_marking("public") == Marking::open);
  CHECK(parse_marking("RESTRICTED") == Marking::restricted);
  for (const char* none : {"", "secret", "officially", "sensitive", "OFFICIALSENSITIVE", "not restricted"})
    CHECK_MESSAGE(!parse_marking(none), none);
}

TEST_CASE("the list is in order, from open to closed, and each name reads as itself") {
  for (std::size_t i = 0; i < marking_names().size(); ++i) {
    const auto marking = static_cast<Marking>(i);
    CHECK(parse_marking(name_of(marking)) == marking);
    CHECK(name_of(marking) == marking_names()[i]);
  }
}

TEST_CASE("what is marked above the document cannot enter it") {
  for (int content = 0; content < 4; ++content)
    for (int document = 0; document < 4; ++document) {
      const auto enter = [&] {
        require_marking(static_cast<Marking>(content), static_cast<Marking>(document), "This is");
      };
      if (content <= document)
        CHECK_NOTHROW(enter());
      else
        CHECK_THROWS_AS(enter(), Error);
    }
}
