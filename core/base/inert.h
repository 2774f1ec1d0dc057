// Characters that do something rather than show something: they steer a terminal or reorder the text around them.
#pragma once

#include <string>
#include <string_view>

namespace hallmark {

// Control characters but tab and line feed, and the bidirectional embeddings, overrides and isolates with which a name
// could show its end before its beginning (Unicode TR 36, "Trojan Source", CVE-2021-42574).
bool steers(char32_t character);

// Each of them as U+FFFD. `colours` lets the sequences through that only colour a terminal: ESC [ digits m.
std::string inert(std::string_view text, bool colours = false);

// Within JSON, whose strings alone can hold them, escaped instead: nothing is lost.
std::string inert_json(std::string_view json);

}  // namespace hallmark
