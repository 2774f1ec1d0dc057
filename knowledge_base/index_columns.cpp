#include "knowledge_base/index_columns.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "hallmark/error.h"

namespace hallmark::knowledge {

namespace {

template <typename Number>
void put(std::string& out, Number value) {
  static_assert(std::is_arithmetic_v<Number>);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

void put(std::string& out, const std::string& text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

struct Reader {
  std::string_view left;

  std::string_view take(std::size_t size) {
    if (size > left.size()) throw Error(ExitCode::input, "This index is damaged.", {"Run `hallmark index` again."});
    const std::string_view taken = left.substr(0, size);
    left.remove_prefix(size);
    return taken;
  }
  template <typename Number>
  Number number() {
    Number value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string text() { return std::string(take(number<std::uint32_t>())); }
};

}  // namespace

std::uint32_t Columns::area_number(const std::string& code) {
  const auto found = std::find(areas.begin(), areas.end(), code);
  if (found != areas.end()) return static_cast<std::uint32_t>(found - areas.begin());
  areas.push_back(code);
  return static_cast<std::uint32_t>(areas.size() - 1);
}

std::uint16_t Columns::facet_number(Facet facet, const std::string& value) {
  const std::pair<std::uint16_t, std::string> wanted(static_cast<std::uint16_t>(facet), value);
  const auto found = std::find(facet_values.begin(), facet_values.end(), wanted);
  if (found != facet_values.end()) return static_cast<std::uint16_t>(found - facet_values.begin());
  if (facet_values.size() > 0xFFFF) throw Error(ExitCode::configuration, "The vocabulary has too many words.");
  facet_values.push_back(wanted);
  return static_cast<std::uint16_t>(facet_values.size() - 1);
}

std::string to_bytes(const Columns& columns) {
  std::string out;
  put(out, static_cast<std::uint32_t>(columns.areas.size()));
  for (const std::string& code : columns.areas) put(out, code);
  put(out, static_cast<std::uint32_t>(columns.facet_values.size()));
  for (const auto& [facet, value] : columns.facet_values) put(out, facet), put(out, value);
  put(out, static_cast<std::uint32_t>(columns.rows.size()));
  for (const StudyRow& row : columns.rows) {
    put(out, row.id);
    put(out, row.area);
    put(out, row.evidence);
    put(out, row.length);
    put(out, static_cast<std::uint32_t>(row.facets.size()));
    for (const std::uint16_t facet : row.facets) put(out, facet);
  }
  return out;
}

Columns columns_from(std::string_view bytes) {
  Reader reader{bytes};
  Columns columns;
  for (auto left = reader.number<std::uint32_t>(); left > 0; --left) columns.areas.push_back(reader.text());
  for (auto left = reader.number<std::uint32_t>(); left > 0; --left) {
    const auto facet = reader.number<std::uint16_t>();
    columns.facet_values.emplace_back(facet, reader.text());
  }
  for (auto left = reader.number<std::uint32_t>(); left > 0; --left) {
    StudyRow row;
    row.id = reader.text();
    row.area = reader.number<std::uint32_t>();
    row.evidence = reader.number<double>();
    row.length = reader.number<std::uint32_t>();
    for (auto facets = reader.number<std::uint32_t>(); facets > 0; --facets)
      row.facets.push_back(reader.number<std::uint16_t>());
    if (row.area >= columns.areas.size() ||
        std::any_of(row.facets.begin(), row.facets.end(), [&](auto f) { return f >= columns.facet_values.size(); }))
      throw Error(ExitCode::input, "This index is damaged.", {"Run `hallmark index` again."});
    columns.rows.push_back(std::move(row));
  }
  return columns;
}

}  // namespace hallmark::knowledge
