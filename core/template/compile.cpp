#include <algorithm>
#include <optional>

#include "base/diagnostic.h"
#include "base/text.h"
#include "template/lua_code.h"
#include "template/template.h"

namespace hallmark::templates {

namespace {

enum class Kind { literal, expression, statement, include, comment };

struct Segment {
  Kind kind = Kind::literal;
  std::size_t begin = 0, end = 0;            // all of it in the body, braces included
  std::size_t text_begin = 0, text_end = 0;  // what is left of a literal after white-space control
  std::string code;
  std::size_t code_begin = 0;  // of the first character that is not white space
  bool whole_line = false;
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

// Code fences, followed so that nothing is expanded in those marked `text`.
class Fences {
 public:
  bool verbatim() const { return verbatim_; }
  // Called with every line that starts in literal text; a fence may stand behind the marks of quotes and lists.
  void line(std::string_view line) {
    const std::size_t start = std::min(line.find_first_not_of(" \t>-*+.)0123456789"), line.size());
    const std::string_view rest = line.substr(start);
    const char mark = rest.empty() ? ' ' : rest.front();
    if (mark != '`' && mark != '~') return;
    const std::size_t length = std::min(rest.find_first_not_of(mark), rest.size());
    const std::string_view info = trim(rest.substr(length));
    if (open_ == 0 && length >= 3 && info.find('`') == std::string_view::npos) {
      open_ = length;
      mark_ = mark;
      verbatim_ = info.substr(0, info.find(' ')) == "text";
    } else if (open_ > 0 && mark == mark_ && length >= open_ && info.empty()) {
      open_ = 0;
      verbatim_ = false;
    }
  }

 private:
  std::size_t open_ = 0;
  char mark_ = ' ';
  bool verbatim_ = false;
};

class Compiler {
 public:
  Compiler(std::string_view source, std::string_view body, const std::string& file, int first_line, int first_column)
      : body_(body), first_line_(first_line), first_column_(first_column) {
    out_.file = file;
    out_.source = std::string(source);
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < body.size(); ++i)
      if (body[i] == '\n') line_starts_.push_back(i + 1);
  }

  Compiled compile() {
    refuse_placeholder_marks();
    read_segments();
    blocks_.finish(complaint_);
    trim_whole_lines();
    write_lua();
    return std::move(out_);
  }

 private:
  int line_index(std::size_t at) const {
    return static_cast<int>(std::upper_bound(line_starts_.begin(), line_starts_.end(), at) - line_starts_.begin()) - 1;
  }
  int line_of(std::size_t at) const { return first_line_ + line_index(at); }
  int column_of(std::size_t at) const {
    const int line = line_index(at);
    const auto column = static_cast<int>(at - line_starts_[static_cast<std::size_t>(line)]) + 1;
    return line == 0 ? column + first_column_ - 1 : column;
  }

  [[noreturn]] void fail(std::size_t at, std::size_t length, std::string sentence,
                         std::vector<std::string> hints) const {
    Diagnostic diagnostic{Severity::error,
                          std::move(sentence),
                          {out_.file, line_of(at), column_of(at)},
                          {},
                          static_cast<int>(length),
                          std::move(hints),
                          {}};
    quote_source(diagnostic, out_.source);
    throw Error(ExitCode::configuration, std::move(diagnostic));
  }

  void refuse_placeholder_marks() const {
    for (std::size_t at = 0; at < body_.size();) {
      const std::size_t here = at;
      const char32_t c = next_code_point(body_, at);
      if (document::is_placeholder_mark(c))
        fail(here, at - here,
             fmt::format("The private character U+{:04X} cannot be used in a template.", static_cast<unsigned>(c)),
             {"Delete it."});
    }
  }

