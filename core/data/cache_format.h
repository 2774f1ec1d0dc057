// The bytes of a cache entry: a head with key and checksum, facts, then columns at multiples of eight bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/column_cache.h"

namespace hallmark::data {

LabelOrder label_order(const Table& table);

std::string encode_entry(std::string_view key, const CacheEntry& entry, const Table& table, const LabelOrder& order,
                         std::size_t first, std::size_t end);

// `bytes` are aligned to 8 and stay where they are as long as the rows are used. Nothing in them is trusted: whatever
// does not add up makes the entry damaged, which is none.
std::optional<CachedFile> decode_entry(std::string_view bytes, std::string_view key, const ReadingPlan& plan,
                                       Arena& arena);

}  // namespace hallmark::data
