#include "language/prose.h"

#include <algorithm>

#include "base/text.h"
#include "base/yaml.h"

namespace hallmark::language {

namespace {

using Kind = Passage::Kind;

constexpr std::size_t longest_mark =
    4096;  // bytes of a link's address or a code span: an opening mark looks no further

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_blank(std::string_view line) {
  return trim(line).empty();
}

// |---|:--:| below the first row of a table.
bool is_table_rule(std::string_view line) {
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t\r") == std::string_view::npos;
}

// ---, ***, === alone on a line.
bool is_rule(std::string_view line) {
  const std::string_view marks = trim(line);
  return marks.size() >= 3 && marks.find_first_not_of(std::string{marks.front(), ' '}) == std::string_view::npos &&
         std::string_view("-*_=").find(marks.front()) != std::string_view::npos;
}

// The length of "- ", "12. " at the start of a line; 0 where it begins no list item.
std::size_t list_mark(std::string_view line) {
  std::size_t at = 0;
  if (!line.empty() && (line[0] == '-' || line[0] == '*' || line[0] == '+')) {
    at = 1;
  } else {
    while (at < line.size() && at < 9 && line[at] >= '0' && line[at] <= '9') ++at;
    if (at == 0 || at >= line.size() || (line[at] != '.' && line[at] != ')')) return 0;
    ++at;
  }
  return at < line.size() && (line[at] == ' ' || line[at] == '\t') ? at + 1 : 0;
}

class Reader {
 public:
  Reader(std::string_view source, Markup markup) : source_(source), markup_(markup) { prose_.text = source; }

  Prose read() {
    if (markup_ == Markup::markdown) read_front_matter();
    while (at_ < source_.size()) {
      const std::size_t line_end = std::min(source_.find('\n', at_), source_.size());
      next_ = std::min(line_end + 1, source_.size());
      end_ = line_end;
      if (markup_ == Markup::markdown)
        markdown_line();
      else
        plain_line();
      at_ = next_;
    }
    close();
    for (Passage& passage : prose_.passages) blank_inline(passage);
    return std::move(prose_);
  }

 private:
  std::string_view line() const { return source_.substr(at_, end_ - at_); }
  void blank(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
      if (prose_.text[i] != '\n') prose_.text[i] = ' ';
  }
  void open(Kind kind, std::size_t begin) {
    close();
    prose_.passages.push_back({kind, begin, begin, false});
    open_ = true;
  }
  void grow() {
    if (open_) prose_.passages.back().end = end_;
  }
  void close() { open_ = false; }
  void add(Kind kind, std::size_t begin, std::size_t end) {
    close();
    prose_.passages.push_back({kind, begin, end, false});
  }

  void plain_line() {
    if (is_blank(line())) return close();
    if (!open_) open(Kind::paragraph, at_);
    grow();
  }

  void read_front_matter() {
    const FrontMatter parts = split_front_matter(source_);
    if (parts.yaml.empty()) return;
    const auto body = static_cast<std::size_t>(parts.body.data() - source_.data());
    const std::size_t stop = parts.body.empty() ? source_.size() : body;
    for (; at_ < stop; at_ = std::min(end_ + 1, source_.size())) {
      end_ = std::min(source_.find('\n', at_), source_.size());
      bool read = false;
      for (const std::string_view key : {"title:", "subtitle:", "summary:"})
        if (line().starts_with(key)) {
          blank(at_, at_ + key.size());
          add(key == "summary:" ? Kind::paragraph : Kind::heading, at_ + key.size(), end_);
          read = true;
        }
      if (!read) blank(at_, end_);
      if (end_ == source_.size()) break;
    }
    at_ = stop;
  }