  // ---- Reading ------------------------------------------------------------------------------------------------------
  void read_segments() {
    Fences fences;
    std::size_t literal = 0, at = 0;
    bool line_start = true;
    while (at < body_.size()) {
      if (line_start) fences.line(body_.substr(at, body_.find('\n', at) - at));
      line_start = body_[at] == '\n';
      const bool escaped = body_[at] == '\\' && is_opening(at + 1);
      if (fences.verbatim() || (!escaped && !is_opening(at))) {
        ++at;
        continue;
      }
      add_literal(literal, at);
      if (escaped) {
        literal = at + 1;
        at += 3;
      } else {
        at = literal = read_braces(at);
      }
      line_start = false;
    }
    add_literal(literal, body_.size());
  }

  bool is_opening(std::size_t at) const {
    const std::string_view two = body_.substr(std::min(at, body_.size()), 2);
    return two == "{{" || two == "{%" || two == "{#";
  }

  void add_literal(std::size_t begin, std::size_t end) {
    if (begin < end) segments_.push_back({Kind::literal, begin, end, begin, end, {}, 0, false});
  }

  // Returns where the text goes on.
  std::size_t read_braces(std::size_t at) {
    Segment segment;
    segment.begin = at;
    if (body_[at + 1] == '#') {
      const std::size_t end = body_.find("#}", at + 2);
      if (end == std::string_view::npos)
        fail(at, 2, "This “{#” is never closed.", {"Close it with “#}”, or write \\{# for the braces themselves."});
      segment.kind = Kind::comment;
      segment.end = end + 2;
    } else {
      read_code(segment);
    }
    segments_.push_back(segment);
    return segment.end;
  }

  void read_code(Segment& segment) {
    const bool expression = body_[segment.begin + 1] == '{';
    LuaCode code = read_lua(body_, segment.begin, expression, complaint_);
    segment.kind = expression ? Kind::expression : Kind::statement;
    segment.end = code.end + 2;
    segment.code_begin = std::min(body_.find_first_not_of(" \t\n", segment.begin + 2), code.end);
    if (trim(code.code).empty())
      fail(segment.begin, segment.end - segment.begin,
           fmt::format("There is no {} between these braces.", expression ? "expression" : "statement"), {});
    if (!expression && !code.words.empty() && code.words.front().word == "include" &&
        code.words.front().at == segment.code_begin)
      return read_include(segment, trim(code.code));
    blocks_.add(code.words, complaint_);
    segment.code = std::move(code.code);
  }

  void read_include(Segment& segment, std::string_view code) {
    std::string_view path = trim(code.substr(std::string_view("include").size()));
    const bool quoted = path.size() > 2 && (path.front() == '"' || path.front() == '\'') &&
                        path.back() == path.front() && path.find(path.front(), 1) == path.size() - 1;
    if (!quoted)
      fail(segment.code_begin, code.size(), "An include names one file in quotes.",
           {"Write {% include \"partials/name.md\" %}."});
    segment.kind = Kind::include;
    segment.code = std::string(path.substr(1, path.size() - 2));
  }

  // ---- White space --------------------------------------------------------------------------------------------------
  bool leaves_nothing(std::size_t i) const {
    return i < segments_.size() && segments_[i].kind != Kind::literal && segments_[i].kind != Kind::expression;
  }
  bool is_gap(std::size_t i) const { return segments_[i].kind == Kind::literal && is_blank(text_of(segments_[i])); }
  std::string_view text_of(const Segment& s) const { return body_.substr(s.begin, s.end - s.begin); }

  // A line of nothing but statements, includes and comments leaves no line.
  void trim_whole_lines() {
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      if (!leaves_nothing(i)) continue;
      std::size_t last = i;
      while (last + 1 < segments_.size() &&
             (leaves_nothing(last + 1) || (is_gap(last + 1) && leaves_nothing(last + 2))))
        ++last;
      if (starts_line(i) && ends_line(last)) trim_around(i, last);
      i = last;
    }
  }

  bool starts_line(std::size_t i) const {
    if (i == 0) return true;
    const Segment& before = segments_[i - 1];
    if (before.kind != Kind::literal) return false;
    const std::string_view text = text_of(before);
    const std::size_t line = text.rfind('\n');
    return line == std::string_view::npos ? i == 1 && is_blank(text) : is_blank(text.substr(line + 1));
  }

