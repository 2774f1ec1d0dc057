#include "data/header.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "base/csv.h"
#include "base/text.h"
#include "data/row_splitter.h"

namespace hallmark::data {

namespace {

// Only the columns' names are quoted in messages, and no more of them than a reader can take in.
constexpr std::size_t most_names = 20;

constexpr std::pair<char, std::string_view> other_separators[] = {{';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}};

class HeaderReader {
 public:
  HeaderReader(const DatasetSchema& schema, const std::string& name) : schema_(schema), name_(name) {}

  Header read(std::string_view start, bool whole_file) {
    refuse_other_encodings(start);
    Header header;
    std::string_view text = start;
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    while (!text.empty() && (text[0] == '\n' || text[0] == '\r')) {
      header.lines += text[0] == '\n';
      text.remove_prefix(1);
    }
    if (text.empty() && whole_file) fail("is empty", {"Its first row should name the columns."});
    const std::size_t length = row_length(text);
    const std::size_t last = text.find_last_not_of('\r');
    if (text.find('\n') == std::string_view::npos && text.substr(0, last).find('\r') != std::string_view::npos)
      fail("ends its lines with a carriage return alone", {"Save it again as “CSV UTF-8”."});
    if (length == std::string_view::npos && !whole_file)
      fail(fmt::format("has a first row longer than {} KiB", longest_row >> 10), {expected()});
    const std::string_view row = text.substr(0, length);
    header.end = static_cast<std::uint64_t>(row.data() - start.data()) + row.size();
    if (length != std::string_view::npos) ++header.end;
    header.lines += static_cast<std::uint64_t>(std::count(row.begin(), row.end(), '\n')) + 1;
    for (const auto field : split_row(row)) names_.push_back(clean_field(field));
    header.fields = names_.size();
    match(header);
    return header;
  }

 private:
  [[noreturn]] void fail(std::string_view what, std::vector<std::string> hints = {}) const {
    throw Error(ExitCode::input, fmt::format("“{}” {}.", name_, what), std::move(hints), {name_, 1, 0});
  }

  void refuse_other_encodings(std::string_view start) const {
    const bool wide = start.substr(0, 2) == "\xFF\xFE" || start.substr(0, 2) == "\xFE\xFF";
    if (wide || start.substr(0, 512).find('\0') != std::string_view::npos)
      fail("is not plain text (or it is UTF-16)", {"Save it as “CSV UTF-8”."});
    if (start.substr(0, 2) == "PK") fail("is a zip or a spreadsheet, not CSV", {"Name a zip with the ending .zip."});
  }

  // Up to the first line feed outside quotes.
  static std::size_t row_length(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size() && i < longest_row; ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (text[i] == '\n' && !quoted) return i;
    }
    return std::string_view::npos;
  }

  std::string expected() const {
    std::vector<std::string> headers;
    for (const auto& column : schema_.columns) headers.push_back(column.header);
    return fmt::format("Files of {} start with the row: {}", schema_.name, join(headers, ","));
  }

  void match(Header& header) const {
    std::vector<bool> used(names_.size(), false);
    for (const auto& column : schema_.columns) {
      header.field_of.push_back(Header::absent);
      for (std::size_t f = 0; f < names_.size(); ++f) {
        if (to_lower(names_[f]) != to_lower(column.header)) continue;
        if (header.field_of.back() != Header::absent) fail(fmt::format("has two columns “{}”", column.header));
        header.field_of.back() = f;
        used[f] = true;
      }
    }
    std::vector<std::string> unused;
    for (std::size_t f = 0; f < names_.size(); ++f)
      if (!used[f]) unused.push_back(names_[f]);
    refuse_missing(header, unused);
    refuse_forbidden(unused);
    header.dropped = unused;
  }

  void refuse_missing(const Header& header, const std::vector<std::string>& unused) const {
    std::vector<std::string> missing;
    for (std::size_t c = 0; c < schema_.columns.size(); ++c)
      if (header.field_of[c] == Header::absent && !schema_.columns[c].optional)
        missing.push_back(schema_.columns[c].header);
    if (missing.empty()) return;
    std::vector<std::string> hints;
    for (const auto& column : missing)
      if (const auto near = nearest(column, unused); near && hints.size() < most_names)
        hints.push_back(fmt::format("It has a column “{}”; did you mean “{}”?", *near, column));
    if (hints.empty()) hints.push_back(expected());
    for (const auto& [mark, called] : other_separators)
      if (names_.size() == 1 && names_[0].find(mark) != std::string::npos)
        hints.push_back(fmt::format("Its columns are separated by {}; save it again with commas.", called));
    if (missing.size() == schema_.columns.size())
      fail(fmt::format("is no file of {}: its first row names none of the columns", schema_.name), hints);
    fail(fmt::format("has no column {}", quoted(missing)), hints);
  }

  void refuse_forbidden(const std::vector<std::string>& unused) const {
    for (const auto& forbidden : schema_.never) {
      if (!forbidden.refuse) continue;
      for (const auto& name : unused)
        if (to_lower(name) == to_lower(forbidden.header))
          fail(fmt::format("has a column “{}”, which must never be handed over{}{}", forbidden.header,
                           forbidden.reason.empty() ? "" : ": ", forbidden.reason),
               {"Ask the supplier for the file without it, and delete this copy."});
    }
  }

  static std::string quoted(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most_names; ++i)
      text += fmt::format("{}“{}”", i == 0 ? "" : ", ", names[i]);
    return text;
  }

  const DatasetSchema& schema_;
  const std::string& name_;
  std::vector<std::string> names_;
};

}  // namespace

Header read_header(const DatasetSchema& schema, ByteWindow& window, const std::string& name) {
  window.open_at(0, longest_row + 1024);
  return HeaderReader(schema, name).read({window.data(), window.size()}, window.at_end());
}

}  // namespace hallmark::data
