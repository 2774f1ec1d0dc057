#include "base/marking.h"

#include <array>

#include "base/text.h"

namespace hallmark {

namespace {

// The longest first among those that begin alike.
constexpr std::array<Marking, 4> by_length = {Marking::official_sensitive, Marking::official, Marking::restricted,
                                              Marking::open};

bool is_joint(char32_t c) {
  return c == ' ' || c == '-' || c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2014;
}

// "OFFICIAL – Sensitive" -> "official sensitive".
std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (!is_joint(c))
      append_utf8(out, c);
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return to_lower(trim(out));
}

}  // namespace

const std::vector<std::string>& marking_names() {
  static const std::vector<std::string> names = {"PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE", "RESTRICTED"};
  return names;
}

std::string_view name_of(Marking marking) {
  return marking_names()[static_cast<std::size_t>(marking)];
}

std::optional<Marking> parse_marking(std::string_view text) {
  const std::string words = folded(text);
  for (const Marking marking : by_length) {
    const std::string name = folded(name_of(marking));
    if (words == name || words.starts_with(name + " ") || words.starts_with(name + ":")) return marking;
  }
  return std::nullopt;
}

Marking read_marking(const Yaml& yaml) {
  const std::optional<Marking> marking = parse_marking(yaml.text());
  if (!marking)
    yaml.fail(fmt::format("“{}” is no protective marking.", yaml.text()), {suggestion(yaml.text(), marking_names())});
  return *marking;
}

namespace {
constexpr std::string_view refused = "and cannot enter a document that is";
}

bool is_marking_refusal(const Error& error) {
  return error.diagnostic().sentence.find(refused) != std::string::npos;
}

void require_marking(Marking content, Marking document, std::string_view what, const SourceLocation& marked) {
  if (content <= document) return;
  std::vector<std::string> hints = {
      fmt::format("Leave it out, or write `marking: {}` in the document's front matter.", name_of(content))};
  if (!marked.file.empty()) hints.push_back(fmt::format("The marking stands at {}:{}.", marked.file, marked.line));
  throw Error(ExitCode::configuration,
              fmt::format("{} marked {} {} {}.", what, name_of(content), refused, name_of(document)), hints);
}

}  // namespace hallmark
