#include <doctest/doctest.h>

#include "base/inert.h"
#include "base/json.h"

using namespace hallmark;

TEST_CASE("what steers a terminal or reorders a text becomes a mark that does neither") {
  CHECK(inert("Anfield Road, £5 – “东”\t\n") == "Anfield Road, £5 – “东”\t\n");
  CHECK(inert("\x1b]0;title\x07\x1b[2J") == "\uFFFD]0;title\uFFFD\uFFFD[2J");
  CHECK(inert("\u009b31m\x7f\r") == "\uFFFD31m\uFFFD\uFFFD");
  CHECK(inert("safe\u202etxt.exe\u202c \u2066x\u2069") == "safe\uFFFDtxt.exe\uFFFD \uFFFDx\uFFFD");
  CHECK(inert("\x9b") == "\x9b");  // ill-formed alone is no control of a UTF-8 terminal
  CHECK(inert("") == "");
}

TEST_CASE("a colour may pass where colours are wanted, and nothing else that begins like one") {
  CHECK(inert("\x1b[1;31mé\x1b[0m", true) == "\x1b[1;31mé\x1b[0m");
  CHECK(inert("\x1b[1;31mé") == "\uFFFD[1;31mé");
  for (const char* sequence : {"\x1b[2J", "\x1b[", "\x1b[31", "\x1b]0;x\x07", "\x1b"})
    CHECK(inert(std::string("é") + sequence, true).find('\x1b') == std::string::npos);
}

TEST_CASE("in JSON nothing is lost") {
  const json::value value = json::string("a\u202eb\u009bc");
  const std::string text = inert_json(write_json(value));
  CHECK(text == "\"a\\u202eb\\u009bc\"");
  CHECK(parse_json(text, "t") == value);
}
