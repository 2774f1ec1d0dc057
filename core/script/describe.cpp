// Results on a terminal.
#include <algorithm>

#include "base/number.h"
#include "base/text.h"
#include "script/formulas.h"

namespace hallmark::script {

namespace {

std::string describe_quantity(const Quantity& quantity) {
  std::string text = format_number(quantity);
  const bool lost = quantity.available() && quantity.value != 0 && text.find_first_of("123456789") == std::string::npos;
  return lost ? fmt::format("{:.2g}", quantity.value) : text;
}

bool is_short(const Value& value) {
  return !std::holds_alternative<ValueList>(value.data) && !std::holds_alternative<ValueMap>(value.data) &&
         !std::holds_alternative<std::shared_ptr<const QueryResult>>(value.data);
}

std::string indented(const std::string& text) {
  std::string result;
  for (const auto line : split(text, '\n')) result += "\n  " + std::string(line);
  return result;
}

// "name  value" lines; what is longer than a line stands below its name.
std::string describe_fields(const std::vector<std::pair<std::string, const Value*>>& fields) {
  std::size_t width = 0;
  for (const auto& [name, value] : fields)
    if (is_short(*value)) width = std::max(width, count_code_points(name));
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text += '\n';
    text += name;
    if (is_short(*value)) {
      text += std::string(width - count_code_points(name) + 2, ' ') + describe(*value);
    } else {
      text += indented(describe(*value));
    }
  }
  return text;
}

struct Describe {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(double number) const { return round_trip(number); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const Quantity& quantity) const { return describe_quantity(quantity); }
  std::string operator()(const std::shared_ptr<const Boundaries>& held) const {
    return fmt::format("boundaries of {} areas", held ? held->areas.size() : 0);
  }
  std::string operator()(const Blocks& blocks) const {
    return fmt::format("{} block{}", blocks.size(), blocks.size() == 1 ? "" : "s");
  }
  std::string operator()(const ValueList& list) const {
    std::vector<std::pair<std::string, const Value*>> fields;
    for (std::size_t i = 0; i < list.size(); ++i) fields.emplace_back(std::to_string(i + 1), &list[i]);
    return describe_fields(fields);
  }
  std::string operator()(const ValueMap& map) const {
    std::vector<std::pair<std::string, const Value*>> fields;
    for (const auto& [name, value] : map) fields.emplace_back(name, &value);
    return describe_fields(fields);
  }
  // One line per group: its labels, then the value.
  std::string operator()(const std::shared_ptr<const QueryResult>& result) const {
    if (!result) return {};
    std::vector<std::size_t> widths;
    for (const KeyColumn& key : result->keys) {
      widths.push_back(0);
      for (const auto& label : key.labels) widths.back() = std::max(widths.back(), count_code_points(label));
    }
    std::string text;
    for (std::size_t row = 0; row < result->size(); ++row) {
      if (row) text += '\n';
      for (std::size_t k = 0; k < widths.size(); ++k) {
        const std::string& label = result->label(k, row);
        text += label + std::string(widths[k] - count_code_points(label) + 2, ' ');
      }
      text += round_trip(result->values[row]);
    }
    return text;
  }
};

}  // namespace

std::string describe(const Value& value) {
  return std::visit(Describe{}, value.data);
}

}  // namespace hallmark::script
