#include "data/row_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/text.h"
#include "data/coordinates.h"
#include "data/fields.h"

namespace hallmark::data {

namespace {

bool can_break_a_row(const SchemaColumn& column) {
  return column.required || !column.pattern.empty() || column.quarantine_unknown || column.type == ColumnType::month ||
         column.type == ColumnType::longitude || column.type == ColumnType::latitude ||
         column.type == ColumnType::number;
}

template <typename T>
const T* copied(Arena& arena, const T* from, std::size_t count) {
  T* to = arena.take_array<T>(count);
  std::copy_n(from, count, to);
  return to;
}

template <typename To>
const To* narrowed(Arena& arena, const std::vector<std::uint32_t>& codes, std::size_t count) {
  To* to = arena.take_array<To>(count);
  for (std::size_t r = 0; r < count; ++r) to[r] = static_cast<To>(codes[r]);
  return to;
}

template <typename T>
void keep_rows(std::vector<T>& values, const std::vector<std::uint32_t>& kept) {
  if (values.empty()) return;
  for (std::size_t i = 0; i < kept.size(); ++i) values[i] = values[kept[i]];
}

}  // namespace

ReadingPlan::ReadingPlan(const DatasetSchema& dataset, const std::vector<std::string>& wanted, bool hash_identifiers)
    : schema(dataset) {
  for (std::size_t c = 0; c < schema.columns.size(); ++c) {
    const SchemaColumn& from = schema.columns[c];
    Column column;
    column.schema_column = c;
    column.storage = storage_of(from.type, hash_identifiers);
    if (column.storage == Storage::none) continue;
    // Coverage needs month and supplier; code lists are reported on.
    column.kept = from.type == ColumnType::month || from.name == schema.supplier_column || !from.codes.empty() ||
                  std::find(wanted.begin(), wanted.end(), from.name) != wanted.end();
    if (!column.kept && !can_break_a_row(from)) continue;
    if (column.storage == Storage::codes) column.dictionary = std::make_shared<Dictionary>(from);
    const bool degrees = column.storage == Storage::coordinate;
    const auto range = from.range.value_or(degrees ? std::pair(-180.0, 180.0) : std::pair(-HUGE_VAL, HUGE_VAL));
    column.lowest = degrees ? std::round(range.first * 1e6) : range.first;
    column.highest = degrees ? std::round(range.second * 1e6) : range.second;
    if (from.type == ColumnType::longitude) longitude = columns.size();
    if (from.type == ColumnType::latitude) latitude = columns.size();
    if (from.type == ColumnType::month) month = columns.size();
    columns.push_back(std::move(column));
  }
}

RowReader::RowReader(const ReadingPlan& plan, std::shared_ptr<Arena> arena, std::size_t piece_size)
    : plan_(plan),
      arena_(std::move(arena)),
      piece_size_(std::max<std::size_t>(1, piece_size)),
      values_(plan.columns.size()),
      ranges_(plan.columns.size()),
      block_ranges_(plan.columns.size()) {
  // A column without a dictionary has no use for its entry, but positions stay aligned.
  static Dictionary unused{SchemaColumn{}};
  for (const auto& column : plan.columns) {
    fields_.emplace_back(column.dictionary ? *column.dictionary : unused);
    kept_ += column.kept;
  }
}

SliceRows RowReader::read(ByteWindow& window, const Header& header, const std::string& month, Slice slice) {
  header_ = &header;
  month_label_ = month;
  month_ = month.empty() || plan_.month == Table::npos ? 0 : plan_.columns[plan_.month].dictionary->code_of(month);
  splitter_.reset(header.fields);
  SliceRows out;
  const bool found = find_start(window, slice);
  out.begin = out.end = window.position();
  if (!found) return out;
  while (window.position() < slice.end) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(window.size(), slice.end - window.position()));
    const bool last = window.at_end() && size == window.size();
    const std::size_t used = splitter_.split(window.data(), size, last);
    add_block(window.data(), out);
    if (window.position() + size == slice.end) {
      const bool unfinished = !last && (used < size || splitter_.skipping());
      window.advance(used, 0);
      if (unfinished) finish_last_row(window, out);
      break;
    }
    window.advance(used, piece_size_);
  }
  out.end = window.position();
  out.lines = splitter_.lines_read();
  return out;
}

