#include "knowledge_base/case_study_fields.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace hallmark::knowledge {

namespace {

// Marks that reorder, hide or fake text, and control characters: a title must look like what it is.
bool is_deceptive(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

bool is_date(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() != 4 && text.size() != 7) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i == 4 ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
  return text.size() == 4 || (text.substr(5) >= "01" && text.substr(5) <= "12");
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();)
    if (const char32_t c = next_code_point(text, at); !is_deceptive(c)) append_utf8(out, c);
  return out;
}

std::string line_of(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return std::string(trim(out));
}

std::string text_of(const Yaml& front, std::string_view key) {
  return line_of(front.text_or(key, ""));
}

std::string required_text(const Yaml& front, std::string_view key) {
  const Yaml& node = front.required(key);
  std::string text = line_of(node.text());
  if (text.empty()) node.fail(fmt::format("“{}” is empty.", key));
  return text;
}

const std::vector<Yaml>& list_of(const Yaml& front, std::string_view key) {
  static const std::vector<Yaml> none;
  const Yaml* node = front.find(key);
  if (node == nullptr || node->is_null()) return none;
  if (node->kind() != Yaml::Kind::sequence)
    node->fail(fmt::format("“{}” is a list: each entry on a line of its own after “- ”.", key));
  return node->items();
}

void check_word(const Yaml& where, const std::string& word, const std::vector<std::string>& known,
                std::string_view what) {
  if (std::find(known.begin(), known.end(), word) == known.end())
    where.fail(fmt::format("“{}” is not a {} of the vocabulary.", word, what), {suggestion(word, known)});
}

std::vector<std::string> words_of(const Yaml& front, std::string_view key, const std::vector<std::string>& known,
                                  std::string_view what) {
  const Yaml* node = front.find(key);
  if (node == nullptr || node->is_null()) return {};
  const std::vector<std::string> words = node->texts();
  std::vector<std::string> once;
  for (std::size_t i = 0; i < words.size(); ++i) {
    check_word(node->kind() == Yaml::Kind::sequence ? node->items()[i] : *node, words[i], known, what);
    if (std::find(once.begin(), once.end(), words[i]) == once.end()) once.push_back(words[i]);
  }
  return once;
}

Answer answer_of(const Yaml* node) {
  if (node == nullptr || node->is_null() || node->text() == "unknown") return Answer::unknown;
  return node->boolean() ? Answer::yes : Answer::no;
}

std::optional<double> number_of(const Yaml& map, std::string_view key) {
  const Yaml* node = map.find(key);
  if (node == nullptr || node->is_null()) return std::nullopt;
  return node->number();
}

double count_of(const Yaml& map, std::string_view key) {
  const Yaml& node = map.required(key);
  const double value = node.number();
  if (value < 0 || value != std::floor(value)) node.fail("A count is a whole number, zero or more.");
  return value;
}

std::string date_of(const Yaml& map, std::string_view key) {
  const Yaml* node = map.find(key);
  if (node == nullptr || node->is_null()) return {};
  if (!is_date(node->text())) node->fail(fmt::format("“{}” is no year or month; write 2003 or 2003-01.", node->text()));
  return node->text();
}

}  // namespace hallmark::knowledge
