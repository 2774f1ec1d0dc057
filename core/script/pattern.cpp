#include "script/pattern.h"

#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::script {

namespace {

constexpr int deepest = 200;  // nested captures and quantifiers, as in Lua
constexpr std::size_t most_captures = 32;

[[noreturn]] void malformed(std::string sentence) {
  throw Error(ExitCode::configuration, std::move(sentence));
}

// ASCII only, whatever the locale.
bool in_class(unsigned char c, char name) {
  const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
  const bool control = c < 32 || c == 127, graphic = c > 32 && c < 127;
  bool inside = false;
  switch (static_cast<char>(name | 0x20)) {
    case 'a':
      inside = upper || lower;
      break;
    case 'c':
      inside = control;
      break;
    case 'd':
      inside = digit;
      break;
    case 'g':
      inside = graphic;
      break;
    case 'l':
      inside = lower;
      break;
    case 'p':
      inside = graphic && !upper && !lower && !digit;
      break;
    case 's':
      inside = c == ' ' || (c >= 9 && c <= 13);
      break;
    case 'u':
      inside = upper;
      break;
    case 'w':
      inside = upper || lower || digit;
      break;
    case 'x':
      inside = digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
      break;
    default:
      return static_cast<unsigned char>(name) == c;
  }
  return (name >= 'A' && name <= 'Z') ? !inside : inside;
}

}  // namespace

Pattern::Pattern(std::string_view subject, std::string_view pattern, std::uint64_t most_steps, bool anchors)
    : subject_(subject), pattern_(pattern), most_steps_(most_steps) {
  anchored_ = anchors && pattern_.starts_with('^');
  if (anchored_) pattern_.remove_prefix(1);
}

void Pattern::step() {
  if (++steps_ > most_steps_)
    throw Error(ExitCode::configuration, "The pattern tries too many ways to match.",
                {"Anchor it with ^, or replace .* and .- by what may stand there, such as [^,]*."});
}

std::optional<Pattern::Match> Pattern::find(std::size_t from) {
  for (std::size_t s = from; s <= subject_.size(); ++s) {
    if (const auto found = match_at(s)) return found;
    if (anchored_) break;
  }
  return std::nullopt;
}

std::optional<Pattern::Match> Pattern::match_at(std::size_t from) {
  captures_.clear();
  const At end = match(from, 0, 0);
  if (!end) return std::nullopt;
  for (const Capture& capture : captures_)
    if (capture.length == open) malformed("The pattern has a ( without its ).");
  return Match{from, *end};
}

std::size_t Pattern::class_end(std::size_t p) const {
  if (pattern_[p++] == '%') {
    if (p >= pattern_.size()) malformed("The pattern ends with %.");
    return p + 1;
  }
  if (pattern_[p - 1] != '[') return p;
  if (p < pattern_.size() && pattern_[p] == '^') ++p;
  do {  // a first ] stands for itself
    if (p >= pattern_.size()) malformed("The pattern has a [ without its ].");
    if (pattern_[p++] == '%') ++p;
  } while (p >= pattern_.size() || pattern_[p] != ']');
  return p + 1;
}

// p at '[', last at its ']'.
bool Pattern::in_set(unsigned char c, std::size_t p, std::size_t last) const {
  bool found = true;
  if (pattern_[p + 1] == '^') {
    found = false;
    ++p;
  }
  while (++p < last) {
    if (pattern_[p] == '%') {
      if (in_class(c, pattern_[++p])) return found;
    } else if (p + 2 < last && pattern_[p + 1] == '-') {
      if (static_cast<unsigned char>(pattern_[p]) <= c && c <= static_cast<unsigned char>(pattern_[p + 2]))
        return found;
      p += 2;
    } else if (static_cast<unsigned char>(pattern_[p]) == c) {
      return found;
    }
  }
  return !found;
}

bool Pattern::matches_single(std::size_t s, std::size_t p, std::size_t after) {
  step();
  if (s >= subject_.size()) return false;
  const auto c = static_cast<unsigned char>(subject_[s]);
  switch (pattern_[p]) {
    case '.':
      return true;
    case '%':
      return in_class(c, pattern_[p + 1]);
    case '[':
      steps_ += (after - p) / 8;
      return in_set(c, p, after - 1);
    default:
      return static_cast<unsigned char>(pattern_[p]) == c;
  }
}

