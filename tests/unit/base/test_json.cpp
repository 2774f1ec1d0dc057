#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/json.h"
#include "base/number.h"
#include "hallmark/error.h"

using namespace hallmark;

TEST_CASE("a double reads back as the bits that were written") {
  // The first is one that Boost.JSON 1.81 reads a unit in the last place too low; the others are the classic hard
  // cases.
  for (const double value : {-0.09785202863961817, 0.12250000000000005, 2.2250738585072011e-308, 9007199254740993.0,
                             1e23, 5e-324, 1.7976931348623157e308, 0.1, 1.0 / 3.0}) {
    const json::value read = parse_json("[" + round_trip(value) + "]", "x.json");
    CHECK(read.at(0).to_number<double>() == value);
  }
  std::uint64_t state = 88172645463325252ull;  // xorshift64: the same doubles on every run
  for (int i = 0; i < 20000; ++i) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    double value = 0;
    std::memcpy(&value, &state, sizeof value);
    if (!std::isfinite(value)) continue;
    const std::string text = write_json(json::array{value});
    CHECK(write_json(parse_json(text, "x.json")) == text);
    REQUIRE(parse_json(text, "x.json").at(0).to_number<double>() == value);
  }
}

TEST_CASE("texts, nesting and the order of keys survive reading and writing") {
  const std::string text = R"({"z":[1,-2,18446744073709551615,true,false,null],"a":{"quote":"\"\\ é \u2212 𝄞"},"":[]})";
  const json::value read = parse_json(text, "x.json");
  CHECK(read.at("a").at("quote").as_string() == "\"\\ é − 𝄞");
  CHECK(write_json(parse_json(write_json(read), "y.json")) == write_json(read));
  CHECK(read.as_object().begin()->key() == "z");
}

TEST_CASE("broken JSON is an error at its place") {
  for (const std::string text : {"{\"a\": 1,\n \"b\" 2}", "[1, 2", "", "[1] 2", "nul", "[01]", "{\"a\":}"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(parse_json(text, "x.json"), Error);
  }
  try {
    parse_json("{\"a\": 1,\n \"b\" 2}", "x.json");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::input);
    CHECK(error.diagnostic().where.file == "x.json");
    CHECK(error.diagnostic().where.line == 2);
  }
  CHECK_THROWS_AS(parse_json(std::string(100, '['), "x.json"), Error);
}