// Moves to the first row that starts in the slice; false when none does.
bool RowReader::find_start(ByteWindow& window, const Slice& slice) {
  if (slice.exact) {
    window.open_at(slice.begin, piece_size_);
    return slice.begin < slice.end;
  }
  window.open_at(slice.begin - 1, piece_size_);
  while (window.size() > 0) {
    const void* feed = std::memchr(window.data(), '\n', window.size());
    const std::size_t used =
        feed ? static_cast<std::size_t>(static_cast<const char*>(feed) - window.data()) + 1 : window.size();
    window.advance(used, piece_size_);
    if (feed) return window.position() < slice.end;
  }
  return false;
}

// The row that starts in the slice and ends after it.
void RowReader::finish_last_row(ByteWindow& window, SliceRows& out) {
  constexpr std::size_t step = 4 << 10;
  for (;;) {
    window.advance(0, step);
    const std::size_t used = splitter_.split(window.data(), window.size(), window.at_end(), 1);
    add_block(window.data(), out);
    const bool at_end = window.at_end();
    window.advance(used, 0);
    if ((used > 0 && !splitter_.skipping()) || at_end) return;
  }
}

void RowReader::add_block(const char* data, SliceRows& out) {
  out.rows += splitter_.broken().size() + splitter_.rows();
  auto& broken = splitter_.broken();
  std::move(broken.begin(), broken.end(), std::back_inserter(out.quarantine));
  std::size_t rows = splitter_.rows();
  if (rows == 0) return;
  make_room(rows);
  block_ranges_.assign(plan_.columns.size(), {});
  bool faulty = false;
  // Column after column over a stretch of rows that the first-level cache holds.
  constexpr std::size_t longest_stretch = 96;
  for (std::size_t first = 0; first < rows; first += longest_stretch) {
    const Stretch stretch{data, first, std::min(longest_stretch, rows - first)};
    for (std::size_t c = 0; c < plan_.columns.size(); ++c) faulty |= read_column(c, stretch);
  }
  if (plan_.longitude != Table::npos && plan_.latitude != Table::npos) {
    const auto& east = values_[plan_.longitude].coordinates;
    const auto& north = values_[plan_.latitude].coordinates;
    bool half = false;
    for (std::size_t r = 0; r < rows; ++r) half |= (east[r] == no_coordinate) != (north[r] == no_coordinate);
    faulty |= half;
  }
  if (faulty) {
    rows = drop_faulty(data, out);
    for (std::size_t c = 0; c < plan_.columns.size(); ++c) {
      if (plan_.columns[c].storage != Storage::coordinate) continue;
      block_ranges_[c] = {};
      for (std::size_t r = 0; r < rows; ++r) block_ranges_[c].add(values_[c].coordinates[r]);
    }
  }
  if (rows > 0) store(rows, out);
}

void RowReader::make_room(std::size_t rows) {
  const auto at_least = [rows](auto& values) {
    if (values.size() < rows) values.resize(rows);
  };
  for (std::size_t c = 0; c < plan_.columns.size(); ++c) {
    const Storage storage = plan_.columns[c].storage;
    if (storage == Storage::codes) at_least(values_[c].codes);
    if (storage == Storage::coordinate) at_least(values_[c].coordinates);
    if (storage == Storage::number) at_least(values_[c].numbers);
    if (storage == Storage::hash) at_least(values_[c].hashes);
  }
}

