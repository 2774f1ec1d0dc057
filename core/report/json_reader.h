// Reads a JSON file that a person may have edited: every wrong kind is a sentence naming the file and the part.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace hallmark::report {

class JsonReader {
 public:
  JsonReader(const json::value& value, std::string file, std::string part)
      : value_(&value), file_(std::move(file)), part_(std::move(part)) {}

  bool is_text() const { return value_->is_string(); }
  bool is_list() const { return value_->is_array(); }
  bool is_object() const { return value_->is_object(); }
  const json::value& value() const { return *value_; }

  std::string as_text() const;
  std::size_t as_index(std::size_t below = static_cast<std::size_t>(-1)) const;  // a whole number of 0 or more
  double as_number_or_nan() const;                                               // null reads as NaN
  std::vector<JsonReader> as_items() const;
  std::vector<std::pair<std::string, JsonReader>> as_entries() const;

  bool has(std::string_view key) const;
  JsonReader at(std::string_view key) const;
  std::string text(std::string_view key) const { return at(key).as_text(); }
  std::size_t index(std::string_view key, std::size_t below = static_cast<std::size_t>(-1)) const {
    return at(key).as_index(below);
  }
  double number_or_nan(std::string_view key) const { return at(key).as_number_or_nan(); }
  std::vector<JsonReader> items(std::string_view key) const { return at(key).as_items(); }
  std::vector<std::string> texts(std::string_view key) const;

  [[noreturn]] void fail(std::string_view expected) const;

 private:
  const json::value* value_;
  std::string file_;
  std::string part_;
};

}  // namespace hallmark::report