  void markdown_line() {
    const std::size_t quoted = skip_quote_marks();
    const std::size_t text = std::min(source_.find_first_not_of(" \t", quoted), end_);
    const std::string_view rest = source_.substr(text, end_ - text);
    if (in_fence(rest)) return blank(at_, end_);
    if (is_blank(rest)) {
      close();
      after_blank_ = true;
      return;
    }
    const bool indented = text - quoted >= 4 || source_[quoted] == '\t';
    if (indented && after_blank_ && !in_list_ && !open_) return blank(at_, end_);
    after_blank_ = false;
    if (rest.starts_with("<!--") || rest.starts_with("[//]:")) return comment(text, rest);
    if (is_setext(rest)) return;
    if (is_rule(rest) || is_table_rule(rest)) return blank(at_, end_), close();
    if (rest.front() == '|' || (rest.find('|') != std::string_view::npos && table_below())) return table_row(text);
    in_table_ = false;
    if (const std::size_t level = std::min(rest.find_first_not_of('#'), rest.size());
        level > 0 && level <= 6 && (level == rest.size() || rest[level] == ' ')) {
      blank(text, text + level);
      in_list_ = false;
      return add(Kind::heading, text + level, end_);
    }
    if (is_definition(rest)) return blank(at_, end_), close();
    if (const std::size_t mark = list_mark(rest); mark > 0) {
      blank(text, text + mark);
      in_list_ = true;
      open(Kind::item, text + mark);
      return grow();
    }
    if (text - quoted < 2 && !open_) in_list_ = false;
    if (!open_) open(in_list_ ? Kind::item : Kind::paragraph, text);
    grow();
  }

  // "> " and the "[!note]" of a callout, whose title is a heading.
  std::size_t skip_quote_marks() {
    std::size_t at = at_;
    for (;;) {
      const std::size_t mark = source_.find_first_not_of(" \t", at);
      if (mark >= end_ || source_[mark] != '>') break;
      blank(mark, mark + 1);
      at = mark + 1;
      if (at < end_ && source_[at] == ' ') ++at;
    }
    if (at > at_ && source_.substr(at, end_ - at).starts_with("[!"))
      if (const std::size_t close_mark = source_.find(']', at); close_mark < end_) {
        blank(at, close_mark + 1);
        add(Kind::heading, close_mark + 1, end_);
        at = end_;
      }
    return at;
  }

  bool in_fence(std::string_view rest) {
    const std::size_t marks = rest.empty() ? 0 : std::min(rest.find_first_not_of(rest.front()), rest.size());
    const bool fence = marks >= 3 && (rest.front() == '`' || rest.front() == '~');
    if (fence_ == 0) {
      if (!fence) return false;
      close();
      fence_ = marks;
      fence_mark_ = rest.front();
      return true;
    }
    if (fence && rest.front() == fence_mark_ && marks >= fence_ && is_blank(rest.substr(marks))) fence_ = 0;
    return true;
  }

  void comment(std::size_t text, std::string_view rest) {
    close();
    std::size_t stop = end_;
    if (rest.starts_with("<!--")) stop = std::min(source_.find("-->", text), source_.size() - 3) + 3;
    blank(at_, stop);
    if (stop > end_) next_ = std::min(std::min(source_.find('\n', stop), source_.size()) + 1, source_.size());
  }

  // The line of === or --- that makes the paragraph above it a heading.
  bool is_setext(std::string_view rest) {
    const std::string_view marks = trim(rest);
    const bool underline = marks.find_first_not_of('=') == std::string_view::npos ||
                           marks.find_first_not_of('-') == std::string_view::npos;
    if (!underline || !open_ || prose_.passages.back().kind != Kind::paragraph) return false;
    prose_.passages.back().kind = Kind::heading;
    blank(at_, end_);
    close();
    return true;
  }

  bool table_below() {
    if (in_table_) return true;
    const std::size_t below = std::min(source_.find('\n', next_), source_.size());
    return next_ < source_.size() && is_table_rule(source_.substr(next_, below - next_));
  }

  void table_row(std::size_t text) {
    in_table_ = true;
    for (std::size_t cell = text; cell < end_;) {
      std::size_t bar = cell;
      while (bar < end_ && (source_[bar] != '|' || (bar > 0 && source_[bar - 1] == '\\'))) ++bar;
      if (!is_blank(source_.substr(cell, bar - cell))) add(Kind::cell, cell, bar);
      if (bar < end_) blank(bar, bar + 1);
      cell = bar + 1;
    }
  }

  // "[name]: https://…"
  static bool is_definition(std::string_view rest) {
    const std::size_t mark = rest.find("]:");
    return rest.front() == '[' && !rest.starts_with("[^") && mark != std::string_view::npos &&
           rest.find_first_of("[]", 1) == mark;
  }

