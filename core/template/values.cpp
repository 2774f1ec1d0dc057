#include "template/values.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "base/text.h"
#include "document/markdown.h"

namespace hallmark::templates {

namespace {

constexpr int deepest_list = 32;

// Line breaks stay, other control characters and the marks of placeholders become U+FFFD.
Inlines literal_text(const std::string& text) {
  Inlines out;
  std::string line;
  const std::string clean = make_valid_utf8(text);
  const auto flush = [&] {
    if (!line.empty()) out.push_back(hallmark::text(std::move(line)));
    line.clear();
  };
  for (std::size_t at = 0; at < clean.size();) {
    const char32_t c = next_code_point(clean, at);
    if (c == '\n') {
      flush();
      out.push_back({LineBreak{}});
    } else if (c == '\t') {
      line += ' ';
    } else if (c != '\r') {
      const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
      append_utf8(line, control || document::is_placeholder_mark(c) ? 0xFFFD : c);
    }
  }
  flush();
  return out;
}

// As many decimals as the number has, at most six.
NumberFormat plain_format(double value) {
  if (value == std::floor(value)) return NumberFormat::count();
  const std::string digits = round_trip(value);
  const std::size_t point = digits.find('.');
  const bool exponent = digits.find('e') != std::string::npos;
  const std::size_t decimals = point == std::string::npos || exponent ? 6 : digits.size() - point - 1;
  return {NumberFormat::Style::decimal, static_cast<int>(std::min<std::size_t>(decimals, 6)), false, {}};
}

class Reader {
 public:
  Reader(const std::string& place, const ValueComplaint& complain) : place_(place), complain_(complain) {}

  Content read(const Value& value, int depth = 0) {
    return std::visit([&](const auto& data) { return of(data, depth); }, value.data);
  }

 private:
  Content of(std::monostate, int) {
    return refuse("This expression gave nothing.", {"Check the spelling of its names; in Lua an unknown name is nil."});
  }
  Content of(bool value, int) {
    return refuse(fmt::format("This expression gave {}, which is no text.", value ? "true" : "false"),
                  {"Choose the words: {{ condition and \"yes\" or \"no\" }}."});
  }
  Content of(double value, int) {
    if (std::isinf(value))
      return refuse("This expression gave an infinite number.", {"Check for a division by nought."});
    return Inlines{number(constant(value, place_, plain_format(value)))};
  }
  Content of(const std::string& value, int) { return literal_text(value); }
  Content of(const Quantity& value, int) { return Inlines{number(value)}; }
  Content of(const std::shared_ptr<const QueryResult>&, int) {
    return refuse("This expression gave the result of a query, which is no text.",
                  {"Take one of its values, or give it to an analysis."});
  }
  Content of(const std::shared_ptr<const Boundaries>&, int) {
    return refuse("This expression gave boundaries, which are no text.",
                  {"Give them to an analysis that draws a map."});
  }
  Content of(const ValueMap& value, int) {
    std::vector<std::string> names;
    for (const auto& entry : value) names.push_back(entry.first);
    return refuse("This expression gave a table with named fields, which is no text.",
                  {fmt::format("Name one of its fields: {}.", join(names, ", "))});
  }
  Content of(const Blocks& value, int) {
    if (value.empty())
      return refuse("This expression gave no blocks.",
                    {"Write what it means that there are none, with {% if … then %}."});
    return value;
  }

  // A list is all inline, or all blocks.
  Content of(const ValueList& value, int depth) {
    if (value.empty())
      return refuse("This expression gave an empty list.",
                    {"Write what it means that it is empty, with {% if … then %}."});
    if (depth > deepest_list) return refuse("This expression gave a list nested too deep.", {});
    Inlines inlines;
    Blocks blocks;
    for (const Value& item : value) {
      Content content = read(item, depth + 1);
      if (auto* words = std::get_if<Inlines>(&content))
        inlines.insert(inlines.end(), words->begin(), words->end());
      else
        blocks.insert(blocks.end(), std::get<Blocks>(content).begin(), std::get<Blocks>(content).end());
    }
    if (blocks.empty()) return inlines;
    if (!inlines.empty())
      return refuse("This expression gave a list of blocks and of text.", {"Put the text into paragraphs."});
    return blocks;
  }

  Content refuse(std::string sentence, std::vector<std::string> hints) {
    complain_(std::move(sentence), std::move(hints));
    return Inlines{};
  }

  const std::string& place_;
  const ValueComplaint& complain_;
};

}  // namespace

Content content_of(const Value& value, const std::string& place, const ValueComplaint& complain) {
  return Reader(place, complain).read(value);
}

}  // namespace hallmark::templates
