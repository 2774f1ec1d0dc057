// The Markdown being read, as every part of the reader sees it: its lines, its placeholders, its complaints.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "document/markdown.h"

namespace hallmark::document {

inline constexpr int deepest_nesting = 64;

class Source {
 public:
  explicit Source(const Markdown& markdown);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  const std::string& text() const { return text_; }
  Markdown::Html html() const { return markdown_.html; }
  std::string_view line(int number) const;  // empty past the end
  SourceLocation at(int line) const { return markdown_.positions.at(line); }

  // Calls `plain` and `insert` for the runs of a text and its placeholders in turn. A placeholder that stands for
  // nothing is U+FFFD.
  void pieces(std::string_view text, const std::function<void(std::string_view)>& plain,
              const std::function<void(const Insert&)>& insert) const;
  // The text with words for its placeholders; blocks in it are an error saying they cannot stand in `place`.
  std::string resolve(std::string_view text, std::string_view place) const;

  // `part`: what the caret goes under, if the template's line has it.
  [[noreturn]] void fail(int line, std::string sentence, std::vector<std::string> hints = {},
                         std::string_view part = {}) const;
  [[noreturn]] void fail(const Insert& insert, std::string sentence, std::vector<std::string> hints = {}) const;
  // Runs `read`, whose errors count lines of this text, and gives them the template's position.
  void with_positions(const std::function<void()>& read) const;

 private:
  const Markdown& markdown_;
  std::string text_;
  std::vector<std::string_view> lines_;
};

// Blocks of a table or figure inside running text.
[[noreturn]] void refuse_blocks(const Source& source, const Insert& insert, std::string_view place);

}  // namespace hallmark::document
