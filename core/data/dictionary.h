// The labels of one column as codes, shared by the reading threads, and each thread's own way in to it.
#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/same_bytes.h"
#include "data/schema.h"

namespace hallmark::data {

// Code 0 is the blank label. Other codes are given in the order labels are met, which depends on the threads; every
// result is ordered by label, so that no result does.
class Dictionary {
 public:
  // The bit that marks the code of a label the schema does not allow.
  static constexpr std::uint32_t faulty = 1u << 31;

  explicit Dictionary(const SchemaColumn& column);

  // The code of a field as read (quotes, surrounding space and encoding are undone here). From any thread.
  std::uint32_t code_of(std::string_view raw);

  // The codes of labels as they stand: those that were kept from an earlier run. From any thread.
  std::vector<std::uint32_t> codes_of(const std::vector<std::string_view>& labels);

  // Once reading is over:
  std::size_t size() const { return labels_.size(); }
  const std::string& label(std::uint32_t code) const { return labels_[code & ~faulty]; }
  bool is_faulty(std::uint32_t code) const { return !faults_[code & ~faulty].empty(); }
  // Labels outside the code list that were accepted, sorted.
  std::vector<std::string> unknown() const;
  // Why a faulty code is: "Month is not a month". From any thread.
  std::string fault(std::uint32_t code) const;

 private:
  std::string check(const std::string& label) const;
  std::uint32_t find_or_add(std::string_view label);  // with mutex_ held

  SchemaColumn column_;
  mutable std::mutex mutex_;
  std::deque<std::string> labels_;  // a deque: views into it stay valid
  std::deque<std::string> faults_;  // beside labels_; empty: allowed
  std::unordered_map<std::string_view, std::uint32_t> codes_;
};

// A thread's memory of the raw fields it has met. A field is known by its first and last eight bytes and its length
// (buffers are padded, so both loads are always allowed), which up to 16 bytes is all of it; longer ones compare the
// rest.
class RawFields {
 public:
  explicit RawFields(Dictionary& dictionary) : dictionary_(&dictionary), slots_(std::size_t{1} << first_bits) {}

  // Codes of one field of `rows` rows. Row r's lies in data[place[r * stride] + 1, place[r * stride + 1]).
  // Returns all codes combined by "or".
  std::uint32_t read(const char* data, const std::uint32_t* place, std::size_t stride, std::size_t rows,
                     std::uint32_t* codes);

  std::uint32_t code_of(const char* field, std::uint32_t length) {
    const Key key = key_of(field, length);
    for (std::size_t at = hash_of(key, field) >> shift_;; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (is(slot, key, field)) return slot.code;
      if (slot.code == empty) return add(field, length);
    }
  }

 private:
  static constexpr std::uint32_t empty = 0xFFFFFFFF;
  // Far more slots than a category has labels: two that share one would cost a mispredicted branch a row.
  static constexpr unsigned first_bits = 11;

  struct Key {
    std::uint64_t first, last;
    std::uint32_t length;
  };
  struct Slot {
    std::uint64_t first = 0, last = 0;
    std::uint32_t length = empty;  // no field is that long
    std::uint32_t code = empty;
    const char* text = nullptr;  // in texts_, padded as buffers are
  };

  static std::uint64_t load(const char* at) {
    std::uint64_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  static Key key_of(const char* field, std::uint32_t length) {
    const std::uint32_t held = length < 8 ? length : 8;
    return {load(field) & low_bytes[held], load(field + length - 8) & high_bytes[held], length};
  }
  // Of longer fields one word in the middle tells most apart whose ends agree ("On or near … Street").
  static std::uint64_t hash_of(const Key& key, const char* field) {
    const std::uint64_t middle = load(field + key.length / 2 - 2) & (std::uint64_t{0} - (key.length > 16));
    const std::uint64_t turned = key.last << 23 | key.last >> 41;
    return ((key.first ^ turned) + (middle ^ key.length)) * 0x9E3779B97F4A7C15u;
  }
  bool is(const Slot& slot, const Key& key, const char* field) const {
    if (((slot.first ^ key.first) | (slot.last ^ key.last) | (slot.length ^ key.length)) != 0) return false;
    // Asked of the column, not of the field: lengths vary from row to row, and a branch on them would often be
    // mispredicted.
    return !has_long_ || same_bytes(slot.text, field, key.length);
  }
  std::uint32_t add(const char* field, std::uint32_t length);
  void insert(const Slot& slot);

  static const std::uint64_t low_bytes[9], high_bytes[9];

  Dictionary* dictionary_;
  std::vector<Slot> slots_;
  unsigned shift_ = 64 - first_bits;
  std::size_t used_ = 0;
  std::deque<std::string> texts_;
  bool in_runs_ = false;   // the last rows' values came in runs
  bool has_long_ = false;  // a field of more than 16 bytes has been met
};

}  // namespace hallmark::data
