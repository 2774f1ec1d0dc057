#include <doctest/doctest.h>

#include "base/text.h"

using namespace hallmark;

TEST_CASE("split keeps empty parts and trim drops only white space") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(trim(" \t x y \r\n") == "x y");
}

TEST_CASE("UTF-8 validity follows Unicode table 3-7") {
  CHECK(is_valid_utf8("Caerfyrddin £ – 日本 😀"));
  for (const char* bad : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80",
                          "a\xE2\x82", "\xFF"})
    CHECK_FALSE(is_valid_utf8(bad));
  CHECK(make_valid_utf8("a\xFF"
                        "b") == "a\uFFFDb");
}

TEST_CASE("every code point survives encoding and decoding") {
  for (char32_t c = 1; c <= 0x10FFFF; c += 61) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string encoded;
    append_utf8(encoded, c);
    std::size_t at = 0;
    REQUIRE(next_code_point(encoded, at) == c);
    REQUIRE(at == encoded.size());
  }
}

TEST_CASE("Windows-1252 text becomes UTF-8") {
  CHECK(from_windows_1252("\xA3"
                          "5 \x96 \x93"
                          "caf\xE9\x94") == "£5 – “café”");
  CHECK(from_windows_1252("\x81") == "\uFFFD");
}

TEST_CASE("a slip is suggested, a different word is not") {
  const std::vector<std::string> known = {"crime_type", "month", "local_authority"};
  CHECK(nearest("crime_typ", known) == "crime_type");
  CHECK(nearest("Crmie_Type", known) == "crime_type");
  CHECK(nearest("outcome", known) == std::nullopt);
  CHECK(suggestion("mnoth", known) == "Did you mean “month”?");
  CHECK(suggestion("zzz", known) == "Known: crime_type, month, local_authority.");
}
