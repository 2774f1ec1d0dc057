// Text: formatting (fmt), trimming, splitting, UTF-8, near-miss suggestions.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark {

std::string_view trim(std::string_view text);                                // ASCII white space
std::vector<std::string_view> split(std::string_view text, char separator);  // "a,,b" -> a, "", b; "" -> ""
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string to_lower(std::string_view text);  // ASCII letters only
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

bool is_valid_utf8(std::string_view text);
// Windows-1252 to UTF-8; bytes that code page leaves undefined become U+FFFD.
std::string from_windows_1252(std::string_view bytes);
// Ill-formed sequences become U+FFFD.
std::string make_valid_utf8(std::string_view text);
// Decodes the code point at `at` and moves past it; U+FFFD for an ill-formed byte, which is stepped over alone.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t code_point);
std::size_t count_code_points(std::string_view text);

// The candidate nearest to `word` (case-insensitive, optimal string alignment distance), if near enough to be a slip.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);
// "Did you mean “crime_type”?" or, when nothing is near, "Known: a, b, c."; for Diagnostic::hints.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace hallmark
