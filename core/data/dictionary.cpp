#include "data/dictionary.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/csv.h"
#include "base/text.h"
#include "data/comparison.h"

namespace hallmark::data {

static_assert(std::endian::native == std::endian::little, "fields are compared as little-endian words");

namespace {

bool matches_form(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (pattern[i]) {
      case 'A':
        if (c < 'A' || c > 'Z') return false;
        break;
      case 'a':
        if (c < 'a' || c > 'z') return false;
        break;
      case '9':
        if (c < '0' || c > '9') return false;
        break;
      default:
        if (c != pattern[i]) return false;
    }
  }
  return true;
}

bool is_listed(const SchemaColumn& column, const std::string& label) {
  return column.codes.empty() || std::find(column.codes.begin(), column.codes.end(), label) != column.codes.end();
}

}  // namespace

Dictionary::Dictionary(const SchemaColumn& column) : column_(column) {
  labels_.emplace_back();
  faults_.push_back(check(labels_.back()));
  codes_.emplace(labels_.back(), 0);
}

std::string Dictionary::check(const std::string& label) const {
  if (label.empty()) return column_.required ? fmt::format("{} is blank", column_.header) : "";
  if (column_.type == ColumnType::month) {
    if (!is_month(label)) return fmt::format("{} is not a month (YYYY-MM)", column_.header);
    if (label < column_.first_month) return fmt::format("{} is before {}", column_.header, column_.first_month);
  }
  if (!column_.pattern.empty() && !matches_form(label, column_.pattern))
    return fmt::format("{} is not of the form {}", column_.header, column_.pattern);
  if (column_.quarantine_unknown && !is_listed(column_, label))
    return fmt::format("{} is not in the code list", column_.header);
  return "";
}

std::uint32_t Dictionary::code_of(std::string_view raw) {
  const std::string label = clean_field(raw);
  const std::lock_guard lock(mutex_);
  return find_or_add(label);
}

std::vector<std::uint32_t> Dictionary::codes_of(const std::vector<std::string_view>& labels) {
  std::vector<std::uint32_t> codes;
  codes.reserve(labels.size());
  const std::lock_guard lock(mutex_);
  for (const std::string_view label : labels) codes.push_back(find_or_add(label));
  return codes;
}

std::uint32_t Dictionary::find_or_add(std::string_view label) {
  auto found = codes_.find(label);
  if (found == codes_.end()) {
    const auto code = static_cast<std::uint32_t>(labels_.size());
    if (code >= faulty) throw Error(ExitCode::input, fmt::format("{} has too many different values.", column_.header));
    labels_.emplace_back(label);
    faults_.push_back(check(labels_.back()));
    found = codes_.emplace(labels_.back(), code).first;
  }
  return found->second | (faults_[found->second].empty() ? 0 : faulty);
}

std::vector<std::string> Dictionary::unknown() const {
  std::vector<std::string> labels;
  for (std::size_t code = 1; code < labels_.size(); ++code)
    if (faults_[code].empty() && !is_listed(column_, labels_[code])) labels.push_back(labels_[code]);
  std::sort(labels.begin(), labels.end());
  return labels;
}

std::string Dictionary::fault(std::uint32_t code) const {
  const std::lock_guard lock(mutex_);
  return faults_[code & ~faulty];
}

const std::uint64_t RawFields::low_bytes[9] = {
    0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF};
const std::uint64_t RawFields::high_bytes[9] = {0,
                                                0xFF00000000000000,
                                                0xFFFF000000000000,
                                                0xFFFFFF0000000000,
                                                0xFFFFFFFF00000000,
                                                0xFFFFFFFFFF000000,
                                                0xFFFFFFFFFFFF0000,
                                                0xFFFFFFFFFFFFFF00,
                                                0xFFFFFFFFFFFFFFFF};

std::uint32_t RawFields::read(const char* data, const std::uint32_t* place, std::size_t stride, std::size_t rows,
                              std::uint32_t* codes) {
  // The place before the first field of all is one less than 0, so the sum has to wrap.
  const auto field = [&] { return data + static_cast<std::uint32_t>(place[0] + 1); };
  const auto length = [&] { return place[1] - place[0] - 1; };
  std::uint32_t all = 0;
  std::size_t runs = 0;
  if (in_runs_) {
    for (std::size_t r = 0; r < rows; ++runs) {
      const char* first = field();
      const std::uint32_t shared = length();
      const std::uint32_t code = code_of(first, shared);
      all |= code;
      const auto take_while = [&](const auto& same) {
        do {
          codes[r++] = code;
          place += stride;
        } while (r < rows && length() == shared && same(field(), first, shared));
      };
      if (shared <= 16)
        take_while(same_short_bytes);
      else
        take_while(same_bytes);
    }
  } else {
    for (std::size_t r = 0; r < rows; ++r, place += stride) all |= codes[r] = code_of(field(), length());
    for (std::size_t r = 1; r < rows; ++r) runs += codes[r] != codes[r - 1];
  }
  // A run costs about as much as four rows looked up one by one.
  in_runs_ = runs * 4 < rows;
  return all;
}

// Loads reach eight bytes before a field and past its end, so as much is kept around its copy.
std::uint32_t RawFields::add(const char* field, std::uint32_t length) {
  const std::uint32_t code = dictionary_->code_of({field, length});
  has_long_ |= length > 16;
  if (++used_ * 2 > slots_.size()) {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    --shift_;
    for (const Slot& slot : old)
      if (slot.code != empty) insert(slot);
  }
  const std::size_t room = 8 + std::max<std::size_t>(length, same_bytes_reach) + 8;
  texts_.emplace_back(room, '\0').replace(8, length, field, length);
  const char* text = texts_.back().data() + 8;
  const Key key = key_of(text, length);
  insert({key.first, key.last, length, code, text});
  return code;
}

void RawFields::insert(const Slot& slot) {
  std::size_t at = hash_of({slot.first, slot.last, slot.length}, slot.text) >> shift_;
  while (slots_[at].code != empty) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = slot;
}

}  // namespace hallmark::data
