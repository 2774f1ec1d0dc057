#include "template/lua_code.h"

#include <algorithm>

#include "base/text.h"

namespace hallmark::templates {

namespace {

bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t opening, bool expression, const LuaComplaint& complain)
      : text_(text), opening_(opening), expression_(expression), complain_(complain), at_(opening + 2) {}

  LuaCode read() {
    while (at_ < text_.size()) {
      if (at_closing()) {
        if (expression_ && !brackets_.empty())
          complain_(brackets_.back(), 1, fmt::format("This “{}” is never closed.", text_[brackets_.back()]), {});
        out_.end = at_;
        return std::move(out_);
      }
      step();
    }
    const std::string_view mark = text_.substr(opening_, 2);
    complain_(
        opening_, 2, fmt::format("This “{}” is never closed.", mark),
        {fmt::format("Close it with “{}”, or write \\{} for the braces themselves.", expression_ ? "}}" : "%}", mark)});
    return std::move(out_);
  }

 private:
  bool at_closing() const {
    if (!expression_) return text_.substr(at_, 2) == "%}";
    return open_braces_ == 0 && text_.substr(at_, 2) == "}}";
  }

  void step() {
    const char c = text_[at_];
    if (c == '"' || c == '\'') return read_string();
    if (text_.substr(at_, 2) == "--") return skip_comment();
    if (c == '[' && long_bracket(at_) > 0) return copy_to(long_end(at_));
    if (is_word_start(c)) return read_word();
    if (is_digit(c)) {
      // A number takes its letters along: 0x1F, 1e5.
      std::size_t end = at_;
      while (end < text_.size() && (is_word_start(text_[end]) || is_digit(text_[end]))) ++end;
      return copy_to(end);
    }
    if (expression_) follow_bracket(c);
    copy_to(at_ + 1);
  }

  void copy_to(std::size_t end) {
    out_.code += text_.substr(at_, end - at_);
    at_ = end;
  }

  void read_string() {
    const char quote = text_[at_];
    std::size_t i = at_ + 1;
    while (i < text_.size() && text_[i] != quote && text_[i] != '\n') i += text_[i] == '\\' ? 2 : 1;
    if (i >= text_.size() || text_[i] != quote)
      complain_(at_, 1, fmt::format("The text that starts with this {} is never closed.", quote), {});
    copy_to(std::min(i + 1, text_.size()));
  }

  // Length of "[[" or "[==[" at `from`, 0 if none is there.
  std::size_t long_bracket(std::size_t from) const {
    if (from >= text_.size() || text_[from] != '[') return 0;
    std::size_t i = from + 1;
    while (i < text_.size() && text_[i] == '=') ++i;
    return i < text_.size() && text_[i] == '[' ? i + 1 - from : 0;
  }

  std::size_t long_end(std::size_t from) const {
    const std::size_t length = long_bracket(from);
    const std::string closing = fmt::format("]{}]", std::string(length - 2, '='));
    const std::size_t end = text_.find(closing, from + length);
    if (end == std::string_view::npos)
      complain_(from, length, fmt::format("This “{}” is never closed.", text_.substr(from, length)),
                {fmt::format("Close it with “{}”.", closing)});
    return std::min(text_.size(), end == std::string_view::npos ? end : end + closing.size());
  }

  void skip_comment() {
    std::size_t end = at_ + 2;
    if (long_bracket(end) > 0)
      end = long_end(end);
    else
      end = at_ + short_comment(text_.substr(at_, text_.find('\n', at_) - at_));
    for (; at_ < end; ++at_) out_.code += text_[at_] == '\n' ? '\n' : ' ';
  }

  // A comment to the end of its line, or to the closing braces.
  std::size_t short_comment(std::string_view line) const {
    return std::min(line.size(), line.find(expression_ ? "}}" : "%}"));
  }

  void read_word() {
    std::size_t end = at_;
    while (end < text_.size() && (is_word_start(text_[end]) || is_digit(text_[end]))) ++end;
    out_.words.push_back({text_.substr(at_, end - at_), at_});
    copy_to(end);
  }

  void follow_bracket(char c) {
    if (c == '{') ++open_braces_;
    if (c == '(' || c == '[' || c == '{') return brackets_.push_back(at_);
    if (c != ')' && c != ']' && c != '}') return;
    const char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
    if (brackets_.empty() || text_[brackets_.back()] != wanted)
      complain_(at_, 1, fmt::format("This “{}” closes nothing.", c), {});
    else
      brackets_.pop_back();
    if (c == '}') --open_braces_;
  }

  std::string_view text_;
  std::size_t opening_;
  bool expression_;
  const LuaComplaint& complain_;
  std::size_t at_;
  std::vector<std::size_t> brackets_;  // of an expression
  std::size_t open_braces_ = 0;
  LuaCode out_;
};

}  // namespace

LuaCode read_lua(std::string_view text, std::size_t opening, bool expression, const LuaComplaint& complain) {
  return Reader(text, opening, expression, complain).read();
}

void LuaBlocks::add(const std::vector<LuaWord>& words, const LuaComplaint& complain) {
  for (const LuaWord& word : words) {
    if (word.word == "for" || word.word == "while") {
      open_.push_back({std::string(word.word), word.at, true});
    } else if (word.word == "if" || word.word == "function" || word.word == "repeat") {
      open_.push_back({std::string(word.word), word.at, false});
    } else if (word.word == "do") {
      if (!open_.empty() && open_.back().awaits_do)
        open_.back().awaits_do = false;
      else
        open_.push_back({"do", word.at, false});
    } else if (word.word == "end" || word.word == "until") {
      const bool closes = !open_.empty() && (open_.back().word == "repeat") == (word.word == "until");
      if (!closes) complain(word.at, word.word.size(), fmt::format("This “{}” closes nothing.", word.word), {});
      if (closes) open_.pop_back();
    }
  }
}

void LuaBlocks::finish(const LuaComplaint& complain) const {
  if (open_.empty()) return;
  const Open& open = open_.back();
  complain(open.at, open.word.size(), fmt::format("This “{}” is never closed.", open.word),
           {fmt::format("Write {{% {} %}} where it stops.", open.word == "repeat" ? "until …" : "end")});
}

}  // namespace hallmark::templates