  // ---- Inside a passage ---------------------------------------------------------------------------------------------

  void blank_inline(Passage& passage) {
    const std::string_view text = source_;
    for (std::size_t i = passage.begin; i < passage.end;) {
      const std::string_view rest = text.substr(i, passage.end - i);
      if (rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.")) {
        const std::size_t stop = std::min(rest.find_first_of(" \t\r\n)>]\"|"), rest.size());
        blank(i, i + stop);
        passage.cites = true;
        i += stop;
      } else if (markup_ == Markup::plain) {
        ++i;
      } else {
        i += blank_mark(i, rest, passage);
      }
    }
  }

  // Blanks the mark at the start of `rest`, if there is one; returns how far to go on.
  std::size_t blank_mark(std::size_t at, std::string_view rest, Passage& passage) {
    const auto through = [&](std::string_view closing) {
      const std::size_t stop = rest.substr(0, longest_mark).find(closing, 1);
      if (stop == std::string_view::npos) return std::size_t{1};
      blank(at, at + stop + closing.size());
      return stop + closing.size();
    };
    if (rest.starts_with("{{")) return through("}}");
    if (rest.starts_with("{%")) return through("%}");
    if (rest.starts_with("{#")) return through("#}");
    switch (rest.front()) {
      case '\\':
        blank(at, at + 1);
        return std::min<std::size_t>(2, rest.size());
      case '`':
        return through("`");
      case '<':
        return rest.size() > 1 && (rest[1] == '/' || rest[1] == '!' || is_alphanumeric(rest[1])) ? through(">") : 1;
      case '!':
        if (rest.starts_with("![")) {
          in_image_ = true;
          blank(at, at + 1);
        }
        return 1;
      case '*':
        blank(at, at + 1);
        return 1;
      case '_':
      case '~':
        if (at == 0 || !is_alphanumeric(source_[at - 1]) || rest.size() < 2 || !is_alphanumeric(rest[1]))
          blank(at, at + 1);
        return 1;
      case '[':
        if (rest.starts_with("[^")) {
          passage.cites = true;
          return through("]");
        }
        blank(at, at + 1);
        return 1;
      case ']':
        blank(at, at + 1);
        if (!rest.starts_with("](") && !rest.starts_with("][")) return 1;
        passage.cites = passage.cites || !in_image_;
        in_image_ = false;
        return 1 + (rest[1] == '(' ? blank_address(at + 1, rest.substr(1), ')')
                                   : blank_address(at + 1, rest.substr(1), ']'));
      default:
        return 1;
    }
  }

  std::size_t blank_address(std::size_t at, std::string_view rest, char closing) {
    const std::size_t stop = rest.substr(0, longest_mark).find(closing);
    if (stop == std::string_view::npos) return 1;
    blank(at, at + stop + 1);
    return stop + 1;
  }

  std::string_view source_;
  Markup markup_;
  Prose prose_;
  std::size_t at_ = 0, end_ = 0, next_ = 0;  // of the line being read, and where the next one starts
  bool open_ = false;                        // the last passage goes on
  bool in_list_ = false, in_table_ = false, in_image_ = false, after_blank_ = true;
  std::size_t fence_ = 0;
  char fence_mark_ = ' ';
};

}  // namespace

Prose read_prose(std::string_view source, Markup markup) {
  return Reader(source, markup).read();
}

Lines::Lines(std::string_view text) : text_(text) {
  starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') starts_.push_back(i + 1);
}

int Lines::line(std::size_t at) const {
  return static_cast<int>(std::upper_bound(starts_.begin(), starts_.end(), at) - starts_.begin());
}

int Lines::column(std::size_t at) const {
  return static_cast<int>(at - starts_[static_cast<std::size_t>(line(at)) - 1]) + 1;
}

std::string_view Lines::text(int line) const {
  if (line < 1 || static_cast<std::size_t>(line) > starts_.size()) return {};
  const std::string_view rest = text_.substr(starts_[static_cast<std::size_t>(line) - 1]);
  return rest.substr(0, rest.find_first_of("\r\n"));
}

}  // namespace hallmark::language
