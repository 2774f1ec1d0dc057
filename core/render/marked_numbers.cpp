#include "render/marked_numbers.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "render/scan.h"

namespace hallmark::render {

std::string NumberMarks::mark(const Number& number, std::string_view content) {
  ids_.push_back(number.id);
  return fmt::format("{}{}{}{}{}", open, ids_.size() - 1, close, content, end);
}

NumberMarks::Placed NumberMarks::place(std::string_view marked) const {
  Placed placed;
  std::vector<std::size_t> offsets, ends, indexes;
  for (std::size_t at = 0; at < marked.size(); ++at) {
    if (marked[at] == end) {
      ends.push_back(placed.text.size());
      continue;
    }
    if (marked[at] != open) {
      placed.text += marked[at];
      continue;
    }
    std::size_t index = 0;
    at = static_cast<std::size_t>(std::from_chars(marked.data() + at + 1, marked.data() + marked.size(), index).ptr -
                                  marked.data());
    offsets.push_back(placed.text.size());
    indexes.push_back(index);
  }
  const std::vector<NumberToken> tokens = number_tokens(placed.text);
  std::size_t token = 0, counted = 0;
  int line = 1;
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    while (token < tokens.size() && tokens[token].offset + tokens[token].text.size() <= offsets[i]) ++token;
    line += static_cast<int>(std::count(placed.text.begin() + static_cast<std::ptrdiff_t>(counted),
                                        placed.text.begin() + static_cast<std::ptrdiff_t>(offsets[i]), '\n'));
    counted = offsets[i];
    const bool found = token < tokens.size() && tokens[token].offset < ends[i];
    placed.numbers.push_back({ids_[indexes[i]], line, found ? tokens[token].text : "not available",
                              found ? token : WrittenNumber::no_token});
  }
  return placed;
}

std::size_t width_without_marks(std::string_view marked) {
  std::string plain;
  for (std::size_t at = 0; at < marked.size(); ++at) {
    if (marked[at] == NumberMarks::open)
      at = std::min(marked.find(NumberMarks::close, at), marked.size());
    else if (marked[at] != NumberMarks::end)
      plain += marked[at];
  }
  return count_code_points(plain);
}

}  // namespace hallmark::render
