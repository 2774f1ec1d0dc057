#include "language/tokens.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace hallmark::language {

namespace {

using Kind = Token::Kind;

constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};

bool is_month(const Token& token) {
  return token.kind == Kind::word && token.capital &&
         std::any_of(months.begin(), months.end(), [&](std::string_view month) {
           return token.lower == month || (token.lower.size() == 3 && month.starts_with(token.lower));
         });
}

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

// ASCII letters and every letter beyond; the punctuation of European typography is none.
bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) && c != 0xFFFD;
}

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == 0x2019;
}

class Tokeniser {
 public:
  Tokeniser(std::string_view text, std::size_t begin, std::size_t end, const Abbreviations& abbreviations)
      : text_(text.substr(0, end)), at_(begin), abbreviations_(abbreviations) {}

  std::vector<Token> read() {
    while (at_ < text_.size()) {
      std::size_t next = at_;
      const char32_t c = next_code_point(text_, next);
      if (is_letter(c))
        word();
      else if (is_digit(c))
        number();
      else
        mark(c, next);
    }
    if (!out_.empty()) out_.back().ends_sentence = true;
    find_dates();
    return std::move(out_);
  }

 private:
  char32_t peek(std::size_t at) const { return at < text_.size() ? next_code_point(text_, at) : U'\0'; }
  std::size_t after(std::size_t at) const {
    next_code_point(text_, at);
    return at;
  }

  Token& push(Kind kind, std::size_t begin) {
    Token token;
    token.kind = kind;
    token.begin = begin;
    token.end = at_;
    token.joined = !out_.empty() && out_.back().end + 1 == begin && text_[begin - 1] == '-';
    out_.push_back(std::move(token));
    return out_.back();
  }

  // Letters and digits, apostrophes inside, full stops inside of what is abbreviated letter by letter: don't, e.g, Q4.
  void word() {
    const std::size_t begin = at_;
    std::string lower;
    std::size_t letters = 0;  // since the last full stop
    while (at_ < text_.size()) {
      const char32_t c = peek(at_);
      const std::size_t next = after(at_);
      const bool inside = is_letter(peek(next));
      if (is_letter(c) || is_digit(c)) {
        append_utf8(lower, c < 0x80 && c >= 'A' && c <= 'Z' ? c + 32 : c);
        ++letters;
      } else if (is_apostrophe(c) && inside) {
        lower += '\'';
      } else if (c == '.' && inside && letters == 1) {
        lower += '.';
        letters = 0;
      } else {
        break;
      }
      at_ = next;
    }
    const char32_t first = peek(begin);
    Token& token = push(Kind::word, begin);
    token.lower = std::move(lower);
    token.capital = (first >= 'A' && first <= 'Z') || (first >= 0xC0 && first <= 0xDE);
  }

  void number() {
    std::size_t begin = at_;
    if (begin >= 2 && text_.substr(begin - 2, 2) == "£") begin -= 2;
    std::string digits;
    bool grouped = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (is_digit(static_cast<unsigned char>(c)))
        digits += c;
      else if ((c == ',' || c == '.') && is_digit(peek(at_ + 1)))
        grouped = true, digits += c == '.' ? "." : "";
      else
        break;
    }
    const bool is_year = !grouped && digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    const char32_t c = peek(at_);
    const bool goes_on = at_ + 1 < text_.size() && is_digit(peek(at_ + 1));
    if ((is_year && goes_on && (c == '-' || c == '/')) || (goes_on && (c == ':' || c == '/')) ||
        (is_letter(c) && begin == at_ - digits.size() && !grouped)) {
      skip_joined();
      push(Kind::date, begin).lower = std::string(text_.substr(begin, at_ - begin));
      return;
    }
    Kind kind = is_year && begin + 4 == at_ ? Kind::date : Kind::number;
    if (c == '%') ++at_, kind = Kind::percentage;
    Token& token = push(kind, begin);
    std::from_chars(digits.data(), digits.data() + digits.size(), token.value);
    token.lower = std::string(text_.substr(begin, at_ - begin));
    if (kind == Kind::number) per_cent();
  }

  // The rest of 2024-05-31, 2019/20, 18:00, 1st.
  void skip_joined() {
    while (at_ < text_.size()) {
      const char32_t c = peek(at_);
      const bool joint = (c == '-' || c == '/' || c == ':' || c == '.') && is_digit(peek(at_ + 1));
      if (!joint && !is_digit(c) && !is_letter(c)) break;
      at_ = after(at_);
    }
  }

  // "12 per cent" is one token.
  void per_cent() {
    const std::size_t start = std::min(text_.find_first_not_of(" \n", at_), text_.size());
    for (const std::string_view words : {"per cent", "percent"})
      if (starts_with_ignoring_case(text_.substr(start), words) && !is_letter(peek(start + words.size()))) {
        at_ = start + words.size();
        out_.back().kind = Kind::percentage;
        out_.back().end = at_;
      }
  }

  void mark(char32_t c, std::size_t next) {
    if (!out_.empty() && (c == '.' || c == '!' || c == '?' || c == 0x2026) && ends_sentence(c, next))
      out_.back().ends_sentence = true;
    at_ = next;
  }

  // After a full stop, quotes and brackets may close; then a new sentence starts with a space and no small letter.
  bool ends_sentence(char32_t c, std::size_t next) const {
    const auto closes = [](char32_t mark) {
      return mark == '"' || is_apostrophe(mark) || mark == ')' || mark == ']' || mark == 0x201D || mark == '.' ||
             mark == '!' || mark == '?';
    };
    while (next < text_.size() && closes(peek(next))) next = after(next);
    std::size_t start = next;
    while (start < text_.size() &&
           (text_[start] == ' ' || text_[start] == '\n' || text_[start] == '\t' || text_[start] == '\r'))
      ++start;
    if (start >= text_.size()) return true;
    if (start == next) return false;
    const char32_t follows = peek(start);
    if (follows >= 'a' && follows <= 'z') return false;
    return c != '.' || !is_abbreviation(out_.back(), follows);
  }

  bool is_abbreviation(const Token& last, char32_t follows) const {
    if (last.kind != Kind::word) return false;
    if (abbreviations_.never_end.contains(last.lower)) return true;
    if (is_digit(follows) && abbreviations_.before_numbers.contains(last.lower)) return true;
    return last.capital && last.lower.size() == 1 && last.lower != "i";  // J. Smith
  }

  // "1 May", "May 5", "Table 3": no quantities.
  void find_dates() {
    static constexpr std::array<std::string_view, 10> labels = {"table", "figure", "section", "page",  "chapter",
                                                                "part",  "note",   "box",     "annex", "appendix"};
    for (std::size_t i = 0; i < out_.size(); ++i) {
      if (out_[i].kind != Kind::number) continue;
      if (i > 0 && std::find(labels.begin(), labels.end(), out_[i - 1].lower) != labels.end())
        out_[i].kind = Kind::date;
      if (out_[i].value > 31) continue;
      const bool before = i > 0 && is_month(out_[i - 1]) && !out_[i - 1].ends_sentence;
      const bool after = i + 1 < out_.size() && is_month(out_[i + 1]) && !out_[i].ends_sentence;
      if (before || after) out_[i].kind = Kind::date;
    }
  }

  std::string_view text_;
  std::size_t at_;
  const Abbreviations& abbreviations_;
  std::vector<Token> out_;
};

}  // namespace

std::vector<Token> tokens(std::string_view text, std::size_t begin, std::size_t end,
                          const Abbreviations& abbreviations) {
  return Tokeniser(text, begin, end, abbreviations).read();
}

}  // namespace hallmark::language
