#include "base/csv.h"

#include "base/text.h"

namespace hallmark {

namespace {

// Where the field that starts at `at` ends: at a comma, a line feed (when `stop_at_line`) or the end.
std::size_t field_end(std::string_view text, std::size_t at, bool stop_at_line) {
  bool quoted = at < text.size() && text[at] == '"';
  for (std::size_t i = at + (quoted ? 1 : 0); i < text.size(); ++i) {
    if (quoted) {
      if (text[i] != '"') continue;
      if (i + 1 < text.size() && text[i + 1] == '"')
        ++i;
      else
        quoted = false;
    } else if (text[i] == ',' || (stop_at_line && text[i] == '\n')) {
      return i;
    }
  }
  return text.size();
}

std::string unquoted(std::string_view quoted) {
  std::string text;
  text.reserve(quoted.size());
  for (std::size_t i = 1; i < quoted.size(); ++i) {
    if (quoted[i] == '"') {
      if (i + 1 >= quoted.size() || quoted[i + 1] != '"') return text + std::string(quoted.substr(i + 1));
      ++i;
    }
    text += quoted[i];
  }
  return text;
}

}  // namespace

std::string clean_field(std::string_view raw) {
  raw = trim(raw);
  std::string text = !raw.empty() && raw[0] == '"' ? unquoted(raw) : std::string(raw);
  if (text.size() != raw.size()) text = std::string(trim(text));
  return is_valid_utf8(text) ? text : from_windows_1252(text);
}

std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = field_end(text, at, true);
    row.push_back(clean_field(text.substr(at, end - at)));
    at = end + 1;
    if (end < text.size() && text[end] == ',') {
      if (at == text.size())
        row.emplace_back();  // an empty value is the last of all
      else
        continue;
    }
    if (row.size() > 1 || !row[0].empty()) rows.push_back(std::move(row));
    row.clear();
  }
  return rows;
}

std::vector<std::string_view> split_row(std::string_view row) {
  std::vector<std::string_view> fields;
  for (std::size_t at = 0; at <= row.size();) {
    const std::size_t end = field_end(row, at, false);
    fields.push_back(row.substr(at, end - at));
    at = end + 1;
  }
  return fields;
}

void append_csv_field(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace hallmark