  bool ends_line(std::size_t i) const {
    if (i + 1 == segments_.size()) return true;
    const Segment& after = segments_[i + 1];
    if (after.kind != Kind::literal) return false;
    const std::string_view text = text_of(after);
    const std::size_t line = text.find('\n');
    return line == std::string_view::npos ? i + 2 == segments_.size() && is_blank(text)
                                          : is_blank(text.substr(0, line));
  }

  void trim_around(std::size_t first, std::size_t last) {
    if (first > 0) {
      Segment& before = segments_[first - 1];
      const std::size_t line = text_of(before).rfind('\n');
      before.text_end = line == std::string_view::npos ? before.begin : before.begin + line + 1;
    }
    for (std::size_t i = first; i <= last; ++i) {
      segments_[i].whole_line = true;
      segments_[i].text_end = segments_[i].text_begin;
    }
    if (last + 1 < segments_.size()) {
      Segment& after = segments_[last + 1];
      const std::size_t line = text_of(after).find('\n');
      after.text_begin = line == std::string_view::npos ? after.end : after.begin + line + 1;
    }
  }

  // ---- Writing ------------------------------------------------------------------------------------------------------
  void write_lua() {
    out_.lua.assign(static_cast<std::size_t>(first_line_ - 1), '\n');
    for (const Segment& segment : segments_) {
      switch (segment.kind) {
        case Kind::literal:
          write_literal(segment);
          break;
        case Kind::expression:
          out_.expressions.push_back(span_of(segment));
          out_.lua += fmt::format("__at({0});__value({0},({1}));", out_.expressions.size(), segment.code);
          break;
        case Kind::statement:
          out_.statements.push_back(span_of(segment));
          out_.lua += segment.code + ";";
          break;
        case Kind::include:
          out_.includes.push_back({segment.code, 0, segment.whole_line, span_of(segment)});
          out_.lua += fmt::format("__include({});", out_.includes.size()) + line_breaks(segment.begin, segment.end);
          break;
        case Kind::comment:
          out_.lua += line_breaks(segment.begin, segment.end);
          break;
      }
    }
  }

  // The line breaks that white-space control took away come before the text they stood before, so that its line is
  // kept.
  void write_literal(const Segment& segment) {
    out_.lua += line_breaks(segment.begin, segment.text_begin);
    if (segment.text_begin < segment.text_end) {
      out_.literals.push_back({std::string(body_.substr(segment.text_begin, segment.text_end - segment.text_begin)),
                               line_of(segment.text_begin)});
      out_.lua += fmt::format("__text({});", out_.literals.size());
    }
    out_.lua += line_breaks(segment.text_begin, segment.end);
  }

  std::string line_breaks(std::size_t begin, std::size_t end) const {
    const std::string_view text = body_.substr(begin, end - begin);
    return std::string(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), '\n');
  }

  Span span_of(const Segment& segment) const {
    const std::string_view code = body_.substr(segment.code_begin, segment.end - 2 - segment.code_begin);
    const std::string_view first_line = trim(code.substr(0, code.find('\n')));
    return {line_of(segment.code_begin), column_of(segment.code_begin), static_cast<int>(first_line.size())};
  }

  std::string_view body_;
  int first_line_, first_column_;
  std::vector<std::size_t> line_starts_;
  std::vector<Segment> segments_;
  LuaBlocks blocks_;
  Compiled out_;
  const LuaComplaint complaint_ = [this](std::size_t at, std::size_t length, std::string sentence,
                                         std::vector<std::string> hints) {
    fail(at, length, std::move(sentence), std::move(hints));
  };
};

}  // namespace

Compiled compile(std::string_view source, std::string_view body, const std::string& file, int first_line,
                 int first_column) {
  return Compiler(source, body, file, first_line, first_column).compile();
}

}  // namespace hallmark::templates
