// JSON (Boost.JSON). Objects keep the order of insertion, so equal input gives equal bytes.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace hallmark {

namespace json = boost::json;

// Throws Error(ExitCode::input) naming `file`, line and column.
json::value parse_json(std::string_view text, const std::string& file);

// Numbers as the shortest decimal that reads back the same; non-finite ones as null. indent 0: one line.
std::string write_json(const json::value& value, int indent = 0);

}  // namespace hallmark