// Fills the column's values; whether any of them is against the schema.
bool RowReader::read_column(std::size_t column, const Stretch& stretch) {
  const auto& plan = plan_.columns[column];
  const std::size_t field = header_->field_of[plan.schema_column];
  if (field == Header::absent) {
    fill_blank(column, stretch);
    return false;
  }
  switch (plan.storage) {
    case Storage::codes:
      return read_codes(column, field, stretch);
    case Storage::coordinate:
      return read_coordinates(column, field, stretch);
    case Storage::number:
      return read_numbers(column, field, stretch);
    case Storage::hash:
      read_hashes(column, field, stretch);
      break;
    case Storage::none:
      break;
  }
  return false;
}

// An optional column that the file lacks.
void RowReader::fill_blank(std::size_t column, const Stretch& stretch) {
  const auto fill = [&](auto& values, auto blank) {
    if (!values.empty()) std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(stretch.first), stretch.rows, blank);
  };
  Values& values = values_[column];
  fill(values.codes, 0u);
  fill(values.coordinates, no_coordinate);
  fill(values.numbers, std::nan(""));
  fill(values.hashes, std::uint64_t{0});
}

bool RowReader::read_codes(std::size_t column, std::size_t field, const Stretch& stretch) {
  std::uint32_t* codes = values_[column].codes.data() + stretch.first;
  const std::uint32_t* places = splitter_.places() + stretch.first * splitter_.stride() + field;
  const std::uint32_t all = fields_[column].read(stretch.data, places, splitter_.stride(), stretch.rows, codes);
  bool faulty = (all & Dictionary::faulty) != 0;
  if (column == plan_.month && month_ != 0)
    for (std::size_t r = 0; r < stretch.rows; ++r) faulty |= codes[r] != month_;
  return faulty;
}

bool RowReader::read_coordinates(std::size_t column, std::size_t field, const Stretch& stretch) {
  std::int32_t* coordinates = values_[column].coordinates.data() + stretch.first;
  const std::size_t rows = stretch.rows, stride = splitter_.stride();
  const CoordinateRange range =
      parse_coordinates(stretch.data, splitter_.places() + stretch.first * stride + field, stride, rows, coordinates);
  block_ranges_[column].add(range);
  const auto& plan = plan_.columns[column];
  return range.lowest < plan.lowest || range.highest > plan.highest ||
         (range.blank && plan_.schema.columns[plan.schema_column].required);
}

bool RowReader::read_numbers(std::size_t column, std::size_t field, const Stretch& stretch) {
  const auto& plan = plan_.columns[column];
  const bool required = plan_.schema.columns[plan.schema_column].required;
  bool faulty = false;
  for (std::size_t r = stretch.first; r < stretch.first + stretch.rows; ++r) {
    double& number = values_[column].numbers[r];
    const std::uint32_t begin = splitter_.begin(r, field);
    // Infinity marks what is no number until fault_of() has named it.
    if (!parse_number({stretch.data + begin, splitter_.end(r, field) - begin}, number)) number = HUGE_VAL;
    faulty |= std::isnan(number) ? required : std::isinf(number) || number < plan.lowest || number > plan.highest;
  }
  return faulty;
}

void RowReader::read_hashes(std::size_t column, std::size_t field, const Stretch& stretch) {
  for (std::size_t r = stretch.first; r < stretch.first + stretch.rows; ++r) {
    const std::uint32_t begin = splitter_.begin(r, field);
    values_[column].hashes[r] = hash_identifier({stretch.data + begin, splitter_.end(r, field) - begin});
  }
}

