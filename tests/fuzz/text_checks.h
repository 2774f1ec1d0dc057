// Texts from outside as they may be shown.
#pragma once

#include <string>

#include "base/text.h"

namespace hallmark::fuzz {

// UTF-8 without control characters, but for Hallmark's own marks of a match, and without any that reorder a text.
inline bool is_clean(const std::string& text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\x02' && c != '\x03') return false;
  for (const char* bidi : {"\u202A", "\u202B", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068"})
    if (text.find(bidi) != std::string::npos) return false;
  return is_valid_utf8(text);
}

}  // namespace hallmark::fuzz
