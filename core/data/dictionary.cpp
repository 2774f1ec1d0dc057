#include "data/dictionary.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/text.h"
#include "data/comparison.h"
#include "base/csv.h"

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
  std::string label = clean_field(raw);
  const std::lock_guard lock(mutex_);
  auto found = codes_.find(label);
  if (found == codes_.end()) {
    const auto code = static_cast<std::uint32_t>(labels_.size());
    if (code >= faulty) throw Error(ExitCode::input, fmt::format("{} has too many different values.", column_.header));
    faults_.push_back(check(label));
    labels_.push_back(std::move(label));
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

// Loads reach eight bytes to either side of a field, so texts_ keeps that much around each.
std::uint32_t RawFields::add(const char* field, std::uint32_t length) {
  const std::uint32_t code = dictionary_->code_of({field, length});
  if (++used_ * 2 > slots_.size()) {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    --shift_;
    for (const Slot& slot : old)
      if (slot.code != empty) insert(slot);
  }
  const Key key = key_of(field, length);
  texts_.append(8, '\0');
  const std::size_t text = texts_.size();
  texts_.append(field, length).append(8, '\0');
  insert({key.first, key.last, length, code, text});
  return code;
}

void RawFields::insert(Slot slot) {
  std::size_t at = hash_of({slot.first, slot.last}, texts_.data() + slot.text, slot.length) >> shift_;
  while (slots_[at].code != empty) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = slot;
}

}  // namespace hallmark::data