// The first reason, in schema order, for which a row is against the schema; empty when none.
std::string RowReader::fault_of(std::size_t row) const {
  for (std::size_t c = 0; c < plan_.columns.size(); ++c) {
    const auto& plan = plan_.columns[c];
    const SchemaColumn& column = plan_.schema.columns[plan.schema_column];
    if (plan.storage == Storage::codes) {
      const std::uint32_t code = values_[c].codes[row];
      if (code & Dictionary::faulty) return plan.dictionary->fault(code);
      if (c == plan_.month && month_ != 0 && code != month_)
        return fmt::format("{} is not {}, the month of the file's name", column.header, month_label_);
    } else if (plan.storage == Storage::coordinate) {
      const std::int32_t value = values_[c].coordinates[row];
      if (value == bad_coordinate) return fmt::format("{} is not a number of degrees", column.header);
      if (value != no_coordinate && (value < plan.lowest || value > plan.highest))
        return fmt::format("{} is outside {} to {}", column.header, plan.lowest / 1e6, plan.highest / 1e6);
      if (value == no_coordinate && column.required) return fmt::format("{} is blank", column.header);
    } else if (plan.storage == Storage::number) {
      const double value = values_[c].numbers[row];
      if (std::isnan(value) && column.required) return fmt::format("{} is blank", column.header);
      if (std::isinf(value)) return fmt::format("{} is not a number", column.header);
      if (value < plan.lowest || value > plan.highest)
        return fmt::format("{} is outside {} to {}", column.header, plan.lowest, plan.highest);
    }
  }
  if (plan_.longitude != Table::npos && plan_.latitude != Table::npos &&
      (values_[plan_.longitude].coordinates[row] == no_coordinate) !=
          (values_[plan_.latitude].coordinates[row] == no_coordinate))
    return "one coordinate is blank and the other is not";
  return {};
}

// Moves rows that are against the schema to quarantine and closes the gaps in the kept columns.
std::size_t RowReader::drop_faulty(const char* data, SliceRows& out) {
  std::vector<std::uint32_t> kept;
  const std::size_t last_field = header_->fields - 1;
  for (std::size_t r = 0; r < splitter_.rows(); ++r) {
    std::string fault = fault_of(r);
    if (fault.empty()) {
      kept.push_back(static_cast<std::uint32_t>(r));
      continue;
    }
    // In a regular block a row's first place is the line feed before it.
    const std::uint32_t begin = splitter_.begin(r, 0);
    out.quarantine.push_back(
        {splitter_.line(r), std::move(fault), raw_excerpt({data + begin, splitter_.end(r, last_field) - begin})});
  }
  for (auto& values : values_) {
    keep_rows(values.codes, kept);
    keep_rows(values.coordinates, kept);
    keep_rows(values.numbers, kept);
    keep_rows(values.hashes, kept);
  }
  return kept.size();
}

void RowReader::store(std::size_t rows, SliceRows& out) {
  auto* columns = arena_->take_array<SegmentColumn>(kept_);
  std::size_t at = 0;
  for (std::size_t c = 0; c < plan_.columns.size(); ++c) {
    const auto& plan = plan_.columns[c];
    if (!plan.kept) continue;
    SegmentColumn& column = *new (&columns[at++]) SegmentColumn;
    const Values& values = values_[c];
    if (plan.storage == Storage::codes) column = stored_codes(values.codes, rows);
    if (plan.storage == Storage::coordinate) {
      column = {copied(*arena_, values.coordinates.data(), rows), 0, 4};
      ranges_[c].add(block_ranges_[c]);
    }
    if (plan.storage == Storage::number) column = {copied(*arena_, values.numbers.data(), rows), 0, 8};
    if (plan.storage == Storage::hash) column = {copied(*arena_, values.hashes.data(), rows), 0, 8};
  }
  out.segments.push_back({static_cast<std::uint32_t>(rows), 0, columns});
}

SegmentColumn RowReader::stored_codes(const std::vector<std::uint32_t>& codes, std::size_t rows) {
  std::uint32_t all = 0, different = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    all |= codes[r];
    different |= codes[r] ^ codes[0];
  }
  if (different == 0) return {nullptr, codes[0], 0};
  switch (const std::uint8_t width = width_of(all)) {
    case 1:
      return {narrowed<std::uint8_t>(*arena_, codes, rows), 0, width};
    case 2:
      return {narrowed<std::uint16_t>(*arena_, codes, rows), 0, width};
    default:
      return {copied(*arena_, codes.data(), rows), 0, width};
  }
}

}  // namespace hallmark::data
