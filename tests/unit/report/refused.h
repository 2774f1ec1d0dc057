// What a workspace's file is refused with, for tests of those who read one.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "hallmark/error.h"

// `read` must throw Error(ExitCode::configuration); the test fails where it accepts the text.
template <class Read>
hallmark::Diagnostic refusal_of(Read read, const std::string& yaml) {
  try {
    read(yaml);
  } catch (const hallmark::Error& error) {
    CHECK(error.code() == hallmark::ExitCode::configuration);
    return error.diagnostic();
  }
  FAIL("accepted: " << yaml);
  return {};
}

// The text with its one place replaced.
inline std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const std::size_t at = changed.find(from);
  REQUIRE(at != std::string::npos);
  return changed.replace(at, from.size(), to);
}