Pattern::At Pattern::match(std::size_t s, std::size_t p, int depth) {
  if (depth > deepest) malformed("The pattern is too complex.");
  while (p < pattern_.size()) {
    step();
    switch (pattern_[p]) {
      case '(':
        if (p + 1 < pattern_.size() && pattern_[p + 1] == ')') return start_capture(s, p + 2, position, depth);
        return start_capture(s, p + 1, open, depth);
      case ')':
        return end_capture(s, p + 1, depth);
      case '$':
        if (p + 1 == pattern_.size()) return s == subject_.size() ? At(s) : std::nullopt;
        break;
      case '%': {
        const char next = p + 1 < pattern_.size() ? pattern_[p + 1] : '\0';
        if (next == 'b' || (next >= '0' && next <= '9')) {
          const At end = next == 'b' ? match_balance(s, p + 2) : match_back_reference(s, next);
          if (!end) return std::nullopt;
          s = *end;
          p += next == 'b' ? 4 : 2;
          continue;
        }
        if (next == 'f') {
          p += 2;
          if (p >= pattern_.size() || pattern_[p] != '[')
            malformed("A %f in a pattern must be followed by a set in [ ].");
          const std::size_t after = class_end(p);
          const auto previous = static_cast<unsigned char>(s == 0 ? '\0' : subject_[s - 1]);
          const auto current = static_cast<unsigned char>(s < subject_.size() ? subject_[s] : '\0');
          if (in_set(previous, p, after - 1) || !in_set(current, p, after - 1)) return std::nullopt;
          p = after;
          continue;
        }
        break;
      }
      default:
        break;
    }
    bool again = false;
    const At end = match_default(s, p, depth, again);
    if (!again) return end;
  }
  return s;
}

// A single character class with or without a quantifier. `again`: go on at s and p.
Pattern::At Pattern::match_default(std::size_t& s, std::size_t& p, int depth, bool& again) {
  const std::size_t after = class_end(p);
  const char quantifier = after < pattern_.size() ? pattern_[after] : '\0';
  if (quantifier == '*') return expand_most(s, p, after, depth);
  if (quantifier == '-') return expand_least(s, p, after, depth);
  const bool matches = matches_single(s, p, after);
  if (quantifier == '+') return matches ? expand_most(s + 1, p, after, depth) : std::nullopt;
  if (quantifier == '?') {
    if (matches) {
      if (const At end = match(s + 1, after + 1, depth + 1)) return end;
    }
    p = after + 1;
    again = true;
    return std::nullopt;
  }
  if (!matches) return std::nullopt;
  ++s;
  p = after;
  again = true;
  return std::nullopt;
}

Pattern::At Pattern::expand_most(std::size_t s, std::size_t p, std::size_t after, int depth) {
  std::size_t count = 0;
  while (matches_single(s + count, p, after)) ++count;
  for (std::size_t n = count + 1; n-- > 0;)
    if (const At end = match(s + n, after + 1, depth + 1)) return end;
  return std::nullopt;
}

Pattern::At Pattern::expand_least(std::size_t s, std::size_t p, std::size_t after, int depth) {
  for (;; ++s) {
    if (const At end = match(s, after + 1, depth + 1)) return end;
    if (!matches_single(s, p, after)) return std::nullopt;
  }
}

Pattern::At Pattern::start_capture(std::size_t s, std::size_t p, std::ptrdiff_t length, int depth) {
  if (captures_.size() >= most_captures) malformed("The pattern has more than 32 captures.");
  captures_.push_back({s, length});
  const At end = match(s, p, depth + 1);
  if (!end) captures_.pop_back();
  return end;
}

Pattern::At Pattern::end_capture(std::size_t s, std::size_t p, int depth) {
  std::size_t which = captures_.size();
  while (which > 0 && captures_[which - 1].length != open) --which;
  if (which == 0) malformed("The pattern has a ) without its (.");
  Capture& capture = captures_[which - 1];
  capture.length = static_cast<std::ptrdiff_t>(s - capture.begin);
  const At end = match(s, p, depth + 1);
  if (!end) captures_[which - 1].length = open;
  return end;
}

Pattern::At Pattern::match_balance(std::size_t s, std::size_t p) {
  if (p + 1 >= pattern_.size()) malformed("A %b in a pattern must be followed by two characters.");
  if (s >= subject_.size() || subject_[s] != pattern_[p]) return std::nullopt;
  std::size_t nested = 1;
  while (++s < subject_.size()) {
    step();
    if (subject_[s] == pattern_[p + 1]) {
      if (--nested == 0) return s + 1;
    } else if (subject_[s] == pattern_[p]) {
      ++nested;
    }
  }
  return std::nullopt;
}

Pattern::At Pattern::match_back_reference(std::size_t s, char digit) {
  const auto which = static_cast<std::size_t>(digit - '0');
  if (which == 0 || which > captures_.size() || captures_[which - 1].length == open)
    malformed(fmt::format("The pattern refers to a capture %{} that is not there yet.", digit));
  const Capture& capture = captures_[which - 1];
  if (capture.length == position) return std::nullopt;
  const auto length = static_cast<std::size_t>(capture.length);
  steps_ += length / 16;
  if (subject_.substr(s, length) != subject_.substr(capture.begin, length)) return std::nullopt;
  return s + length;
}

}  // namespace hallmark::script
