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

  SchemaColumn column_;
  mutable std::mutex mutex_;
  std::deque<std::string> labels_;  // a deque: views into it stay valid
  std::deque<std::string> faults_;  // beside labels_; empty: allowed
  std::unordered_map<std::string_view, std::uint32_t> codes_;
};

// A thread's memory of the raw fields it has met. A lookup reads the first and last eight bytes of a field (buffers are
// padded, so both loads are always allowed), which for fields up to 16 bytes is all of it; longer ones compare the
// rest.
class RawFields {
 public:
  explicit RawFields(Dictionary& dictionary) : dictionary_(&dictionary), slots_(256) {}

  std::uint32_t code_of(const char* field, std::uint32_t length) {
    const Key key = key_of(field, length);
    for (std::size_t at = hash_of(key, field, length) >> shift_;; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (((slot.first ^ key.first) | (slot.last ^ key.last) | (slot.length ^ length)) == 0 &&
          (length <= 16 || same_middle(slot, field)))
        return slot.code;
      if (slot.code == empty) return add(field, length);
    }
  }

 private:
  static constexpr std::uint32_t empty = 0xFFFFFFFF;

  struct Key {
    std::uint64_t first, last;
  };
  struct Slot {
    std::uint64_t first = 0, last = 0;
    std::uint32_t length = empty;  // no field is that long
    std::uint32_t code = empty;
    std::size_t text = 0;  // where in texts_
  };

  static Key key_of(const char* field, std::uint32_t length) {
    const std::uint32_t held = length < 8 ? length : 8;
    return {load(field) & low_bytes[held], load(field + length - 8) & high_bytes[held]};
  }

  static std::uint64_t load(const char* at) {
    std::uint64_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  static std::uint64_t mix(std::uint64_t value) {
    value *= 0x9E3779B97F4A7C15u;
    return value ^ (value >> 32);
  }
  static std::uint64_t hash_of(Key key, const char* field, std::uint32_t length) {
    std::uint64_t hash = mix(key.first + length) ^ key.last;
    for (std::uint32_t at = 8; at + 8 < length; at += 8) hash = mix(hash) ^ load(field + at);
    return hash * 0xD6E8FEB86659FD93u;
  }
  bool same_middle(const Slot& slot, const char* field) const {
    return std::memcmp(texts_.data() + slot.text + 8, field + 8, slot.length - 16) == 0;
  }
  std::uint32_t add(const char* field, std::uint32_t length);
  void insert(Slot slot);

  static const std::uint64_t low_bytes[9], high_bytes[9];

  Dictionary* dictionary_;
  std::vector<Slot> slots_;
  unsigned shift_ = 64 - 8;
  std::size_t used_ = 0;
  std::string texts_;
};

}  // namespace hallmark::data
