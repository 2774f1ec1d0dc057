// Columns of files as they were read, kept between runs: one entry per source file or member of a zip. An entry is
// found by its slot (which file of which dataset) and used only where its key (content, schema, this build of the
// program) is the one asked for: a file that changed is read again and replaces its entry. Entries hold no identifiers,
// no free text and no quarantined rows. Any of them may be deleted at any time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/discovery.h"
#include "data/row_reader.h"
#include "data/table.h"

namespace hallmark::data {

struct CacheEntry {
  std::uint64_t rows = 0;             // read: kept and quarantined
  std::vector<BrokenRow> quarantine;  // with the file's lines, without their rows
  std::vector<std::string> dropped;   // as Header::dropped
  std::vector<IdentifierFacts> identifiers;
};

// An entry with its rows.
struct CachedFile : CacheEntry {
  std::vector<Segment> segments;        // columns as ReadingPlan's that are kept; those of identifiers have no data
  std::vector<CoordinateRange> ranges;  // per plan column
  std::shared_ptr<const void> memory;   // what segments point into, besides the arena
};

// The codes of each column's dictionary in the order of their labels: sorted once for all files of a table.
using LabelOrder = std::vector<std::vector<std::uint32_t>>;

// An entry to be written: rows of a table's segments [first, end).
struct KeptFile {
  std::string slot, key;
  const Table* table = nullptr;
  std::size_t first = 0, end = 0;
  CacheEntry entry;
};

class ColumnCache {
 public:
  explicit ColumnCache(std::string folder) : folder_(std::move(folder)) {}

  // Which file: its name and that of the member, of a dataset. Not where it lies, so that a folder may move.
  static std::string slot(const DatasetSchema& schema, const InputFile& input);
  // What it was read from and how. `sha256`: of the bytes as received. Empty where nothing can be kept: a schema or a
  // program that is not known by its content.
  static std::string key(const DatasetSchema& schema, const InputFile& input, std::string_view sha256);

  // The entry of a slot; none where there is none, of another key, without a column that is wanted, or damaged.
  std::optional<CachedFile> read(const std::string& slot, const std::string& key, const ReadingPlan& plan,
                                 Arena& arena) const;

  // Each entry atomically. What kept them from being written, as a sentence; empty: nothing did.
  std::string write(const std::vector<KeptFile>& files) const;

 private:
  void prepare() const;
  void write(const KeptFile& file, const LabelOrder& order) const;

  std::string folder_;
};

}  // namespace hallmark::data
