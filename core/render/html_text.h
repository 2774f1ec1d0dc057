// Escaping, identifiers and the content security policy of HTML output.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::render {

// Text for element content and for double-quoted attributes. Control characters HTML cannot hold become U+FFFD.
std::string escape_html(std::string_view text);

// JSON safe inside <script>: "<" can only stand in strings, where it may be written as an escape.
std::string escape_json_for_script(std::string_view json);

// White space has no place in an id; the rest is escaped.
std::string id_attribute(std::string_view id);

// http, https and mailto addresses and "#anchor"; nothing else is linked.
bool is_safe_link(std::string_view target);

// "'sha256-…'" for a style or script element with exactly this content.
std::string base64(std::string_view bytes);
std::string policy_hash(std::string_view content);

}  // namespace hallmark::render
