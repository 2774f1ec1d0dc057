#include "report/json_reader.h"

#include <cmath>

#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::report {

void JsonReader::fail(std::string_view expected) const {
  throw Error(ExitCode::input, fmt::format("In “{}”, {} should be {}.", file_, part_, expected),
              {"Make the report again to write a sound file."}, {file_, 0, 0});
}

std::string JsonReader::as_text() const {
  if (!value_->is_string()) fail("a text");
  return std::string(value_->get_string());
}

std::size_t JsonReader::as_index(std::size_t below) const {
  std::size_t index = 0;
  if (value_->is_int64() && value_->get_int64() >= 0)
    index = static_cast<std::size_t>(value_->get_int64());
  else if (value_->is_uint64())
    index = static_cast<std::size_t>(value_->get_uint64());
  else
    fail("a whole number");
  if (index >= below) fail(fmt::format("less than {}", below));
  return index;
}

double JsonReader::as_number_or_nan() const {
  if (value_->is_null()) return std::nan("");
  if (!value_->is_number()) fail("a number");
  return value_->to_number<double>();
}

std::vector<JsonReader> JsonReader::as_items() const {
  if (!value_->is_array()) fail("a list");
  std::vector<JsonReader> items;
  for (const json::value& item : value_->get_array())
    items.emplace_back(item, file_, fmt::format("item {} of {}", items.size() + 1, part_));
  return items;
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::as_entries() const {
  if (!value_->is_object()) fail("an object");
  std::vector<std::pair<std::string, JsonReader>> entries;
  for (const auto& [key, member] : value_->get_object())
    entries.emplace_back(std::string(key),
                         JsonReader(member, file_, fmt::format("“{}” of {}", std::string(key), part_)));
  return entries;
}

bool JsonReader::has(std::string_view key) const {
  return value_->is_object() && value_->get_object().contains(key);
}

JsonReader JsonReader::at(std::string_view key) const {
  if (!has(key)) fail(fmt::format("an object with “{}”", key));
  return {value_->get_object().at(key), file_, fmt::format("“{}” of {}", key, part_)};
}

std::vector<std::string> JsonReader::texts(std::string_view key) const {
  std::vector<std::string> out;
  for (const JsonReader& item : items(key)) out.push_back(item.as_text());
  return out;
}

}  // namespace hallmark::report
