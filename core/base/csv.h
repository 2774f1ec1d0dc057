// CSV held in memory, for files of a few megabytes: area lookups. Bulk records are read by data/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallmark {

// One field as read: surrounding white space and quotes removed, doubled quotes undone, Windows-1252 decoded where it
// is not UTF-8.
std::string clean_field(std::string_view raw);

// RFC 4180 with LF or CRLF; a byte order mark and blank lines are skipped.
std::vector<std::vector<std::string>> parse_csv(std::string_view text);

// The fields of one row, without its line end, still as read.
std::vector<std::string_view> split_row(std::string_view row);

// Quoted where it must be.
void append_csv_field(std::string& out, std::string_view field);

}  // namespace hallmark
