// YAML (libfyaml) as a plain tree that remembers where each node stood. The one configuration language.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hallmark/error.h"

namespace hallmark {

class Yaml {
 public:
  enum class Kind { null, scalar, sequence, mapping };
  using Entry = std::pair<std::string, Yaml>;

  // Throws Error(ExitCode::configuration) with file:line:column for broken YAML, duplicate keys, anything over
  // `depth` 64 or a million nodes after aliases. `first_line` is the line of `text` in `file` (front matter).
  static Yaml parse(std::string_view text, const std::string& file, int first_line = 1);

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  const SourceLocation& where() const { return where_; }
  const std::vector<Yaml>& items() const { return items_; }       // of a sequence; empty otherwise
  const std::vector<Entry>& entries() const { return entries_; }  // of a mapping in file order; empty otherwise
  const Yaml* find(std::string_view key) const;                   // null when absent

  // Conversions throw a sentence naming the expected form and the place. A null scalar is no text.
  const std::string& text() const;
  double number() const;
  long long integer() const;
  bool boolean() const;                    // true/false, yes/no
  std::vector<std::string> texts() const;  // a sequence of texts, or one text

  std::string text_or(std::string_view key, std::string_view fallback) const;
  long long integer_or(std::string_view key, long long fallback) const;
  double number_or(std::string_view key, double fallback) const;
  bool boolean_or(std::string_view key, bool fallback) const;
  const Yaml& required(std::string_view key) const;

  // Refuses keys outside `known`, with the nearest known one as suggestion.
  void only(std::initializer_list<std::string_view> known) const;
  [[noreturn]] void fail(std::string sentence, std::vector<std::string> hints = {}) const;

 private:
  friend struct YamlBuilder;
  Kind kind_ = Kind::null;
  bool quoted_ = false;
  std::string scalar_;
  std::vector<Yaml> items_;
  std::vector<Entry> entries_;
  std::vector<SourceLocation> key_places_;  // beside entries_
  SourceLocation where_;
};

// "---\n<yaml>\n---\n<body>": the two parts. Without front matter `yaml` is empty and the body is the whole text.
struct FrontMatter {
  std::string_view yaml;
  std::string_view body;
  int yaml_line = 1;
  int body_line = 1;
};
FrontMatter split_front_matter(std::string_view text);

}  // namespace hallmark
