#include "mutation.h"

#include "base/text.h"

namespace hallmark::fuzz {

std::string Mutations::next() {
  std::string text = inputs_[below(inputs_.size())];
  // Mostly few: what is changed much is refused early.
  for (std::size_t count = 1 + below(1 + below(8)); count > 0; --count) change(text);
  return text;
}

void Mutations::change(std::string& text) {
  const std::size_t at = below(text.size() + 1), length = 1 + below(20);
  switch (below(5)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(below(256));
      break;
    case 1:
      text.erase(at, length);
      break;
    case 2:
      text.insert(at, text.substr(below(text.size() + 1), length));
      break;
    case 3: {
      const std::string& other = inputs_[below(inputs_.size())];
      text.insert(at, other.substr(below(other.size() + 1), length));
      break;
    }
    default:
      text.insert(at, tokens_.empty() ? std::string(1, static_cast<char>(below(256))) : tokens_[below(tokens_.size())]);
  }
}

namespace {

std::string unescaped(std::string_view word) {
  std::string text;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\\' && word.substr(i + 1).starts_with("x") && i + 3 < word.size()) {
      text += static_cast<char>(std::stoi(std::string(word.substr(i + 2, 2)), nullptr, 16));
      i += 3;
    } else {
      if (word[i] == '\\') ++i;
      if (i < word.size()) text += word[i];
    }
  }
  return text;
}

}  // namespace

std::vector<std::string> dictionary_words(const std::string& text) {
  std::vector<std::string> words;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t from = line.find('"'), to = line.rfind('"');
    if (line.starts_with('#') || from == to) continue;
    words.push_back(unescaped(line.substr(from + 1, to - from - 1)));
  }
  return words;
}

}  // namespace hallmark::fuzz
