#include "data/cache_format.h"

#include <libdeflate.h>

#include <algorithm>
#include <cstring>
#include <numeric>

#include "data/dictionary.h"

namespace hallmark::data {

namespace {

constexpr std::string_view magic = "HMCOLS1\n";
constexpr std::size_t key_size = 64;

struct Head {
  char magic[8];
  char key[key_size];
  std::uint64_t size;      // of the whole entry
  std::uint32_t checksum;  // CRC-32 of what follows the head
  std::uint32_t unused;
};
static_assert(sizeof(Head) % 8 == 0);

// ---- Writing --------------------------------------------------------------------------------------------------------

class Writer {
 public:
  explicit Writer(std::size_t size) : bytes_(size, '\0') {}

  template <typename T>
  void put(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put_text(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  void put_count(std::size_t count) { put(static_cast<std::uint32_t>(count)); }
  template <typename T>
  T* put_array(std::size_t count) {
    align();
    const std::size_t at = bytes_.size();
    bytes_.resize(at + count * sizeof(T));
    return reinterpret_cast<T*>(bytes_.data() + at);
  }
  void align() { bytes_.resize((bytes_.size() + 7) & ~std::size_t{7}); }
  std::size_t size() const { return bytes_.size(); }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

// The labels that occur in some segments' rows, and the positions of a dictionary's codes among them.
struct Numbering {
  std::vector<std::uint32_t> position;  // per code of the dictionary
  std::vector<std::uint32_t> codes;     // in the order of their labels
};

// By label, so that months with the same labels have the same numbers.
Numbering number_labels(const Table& table, std::size_t column, const std::vector<std::uint32_t>& in_order,
                        std::size_t first, std::size_t end) {
  std::vector<std::uint8_t> occurs(in_order.size());
  std::vector<std::uint32_t> codes;
  for (std::size_t s = first; s < end; ++s) {
    const Segment& segment = table.segments[s];
    if (segment.columns[column].width == 0) {
      occurs[segment.columns[column].constant] = 1;
      continue;
    }
    codes.resize(segment.rows);
    read_codes(segment, column, codes.data());
    for (const std::uint32_t code : codes) occurs[code] = 1;
  }
  Numbering numbering;
  for (const std::uint32_t code : in_order)
    if (occurs[code]) numbering.codes.push_back(code);
  numbering.position.resize(in_order.size());
  for (std::uint32_t p = 0; p < numbering.codes.size(); ++p) numbering.position[numbering.codes[p]] = p;
  return numbering;
}

template <typename T>
void put_codes(Writer& out, const std::vector<std::uint32_t>& codes, const Numbering& numbering) {
  T* to = out.put_array<T>(codes.size());
  for (std::size_t r = 0; r < codes.size(); ++r) to[r] = static_cast<T>(numbering.position[codes[r]]);
}

// How a segment's column is described before the data.
struct Place {
  std::uint64_t offset = 0;  // from the entry's start
  std::uint32_t constant = 0;
  std::uint32_t width = 0;
};

Place put_column(Writer& out, const Table& table, std::size_t c, const Segment& segment, const Numbering& numbering) {
  const SegmentColumn& column = segment.columns[c];
  if (table.columns[c].storage != Storage::codes) {
    char* to = out.put_array<char>(std::size_t{segment.rows} * column.width);
    std::memcpy(to, column.data, std::size_t{segment.rows} * column.width);
    return {out.size() - std::size_t{segment.rows} * column.width, 0, column.width};
  }
  if (column.width == 0) return {0, numbering.position[column.constant], 0};
  std::vector<std::uint32_t> codes(segment.rows);
  read_codes(segment, c, codes.data());
  const std::uint8_t width = width_of(static_cast<std::uint32_t>(numbering.codes.size() - 1));
  if (width == 1) put_codes<std::uint8_t>(out, codes, numbering);
  if (width == 2) put_codes<std::uint16_t>(out, codes, numbering);
  if (width == 4) put_codes<std::uint32_t>(out, codes, numbering);
  return {out.size() - std::size_t{segment.rows} * width, 0, width};
}

void put_facts(Writer& out, const CacheEntry& entry) {
  out.put(entry.rows);
  out.put_count(entry.dropped.size());
  for (const std::string& header : entry.dropped) out.put_text(header);
  out.put_count(entry.quarantine.size());
  for (const BrokenRow& row : entry.quarantine) {
    out.put(row.line);
    out.put_text(row.reason);
  }
  out.put_count(entry.identifiers.size());
  for (const IdentifierFacts& facts : entry.identifiers) {
    out.put_text(facts.column);
    out.put_text(facts.month);
    out.put(facts.blank);
    out.put(facts.repeated);
  }
}

// ---- Reading --------------------------------------------------------------------------------------------------------

struct Damaged {};

class Reader {
 public:
  explicit Reader(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  template <typename T>
  T take() {
    T value;
    std::memcpy(&value, take_bytes(sizeof value).data(), sizeof value);
    return value;
  }
  std::string_view take_text() { return take_bytes(take<std::uint32_t>()); }
  // Of things that take up `least` bytes each.
  std::size_t take_count(std::size_t least) {
    const std::size_t count = take<std::uint32_t>();
    if (count > (bytes_.size() - at_) / least) throw Damaged();
    return count;
  }
  // An array of the data, checked to lie inside.
  template <typename T>
  const T* array(std::uint64_t offset, std::size_t count) const {
    if (offset % 8 != 0 || offset > bytes_.size() || count > (bytes_.size() - offset) / sizeof(T)) throw Damaged();
    return reinterpret_cast<const T*>(bytes_.data() + offset);
  }

 private:
  std::string_view take_bytes(std::size_t count) {
    if (count > bytes_.size() - at_) throw Damaged();
    const std::string_view taken = bytes_.substr(at_, count);
    at_ += count;
    return taken;
  }

  std::string_view bytes_;
  std::size_t at_;
};

struct EntryColumn {
  std::string_view name;
  Storage storage = Storage::none;
  std::vector<std::string_view> labels;
};

void take_facts(Reader& in, CacheEntry& entry) {
  entry.rows = in.take<std::uint64_t>();
  for (std::size_t n = in.take_count(4); n > 0; --n) entry.dropped.emplace_back(in.take_text());
  for (std::size_t n = in.take_count(12); n > 0; --n) {
    const auto line = in.take<std::uint64_t>();
    entry.quarantine.push_back({line, std::string(in.take_text()), {}});
  }
  for (std::size_t n = in.take_count(24); n > 0; --n) {
    IdentifierFacts facts;
    facts.column = in.take_text();
    facts.month = in.take_text();
    facts.blank = in.take<std::uint64_t>();
    facts.repeated = in.take<std::uint64_t>();
    entry.identifiers.push_back(std::move(facts));
  }
}

std::vector<EntryColumn> take_columns(Reader& in) {
  std::vector<EntryColumn> columns(in.take_count(9));
  for (EntryColumn& column : columns) {
    column.name = in.take_text();
    column.storage = static_cast<Storage>(in.take<std::uint8_t>());
    column.labels.resize(in.take_count(4));
    for (std::string_view& label : column.labels) label = in.take_text();
  }
  return columns;
}

// A column that is wanted: where the entry has it, and its codes in the dictionary of this run.
struct Wanted {
  std::size_t plan = 0, entry = 0;
  Storage storage = Storage::none;
  std::vector<std::uint32_t> codes;  // per label
  bool same = true;                  // each label's code is its position
  std::uint8_t width = 0;            // of codes
};

Wanted find_column(const ReadingPlan& plan, std::size_t c, const std::vector<EntryColumn>& columns) {
  const ReadingPlan::Column& asked = plan.columns[c];
  Wanted wanted{c, 0, asked.storage, {}, true, 0};
  if (asked.storage == Storage::hash) return wanted;
  const std::string& name = plan.schema.columns[asked.schema_column].name;
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const EntryColumn& column) {
    return column.name == name && column.storage == asked.storage;
  });
  if (found == columns.end()) throw Damaged();
  wanted.entry = static_cast<std::size_t>(found - columns.begin());
  if (asked.storage != Storage::codes) return wanted;
  wanted.codes = asked.dictionary->codes_of(found->labels);
  std::uint32_t highest = 0;
  for (std::uint32_t position = 0; position < wanted.codes.size(); ++position) {
    const std::uint32_t code = wanted.codes[position];
    if (code & Dictionary::faulty) throw Damaged();
    wanted.same &= code == position;
    highest = std::max(highest, code);
  }
  wanted.width = width_of(highest);
  return wanted;
}

template <typename From, typename To>
const To* translated(const From* from, std::size_t rows, const std::vector<std::uint32_t>& codes, Arena& arena) {
  To* to = arena.take_array<To>(rows);
  for (std::size_t r = 0; r < rows; ++r) to[r] = static_cast<To>(codes[from[r]]);
  return to;
}

template <typename From>
SegmentColumn take_codes(const From* from, std::size_t rows, const Wanted& wanted, Arena& arena) {
  From highest = 0;
  for (std::size_t r = 0; r < rows; ++r) highest = std::max(highest, from[r]);
  if (highest >= wanted.codes.size()) throw Damaged();
  if (wanted.same) return {from, 0, sizeof(From)};
  if (wanted.width == 1) return {translated<From, std::uint8_t>(from, rows, wanted.codes, arena), 0, 1};
  if (wanted.width == 2) return {translated<From, std::uint16_t>(from, rows, wanted.codes, arena), 0, 2};
  return {translated<From, std::uint32_t>(from, rows, wanted.codes, arena), 0, 4};
}

SegmentColumn take_column(const Reader& in, const Place& place, std::size_t rows, const Wanted& wanted,
                          CoordinateRange& range, Arena& arena) {
  switch (wanted.storage) {
    case Storage::codes:
      if (place.width == 0 && place.constant < wanted.codes.size()) return {nullptr, wanted.codes[place.constant], 0};
      if (place.width == 1) return take_codes(in.array<std::uint8_t>(place.offset, rows), rows, wanted, arena);
      if (place.width == 2) return take_codes(in.array<std::uint16_t>(place.offset, rows), rows, wanted, arena);
      if (place.width == 4) return take_codes(in.array<std::uint32_t>(place.offset, rows), rows, wanted, arena);
      throw Damaged();
    case Storage::coordinate: {
      const auto* values = in.array<std::int32_t>(place.offset, rows);
      for (std::size_t r = 0; r < rows; ++r) range.add(values[r]);
      return {values, 0, 4};
    }
    case Storage::number:
      return {in.array<double>(place.offset, rows), 0, 8};
    default:
      return {nullptr, 0, 8};
  }
}

CachedFile decode(std::string_view bytes, const ReadingPlan& plan, Arena& arena) {
  CachedFile file;
  Reader in(bytes, sizeof(Head));
  take_facts(in, file);
  const std::vector<EntryColumn> columns = take_columns(in);
  std::vector<Wanted> wanted;
  for (std::size_t c = 0; c < plan.columns.size(); ++c)
    if (plan.columns[c].kept) wanted.push_back(find_column(plan, c, columns));
  file.ranges.resize(plan.columns.size());
  std::uint64_t kept = 0;
  std::vector<Place> places(columns.size());
  for (std::size_t n = in.take_count(4); n > 0; --n) {
    const auto rows = in.take<std::uint32_t>();
    for (Place& place : places) place = in.take<Place>();
    auto* segment = arena.take_array<SegmentColumn>(wanted.size());
    for (std::size_t w = 0; w < wanted.size(); ++w)
      new (&segment[w])
          SegmentColumn(take_column(in, wanted[w].storage == Storage::hash ? Place{} : places[wanted[w].entry], rows,
                                    wanted[w], file.ranges[wanted[w].plan], arena));
    file.segments.push_back({rows, 0, segment});
    kept += rows;
  }
  if (kept + file.quarantine.size() != file.rows) throw Damaged();
  return file;
}

}  // namespace

LabelOrder label_order(const Table& table) {
  LabelOrder order(table.columns.size());
  for (std::size_t c = 0; c < order.size(); ++c) {
    if (table.columns[c].storage != Storage::codes) continue;
    const Dictionary& dictionary = *table.columns[c].dictionary;
    order[c].resize(dictionary.size());
    std::iota(order[c].begin(), order[c].end(), 0);
    std::sort(order[c].begin(), order[c].end(),
              [&](std::uint32_t a, std::uint32_t b) { return dictionary.label(a) < dictionary.label(b); });
  }
  return order;
}

std::string encode_entry(std::string_view key, const CacheEntry& entry, const Table& table, const LabelOrder& order,
                         std::size_t first, std::size_t end) {
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (table.columns[c].storage != Storage::hash) columns.push_back(c);
  std::vector<Numbering> numberings(table.columns.size());
  Writer out(sizeof(Head));
  put_facts(out, entry);
  out.put_count(columns.size());
  for (const std::size_t c : columns) {
    out.put_text(table.schema.columns[table.columns[c].schema_column].name);
    out.put(static_cast<std::uint8_t>(table.columns[c].storage));
    if (table.columns[c].storage == Storage::codes) numberings[c] = number_labels(table, c, order[c], first, end);
    out.put_count(numberings[c].codes.size());
    for (const std::uint32_t code : numberings[c].codes) out.put_text(table.columns[c].dictionary->label(code));
  }
  out.put_count(end - first);
  std::vector<std::size_t> described;  // where a segment's places stand
  for (std::size_t s = first; s < end; ++s) {
    out.put(table.segments[s].rows);
    described.push_back(out.size());
    for (std::size_t c = 0; c < columns.size(); ++c) out.put(Place{});
  }
  for (std::size_t s = first; s < end; ++s) {
    std::size_t at = described[s - first];
    for (const std::size_t c : columns) {
      const Place place = put_column(out, table, c, table.segments[s], numberings[c]);
      std::memcpy(out.bytes().data() + at, &place, sizeof place);
      at += sizeof place;
    }
  }
  Head head{};
  std::copy(magic.begin(), magic.end(), head.magic);
  std::copy_n(key.begin(), std::min(key.size(), key_size), head.key);
  head.size = out.size();
  head.checksum = libdeflate_crc32(0, out.bytes().data() + sizeof head, out.size() - sizeof head);
  std::memcpy(out.bytes().data(), &head, sizeof head);
  return std::move(out.bytes());
}

std::optional<CachedFile> decode_entry(std::string_view bytes, std::string_view key, const ReadingPlan& plan,
                                       Arena& arena) {
  Head head;
  if (bytes.size() < sizeof head) return std::nullopt;
  std::memcpy(&head, bytes.data(), sizeof head);
  if (std::string_view(head.magic, sizeof head.magic) != magic || std::string_view(head.key, key_size) != key ||
      head.size != bytes.size() ||
      head.checksum != libdeflate_crc32(0, bytes.data() + sizeof head, bytes.size() - sizeof head))
    return std::nullopt;
  try {
    return decode(bytes, plan, arena);
  } catch (const Damaged&) {
    return std::nullopt;
  }
}

}  // namespace hallmark::data
