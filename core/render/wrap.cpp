#include "render/wrap.h"

#include "base/text.h"
#include "render/marked_numbers.h"

namespace hallmark::render {

std::vector<std::string> wrap(std::string_view marked, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string_view paragraph : split(marked, '\n')) {
    std::string line;
    std::size_t used = 0;
    for (const std::string_view word : split(paragraph, ' ')) {
      if (word.empty()) continue;
      const std::size_t length = width_without_marks(word);
      if (used > 0 && used + 1 + length > width) {
        lines.push_back(std::move(line));
        line.clear();
        used = 0;
      }
      if (used > 0) {
        line += ' ';
        ++used;
      }
      line += word;
      used += length;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string prefixed(std::string_view text, std::string_view first, std::string_view others) {
  std::string out;
  bool start = true;
  for (const std::string_view line : split(text, '\n')) {
    if (!start) out += '\n';
    const std::string_view prefix = start ? first : others;
    out += line.empty() ? std::string(trim(prefix)) : fmt::format("{}{}", prefix, line);
    start = false;
  }
  return out;
}

}  // namespace hallmark::render
