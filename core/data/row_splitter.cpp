#include "data/row_splitter.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "data/separators.h"

namespace hallmark::data {

namespace {

constexpr std::size_t longest_excerpt = 4 << 10;

const char* find_line_feed(const char* from, const char* to) {
  return static_cast<const char*>(std::memchr(from, '\n', static_cast<std::size_t>(to - from)));
}

std::string_view without_line_end(std::string_view row) {
  if (!row.empty() && row.back() == '\n') row.remove_suffix(1);
  while (!row.empty() && row.back() == '\r') row.remove_suffix(1);
  return row;
}

}  // namespace

std::string raw_excerpt(std::string_view row) {
  std::string_view kept = without_line_end(row).substr(0, longest_excerpt);
  // Never cut inside a UTF-8 sequence.
  if (kept.size() == longest_excerpt)
    while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0) == 0x80) kept.remove_suffix(1);
  return is_valid_utf8(kept) ? std::string(kept) : from_windows_1252(kept);
}

void RowSplitter::reset(std::size_t fields) {
  fields_ = fields;
  rows_ = 0;
  first_line_ = next_line_ = 0;
  skipping_ = false;
}

std::size_t RowSplitter::split(char* data, std::size_t size, bool last, std::size_t most_rows) {
  rows_ = 0;
  lines_.clear();
  broken_.clear();
  first_line_ = next_line_;
  std::size_t start = 0;
  if (skipping_) {
    const char* feed = find_line_feed(data, data + size);
    skipping_ = feed == nullptr && !last;
    if (feed == nullptr) return size;
    start = static_cast<std::size_t>(feed - data) + 1;
    first_line_ = ++next_line_;
    if (most_rows != ~std::size_t{0}) return start;  // that was the row asked for
  }
  const std::size_t given = size;
  if (last && size > start && data[size - 1] != '\n') data[size++] = '\n';
  if (found_.size() < size + 65) found_.resize(size + 65);
  const SeparatorCount count = find_separators(data + start, size - start, found_.data() + 1);
  found_[0] = static_cast<std::uint32_t>(start) - 1;  // one before the first byte
  if (start > 0)
    for (std::size_t k = 1; k <= count.found; ++k) found_[k] += static_cast<std::uint32_t>(start);
  if (!count.quotes && most_rows == ~std::size_t{0}) {
    // Whole rows end at the last line feed.
    std::size_t whole = count.found;
    while (whole > 0 && data[found_[whole]] != '\n') --whole;
    const std::size_t used = found_[whole] + std::size_t{1};
    if (whole > 0 && size - used <= longest_row && take_regular(data, start, whole, count.line_feeds))
      return std::min(used, given);
  }
  return std::min(walk(data, start, size, count.found, last, most_rows), given);
}

// The common case: no quotes and every row of the right width, so that the separators are the fields' ends as they are.
bool RowSplitter::take_regular(const char* data, std::size_t start, std::size_t found, std::size_t line_feeds) {
  if (found % fields_ != 0 || found / fields_ != line_feeds) return false;
  const std::uint32_t* ends = found_.data() + 1;
  auto begin = static_cast<std::uint32_t>(start);
  bool regular = fields_ > 1;  // with one column a blank line would be a row of the right width
  for (std::size_t at = fields_ - 1; at < found; at += fields_) {
    const std::uint32_t row_end = ends[at];
    regular &= data[row_end] == '\n' && row_end - begin < longest_row;
    begin = row_end + 1;
  }
  if (!regular) return false;
  places_ = found_.data();
  stride_ = fields_;
  rows_ = line_feeds;
  next_line_ += line_feeds;
  return true;
}

// Row by row over the separators: quotes, blank lines, rows of other widths. `found_` holds `found` places after the
// first.
std::size_t RowSplitter::walk(const char* data, std::size_t start, std::size_t size, std::size_t found, bool last,
                              std::size_t most_rows) {
  picked_.clear();
  stride_ = fields_ + 1;
  std::size_t row_begin = 0, field_begin = 0, row_places = 0, taken = 0;
  bool inside = false;     // quotes
  std::size_t closed = 0;  // just after the quote that closed, when the field was quoted
  const auto start_row = [&](std::size_t at) {
    row_begin = field_begin = at;
    picked_.resize(row_places = rows_ * stride_);
    picked_.push_back(static_cast<std::uint32_t>(at) - 1);
    inside = false;
    closed = 0;
  };
  std::size_t k = 1;  // the separator that comes next
  const auto give_up_row = [&] {
    start_row(give_up(data, row_begin, size, last));
    const auto first = found_.begin() + 1, end = first + static_cast<std::ptrdiff_t>(found);
    k = static_cast<std::size_t>(std::lower_bound(first, end, row_begin) - found_.begin());
    ++taken;
  };
  start_row(start);
  while (taken < most_rows) {
    if (k > found) {
      // The piece ends inside a row. It goes on in the next piece unless it is too long or its quote cannot close.
      if (row_begin == size || (size - row_begin <= longest_row && !(last && inside))) break;
      give_up_row();
      continue;
    }
    const std::size_t at = found_[k++];
    const char c = data[at];
    if (c == '"') {
      if (inside) {
        inside = false;
        closed = at + 1;
      } else if (at == field_begin || (closed != 0 && at == closed)) {
        inside = true;  // opens the field, or is the second of a doubled quote
      }
      continue;
    }
    if (inside) continue;
    picked_.push_back(static_cast<std::uint32_t>(at));
    field_begin = at + 1;
    closed = 0;
    if (c == ',') continue;
    if (at + 1 - row_begin > longest_row) {
      give_up_row();
      continue;
    }
    take_row({data + row_begin, at + 1 - row_begin}, picked_.size() - row_places - 1);
    ++taken;
    start_row(at + 1);
  }
  places_ = picked_.data();
  return row_begin;
}

void RowSplitter::take_row(std::string_view row, std::size_t width) {
  const std::uint64_t line = next_line_;
  next_line_ += static_cast<std::uint64_t>(std::count(row.begin(), row.end(), '\n'));
  if (without_line_end(row).empty()) return;  // a blank line is no row
  if (width == fields_) {
    ++rows_;
    lines_.push_back(line);
  } else {
    broken_.push_back({line, fmt::format("{} values instead of {}", width, fields_), raw_excerpt(row)});
  }
}

// Quarantines the first line of a row that does not end in time; reading goes on after that line, outside quotes.
std::size_t RowSplitter::give_up(const char* data, std::size_t begin, std::size_t size, bool last) {
  const char* feed = find_line_feed(data + begin, data + size);
  const std::size_t end = feed ? static_cast<std::size_t>(feed - data) + 1 : size;
  const bool too_long = end - begin > longest_row;
  broken_.push_back({next_line_, too_long ? "the row is longer than 64 KiB" : "a quote is opened and never closed",
                     raw_excerpt({data + begin, end - begin})});
  if (feed)
    ++next_line_;
  else
    skipping_ = !last;
  return end;
}

}  // namespace hallmark::data
