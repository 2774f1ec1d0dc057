// What of a text is there to be read: its sentences, without the marks of Markdown, code, addresses and tables of
// numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::language {

struct Passage {
  enum class Kind { paragraph, item, heading, cell };  // of a list; of a table
  Kind kind = Kind::paragraph;
  std::size_t begin = 0, end = 0;  // of its bytes in Prose::text
  bool cites = false;              // it holds a link or a footnote
};

// As long as the source, byte for byte, with everything blanked that is not prose: a place in one is a place in the
// other.
struct Prose {
  std::string text;
  std::vector<Passage> passages;
};

enum class Markup { plain, markdown };

// `source` must be UTF-8. Any text is read: Markdown has no errors. In a Markdown template, {{ }} and {% %} are
// blanked; of front matter, title, subtitle and summary are read.
Prose read_prose(std::string_view source, Markup markup);

// Of places in a text: 1-based line and column in bytes.
class Lines {
 public:
  explicit Lines(std::string_view text);
  int line(std::size_t at) const;
  int column(std::size_t at) const;
  std::string_view text(int line) const;  // without its end

 private:
  std::string_view text_;  // must outlive this
  std::vector<std::size_t> starts_;
};

}  // namespace hallmark::language
